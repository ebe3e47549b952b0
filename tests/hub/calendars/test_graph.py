"""Microsoft 365 by Graph's published contract: pages, deltas, series, a state that is too old, and what goes wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kalix_presence.hub.site.calendars_section import CalendarsSection, GraphSection
from kalix_presence.model.absence import ForwardKind
from tests.clocks import NINE
from tests.hub.graph_server import GraphServer, graph_server
from tests.hub.serving import Serving, made_config, serving

URL = "/api/v1/people/2041/calendars"


@pytest.fixture
def graph() -> Iterator[GraphServer]:
    with graph_server() as running:
        yield running


@pytest.fixture
def hub(tmp_path: Path, graph: GraphServer) -> Iterator[Serving]:
    config = made_config(tmp_path / "hub")
    secret = tmp_path / "hub" / "graph.secret"
    secret.write_text("site-secret\n", "utf-8")
    secret.chmod(0o600)
    section = GraphSection(tenant="tenant", client_id="app", login=graph.url, api=f"{graph.url}/v1.0")
    config = msgspec.structs.replace(config, calendars=CalendarsSection(graph=section, poll_seconds=60))
    with serving(tmp_path / "hub", config=config) as running:
        yield running


def event(name: str, begins: float, ends: float, **more: Any) -> dict[str, Any]:
    """An event of a calendar view, so many hours from now."""
    times = {
        edge: {"dateTime": (NINE + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%S.0000000"), "timeZone": "UTC"}
        for edge, hours in (("start", begins), ("end", ends))
    }
    usual = {"type": "singleInstance", "showAs": "busy", "sensitivity": "normal", "isAllDay": False, "isCancelled": False}
    return {"id": name, "subject": "Budget", "responseStatus": {"response": "accepted"}} | usual | times | more


def add(hub: Serving) -> str:
    with hub.client("anna") as anna:
        answer = anna.post(URL, json={"kind": "graph"})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])


def looked(hub: Serving, calendar: str) -> None:
    hub.on_loop(lambda: hub.hub.calendars.look(calendar))


def held(hub: Serving) -> tuple[str, ForwardKind] | None:
    absence = hub.hub.board.states["2041"].held
    return None if absence is None else (absence.reason, absence.forward.kind)


def test_all_pages_are_read_then_only_what_changed(hub: Serving, graph: GraphServer) -> None:
    graph.events = [event("later", 3, 4), event("now", -1, 1, subject="MÖT; ring gärna")]
    calendar = add(hub)
    assert held(hub) == ("meeting", ForwardKind.NONE)
    graph.changes = [{"id": "now", "@removed": {"reason": "deleted"}}]
    looked(hub, calendar)
    assert held(hub) is None
    graph.changes = [event("later", -1, 4, showAs="oof")]
    looked(hub, calendar)
    assert held(hub) == ("out_of_office", ForwardKind.SWITCHBOARD)
    asked = len(graph.asked)
    looked(hub, calendar)
    assert len(graph.asked) == asked + 1
    assert sum("/token" in line for line in graph.asked) == 1


@pytest.mark.parametrize(
    "more",
    [
        {"showAs": "free"},
        {"showAs": "tentative"},
        {"showAs": "workingElsewhere"},
        {"showAs": "somethingNew"},
        {"isCancelled": True},
        {"responseStatus": {"response": "declined"}},
    ],
)
def test_what_does_nothing(hub: Serving, graph: GraphServer, more: dict[str, Any]) -> None:
    graph.events = [event("now", -1, 1, **more)]
    add(hub)
    assert held(hub) is None


def test_of_a_private_event_not_even_the_mark_is_read(hub: Serving, graph: GraphServer, tmp_path: Path) -> None:
    graph.events = [event("now", -1, 1, sensitivity="private", subject="MÖT; läkare", bodyPreview="Prover")]
    add(hub)
    assert held(hub) == ("meeting", ForwardKind.SWITCHBOARD)
    kept = b"".join(path.read_bytes() for path in (tmp_path / "hub").rglob("*") if path.is_file())
    assert "läkare".encode() not in kept
    assert b"Prover" not in kept


def test_occurrences_have_the_rest_from_their_series(hub: Serving, graph: GraphServer) -> None:
    occurrence = {key: value for key, value in event("o1", -1, 1).items() if key in ("id", "start", "end")}
    master = event("m", -200, -199, type="seriesMaster", showAs="busy", subject="MÖT; varje vecka")
    graph.events = [master, {**occurrence, "type": "occurrence", "seriesMasterId": "m"}]
    add(hub)
    assert held(hub) == ("meeting", ForwardKind.NONE)
    (account,) = hub.hub.calendars.known.values()
    assert len(account.entries) == 1


def test_a_state_that_is_too_old_is_read_anew(hub: Serving, graph: GraphServer) -> None:
    graph.events = [event("now", 2, 3)]
    calendar = add(hub)
    graph.too_old, graph.events = True, [event("other", -1, 1)]
    looked(hub, calendar)
    assert held(hub) == ("meeting", ForwardKind.SWITCHBOARD)


def test_a_mailbox_that_changes_every_day_is_read_further_ahead_all_the_same(hub: Serving, graph: GraphServer) -> None:
    calendar = add(hub)
    for day in range(12):
        graph.changes = [event(f"of day {day}", 24 * day + 30, 24 * day + 31)]
        hub.clock.move(days=1)
        looked(hub, calendar)
    assert sum("startDateTime" in line for line in graph.asked) == 2


def test_trouble_is_told_to_the_person_and_goes_by_itself(hub: Serving, graph: GraphServer) -> None:
    calendar = add(hub)
    with hub.client("anna", **{"accept-language": "sv"}) as anna:
        number = hub.hub.board.number
        graph.busy = True
        looked(hub, calendar)
        [seen] = anna.get(URL).json()["calendars"]
        assert (seen["trouble"], bool(seen["detail"])) == ("calendar-busy", True)
        assert hub.hub.board.number == number + 1
        looked(hub, calendar)
        assert hub.hub.board.number == number + 1
        graph.busy = False
        looked(hub, calendar)
        assert "trouble" not in anna.get(URL).json()["calendars"][0]


def test_the_sites_own_trouble_is_told_apart(hub: Serving, graph: GraphServer) -> None:
    graph.secret = "changed"
    with hub.client("anna") as anna:
        assert anna.post(URL, json={"kind": "graph"}).json()["code"] == "calendar-site-sign-in"


def test_somebody_without_a_mailbox_is_told_so(hub: Serving) -> None:
    with hub.client("per") as per:
        answer = per.post("/api/v1/people/2042/calendars", json={"kind": "graph"})
        assert answer.json()["code"] == "calendar-no-mailbox"


def test_the_sign_in_is_never_taken_elsewhere(hub: Serving, graph: GraphServer) -> None:
    graph.events, graph.onward = [event("now", -1, 1)], "https://elsewhere.example/v1.0/next"
    with hub.client("anna") as anna:
        assert anna.post(URL, json={"kind": "graph"}).json()["code"] == "calendar-unreadable"
