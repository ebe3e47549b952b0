"""The board beside the stream: joined without a hole, whole however large, and asked for again when it does not come."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime

import msgspec
import pytest

from kalix_presence import wire
from kalix_presence.client.connection.link import Link, LinkState
from kalix_presence.client.connection.rest import HubClient, new_key
from kalix_presence.client.connection.whole_board import PIECE, whole_board
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.line import LineState
from tests.client.house import lunch, raw_server, until
from tests.hub.serving import PASSWORD, Serving

APART = wire.BoardApart(1, 7, 3)
JSON = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n"


class SlowBoard(HubClient):
    """A hub whose board is on its way until `let` is set; the first `broken` times it does not come at all."""

    def __init__(self, address: str, broken: int = 0) -> None:
        super().__init__(address)
        self.asked, self.let, self.broken = 0, asyncio.Event(), broken

    async def send(self, method: str, path: str, **more: object) -> bytes:  # type: ignore[override]
        answer = await super().send(method, path, **more)  # type: ignore[arg-type]
        if path == "/board":
            self.asked += 1
            if self.asked <= self.broken:
                raise Unavailable("hub-unreachable")
            await self.let.wait()
        return answer


def view(people: int) -> wire.BoardView:
    """So many standings, one of them one's own."""
    board = [wire.Standing(str(1000 + one), one, line=LineState.IDLE) for one in range(people)]
    own = wire.Standing("1001", 1, wire.ShownAbsence("a", "lunch", datetime(2026, 11, 24, tzinfo=UTC), note="in full"))
    return wire.BoardView(7, datetime(2026, 11, 24, tzinfo=UTC), board, pbx=False, directory=4, own=own)


@pytest.mark.parametrize("people", [2, PIECE, PIECE * 5 + 1])
async def test_it_is_the_hello_that_the_stream_would_have_begun_with(people: int) -> None:
    sent = view(people)
    async with raw_server(JSON + msgspec.json.encode(sent)) as (url, asked):
        hub = HubClient(url)
        hello = await whole_board(hub, APART)
        await hub.close()
    assert b"/api/v1/board?since=3" in asked[0]
    assert b"gzip" in asked[0].lower()
    expected = [sent.own if each.extension == "1001" else each for each in sent.board]
    assert hello == wire.Hello(1, 7, sent.at, expected, False, 4)  # type: ignore[arg-type]


@pytest.mark.parametrize("answer", [b'{"number":7,"board":[{"extension":4}]}', b"<html>", b'{"number":7,"at":"x","board":[]}'])
async def test_what_is_no_board_is_not_understood(answer: bytes) -> None:
    async with raw_server(JSON + answer) as (url, _):
        hub = HubClient(url)
        with pytest.raises(Unavailable, match="hub-not-understood"):
            await whole_board(hub, APART)
        await hub.close()


async def test_what_happens_while_the_board_is_on_its_way_comes_after_it(hub: Serving) -> None:
    client, direct = SlowBoard(hub.url), HubClient(hub.url)
    for each in (client, direct):
        await each.sign_in("anna", PASSWORD)
    events: list[wire.Event] = []
    states: list[LinkState] = []
    task = asyncio.ensure_future(Link(client, on_event=events.append, on_state=states.append).run())
    await until(lambda: client.asked)
    await direct.set_absence("2041", lunch(), key=new_key())
    await direct.end_absence("2041", key=new_key())
    await until(lambda: hub.hub.board.states["2041"].in_force)
    last = hub.hub.board.number
    assert not events
    assert not states
    client.let.set()
    await until(lambda: [each for each in events if isinstance(each, wire.StandingChanged) and each.number == last])
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    hello = events[0]
    assert isinstance(hello, wire.Hello)
    numbers = [each.number for each in events if isinstance(each, wire.StandingChanged)]
    assert numbers == list(range(numbers[0], last + 1))
    assert numbers[0] <= hello.number + 1
    assert states == [LinkState.ONLINE]
    await client.close()
    await direct.close()


async def test_a_board_that_does_not_come_is_asked_for_again(hub: Serving) -> None:
    client = SlowBoard(hub.url, broken=2)
    client.let.set()
    await client.sign_in("anna", PASSWORD)
    events: list[wire.Event] = []
    states: list[LinkState] = []
    link = Link(client, on_event=events.append, on_state=states.append, first_wait=0.02)
    task = asyncio.ensure_future(link.run())
    await until(lambda: events)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert isinstance(events[0], wire.Hello)
    assert client.asked == 3
    assert states == [LinkState.OFFLINE, LinkState.ONLINE]
    await client.close()
