"""Absences over REST: set, confirmed, ended and undone by those who may, and seen as each reader may see them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kalix_presence.model.access import Action, Caller, Role, may
from tests.hub.serving import Serving, events_of, serving, soon

WHO = {"anna": "2041", "maria": "2001", "olle": "2043", "ada": "2002"}


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("hub")) as running:
        yield running


def test_lunch_is_set_confirmed_read_back_heard_and_ended(hub: Serving) -> None:
    with hub.client("anna") as anna:
        until = soon()
        reply = anna.put("/api/v1/people/2041/absence", json={"reason": "lunch", "until": until}).json()
        assert reply["in_force"] is True
        assert reply["standing"]["absence"]["reason"] == "lunch"
        rule = anna.get("/api/v1/people/2041/rule").json()
        assert (rule["present"], rule["target"], rule["told"]) == (True, "9", "lunch")
        story = anna.post("/api/v1/demo/calls", json={}).json()
        assert story["answered_by"] == "9"
        assert story["clips"]
        assert anna.delete("/api/v1/people/2041/absence").json()["in_force"] is True
        assert "present" not in anna.get("/api/v1/people/2041/rule").json()
        assert anna.post("/api/v1/demo/calls", json={}).json()["answered_by"] == "2041"


@pytest.mark.parametrize("username", WHO)
@pytest.mark.parametrize("extension", ["2041", "2042", "2061"])
def test_who_may_set_whose_absence_follows_the_table(hub: Serving, username: str, extension: str) -> None:
    person = hub.hub.board.people[extension]
    with hub.client(username) as client:
        caller = _caller(hub, username)
        url = f"/api/v1/people/{extension}"
        allowed = may(caller, Action.SET_ABSENCE, person)
        put = client.put(f"{url}/absence", json={"reason": "meeting", "until": soon()})
        assert put.status_code == (200 if allowed else 403)
        assert client.delete(f"{url}/absence").status_code == (200 if allowed else 403)
        assert client.get(f"{url}/rule").status_code == (200 if may(caller, Action.READ_RULE, person) else 403)
        assert ("mobile" in client.get(url).json()) == (bool(person.mobile) and may(caller, Action.SEE_PRIVATE_NUMBERS, person))


def test_a_sensitive_reason_is_plain_absence_to_colleagues_and_roles(hub: Serving) -> None:
    with hub.client("anna") as anna, hub.client("per") as per, hub.client("maria") as maria:
        anna.put("/api/v1/people/2041/absence", json={"reason": "sick", "until": soon(), "note": "fever"})
        try:
            own = anna.get("/api/v1/people/2041").json()["standing"]["absence"]
            assert (own["reason"], own["note"]) == ("sick", "fever")
            for reader in (per, maria):
                seen = reader.get("/api/v1/people/2041").json()["standing"]["absence"]
                assert seen["reason"] != "sick"
                assert "note" not in seen
        finally:
            anna.delete("/api/v1/people/2041/absence")


def test_an_undo_tells_colleagues_no_more_than_they_may_see(hub: Serving) -> None:
    with hub.client("anna") as anna, hub.client("maria") as maria:
        anna.put("/api/v1/people/2041/absence", json={"reason": "sick", "until": soon(), "note": "fever"})
        try:
            made = maria.put("/api/v1/people/2041/absence", json={"reason": "lunch", "until": soon(), "why": "Ringer ut"})
            before = made.json()["before"]
            assert (before["reason"], before.get("note")) == ("out_of_office", None)
            undo = {"made": made.json()["made"], "before": before["id"]}
            back = maria.post("/api/v1/people/2041/absence/undo", json=undo).json()
            assert back["standing"]["absence"]["reason"] == "out_of_office"
            assert "fever" not in str(back)
            own = anna.get("/api/v1/people/2041").json()["standing"]["absence"]
            assert (own["reason"], own["note"]) == ("sick", "fever")
            assert maria.post("/api/v1/people/2041/absence/undo", json=undo).status_code == 409
        finally:
            anna.delete("/api/v1/people/2041/absence")


def test_the_same_key_does_nothing_twice(hub: Serving) -> None:
    with hub.client("per") as per:
        body, headers = {"reason": "lunch", "until": soon()}, {"Idempotency-Key": "once"}
        first = per.put("/api/v1/people/2042/absence", json=body, headers=headers).json()
        again = per.put("/api/v1/people/2042/absence", json=body, headers=headers).json()
        assert first["standing"]["absence"]["id"] == again["standing"]["absence"]["id"]
        other = per.put("/api/v1/people/2042/absence", json={**body, "note": "other"}, headers=headers)
        assert (other.status_code, other.json()["code"]) == (409, "idempotency-key-reused")
        per.delete("/api/v1/people/2042/absence")


def _caller(hub: Serving, username: str) -> Caller:
    person = hub.hub.board.people[WHO[username]]
    role = {"anna": Role.EMPLOYEE, "maria": Role.RECEPTIONIST, "olle": Role.OFFICER, "ada": Role.ADMINISTRATOR}[username]
    return Caller(username, person.extension, person.administration, frozenset({role}))


def test_coming_back_is_fine_when_nothing_held_and_says_by_which_way(hub: Serving) -> None:
    with hub.client("siv") as siv:
        assert "absence" not in siv.delete("/api/v1/people/2061/absence", params={"way": "cli"}).json()["standing"]
        refused = siv.delete("/api/v1/people/2061/absence", params={"way": "phone"})
    assert (refused.status_code, refused.json()["code"]) == (400, "request-not-understood")


def test_whoever_is_away_is_told_why_somebody_else_has_ended_it(hub: Serving) -> None:
    with hub.client("siv") as siv, hub.client("maria") as maria, siv.stream("GET", "/api/v1/events") as stream:
        events = events_of(stream.iter_lines())
        siv.put("/api/v1/people/2061/absence", json={"reason": "lunch", "until": soon()})
        maria.delete("/api/v1/people/2061/absence", params={"why": "Ringde själv"})
        told = next(event for _, event in events if event["kind"] == "set_for_you")
    assert (told["by_name"], told.get("absence"), told["why"]) == ("Maria Holm", None, "Ringde själv")


@pytest.mark.parametrize("key", ["", "x" * 101, "two words"])
def test_a_key_that_no_client_would_make_is_refused(hub: Serving, key: str) -> None:
    with hub.client("siv") as siv:
        answer = siv.put(
            "/api/v1/people/2061/absence", json={"reason": "lunch", "until": soon()}, headers={"Idempotency-Key": key}
        )
        siv.delete("/api/v1/people/2061/absence")
    assert answer.status_code == 400


def test_a_sign_of_life_is_one_s_own_and_changes_no_absence(hub: Serving) -> None:
    with hub.client("siv") as siv, hub.client("maria") as maria:
        siv.put("/api/v1/people/2061/absence", json={"reason": "lunch", "until": soon()})
        shown = siv.post("/api/v1/people/2061/sign-of-life").json()
        assert shown["standing"]["absence"]["reason"] == "lunch"
        assert maria.post("/api/v1/people/2061/sign-of-life").status_code == 403
        siv.delete("/api/v1/people/2061/absence")


def test_every_change_is_counted_by_whether_it_came_into_force(hub: Serving) -> None:
    def counted(in_force: str) -> float:
        text = hub.hub.measures.text().decode()
        [line] = [line for line in text.splitlines() if line.startswith(f'kalix_status_changes_total{{in_force="{in_force}"}}')]
        return float(line.split()[-1])

    with hub.client("siv") as siv:
        siv.put("/api/v1/people/2061/absence", json={"reason": "lunch", "until": soon()})
        before = counted("yes")
        made = siv.put("/api/v1/people/2061/absence", json={"reason": "meeting", "until": soon()}).json()
        siv.post("/api/v1/people/2061/absence/undo", json={"made": made["made"], "before": made["before"]["id"]})
        siv.delete("/api/v1/people/2061/absence")
    assert counted("yes") == before + 3
