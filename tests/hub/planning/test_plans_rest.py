"""Plans over a real server: who sees and changes whose, what they are told, and what comes in the weeks ahead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.hub.serving import Serving, events_of, serving, soon

URL = "/api/v1/people/2041/plans"
HERE = ZoneInfo("Europe/Stockholm")


@pytest.fixture
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("hub")) as running:
        yield running


def wish(hub: Serving, *, begins: int = -1, lasts: int = 3, **more: Any) -> dict[str, Any]:
    """A plan that begins so many hours from now."""
    now = hub.clock().astimezone(HERE).replace(tzinfo=None)
    starts = now + timedelta(hours=begins)
    ends = starts + timedelta(hours=lasts)
    return {"reason": "course", "starts": starts.isoformat(), "ends": ends.isoformat()} | more


def test_a_plan_is_made_seen_changed_and_taken_back(hub: Serving) -> None:
    with hub.client("anna") as anna:
        made = anna.post(URL, json=wish(hub, note="Växelkurs"))
        assert made.status_code == 201
        plan = made.json()
        assert anna.get("/api/v1/people/2041").json()["standing"]["absence"]["way"] == "plan"
        seen = anna.get(URL).json()
        assert seen["plans"] == [plan]
        assert seen["coming"][0]["plan"] == plan["id"]
        changed = anna.patch(f"/api/v1/plans/{plan['id']}", json={"version": 1, "reason": "meeting"}).json()
        assert (changed["reason"], changed["version"], changed["note"]) == ("meeting", 2, "Växelkurs")
        stale = anna.patch(f"/api/v1/plans/{plan['id']}", json={"version": 1, "reason": "travel"})
        assert (stale.status_code, stale.json()["code"]) == (409, "plan-changed")
        assert anna.delete(f"/api/v1/plans/{plan['id']}").status_code == 204
        assert anna.delete(f"/api/v1/plans/{plan['id']}").status_code == 204
        assert anna.get(URL).json() == {"plans": []}
        assert "absence" not in anna.get("/api/v1/people/2041").json()["standing"]


@pytest.mark.parametrize("username", ["anna", "per", "maria", "olle", "siv", "ada"])
def test_who_may_plan_for_whom_follows_the_table(hub: Serving, username: str) -> None:
    with hub.client("anna") as anna:
        plan = anna.post(URL, json=wish(hub)).json()
    with hub.client(username) as client:
        me = client.get("/api/v1/me").json()
        person = hub.hub.board.people["2041"]
        own = me.get("person", {}).get("extension") == "2041"
        reach = me["may"]["set_absence"]
        same = me.get("person", {}).get("administration") == person.administration
        allowed = own or reach == "all" or (reach == "administration" and same)
        assert client.get(URL).status_code == (200 if allowed else 403)
        assert client.post(URL, json=wish(hub)).status_code == (201 if allowed else 403)
        change = client.patch(f"/api/v1/plans/{plan['id']}", json={"version": 1, "note": "x"})
        assert change.status_code == (200 if allowed else 403)
        assert client.post(f"/api/v1/plans/{plan['id']}/answer", json={"accept": True}).status_code == 403
        assert client.delete(f"/api/v1/plans/{plan['id']}").status_code == (204 if allowed else 403)
        assert client.get("/api/v1/people/2041/holding").status_code == 200
        assert client.get("/api/v1/plans/asked").status_code == 200


def test_a_sensitive_plan_is_plain_absence_to_the_receptionist(hub: Serving) -> None:
    with hub.client("anna") as anna, hub.client("maria") as maria:
        anna.post(URL, json=wish(hub, reason="care_of_child", note="feber")).raise_for_status()
        anna.post(URL, json=wish(hub, begins=24, reason="sick")).raise_for_status()
        text = maria.get(URL).text + maria.get("/api/v1/people/2041/holding").text
        assert "care_of_child" not in text
        assert "sick" not in text
        assert "feber" not in text
        assert "VAB" not in text
        assert "care_of_child" in anna.get(URL).text


def test_the_deputy_is_asked_by_an_event_and_answers(hub: Serving) -> None:
    with hub.client("anna") as anna, hub.client("per") as per:
        number = hub.hub.board.number
        with per.stream("GET", "/api/v1/events", headers={"last-event-id": str(number)}) as stream:
            wanted = wish(hub, reason="sick", deputy="2042", forward_to="deputy")
            plan = anna.post(URL, json=wanted).json()
            event = next(event for _, event in events_of(stream.iter_lines()) if event["kind"] == "deputy_asked")
        assert (event["plan"]["id"], event["plan"]["name"]) == (plan["id"], "Anna Ek")
        assert event["plan"]["reason"] != "sick"
        assert [one["id"] for one in per.get("/api/v1/plans/asked").json()["plans"]] == [plan["id"]]
        with anna.stream("GET", "/api/v1/events", headers={"last-event-id": str(hub.hub.board.number)}) as stream:
            answered = per.post(f"/api/v1/plans/{plan['id']}/answer", json={"accept": True}).json()
            assert next(event for _, event in events_of(stream.iter_lines()) if event["kind"] == "plans")
        assert answered["deputy_state"] == "accepted"
        assert anna.get("/api/v1/people/2041/rule").json()["target"] == "2042"


def test_who_has_agreed_to_cover_covers_while_the_absence_holds(hub: Serving) -> None:
    with hub.client("anna") as anna, hub.client("siv") as siv:

        def covered() -> list[str]:
            return [one["name"] for one in anna.get("/api/v1/people/2061").json().get("covers", [])]

        plan = anna.post(URL, json=wish(hub, reason="sick", deputy="2061", forward_to="deputy")).json()
        later = anna.post(URL, json=wish(hub, begins=48, deputy="2061", forward_to="deputy")).json()
        assert covered() == []
        for asked in (plan, later):
            siv.post(f"/api/v1/plans/{asked['id']}/answer", json={"accept": True}).raise_for_status()
        assert covered() == ["Anna Ek"]
        anna.delete("/api/v1/people/2041/absence").raise_for_status()
        assert covered() == []


def test_what_holds_is_explained_with_what_stands_behind_and_comes_after(hub: Serving) -> None:
    with hub.client("anna", **{"accept-language": "en"}) as anna:
        anna.post(URL, json=wish(hub)).raise_for_status()
        anna.put("/api/v1/people/2041/absence", json={"reason": "lunch", "until": soon(30)}).raise_for_status()
        holding = anna.get("/api/v1/people/2041/holding").json()
        assert (holding["holds"]["reason"], holding["then"]["reason"]) == ("lunch", "course")
        assert [one["way"] for one in holding["behind"]] == ["plan"]
        assert holding["sentence"].startswith("Lunch since")
        assert "afterwards: Course" in holding["sentence"]
        assert [one["behind"] for one in anna.get(URL).json()["coming"] if one.get("behind")] == [True]


def test_a_window_that_is_too_wide_or_has_no_zone_is_refused(hub: Serving) -> None:
    with hub.client("anna") as anna:
        far = (hub.clock() + timedelta(days=500)).isoformat()
        assert anna.get(URL, params={"until": far}).status_code == 422
        assert anna.get(URL, params={"since": "2026-01-01T00:00:00"}).status_code == 422
        assert anna.get(URL, params={"since": "9999-12-31T00:00:00Z"}).status_code == 422


def test_an_import_says_in_the_readers_language_why_an_entry_is_left_out(hub: Serving) -> None:
    file = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART;VALUE=DATE:20310101\nEND:VEVENT\nEND:VCALENDAR\n"
    with hub.client("anna") as anna:
        for language, said in (("en", "800 days"), ("sv", "800 dagar")):
            [entry] = anna.post(f"{URL}/import", json={"calendar": file}, headers={"accept-language": language}).json()[
                "entries"
            ]
            assert (entry["code"], said in entry["detail"]) == ("plan-too-far", True)
