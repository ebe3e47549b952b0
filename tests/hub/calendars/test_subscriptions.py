"""What Graph tells has a calendar looked at within seconds; what only Graph was told counts, and a subscription that is dead shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.hub.calendars.subscriptions import Subscriptions, echoed
from kalix_presence.hub.core.calendars import NOTIFIED, open_calendars
from kalix_presence.hub.site.calendars_section import CalendarsSection, GraphSection
from kalix_presence.model.absence import ForwardKind
from kalix_presence.model.errors import BadInput
from tests.clocks import NINE, Clock
from tests.hub.calendars.test_graph import URL, add, event, held
from tests.hub.graph_server import GraphServer, answering, graph_server
from tests.hub.serving import Serving, made_config, serving
from tests.hub.web.test_streams import until

ANNA = "anna@x.example"
AWAY = ("meeting", ForwardKind.SWITCHBOARD)


@pytest.fixture
def graph() -> Iterator[GraphServer]:
    with graph_server() as running:
        yield running


@contextmanager
def reached(folder: Path, graph: GraphServer, *, notified: bool = True) -> Iterator[Serving]:
    """A hub that Graph reaches by an address of its own, as by a reverse proxy."""
    box: dict[str, str] = {}

    def forward(method: str, path: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes, dict[str, str]]:
        answer = httpx.request(method, box["hub"] + path, content=body, timeout=20, trust_env=False)
        return answer.status_code, answer.content, {"content-type": answer.headers.get("content-type", "")}

    config = made_config(folder)
    secret = folder / "graph.secret"
    secret.write_text("site-secret\n", "utf-8")
    secret.chmod(0o600)
    with answering(forward) as proxy:  # type: ignore[arg-type]
        at = proxy if notified else ""
        section = GraphSection(tenant="tenant", client_id="app", login=graph.url, api=f"{graph.url}/v1.0", notify_url=at)
        config = msgspec.structs.replace(config, calendars=CalendarsSection(graph=section, poll_seconds=60))
        with serving(folder, config=config) as running:
            box["hub"] = running.url
            graph.subscriptions.clock = running.clock
            yield running


@pytest.fixture
def hub(tmp_path: Path, graph: GraphServer) -> Iterator[Serving]:
    with reached(tmp_path / "hub", graph) as running:
        yield running


def subscriptions(hub: Serving) -> Subscriptions:
    found = hub.hub.calendars.subscriptions
    assert found is not None
    return found


def seen_to(hub: Serving) -> None:
    """What is due has been begun, renewed and ended."""
    hub.on_loop(lambda: subscriptions(hub).look_after())


def subscribed(hub: Serving, graph: GraphServer) -> str:
    """Anna's calendar, of which Graph tells; its id. What was looked at because of that is over."""
    calendar = add(hub)
    seen_to(hub)
    until(lambda: len(looks(graph)) >= 3)  # when it was added, when it was subscribed to, and once more for what shows late
    return calendar


def looks(graph: GraphServer) -> list[str]:
    return [line for line in graph.asked if "calendarView" in line and "skiptoken" not in line]


def asked(graph: GraphServer) -> list[str]:
    """The methods of what was asked of subscriptions."""
    return [line.split()[0] for line in graph.subscriptions.asked]


def test_a_meeting_that_graph_tells_of_closes_the_phone_long_before_the_next_look(hub: Serving, graph: GraphServer) -> None:
    subscribed(hub, graph)
    assert held(hub) is None
    graph.changes = [event("now", -1, 1)]
    graph.subscriptions.tell(ANNA)
    until(lambda: held(hub) == AWAY)
    graph.changes = [{"id": "now", "@removed": {"reason": "deleted"}}]
    graph.subscriptions.tell(ANNA)
    until(lambda: held(hub) is None)
    assert graph.subscriptions.answered == [202, 202]


def test_a_change_that_graph_tells_of_before_it_shows_it_is_looked_for_once_more(hub: Serving, graph: GraphServer) -> None:
    subscribed(hub, graph)
    graph.changes, graph.stale = [event("now", -1, 1)], 1
    graph.subscriptions.tell(ANNA)
    until(lambda: held(hub) == AWAY)


def test_the_token_is_echoed_as_it_came_in_plain_text(hub: Serving, graph: GraphServer) -> None:
    subscribed(hub, graph)
    [(status, kind, text)] = graph.subscriptions.echoed
    assert (status, kind.partition(";")[0]) == (200, "text/plain")
    assert text.startswith("Validation: ")
    assert text.endswith("+0%")


@pytest.mark.parametrize("state", ["", None, "x", "0" * 32, "{id}.", "{id}." + "0" * 64, "{id}.å", "{other}"])
def test_what_somebody_else_sends_has_nothing_looked_at(hub: Serving, graph: GraphServer, state: str | None) -> None:
    calendar = subscribed(hub, graph)
    before, [one] = len(looks(graph)), graph.subscriptions.there.values()
    other = one["clientState"].replace(calendar, "f" * 32)
    sent = None if state is None else state.replace("{id}", calendar).replace("{other}", other)
    graph.subscriptions.tell(ANNA, clientState=sent)
    assert graph.subscriptions.answered == [202]  # whoever asks learns nothing
    assert (subscriptions(hub).counts["foreign"], subscriptions(hub).counts["told"]) == (1, 0)
    assert len(looks(graph)) == before


def test_a_subscription_is_renewed_before_it_ends(hub: Serving, graph: GraphServer) -> None:
    subscribed(hub, graph)
    [one] = graph.subscriptions.there.values()
    first = one["expirationDateTime"]
    seen_to(hub)
    assert asked(graph).count("PATCH") == 0
    hub.clock.move(hours=25)
    seen_to(hub)
    assert asked(graph).count("PATCH") == 1
    assert one["expirationDateTime"] > first
    hub.clock.move(hours=25)
    graph.subscriptions.there.clear()
    seen_to(hub)
    seen_to(hub)
    assert len(graph.subscriptions.there) == 1


def test_a_subscription_that_is_silent_is_noticed_by_a_look_and_made_anew(hub: Serving, graph: GraphServer) -> None:
    calendar = subscribed(hub, graph)
    [before] = graph.subscriptions.there
    graph.subscriptions.silent = True
    graph.changes = [event("now", -1, 1)]
    graph.subscriptions.tell(ANNA)
    hub.clock.move(minutes=3)
    hub.on_loop(lambda: hub.hub.calendars.look(calendar))
    assert held(hub) == AWAY  # nothing relies on being told
    seen_to(hub)
    assert list(graph.subscriptions.there) == [before]
    hub.clock.move(minutes=6)
    seen_to(hub)
    assert list(graph.subscriptions.there) != [before]
    assert len(graph.subscriptions.there) == 1
    assert subscriptions(hub).counts["silent"] == 1
    with hub.client() as nobody:
        assert 'kalix_calendar_notifications_total{what="silent"} 1.0' in nobody.get("/metrics").text


def test_one_that_tells_a_little_late_is_left(hub: Serving, graph: GraphServer) -> None:
    calendar = subscribed(hub, graph)
    before = list(graph.subscriptions.there)
    graph.changes = [event("now", -1, 1)]
    hub.clock.move(minutes=3)
    hub.on_loop(lambda: hub.hub.calendars.look(calendar))
    hub.clock.move(minutes=2)
    graph.subscriptions.tell(ANNA)
    hub.clock.move(minutes=10)
    seen_to(hub)
    assert list(graph.subscriptions.there) == before


def test_when_graph_asks_for_a_pause_it_has_one(hub: Serving, graph: GraphServer) -> None:
    seen_to(hub)
    add(hub)
    graph.subscriptions.faults.append(429)
    seen_to(hub)
    tried = len(asked(graph))
    seen_to(hub)
    assert len(asked(graph)) == tried
    hub.clock.move(seconds=8)
    seen_to(hub)
    assert len(graph.subscriptions.there) == 1


def test_one_whose_answer_was_lost_is_taken_over_and_not_made_twice(hub: Serving, graph: GraphServer) -> None:
    seen_to(hub)
    add(hub)
    graph.subscriptions.faults.append(0)
    seen_to(hub)
    assert len(graph.subscriptions.there) == 1
    for _ in range(3):
        hub.clock.move(minutes=11)
        seen_to(hub)
    assert (len(graph.subscriptions.there), graph.subscriptions.made) == (1, 1)
    hub.clock.move(hours=25)
    seen_to(hub)
    assert asked(graph).count("PATCH") == 1  # it is known


def test_what_was_begun_at_this_address_before_is_taken_over_and_what_is_nobodys_ended(
    hub: Serving, graph: GraphServer
) -> None:
    subscribed(hub, graph)
    [(one, mine)] = graph.subscriptions.there.items()
    graph.subscriptions.there["left"] = mine | {"id": "left", "resource": "users/gone@x.example/events"}
    graph.subscriptions.there["others"] = mine | {"id": "others", "notificationUrl": "https://other.example/x"}
    config, core = hub.config.calendars, hub.hub.core

    async def begun_again() -> None:
        service = open_calendars(config, hub.config.folder, core)
        await service.load()
        assert service.subscriptions is not None
        await service.subscriptions.look_after()
        core.planner.sources.remove(service)

    hub.on_loop(begun_again)
    assert graph.subscriptions.there.keys() == {one, "others"}
    assert graph.subscriptions.made == 1


def test_of_a_calendar_that_is_read_no_more_nothing_is_told(hub: Serving, graph: GraphServer) -> None:
    calendar = subscribed(hub, graph)
    with hub.client("anna") as anna:
        anna.delete(f"/api/v1/calendars/{calendar}").raise_for_status()
    seen_to(hub)
    assert not graph.subscriptions.there


@pytest.mark.parametrize(("lifecycle", "method"), [("subscriptionRemoved", "POST"), ("reauthorizationRequired", "PATCH")])
def test_what_graph_says_of_the_subscription_itself_is_heeded(
    hub: Serving, graph: GraphServer, lifecycle: str, method: str
) -> None:
    subscribed(hub, graph)
    before = asked(graph).count(method)
    graph.subscriptions.tell(ANNA, lifecycle=lifecycle)
    if lifecycle == "subscriptionRemoved":
        graph.subscriptions.there.clear()
    seen_to(hub)
    assert asked(graph).count(method) == before + 1
    assert len(graph.subscriptions.there) == 1


def test_missed_notifications_have_the_calendar_looked_at(hub: Serving, graph: GraphServer) -> None:
    subscribed(hub, graph)
    graph.changes = [event("now", -1, 1)]
    graph.subscriptions.tell(ANNA, lifecycle="missed")
    until(lambda: held(hub) == AWAY)


@pytest.mark.parametrize("status", [400, 403])
def test_a_mailbox_for_which_it_is_refused_is_looked_at_and_tried_again_later(
    hub: Serving, graph: GraphServer, status: int
) -> None:
    add(hub)
    seen_to(hub)
    graph.subscriptions.there.clear()
    hub.clock.move(hours=25)
    seen_to(hub)
    graph.subscriptions.faults.append(status)
    seen_to(hub)
    tried = len(asked(graph))
    seen_to(hub)
    assert len(asked(graph)) == tried
    hub.clock.move(minutes=11)
    seen_to(hub)
    assert len(graph.subscriptions.there) == 1


def test_what_is_no_notification_is_refused_and_bounded(hub: Serving) -> None:
    with hub.client() as nobody:
        for body in (b"", b"{}", b"[]", b'{"value": 1}', b'{"value": [1]}', b"\xff", b"[" * 100_000):
            assert nobody.post(NOTIFIED, content=body).json()["code"] == "notification-unreadable"
        assert nobody.post(NOTIFIED, content=b" " * 1_200_000).status_code == 413
        for token in ("", "\n", "å", "x" * 3000):
            assert nobody.post(NOTIFIED, params={"validationToken": token}).json()["code"] == "notification-unreadable"
        assert nobody.get(NOTIFIED).status_code == 405


def test_where_no_site_is_reached_there_is_no_such_address(tmp_path: Path, graph: GraphServer) -> None:
    with reached(tmp_path / "hub", graph, notified=False) as hub, hub.client("anna") as anna:
        assert anna.post(NOTIFIED, params={"validationToken": "x"}).json()["code"] == "address-unknown"
        assert anna.post(URL, json={"kind": "graph"}).status_code == 201
    assert not graph.subscriptions.asked


def alone(told: Callable[[str], None]) -> Subscriptions:
    api: Any = None
    clock = Clock(NINE)
    return Subscriptions(
        api,
        "https://x",
        dict,
        mailbox_of=lambda one: "a@x" if one == "a" else "",
        sign=lambda text: "s",
        told=told,
        clock=clock,
    )


@given(st.binary(max_size=200) | st.recursive(st.none() | st.text() | st.integers(), st.lists).map(msgspec.json.encode))
def test_no_body_breaks_it(body: bytes) -> None:
    told: list[str] = []
    try:
        alone(told.append).take(body)
    except BadInput as refusal:
        assert refusal.code == "notification-unreadable"
    assert not told


def test_no_more_than_so_many_of_one_request_are_looked_at() -> None:
    told: list[str] = []
    alone(told.append).take(msgspec.json.encode({"value": [{"clientState": "a.s"}] * 5_000}))
    assert len(told) == 2_000


@given(st.text())
def test_only_a_text_of_one_plain_line_is_echoed(token: str) -> None:
    try:
        assert echoed(token) == token
    except BadInput:
        assert not token.isascii() or not token.isprintable() or not token or len(token) > 2_048
