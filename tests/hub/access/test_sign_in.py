"""Guessing passwords hurts whoever guesses: not the owner of the name, not the others behind the address, not for longer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import httpx
import msgspec
import pytest
from structlog.testing import capture_logs

from kalix_presence.hub.access.argon_queue import ArgonQueue
from kalix_presence.hub.access.client_address import client_address
from kalix_presence.hub.access.device_proof import device_of, new_proof
from kalix_presence.hub.access.rate_limit import Guessing, Trying
from kalix_presence.hub.site.config import SignInSection
from kalix_presence.hub.site.networks import networks_of
from kalix_presence.model.errors import TooMany
from tests.hub.serving import PASSWORD, Serving, made_config, serving

RIGHT, WRONG = {"username": "anna", "password": PASSWORD}, {"username": "anna", "password": "wrong"}


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Serving]:
    """A hub behind a proxy on this machine, so that a test can come from any address."""
    config = made_config(tmp_path / "hub")
    config = msgspec.structs.replace(config, listen=msgspec.structs.replace(config.listen, trusted_proxies=("127.0.0.1",)))
    with serving(tmp_path / "hub", config=config) as running:
        yield running


def asked(client: httpx.Client, wish: dict[str, str], address: str = "192.0.2.1", proof: str = "") -> httpx.Response:
    return client.post("/api/v1/sign-in", json=wish | {"proof": proof}, headers={"x-forwarded-for": address})


def waits(guessing: Guessing, trying: Trying, now: float) -> int:
    """Seconds that whoever tries has to wait; 0 when they may try now."""
    try:
        guessing.refuse(trying, now)
    except TooMany as refusal:
        return int(str(refusal.params["seconds"]))
    return 0


def test_each_further_try_waits_twice_as_long_until_it_is_locked() -> None:
    guessing, anna, now, found = Guessing(SignInSection()), Trying("anna", "192.0.2.1"), 0.0, []
    for _ in range(10):
        found.append(waits(guessing, anna, now))
        now += found[-1]
        guessing.count(anna, now)
    assert found == [0, 0, 0, 1, 2, 4, 8, 16, 32, 64]
    assert waits(guessing, anna, now) == 15 * 60
    assert waits(guessing, anna, now + 15 * 60) == 0


def test_guesses_from_elsewhere_do_not_keep_the_owner_waiting() -> None:
    guessing = Guessing(SignInSection())
    for _ in range(20):
        guessing.count(Trying("anna", "198.51.100.7"), 0.0)
    assert waits(guessing, Trying("anna", "198.51.100.7"), 0.0)
    assert waits(guessing, Trying("anna", "192.0.2.1"), 0.0) == 0


def test_guesses_from_very_many_addresses_keep_out_all_but_known_devices() -> None:
    guessing = Guessing(SignInSection(tries_per_name=100))
    for number in range(100):
        guessing.count(Trying("anna", f"198.51.100.{number}"), 0.0)
    assert waits(guessing, Trying("anna", "192.0.2.1"), 0.0)
    assert waits(guessing, Trying("anna", "192.0.2.1", device="d"), 0.0) == 0


def test_many_names_from_one_address_slow_it_and_spare_those_who_have_signed_in_there() -> None:
    guessing, siv = Guessing(SignInSection()), Trying("siv", "192.0.2.1")
    guessing.count(siv, 0.0)
    guessing.forgive(siv)
    for number in range(60):
        guessing.count(Trying(f"name{number}", "192.0.2.1"), 0.0)
    assert waits(guessing, Trying("other", "192.0.2.1"), 0.0) == 1
    assert waits(guessing, Trying("other", "192.0.2.1"), 1.0) == 0
    assert waits(guessing, siv, 0.0) == 0
    assert waits(guessing, Trying("other", "192.0.2.2"), 0.0) == 0


def test_all_addresses_of_a_house_guess_as_one() -> None:
    guessing = Guessing(SignInSection())
    for number in range(10):
        guessing.count(Trying("anna", f"2001:db8:1:2::{number}"), 0.0)
    assert waits(guessing, Trying("anna", "2001:db8:1:2:ffff::1"), 0.0)


def test_a_proof_is_good_for_its_name_and_its_hub_only() -> None:
    proof = new_proof(b"k", "anna")
    assert device_of(b"k", "anna", proof)
    for key, name, told in (
        (b"k", "siv", proof),
        (b"other", "anna", proof),
        (b"k", "anna", proof[:-1] + "g"),
        (b"k", "anna", ""),
    ):
        assert device_of(key, name, told) == ""


def test_the_owner_comes_in_with_the_right_password_while_others_guess(hub: Serving) -> None:
    with hub.client() as client:
        proof = asked(client, RIGHT).json()["proof"]
        for _ in range(5):
            asked(client, WRONG)
        assert asked(client, RIGHT).json()["code"] == "sign-in-wait"
        assert asked(client, RIGHT, "192.0.2.9").status_code == 200
        assert asked(client, RIGHT, proof=proof).status_code == 200
        assert asked(client, RIGHT, proof=proof[:-1] + "0").status_code in (200, 429)


def test_whoever_guesses_with_a_stolen_proof_waits_as_well(hub: Serving) -> None:
    with hub.client() as client:
        proof = asked(client, RIGHT).json()["proof"]
        codes = [asked(client, WRONG, proof=proof).json()["code"] for _ in range(4)]
        assert codes == ["sign-in-wrong"] * 3 + ["sign-in-wait"]
        assert asked(client, RIGHT, "192.0.2.9").status_code == 200


def test_a_refusal_says_when_to_come_again_and_a_clock_set_back_makes_it_no_longer(hub: Serving) -> None:
    with hub.client() as client:
        for _ in range(5):
            asked(client, WRONG)
        hub.clock.set_by = timedelta(days=-1)
        refused = asked(client, RIGHT)
        assert (refused.status_code, refused.json()["code"]) == (429, "sign-in-wait")
        assert 1 <= int(refused.headers["retry-after"]) <= 4
        hub.clock.ahead = timedelta(minutes=20)
        assert asked(client, RIGHT).status_code == 200


def test_refusals_are_logged_without_the_name_that_was_typed(hub: Serving) -> None:
    with hub.client() as client, capture_logs() as lines:
        for _ in range(30):
            asked(client, {"username": "annas-hemlighet", "password": "wrong"})
    told = [line for line in lines if line["event"] == "sign-in-refused"]
    assert 1 <= len(told) <= 4
    assert "hemlighet" not in json.dumps(lines, default=str)


def test_an_unknown_name_and_a_wrong_password_get_the_same_answer(hub: Serving) -> None:
    with hub.client() as client:
        answers = [asked(client, {"username": name, "password": "wrong"}) for name in ("anna", "nobody")]
    assert answers[0].status_code == 401
    assert answers[0].json() == answers[1].json()


def test_a_flood_finds_the_queue_full_and_a_known_device_has_its_own(hub: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    go = Event()

    def slow(kept: str, password: str) -> bool:
        assert password == PASSWORD or go.wait(30)
        return password == PASSWORD

    with hub.client() as client, ThreadPoolExecutor(100) as crowd:
        proof = asked(client, RIGHT).json()["proof"]
        monkeypatch.setattr("kalix_presence.hub.access.auth._verified", slow)

        def guess(number: int) -> Any:
            with hub.client() as stranger:
                return asked(stranger, {"username": f"n{number}", "password": "wrong"}, f"198.51.{number}.1").json()["code"]

        flood = [crowd.submit(guess, number) for number in range(100)]
        busy = 0
        while busy < 40:
            busy = sum(each.done() and each.result() == "sign-in-busy" for each in flood)
        assert asked(client, RIGHT, proof=proof).status_code == 200
        go.set()
        codes = [each.result() for each in flood]
    assert codes.count("sign-in-busy") == 40
    assert codes.count("sign-in-wrong") == 60


def test_one_address_fills_no_more_than_half_of_the_queue() -> None:
    queue = ArgonQueue(4)
    queue._waiting[False], queue._from["192.0.2.1"] = 2, 2
    with pytest.raises(TooMany):
        queue.refuse("192.0.2.1", known=False)
    queue.refuse("192.0.2.2", known=False)
    queue.stop()


@pytest.mark.parametrize(
    ("host", "forwarded", "x_forwarded_for", "found"),
    [
        ("10.0.0.1", [], ["192.0.2.1"], "192.0.2.1"),
        ("10.0.0.1", [], ["6.6.6.6, 192.0.2.1"], "192.0.2.1"),
        ("10.0.0.1", [], ["192.0.2.1, 10.0.0.2"], "192.0.2.1"),
        ("10.0.0.1", [], ["192.0.2.1", "10.0.0.2"], "192.0.2.1"),
        ("10.0.0.1", ['for="[2001:db8::1]:4711";proto=https'], ["6.6.6.6"], "2001:db8::1"),
        ("10.0.0.1", ["for=192.0.2.1:80, for=10.0.0.2"], [], "192.0.2.1"),
        ("10.0.0.1", [], [], "10.0.0.1"),
        ("192.0.2.5", ["for=6.6.6.6"], ["6.6.6.6"], "192.0.2.5"),
        ("10.0.0.1", ["for=_hidden"], [], "_hidden"),
    ],
)
def test_only_trusted_proxies_are_believed(host: str, forwarded: list[str], x_forwarded_for: list[str], found: str) -> None:
    assert client_address(host, forwarded, x_forwarded_for, networks_of(["10.0.0.0/24"])) == found


def test_measures_go_to_the_addresses_named_and_to_nobody_through_a_proxy(hub: Serving, tmp_path: Path) -> None:
    with hub.client() as client:
        assert client.get("/metrics").status_code == 200
        assert client.get("/metrics", headers={"x-forwarded-for": "192.0.2.1"}).status_code == 403
    with serving(tmp_path / "other") as untold, untold.client() as client:
        assert client.get("/metrics", headers={"forwarded": "for=127.0.0.1"}).status_code == 403
