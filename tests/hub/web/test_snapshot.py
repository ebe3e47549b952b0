"""The whole board by itself: packed once for all, each reader's own standing in full, and no hole between it and the stream."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from kalix_presence import wire
from kalix_presence.client.board import ClientBoard as DeskBoard
from kalix_presence.client.connection.whole_board import hello_of
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.web import snapshot
from kalix_presence.hub.web.snapshot import Packed, Snapshots
from kalix_presence.model.line import LineState
from tests.clocks import Clock
from tests.hub.house import ANNA, MARIA, embedded, lunch, made_database, running, until
from tests.hub.serving import Serving, events_of, serving, soon


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("hub")) as running:
        yield running


@dataclass
class House:
    core: Core
    clock: Clock
    snapshots: Snapshots

    async def board(self, extension: str | None = None, *, since: int | None = None, full: bool = False) -> wire.BoardView:
        """What a reader at `extension` gets."""
        own = None if extension is None else self.core.board.standing(extension, full=True)
        packed = await self.snapshots.packed(full=full, since=since)
        return msgspec.json.decode(gzip.decompress(packed.with_own(own)), type=wire.BoardView)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    await made_database(tmp_path / "hub.db")
    clock = Clock()
    async with running(tmp_path / "hub.db", embedded(clock), clock) as (core, _):
        await until(lambda: core.board.states["2041"].line is LineState.IDLE)
        yield House(core, clock, Snapshots(core.board, core.event_bus, clock=clock))


def test_the_board_is_the_one_that_a_stream_begins_with(hub: Serving) -> None:
    with hub.client("anna") as anna:
        board = anna.get("/api/v1/board")
        assert board.headers["content-encoding"] == "gzip"
        with anna.stream("GET", "/api/v1/events") as stream:
            _, hello = next(events_of(stream.iter_lines()))
        view = board.json()
        assert view["board"] == hello["board"]
        assert (view["number"], view["directory"]) == (hello["number"], hello["directory"])
        assert view["own"]["extension"] == "2041"
        plain = anna.get("/api/v1/board", headers={"accept-encoding": "identity"})
        assert "content-encoding" not in plain.headers
        assert {**plain.json(), "at": ""} == {**view, "at": ""}
        assert anna.get("/api/v1/board", headers={"accept-encoding": "gzip;q=0, br"}).headers.get("content-encoding") is None


def test_a_stream_apart_begins_with_what_to_ask_for_and_goes_on_from_there(hub: Serving) -> None:
    with hub.client("anna") as anna, hub.client("per") as per:
        with anna.stream("GET", "/api/v1/events?board=apart") as stream:
            events = events_of(stream.iter_lines())
            number, apart = next(events)
            assert (apart["kind"], apart["number"]) == ("board_apart", number)
            per.put("/api/v1/people/2042/absence", json={"reason": "lunch", "until": soon()})
            board = anna.get("/api/v1/board", params={"since": apart["since"]}).json()
            assert board["number"] >= number
            assert next(events)[1]["standing"]["absence"]["reason"] == "lunch"
        per.delete("/api/v1/people/2042/absence")


def test_ones_own_standing_is_whole_and_everybody_elses_is_what_colleagues_see(hub: Serving) -> None:
    with hub.client("per") as per, hub.client("anna") as anna, hub.client("maria") as maria:
        per.put("/api/v1/people/2042/absence", json={"reason": "sick", "until": soon(), "note": "fever"})
        try:
            own = per.get("/api/v1/board").json()["own"]["absence"]
            assert (own["reason"], own["note"]) == ("sick", "fever")
            for reader in (per, anna, maria):
                answer = reader.get("/api/v1/board").json()
                shown = json.dumps([each for each in answer["board"] if each["extension"] == "2042"])
                assert "sick" not in shown
                assert "fever" not in shown
            assert "fever" not in anna.get("/api/v1/board").text
        finally:
            per.delete("/api/v1/people/2042/absence")


@pytest.mark.parametrize("since", ["-1", "x", "1.5"])
def test_a_since_that_is_no_number_is_refused(hub: Serving, since: str) -> None:
    with hub.client("anna") as anna:
        assert anna.get("/api/v1/board", params={"since": since}).status_code == 400
        assert anna.get("/api/v1/board", params={"since": str(10**12)}).status_code == 200


async def test_those_who_ask_at_once_share_one_packing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    packed: list[int] = []

    def count(tick: int, data: bytes) -> Packed:
        packed.append(tick)
        return original(tick, data)

    original = snapshot._pack
    monkeypatch.setattr(snapshot, "_pack", count)
    since = house.snapshots.tick
    await asyncio.gather(*(house.board("2041", since=since) for _ in range(50)))
    assert len(packed) == 1
    await house.core.absences.set_absence(ANNA, "2041", lunch(house.clock), key=None, now=house.clock())
    await asyncio.gather(*(house.board("2041", since=since) for _ in range(50)))
    assert len(packed) == 1
    fresh = await house.board(since=house.snapshots.tick)
    assert len(packed) == 2
    assert any(each.absence for each in fresh.board)


async def test_a_change_shows_in_the_next_board_and_a_new_colleague_too(house: House) -> None:
    assert all(each.absence is None for each in (await house.board()).board)
    await house.core.absences.set_absence(ANNA, "2041", lunch(house.clock), key=None, now=house.clock())
    await until(lambda: house.core.board.states["2041"].in_force)
    house.core.pbx.set_line("2042", LineState.BUSY)  # type: ignore[attr-defined]
    await until(lambda: house.core.board.states["2042"].line is LineState.BUSY)
    for full in (False, True):
        assert (await house.board(full=full)).board == house.core.board.standings(full=full)


async def test_board_and_stream_join_without_a_hole_whenever_the_board_is_asked_for(house: House) -> None:
    for late in range(6):
        events: list[wire.Event] = []
        stop = house.core.event_bus.listen(lambda frame, into=events: into.append(_decoded(frame.colleague or frame.full)))  # type: ignore[misc]
        apart = wire.BoardApart(1, house.core.board.number, house.snapshots.tick)
        desk = DeskBoard()
        for step in range(6):
            if step == late:
                desk.apply(hello_of(apart, await house.board(since=apart.since)))
            if step % 3 == 0:
                await house.core.absences.set_absence(MARIA, "2041", lunch(house.clock), key=None, now=house.clock())
            elif step % 3 == 1:
                line = LineState.BUSY if step < 3 else LineState.IDLE
                house.core.pbx.set_line("2043", line)  # type: ignore[attr-defined]
                await until(lambda line=line: house.core.board.states["2043"].line is line)  # type: ignore[misc]
            else:
                await until(lambda: house.core.board.states["2041"].in_force)
            house.clock.move(seconds=1)
        await until(lambda: house.core.board.states["2041"].in_force)
        for event in events:
            desk.apply(event)
        assert desk.standings == {each.extension: each for each in house.core.board.standings(full=False)}
        stop()


def _decoded(data: bytes) -> wire.Event:
    event = wire.decode_event(data)
    assert event is not None
    return event
