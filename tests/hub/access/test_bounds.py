"""The bounds of who asks: where a request comes from, how often somebody may ask or guess, how many passwords wait; each to
the very edge, for a guard that is off by one keeps the wrong ones out."""

from __future__ import annotations

import pytest

from kalix_presence.hub.access import allowance as allowance_module
from kalix_presence.hub.access import rate_limit as rate_limit_module
from kalix_presence.hub.access.allowance import Allowances, kind_of
from kalix_presence.hub.access.client_address import client_address, is_in, source_of
from kalix_presence.hub.access.rate_limit import Guessing, Trying
from kalix_presence.hub.site.config import SignInSection
from kalix_presence.hub.site.limits_section import Limits
from kalix_presence.hub.site.networks import networks_of
from kalix_presence.model.errors import TooMany

HOME = "192.0.2.1"
LOCK = 15 * 60.0


def wait_of(shares: Allowances, name: str, kind: str, now: float) -> int:
    """Seconds until the next is granted; 0 when it was."""
    try:
        shares.spend(name, kind, now)
    except TooMany as refusal:
        assert refusal.code == "too-often"
        return int(str(refusal.params["seconds"]))
    return 0


def waits(guessing: Guessing, trying: Trying, now: float) -> int:
    """Seconds that whoever tries has to wait; 0 when they may try now."""
    try:
        guessing.refuse(trying, now)
    except TooMany as refusal:
        assert refusal.code == "sign-in-wait"
        return int(str(refusal.params["seconds"]))
    return 0


@pytest.mark.parametrize("kind", ["calls", "messages", "changes", "reads"])
def test_each_kind_has_the_share_that_the_site_gives_it(kind: str) -> None:
    most = {"calls": 2, "messages": 3, "changes": 4, "reads": 5}
    shares = Allowances(Limits(**{f"{name}_per_minute": number for name, number in most.items()}))  # type: ignore[arg-type]
    granted = [wait_of(shares, "anna", kind, 1000.0) == 0 for _ in range(8)]
    assert granted == [True] * most[kind] + [False] * (8 - most[kind])


def test_a_share_grows_back_by_one_at_a_time_and_never_beyond_itself() -> None:
    shares = Allowances(Limits(calls_per_minute=6))
    assert [wait_of(shares, "anna", "calls", 1000.0) for _ in range(7)] == [0] * 6 + [10]
    assert wait_of(shares, "anna", "calls", 1004.0) == 6
    assert wait_of(shares, "anna", "calls", 1010.0) == 0
    assert wait_of(shares, "anna", "calls", 1010.0) == 10
    assert [wait_of(shares, "anna", "calls", 9000.0) for _ in range(7)] == [0] * 6 + [10]


def test_whoever_has_to_wait_waits_at_least_a_second() -> None:
    shares = Allowances(Limits(reads_per_minute=600))
    assert [wait_of(shares, "anna", "reads", 5.0) for _ in range(601)][-1] == 1


def test_only_so_many_accounts_are_remembered_and_the_longest_unseen_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowance_module, "REMEMBERED", 2)
    shares = Allowances(Limits(calls_per_minute=1))
    for name in ("anna", "siv"):
        assert wait_of(shares, name, "calls", 0.0) == 0
    assert wait_of(shares, "anna", "calls", 0.0) == 60
    assert wait_of(shares, "per", "calls", 0.0) == 0  # siv's is forgotten for it
    assert wait_of(shares, "anna", "calls", 0.0) == 60
    assert wait_of(shares, "siv", "calls", 0.0) == 0


@pytest.mark.parametrize(
    ("method", "path", "kind"),
    [
        ("HEAD", "/api/v1/people", "reads"),
        ("POST", "/api/v1/messages", "messages"),
        ("POST", "/api/v1/messages/1/ring", "calls"),
        ("GET", "/api/v1/messages", "reads"),
        ("GET", "/api/v1/calls", "reads"),
        ("POST", "/api/v1/calls/1/pass-on", "calls"),
        ("POST", "/api/v1/messages/1/done", "changes"),
        ("DELETE", "/api/v1/calls/1", "changes"),
        ("PUT", "/api/v1/messages", "changes"),
        ("PATCH", "/api/v1/messages/1/ring", "changes"),
    ],
)
def test_what_else_a_request_uses_up(method: str, path: str, kind: str) -> None:
    assert kind_of(method, path) == kind


def test_each_wait_ends_at_its_second_and_the_pauses_have_an_end() -> None:
    guessing, anna = Guessing(SignInSection(lock_minutes=1, tries_per_username=100)), Trying("anna", HOME)
    for _ in range(12):
        guessing.count(anna, 0.0)
    assert waits(guessing, anna, 0.0) == 60  # 2 ** 9 seconds, but never longer than a lock
    assert waits(guessing, anna, 59.5) == 1
    assert waits(guessing, anna, 60.0) == 0


def test_a_lock_begins_with_the_very_try_that_the_settings_name_and_ends_after_its_minutes() -> None:
    guessing, anna = Guessing(SignInSection(tries_per_username=4, lock_minutes=1)), Trying("anna", HOME)
    for _ in range(4):
        guessing.count(anna, 5.0)
    assert [waits(guessing, anna, now) for now in (5.0, 10.0, 64.5, 65.0)] == [60, 55, 1, 0]


def test_tries_are_forgotten_once_a_lock_s_time_has_passed_and_not_before() -> None:
    anna = Trying("anna", HOME)
    for passed, wait in ((LOCK - 1, 2), (LOCK, 0)):
        guessing = Guessing(SignInSection())
        for _ in range(3):
            guessing.count(anna, 0.0)
        guessing.count(anna, passed)
        assert waits(guessing, anna, passed) == wait


def test_a_name_is_locked_for_strangers_for_as_long_as_the_settings_say() -> None:
    guessing, stranger = Guessing(SignInSection(tries_per_name=5)), Trying("anna", "198.51.100.99")
    for number in range(4):
        guessing.count(Trying("anna", f"198.51.100.{number}"), 10.0)
    assert waits(guessing, stranger, 10.0) == 0
    guessing.count(Trying("anna", "198.51.100.4"), 10.0)
    assert waits(guessing, stranger, 10.0) == LOCK
    assert waits(guessing, Trying("siv", "198.51.100.4"), 10.0) == 0
    assert waits(guessing, stranger, 10.0 + LOCK) == 0


def test_an_address_is_slowed_from_the_very_try_that_the_settings_name_and_for_the_time_of_a_lock() -> None:
    guessing, other = Guessing(SignInSection(tries_per_address=5)), Trying("other", HOME)
    for number in range(4):
        guessing.count(Trying(f"name{number}", HOME), 10.0)
    assert waits(guessing, other, 10.0) == 0
    guessing.count(Trying("name4", HOME), 10.0)
    assert waits(guessing, other, 10.0) == 1
    assert waits(guessing, other, 10.5) == 1
    assert waits(guessing, other, 11.0) == 0
    guessing.count(other, 10.0 + LOCK)
    assert waits(guessing, Trying("more", HOME), 10.0 + LOCK) == 0, "the address begins anew"


def test_a_right_password_gives_the_name_and_the_address_this_one_try_back() -> None:
    guessing, anna = Guessing(SignInSection(tries_per_name=3, tries_per_address=3, free_tries=50)), Trying("anna", HOME)
    for _ in range(10):
        guessing.count(anna, 0.0)
        guessing.forgive(anna)
    assert waits(guessing, Trying("anna", "192.0.2.2"), 0.0) == 0
    assert waits(guessing, Trying("other", HOME), 0.0) == 0
    for _ in range(3):
        guessing.count(Trying("anna", "192.0.2.3"), 0.0)
    assert waits(guessing, Trying("anna", "192.0.2.2"), 0.0) == LOCK


def test_a_known_device_s_tries_count_for_nobody_else_and_their_right_one_for_itself() -> None:
    guessing, device = Guessing(SignInSection(tries_per_name=3, tries_per_address=3)), Trying("anna", HOME, "d")
    for _ in range(9):
        guessing.count(device, 0.0)
    assert waits(guessing, device, 0.0) == 2**6
    assert waits(guessing, Trying("anna", HOME), 0.0) == 0
    assert waits(guessing, Trying("anna", HOME, "e"), 0.0) == 0
    assert waits(guessing, Trying("siv", HOME, "d"), 0.0) == 0
    guessing.forgive(device)
    assert waits(guessing, device, 0.0) == 0


def test_a_flood_of_names_is_forgotten_oldest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit_module, "REMEMBERED", 6)
    guessing, anna = Guessing(SignInSection()), Trying("anna", HOME)
    for _ in range(3):
        guessing.count(anna, 0.0)
    guessing.count(Trying("siv", "192.0.2.2"), 0.0)  # with anna's these are six keys
    assert waits(guessing, anna, 0.0) == 1
    guessing.count(Trying("per", "192.0.2.3"), 0.0)
    assert waits(guessing, anna, 0.0) == 0


def test_only_so_many_are_remembered_to_have_signed_in_somewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit_module, "REMEMBERED", 2)
    guessing = Guessing(SignInSection(tries_per_address=1))
    anna, siv, per = (Trying(name, HOME) for name in ("anna", "siv", "per"))
    for each in (anna, siv):
        guessing.forgive(each)
    guessing.count(Trying("guess", HOME), 0.0)
    assert [waits(guessing, each, 0.0) for each in (anna, siv, per)] == [0, 0, 1]
    guessing.forgive(per)
    guessing.count(Trying("guess", HOME), 0.0)
    assert [waits(guessing, each, 0.0) for each in (anna, siv, per)] == [1, 0, 0]


@pytest.mark.parametrize(
    ("host", "source"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("127.0.0.1", "127.0.0.0/8"),
        ("127.8.8.8", "127.0.0.0/8"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("_hidden", "_hidden"),
    ],
)
def test_what_counts_as_one_address(host: str, source: str) -> None:
    assert source_of(host) == source


@pytest.mark.parametrize(
    ("host", "inside"),
    [
        ("10.0.0.1", True),
        ("::ffff:10.0.0.1", True),
        ("fe80::1%eth0", True),
        ("10.0.1.1", False),
        ("fe81::1", False),
        ("unknown", False),
        ("", False),
    ],
)
def test_a_host_lies_in_a_network_however_it_is_written(host: str, inside: bool) -> None:
    assert is_in(host, networks_of(["10.0.0.0/24", "fe80::/16"])) is inside


@pytest.mark.parametrize(
    ("forwarded", "x_forwarded_for", "found"),
    [
        (['For = "192.0.2.1:80"'], [], "192.0.2.1"),
        (['for="[2001:db8::1]"'], [], "2001:db8::1"),
        ([], ["2001:db8::1"], "2001:db8::1"),
        ([], ["[2001:db8::1]:443"], "2001:db8::1"),
        ([], [' "192.0.2.1" , '], "192.0.2.1"),
        ([], ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        ([], [","], "10.0.0.1"),
    ],
)
def test_an_address_is_found_however_a_proxy_writes_it(forwarded: list[str], x_forwarded_for: list[str], found: str) -> None:
    assert client_address("10.0.0.1", forwarded, x_forwarded_for, networks_of(["10.0.0.0/24"])) == found
