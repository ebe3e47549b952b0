"""Plans over REST: the time that is looked at, whose they are, one occurrence taken away, files read again, and who is asked to cover."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.clocks import NINE
from tests.hub.serving import Serving, serving, soon

DAY = timedelta(days=1)
WISH = {"reason": "course", "starts": "2026-11-25T13:00", "ends": "2026-11-25T15:00", "note": "Excel"}
FILE = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//x//x//EN\r
BEGIN:VEVENT\r
UID:1@x\r
SUMMARY:{summary}\r
DTSTART;TZID=Europe/Stockholm:20261126T090000\r
DTEND;TZID=Europe/Stockholm:20261126T100000\r
END:VEVENT\r
END:VCALENDAR\r
"""


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("hub")) as running:
        yield running


@pytest.fixture
def anna(hub: Serving) -> Iterator[httpx.Client]:
    with hub.client("anna") as client:
        yield client
        for plan in client.get("/api/v1/people/2041/plans").json()["plans"]:
            client.delete(f"/api/v1/plans/{plan['id']}")


def made(client: httpx.Client, **more: object) -> dict[str, Any]:
    answer = client.post("/api/v1/people/2041/plans", json={**WISH, **more})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def coming(client: httpx.Client, **query: str) -> list[str]:
    answer = client.get("/api/v1/people/2041/plans", params=query)
    assert answer.status_code == 200, answer.text
    return [each["absence"]["start"] for each in answer.json().get("coming", []) if each["absence"]["reason"] == "course"]


def test_what_comes_is_told_for_six_weeks_or_for_the_time_asked_for(anna: httpx.Client) -> None:
    made(anna, repeat="FREQ=WEEKLY")
    assert len(coming(anna)) == 6
    later = NINE + 21 * DAY
    assert len(coming(anna, since=later.isoformat())) == 6
    assert len(coming(anna, since=later.isoformat(), until=(later + 7 * DAY).isoformat())) == 1


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"since": "2026-11-24T09:00:00"}, "until-naive"),
        ({"until": "2026-11-24T09:00:00"}, "until-naive"),
        ({"until": (NINE + 101 * DAY).isoformat()}, "plan-window"),
        ({"until": NINE.isoformat()}, "plan-window"),
        ({"since": (NINE + 3651 * DAY).isoformat()}, "plan-window"),
        ({"since": "0001-01-01T00:00:00Z"}, "plan-window"),
        ({"since": "9999-12-31T00:00:00Z"}, "plan-window"),
    ],
)
def test_a_time_that_nobody_can_look_at_is_refused(anna: httpx.Client, query: dict[str, str], code: str) -> None:
    answer = anna.get("/api/v1/people/2041/plans", params=query)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_a_hundred_days_are_not_too_many(anna: httpx.Client) -> None:
    made(anna, repeat="FREQ=WEEKLY")
    assert len(coming(anna, until=(NINE + 100 * DAY).isoformat())) == 15


def test_a_plan_is_for_oneself_and_those_whose_absence_one_may_set(hub: Serving, anna: httpx.Client) -> None:
    plan = made(anna)
    for who, status in (("per", 403), ("siv", 403), ("olle", 200), ("maria", 200)):
        with hub.client(who) as client:
            seen = client.get("/api/v1/people/2041/plans")
            assert seen.status_code == status
            if status == 403:
                assert client.post("/api/v1/people/2041/plans", json=WISH).status_code == 403
                assert client.patch(f"/api/v1/plans/{plan['id']}", json={"version": 1}).status_code in (403, 404)
                assert client.delete(f"/api/v1/plans/{plan['id']}").status_code in (403, 404)
            else:
                assert "note" not in seen.json()["plans"][0], "which is for the person alone"
    assert anna.get("/api/v1/people/2041/plans").json()["plans"] == [plan]


def test_the_same_key_plans_nothing_twice(anna: httpx.Client) -> None:
    answers = [anna.post("/api/v1/people/2041/plans", json=WISH, headers={"Idempotency-Key": "k"}).json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert len(anna.get("/api/v1/people/2041/plans").json()["plans"]) == 1


def test_whoever_changes_second_is_told_so(anna: httpx.Client) -> None:
    plan = made(anna)
    url = f"/api/v1/plans/{plan['id']}"
    assert anna.patch(url, json={"version": 1, "note": "Word"}).json()["note"] == "Word"
    assert anna.patch(url, json={"version": 1, "note": "Outlook"}).status_code == 409


def test_one_occurrence_is_taken_away_and_the_others_stay(anna: httpx.Client) -> None:
    plan = made(anna, repeat="FREQ=WEEKLY")
    before = coming(anna)
    assert anna.delete(f"/api/v1/plans/{plan['id']}", params={"day": "2026-12-02"}).status_code == 204
    assert coming(anna) == [each for each in before if not each.startswith("2026-12-02")]
    assert anna.delete(f"/api/v1/plans/{plan['id']}").status_code == 204
    assert coming(anna) == []


def test_whoever_is_asked_to_cover_sees_it_answers_it_and_nobody_else_does(hub: Serving, anna: httpx.Client) -> None:
    plan = made(anna, deputy="2042")
    with hub.client("per") as per, hub.client("siv") as siv:
        assert [each["id"] for each in per.get("/api/v1/plans/asked").json()["plans"]] == [plan["id"]]
        assert siv.get("/api/v1/plans/asked").json()["plans"] == []
        assert siv.post(f"/api/v1/plans/{plan['id']}/answer", json={"accept": True}).status_code in (403, 404)
        answered = per.post(f"/api/v1/plans/{plan['id']}/answer", json={"accept": True}).json()
    assert answered["deputy_state"] == "accepted"


def test_a_file_is_read_again_without_planning_anything_twice(anna: httpx.Client) -> None:
    def imported(**more: object) -> dict[str, Any]:
        answer = anna.post("/api/v1/people/2041/plans/import", json={"calendar": FILE.format(summary="Kurs"), **more})
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    first = imported()
    assert (first["added"], [each["outcome"] for each in first["entries"]]) == (1, ["added"])
    assert [each["outcome"] for each in imported()["entries"]] == ["same"]
    anna.delete(f"/api/v1/plans/{first['entries'][0]['plan']}")
    gone = imported()
    assert gone["taken_away"] == 1
    assert gone["entries"][0]["detail"].endswith("."), "why not is said in a sentence"
    assert [each["outcome"] for each in imported(again=True)["entries"]] == ["added"]


def test_what_is_no_calendar_is_refused(anna: httpx.Client) -> None:
    answer = anna.post("/api/v1/people/2041/plans/import", json={"calendar": "Kurs på torsdag"})
    assert answer.status_code == 422


@pytest.mark.parametrize(("language", "word"), [("sv", "Lunch"), ("en", "lunch"), ("fi", "lounas")])
def test_what_holds_is_said_in_the_reader_s_language(hub: Serving, anna: httpx.Client, language: str, word: str) -> None:
    anna.put("/api/v1/people/2041/absence", json={"reason": "lunch", "until": soon()})
    try:
        view = anna.get("/api/v1/people/2041/holding", headers={"accept-language": language}).json()
    finally:
        anna.delete("/api/v1/people/2041/absence")
    assert word.casefold() in view["sentence"].casefold()
    assert view["holds"]["reason"] == "lunch"


def test_a_colleague_hears_nothing_hidden_of_what_holds(hub: Serving, anna: httpx.Client) -> None:
    anna.put("/api/v1/people/2041/absence", json={"reason": "sick", "until": soon(), "note": "feber"})
    try:
        with hub.client("siv") as siv:
            view = siv.get("/api/v1/people/2041/holding")
    finally:
        anna.delete("/api/v1/people/2041/absence")
    assert view.json()["holds"]["reason"] == "out_of_office"
    assert "feber" not in view.text


@pytest.mark.parametrize("plan_id", ["x", "0" * 31, "G" * 32])
def test_what_is_no_id_of_a_plan_is_not_looked_for(anna: httpx.Client, plan_id: str) -> None:
    assert anna.delete(f"/api/v1/plans/{plan_id}").status_code in (400, 404)
