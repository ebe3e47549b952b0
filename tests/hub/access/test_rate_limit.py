"""Waits against guessing: as many tries as the site says, forgotten in time, and nobody's wait is anybody else's."""

from __future__ import annotations

import pytest

from kalix_presence.hub.access import rate_limit
from kalix_presence.hub.access.rate_limit import Guessing, Trying
from kalix_presence.hub.site.config import SignInSection
from kalix_presence.model.errors import TooMany

SITE = SignInSection(free_tries=3, tries_per_username=6, tries_per_name=8, tries_per_address=10, lock_minutes=15)
LOCK = SITE.lock_minutes * 60
HOME = Trying("anna", "192.0.2.1")
NOW = 5_000.0
"""Past any wait: a steady clock begins anywhere."""


def wait(guessing: Guessing, trying: Trying, now: float) -> int:
    try:
        guessing.refuse(trying, now)
    except TooMany as refused:
        assert refused.code == "sign-in-wait"
        return int(str(refused.params["seconds"]))
    return 0


def tried(times: int, trying: Trying = HOME, now: float = NOW) -> Guessing:
    guessing = Guessing(SITE)
    for _ in range(times):
        guessing.count(trying, now)
    return guessing


@pytest.mark.parametrize(("times", "seconds"), [(0, 0), (2, 0), (3, 1), (4, 2), (5, 4), (6, LOCK), (7, LOCK)])
def test_each_try_after_the_free_ones_waits_twice_as_long_until_it_is_locked(times: int, seconds: int) -> None:
    guessing = tried(times)
    assert wait(guessing, HOME, NOW) == seconds
    assert wait(guessing, HOME, NOW + seconds) == 0
    assert wait(guessing, HOME, NOW + seconds - 0.5) == (1 if seconds else 0)


def test_tries_are_forgotten_when_a_lock_is_over_and_not_before() -> None:
    guessing = tried(5)
    guessing.count(HOME, NOW + LOCK - 1.0)
    assert wait(guessing, HOME, NOW + LOCK - 1.0) == LOCK
    guessing = tried(5)
    guessing.count(HOME, NOW + LOCK)
    assert wait(guessing, HOME, NOW + LOCK) == 0


def test_a_name_that_many_try_is_locked_for_strangers_and_not_for_a_device_that_was_there_before() -> None:
    guessing = Guessing(SITE)
    for turn in range(SITE.tries_per_name):
        assert wait(guessing, Trying("anna", f"198.51.100.{turn + 100}"), NOW) == 0
        guessing.count(Trying("anna", f"198.51.100.{turn}"), NOW)
    assert wait(guessing, HOME, NOW) == LOCK
    assert wait(guessing, Trying("bo", HOME.address), NOW) == 0
    assert wait(guessing, Trying("anna", HOME.address, "device"), NOW) == 0


def test_a_known_device_waits_for_its_own_tries_alone() -> None:
    device = Trying("anna", HOME.address, "device")
    guessing = tried(3, device)
    assert wait(guessing, device, NOW) == 1
    assert wait(guessing, HOME, NOW) == 0
    assert wait(guessing, Trying("anna", HOME.address, "another"), NOW) == 0
    guessing.forgive(device)
    assert wait(guessing, device, NOW) == 0


def test_an_address_that_tries_many_names_is_slowed_but_not_for_whoever_has_been_right_from_there() -> None:
    guessing = Guessing(SITE)
    guessing.count(HOME, NOW)
    guessing.forgive(HOME)
    for turn in range(SITE.tries_per_address):
        assert wait(guessing, Trying("new", HOME.address), NOW) == 0
        guessing.count(Trying(f"name{turn}", HOME.address), NOW)
    assert wait(guessing, Trying("new", HOME.address), NOW) == 1
    assert wait(guessing, Trying("new", HOME.address), NOW + 1.0) == 0
    assert wait(guessing, Trying("new", "192.0.2.2"), NOW) == 0
    assert wait(guessing, HOME, NOW) == 0
    assert wait(guessing, Trying("new", HOME.address), NOW + LOCK) == 0


def test_who_was_right_starts_afresh_and_the_name_and_the_address_get_only_that_try_back() -> None:
    guessing = tried(5)
    guessing.forgive(HOME)
    assert wait(guessing, HOME, NOW) == 0
    for turn in range(SITE.tries_per_name - 4):
        assert wait(guessing, Trying("anna", "192.0.2.99"), NOW) == 0
        guessing.count(Trying("anna", f"198.51.100.{turn}"), NOW)
    assert wait(guessing, Trying("anna", "192.0.2.99"), NOW) == LOCK


def test_only_so_many_are_remembered_and_the_oldest_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit, "REMEMBERED", 3)
    guessing = tried(3, Trying("anna", HOME.address, "old"))
    for device in ("one", "two", "two", "two"):
        guessing.count(Trying("anna", HOME.address, device), NOW)
    assert wait(guessing, Trying("anna", HOME.address, "old"), NOW) == 1
    guessing.count(Trying("anna", HOME.address, "three"), NOW)
    assert wait(guessing, Trying("anna", HOME.address, "old"), NOW) == 0
    assert wait(guessing, Trying("anna", HOME.address, "two"), NOW) == 1


def test_who_has_been_right_from_an_address_is_remembered_the_newest_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit, "REMEMBERED", 3)
    guessing = Guessing(SITE)
    right = [Trying(name, HOME.address) for name in ("anna", "bo", "carin", "dag")]

    def waits() -> list[int]:
        for turn in range(SITE.tries_per_address):
            guessing.count(Trying(f"name{turn}", HOME.address), NOW)
        return [wait(guessing, each, NOW) for each in right]

    for each in right[:3]:
        guessing.forgive(each)
    assert waits() == [0, 0, 0, 1]
    guessing.forgive(right[3])
    assert waits() == [1, 0, 0, 0]


@pytest.mark.parametrize("device", ["", "device"])
def test_whoever_was_forgotten_meanwhile_may_be_right_as_well(device: str) -> None:
    guessing = Guessing(SITE)
    guessing.forgive(Trying("anna", HOME.address, device))
    assert wait(guessing, HOME, NOW) == 0
