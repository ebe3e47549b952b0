"""Delegates over a real server: streams follow at once, and each endpoint lets a delegate do what was given and nothing else."""

from __future__ import annotations

import json
import threading
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from kalix_presence.model.delegation import Right
from tests.hub.serving import Serving, events_of, serving, soon
from tests.hub.web.test_streams import until

OWN = "/api/v1/people/2041"
WISH = {"to": "2041", "caller_name": "Karin", "caller_number": "0923-555 012", "about": "Rör bygglovet"}


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Serving]:
    with serving(tmp_path / "hub") as running:
        yield running


def give(anna: httpx.Client, hub: Serving, *rights: Right, to: str = "2061") -> dict[str, Any]:
    body = {"extension": to, "until": str(hub.clock().date() + timedelta(days=3)), **{right.value: True for right in rights}}
    given: dict[str, Any] = anna.post("/api/v1/delegations", json=body).raise_for_status().json()
    return given


def listening(client: httpx.Client, heard: list[dict[str, Any]]) -> None:
    """Hear by an open stream, until the test is over."""
    threading.Thread(target=_hear, args=(client, heard), daemon=True).start()
    until(lambda: bool(heard))


def _hear(client: httpx.Client, heard: list[dict[str, Any]]) -> None:
    with suppress(httpx.HTTPError, httpx.StreamError, RuntimeError), client.stream("GET", "/api/v1/events") as stream:
        for _, event in events_of(stream.iter_lines()):
            heard.append(event)


def kinds(heard: list[dict[str, Any]]) -> list[str]:
    return [one["kind"] for one in list(heard)]


def test_the_open_stream_of_a_delegate_follows_at_once(hub: Serving) -> None:
    heard: list[dict[str, Any]] = []
    with hub.client("anna") as anna, hub.client("siv") as siv, hub.client("maria") as maria, hub.client("siv") as other:
        listening(other, heard)

        def leave() -> str:
            """A message to Anna, and one to Siv by which it is seen that the first is told, or was not."""
            made: str = maria.post("/api/v1/messages", json=WISH).raise_for_status().json()["id"]
            last = maria.post("/api/v1/messages", json={**WISH, "to": "2061"}).raise_for_status().json()["id"]
            until(lambda: last in [one["message"]["id"] for one in list(heard) if one["kind"] == "message"])
            return made

        def told(message: str) -> bool:
            return message in [one["message"]["id"] for one in list(heard) if one["kind"] == "message"]

        assert not told(leave())
        given = give(anna, hub, Right.MESSAGES)
        until(lambda: kinds(heard).count("delegations") == 1)
        assert told(leave())
        with siv.stream("GET", "/api/v1/events") as stream:
            number, _ = next(events_of(stream.iter_lines()))
        missed = leave()
        anna.delete(f"/api/v1/delegations/{given['id']}").raise_for_status()
        until(lambda: kinds(heard).count("delegations") == 2)
        assert not told(leave())
        resumed = ""
        with siv.stream("GET", "/api/v1/events", headers={"last-event-id": str(number)}) as stream:
            for text in stream.iter_text():
                resumed += text
                if "event: pbx" in resumed:
                    break
        assert "event: delegations" in resumed
        assert missed not in resumed, "told while it was given, but read again after it had ended"


def test_plans_are_told_to_whoever_may_see_them_and_shown_as_colleagues_see_them(hub: Serving) -> None:
    heard: list[dict[str, Any]] = []
    with hub.client("anna") as anna, hub.client("siv") as siv, hub.client("siv") as other:
        listening(other, heard)
        give(anna, hub, Right.PLANS)
        day = (hub.clock() + timedelta(days=3)).replace(tzinfo=None, microsecond=0)
        times = {"starts": day.isoformat(), "ends": (day + timedelta(hours=4)).isoformat()}
        plan = {"reason": "sick", "note": "HEMLIGT", "forward_to": "0708112233", **times}
        anna.post(f"{OWN}/plans", json=plan).raise_for_status()
        until(lambda: "plans" in kinds(heard))
        seen = siv.get(f"{OWN}/plans").raise_for_status().text
        assert json.loads(seen)["plans"]
        assert not any(hidden in seen for hidden in ('"sick"', "HEMLIGT", "0708112233"))


NEVER = frozenset({*Right, "never"})
"""By no right that there is."""
ABSENCE, MESSAGES, PLANS = ({right} for right in (Right.ABSENCE, Right.MESSAGES, Right.PLANS))
TABLE: dict[tuple[str, str], Collection[str]] = {
    ("PUT", "/people/{extension}/absence"): ABSENCE,
    ("DELETE", "/people/{extension}/absence"): ABSENCE,
    ("POST", "/people/{extension}/absence/undo"): ABSENCE,
    ("GET", "/people/{extension}/plans"): PLANS,
    ("POST", "/people/{extension}/plans"): ABSENCE,
    ("POST", "/people/{extension}/plans/import"): NEVER,
    ("PATCH", "/plans/{plan_id}"): ABSENCE | PLANS,
    ("DELETE", "/plans/{plan_id}"): ABSENCE | PLANS,
    ("POST", "/plans/{plan_id}/answer"): NEVER,
    ("GET", "/messages/{message_id}"): MESSAGES,
    ("GET", "/messages/{message_id}/steps"): MESSAGES,
    ("PATCH", "/messages/{message_id}"): MESSAGES,
    ("POST", "/messages/{message_id}/ring"): MESSAGES,
    ("GET", "/people/{extension}/preferences"): NEVER,
    ("PUT", "/people/{extension}/preferences"): NEVER,
    ("GET", "/people/{extension}/calendars"): NEVER,
    ("POST", "/people/{extension}/calendars"): NEVER,
    ("PUT", "/people/{extension}/asked"): NEVER,
    ("POST", "/people/{extension}/sign-of-life"): NEVER,
    ("GET", "/people/{extension}/rule"): NEVER,
    ("GET", "/people/{extension}/rule/sound"): NEVER,
    ("GET", "/people/{extension}"): (),
    ("GET", "/people/{extension}/card.vcf"): (),
    ("GET", "/people/{extension}/holding"): (),
    ("GET", "/people/{extension}/callback-advice"): (),
    ("POST", "/people/{extension}/nudge"): (),
}
"""Each endpoint about one person, their plan or their message: all rights that a delegate needs for it; what everybody may
ask for needs none."""
SETS = [frozenset(right for at, right in enumerate(Right) if number >> at & 1) for number in range(2 ** len(Right))]


def allowed(hub: Serving, who: str) -> set[tuple[str, str]]:
    """What `who` is not refused of all that can be asked about Anna, a plan and messages of hers."""
    day = (hub.clock() + timedelta(days=3)).replace(tzinfo=None, microsecond=0)
    times = {"starts": day.isoformat(), "ends": (day + timedelta(hours=4)).isoformat()}
    bodies: dict[tuple[str, str], dict[str, Any]] = {
        ("PUT", "/people/{extension}/absence"): {"reason": "meeting", "until": soon()},
        ("POST", "/people/{extension}/absence/undo"): {"made": ""},
        ("POST", "/people/{extension}/plans"): {"reason": "meeting", **times},
        ("POST", "/people/{extension}/plans/import"): {"calendar": "BEGIN:VCALENDAR"},
        ("PATCH", "/plans/{plan_id}"): {"version": 1, "note": "x"},
        ("POST", "/plans/{plan_id}/answer"): {"accept": True},
        ("PATCH", "/messages/{message_id}"): {"step": "finish", "version": 1},
        ("POST", "/people/{extension}/calendars"): {"kind": "ics", "address": "https://x.example/x.ics"},
        ("PUT", "/people/{extension}/asked"): {"day": str(hub.clock().date()), "over": []},
    }
    found = set()
    with hub.client("anna") as anna, hub.client("per") as per, hub.client(who) as client:
        for method, path in TABLE:
            plan = anna.post(f"{OWN}/plans", json={"reason": "meeting", **times}).raise_for_status().json()["id"]
            message = per.post("/api/v1/messages", json=WISH).raise_for_status().json()["id"]
            ids = {"extension": "2041", "plan_id": plan, "message_id": message}
            answer = client.request(method, "/api/v1" + path.format(**ids), json=bodies.get((method, path), {}))
            code = answer.json().get("code") if answer.status_code in (403, 404) else ""
            if code not in ("not-permitted", "message-unknown"):
                found.add((method, path))
    return found


@pytest.mark.parametrize("given", SETS, ids=lambda given: "+".join(sorted(given)) or "nothing")
def test_a_delegate_may_ask_each_endpoint_by_the_rights_that_it_takes(hub: Serving, given: frozenset[Right]) -> None:
    with hub.client("anna") as anna:
        if given:
            give(anna, hub, *given)
    assert allowed(hub, "siv") == {one for one, needed in TABLE.items() if given.issuperset(needed)}


@pytest.mark.parametrize(("who", "extension"), [("maria", "2001"), ("olle", "2043"), ("ada", "2002")])
def test_whatever_role_a_delegate_has_it_adds_what_was_given_and_nothing_else(hub: Serving, who: str, extension: str) -> None:
    before = allowed(hub, who)
    with hub.client("anna") as anna:
        give(anna, hub, *Right, to=extension)
    assert allowed(hub, who) == before | {one for one, needed in TABLE.items() if set(Right).issuperset(needed)}


def test_every_endpoint_about_a_person_stands_in_that_table(hub: Serving) -> None:
    with hub.client("anna") as anna:
        paths = anna.get("/openapi.json").json()["paths"]
    ours = ("/people/{extension}", "/messages/{message_id}", "/plans/{plan_id}")
    asked = {(method.upper(), path.removeprefix("/api/v1")) for path, verbs in paths.items() for method in verbs}
    assert {one for one in asked if one[1].startswith(ours)} == set(TABLE)
