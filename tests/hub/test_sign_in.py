"""Guessing passwords is slowed down and locked, by name and by address, and time lets go again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kalix_presence.hub.config import SignInSection
from kalix_presence.hub.guessing import Guessing
from kalix_presence.model.errors import TooMany
from tests.hub.serving import PASSWORD, serving

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)


def tried(guessing: Guessing, name: str, address: str, times: int, now: datetime) -> datetime:
    """Try `times` times, waiting as long as one is told to."""
    for _ in range(times):
        try:
            guessing.refuse(name, address, now)
        except TooMany as refusal:
            now += timedelta(seconds=int(str(refusal.params["seconds"])))
            guessing.refuse(name, address, now)
        guessing.count(name, address, now)
    return now


def test_each_further_try_waits_twice_as_long_until_the_name_is_locked() -> None:
    guessing = Guessing(SignInSection())
    waits = []
    now = tried(guessing, "anna", "a", 3, NOON)
    for _ in range(7):
        with pytest.raises(TooMany) as refusal:
            guessing.refuse("anna", "b", now)
        waits.append(int(str(refusal.value.params["seconds"])))
        now += timedelta(seconds=waits[-1])
        guessing.count("anna", "b", now)
    assert waits == [1, 2, 4, 8, 16, 32, 64]
    with pytest.raises(TooMany) as refusal:
        guessing.refuse("anna", "c", now)
    assert refusal.value.params["seconds"] == 15 * 60
    guessing.refuse("anna", "c", now + timedelta(minutes=15))


def test_an_address_that_tries_many_names_is_locked() -> None:
    guessing = Guessing(SignInSection(tries_per_address=20))
    for number in range(20):
        guessing.refuse(f"name{number}", "a", NOON)
        guessing.count(f"name{number}", "a", NOON)
    with pytest.raises(TooMany):
        guessing.refuse("other", "a", NOON)
    guessing.refuse("other", "b", NOON)


def test_the_right_password_forgives_the_name_but_not_the_addresss_other_tries() -> None:
    guessing = Guessing(SignInSection(tries_per_address=5))
    tried(guessing, "anna", "a", 2, NOON)
    tried(guessing, "victim", "a", 2, NOON)
    guessing.forgive("anna", "a")
    guessing.refuse("anna", "a", NOON)
    tried(guessing, "victim2", "a", 2, NOON)
    with pytest.raises(TooMany):
        guessing.refuse("anna", "a", NOON)


def test_over_the_wire_a_guesser_is_told_to_wait_and_the_owner_gets_in_later(tmp_path: Path) -> None:
    with serving(tmp_path / "hub") as hub, hub.client() as client:
        right, wrong = {"username": "anna", "password": PASSWORD}, {"username": "anna", "password": "wrong"}
        codes = [client.post("/api/v1/sign-in", json=wrong).json()["code"] for _ in range(3)]
        assert codes == ["sign-in-wrong"] * 3
        refused = client.post("/api/v1/sign-in", json=right)
        assert (refused.status_code, refused.json()["code"]) == (429, "sign-in-wait")
        assert int(refused.headers["retry-after"]) >= 1
        hub.clock.ahead = timedelta(minutes=20)
        assert client.post("/api/v1/sign-in", json=right).status_code == 200


def test_an_unknown_name_and_a_wrong_password_get_the_same_answer(tmp_path: Path) -> None:
    with serving(tmp_path / "hub") as hub, hub.client() as client:
        answers = [client.post("/api/v1/sign-in", json={"username": name, "password": "wrong"}) for name in ("anna", "nobody")]
    assert answers[0].status_code == 401
    assert answers[0].json() == answers[1].json()
