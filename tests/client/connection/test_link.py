"""The event stream over real connections: resumed without a hole, given up on when it is dead, quiet in between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import msgspec

from kalix_presence import wire
from kalix_presence.client.connection.link import Link, LinkState
from kalix_presence.client.connection.rest import HubClient, new_key
from kalix_presence.client.connection.turns import Place
from kalix_presence.hub.site.config import Config
from tests.client.house import HEAD, lunch, network, raw_server, until
from tests.hub.serving import PASSWORD, Serving, serving

HELLO = b'id: 5\nevent: hello\ndata: {"kind":"hello","api":1,"number":5,"at":"2026-11-24T08:00:00Z","board":[]}\n\n'
PBX = b'event: pbx\ndata: {"kind":"pbx","connected":false}\n\n'


class Seen:
    """A link that writes down all it says."""

    def __init__(self, hub: HubClient, silence: float = 45.0) -> None:
        self.events: list[wire.Event] = []
        self.states: list[LinkState] = []
        self.beats = 0
        self.link = Link(
            hub, on_event=self.events.append, on_state=self.states.append, on_beat=self.beat, silence=silence, first_wait=0.02
        )

    def beat(self) -> None:
        self.beats += 1

    @property
    def numbers(self) -> list[int]:
        """The numbers of the standings that came."""
        return [event.number for event in self.events if isinstance(event, wire.StandingChanged)]


@asynccontextmanager
async def linked(url: str, *, signed_in: bool = False, silence: float = 45.0) -> AsyncIterator[tuple[Seen, HubClient]]:
    """A running link."""
    hub = HubClient(url)
    if signed_in:
        await hub.sign_in("anna", PASSWORD)
    seen = Seen(hub, silence)
    task = asyncio.ensure_future(seen.link.run())
    try:
        yield seen, hub
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await hub.close()


async def test_a_cut_connection_resumes_with_nothing_missed_and_nothing_doubled(hub: Serving) -> None:
    with network(hub) as way:
        async with linked(way.url, signed_in=True) as (seen, _):
            direct = HubClient(hub.url)
            await direct.sign_in("anna", PASSWORD)
            await until(lambda: seen.states == [LinkState.ONLINE])
            for _ in range(4):
                await direct.set_absence("2041", lunch(), key=new_key())
                way.go("down")
                await direct.end_absence("2041", key=new_key())
                way.go("open")
                await until(lambda: hub.hub.board.states["2041"].in_force)
                await until(lambda: seen.numbers and seen.numbers[-1] == hub.hub.board.number)
            assert len(seen.numbers) >= 8
            assert seen.numbers == list(range(seen.numbers[0], seen.numbers[0] + len(seen.numbers)))
            assert sum(isinstance(event, wire.Hello) for event in seen.events) == 1
            await direct.close()


async def test_it_goes_on_when_the_hub_was_restarted(tmp_path: Path, config: Config) -> None:
    with serving(tmp_path / "hub", config=config) as hub:
        port = hub.server.port
        client = HubClient(hub.url)
        await client.sign_in("anna", PASSWORD)
        seen = Seen(client)
        task = asyncio.ensure_future(seen.link.run())
        await until(lambda: LinkState.ONLINE in seen.states)
        await client.set_absence("2041", lunch(), key=new_key())
        await until(lambda: len(seen.numbers) == 2)
    await until(lambda: seen.states[-1] is LinkState.OFFLINE)
    again = msgspec.structs.replace(config, listen=msgspec.structs.replace(config.listen, port=port))
    with serving(tmp_path / "hub", config=again):
        await until(lambda: seen.states[-1] is LinkState.ONLINE)
        await client.end_absence("2041", key=new_key())
        await until(lambda: isinstance(seen.events[-1], wire.StandingChanged) and seen.events[-1].standing.absence is None)
        assert seen.numbers == sorted(set(seen.numbers))
        task.cancel()
        await client.close()


async def test_a_connection_that_says_nothing_any_more_counts_as_dead() -> None:
    async with raw_server(HEAD + HELLO, hang=True) as (url, asked), linked(url, silence=0.1) as (seen, _):
        await until(lambda: len(asked) >= 2)
        assert seen.states[:2] == [LinkState.ONLINE, LinkState.OFFLINE]
        assert b"last-event-id: 5" in asked[1].lower()


async def test_a_heartbeat_keeps_it_alive_and_is_no_event(hub: Serving) -> None:
    async with linked(hub.url, signed_in=True, silence=2) as (seen, _):
        await until(lambda: seen.beats > 20)
        assert seen.states == [LinkState.ONLINE]
        assert len(seen.events) == 1


async def test_half_an_event_at_the_end_is_asked_for_again() -> None:
    half = b'id: 6\nevent: pbx\ndata: {"kind":"pbx","conn'
    async with raw_server(HEAD + HELLO + half, HEAD + PBX, hang=False) as (url, asked), linked(url) as (seen, _):
        await until(lambda: len(seen.events) >= 2)
        assert isinstance(seen.events[0], wire.Hello)
        assert seen.events[1] == wire.PbxChanged(False)
        assert b"last-event-id: 5" in asked[1].lower()


async def test_an_event_of_a_newer_hub_is_skipped_and_its_number_kept() -> None:
    newer = b'id: 6\nevent: callback\ndata: {"kind":"callback","number":6}\n\n'
    async with raw_server(HEAD + HELLO + newer) as (url, asked), linked(url) as (seen, _):
        await until(lambda: len(asked) >= 2)
        assert b"last-event-id: 6" in asked[1].lower()
        assert all(isinstance(event, wire.Hello) for event in seen.events)


async def test_a_broken_event_makes_it_begin_anew_from_a_whole_board() -> None:
    broken = b'id: 6\nevent: standing\ndata: {"kind":"standing","number":"six"}\n\n'
    async with raw_server(HEAD + HELLO + broken, HEAD + HELLO, hang=True) as (url, asked), linked(url) as (seen, _):
        await until(lambda: len(seen.events) >= 2)
        assert b"last-event-id" not in asked[1].lower()
        assert seen.states == [LinkState.ONLINE, LinkState.OFFLINE, LinkState.ONLINE]


async def test_a_page_of_something_on_the_way_is_no_stream() -> None:
    page = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\n\r\n<html>Welcome to Hotel Kalix</html>"
    async with raw_server(page) as (url, asked), linked(url) as (seen, _):
        await until(lambda: len(asked) >= 3)
        assert seen.states == [LinkState.OFFLINE]


async def test_a_token_that_is_good_no_more_ends_it(hub: Serving) -> None:
    async with linked(hub.url, signed_in=True) as (seen, client):
        await until(lambda: seen.states == [LinkState.ONLINE])
        other = HubClient(hub.url, token=client.token)
        await other.sign_out()
        await other.close()
        await until(lambda: seen.states[-1] is LinkState.SIGNED_OUT)
        assert seen.link.state is LinkState.SIGNED_OUT


async def test_a_hub_that_takes_and_drops_connections_is_asked_ever_more_seldom() -> None:
    waits: list[float] = []
    async with raw_server(HEAD + HELLO) as (url, asked):
        hub = HubClient(url)
        link = Link(hub, on_event=lambda event: None, on_state=lambda state: None, chance=lambda: 1.0)

        async def no_wait(seconds: float) -> None:
            waits.append(seconds)
            await asyncio.sleep(0)

        link._wait = no_wait  # type: ignore[method-assign]
        task = asyncio.ensure_future(link.run())
        await until(lambda: len(waits) >= 9)
        task.cancel()
        await hub.close()
    assert waits[:8] == [0.5, 1, 2, 4, 8, 16, 30, 30]
    assert len(asked) >= 8


async def test_it_waits_as_long_as_the_hub_asks() -> None:
    full = (
        b"HTTP/1.1 429 Too Many\r\ncontent-type: application/problem+json\r\nconnection: close\r\n\r\n"
        b'{"title":"Too Many Requests","status":429,"detail":"Full.","code":"streams-full","params":{"seconds":30}}'
    )
    waits: list[float] = []
    async with raw_server(full) as (url, _):
        hub = HubClient(url)
        link = Link(hub, on_event=lambda event: None, on_state=lambda state: None, chance=lambda: 0.0)

        async def no_wait(seconds: float) -> None:
            waits.append(seconds)
            await asyncio.sleep(0)

        link._wait = no_wait  # type: ignore[method-assign]
        task = asyncio.ensure_future(link.run())
        await until(lambda: waits)
        task.cancel()
        await hub.close()
    assert waits[0] == 30


async def test_try_now_ends_the_wait() -> None:
    async with raw_server(HEAD + HELLO, hang=True) as (url, asked):
        hub = HubClient("http://127.0.0.1:9")
        states: list[LinkState] = []
        link = Link(hub, on_event=lambda event: None, on_state=states.append, first_wait=1000)
        task = asyncio.ensure_future(link.run())
        await until(lambda: states == [LinkState.OFFLINE])
        await hub.close()
        hub.places.turns.set_places([Place(url)])
        link.try_now()
        await until(lambda: states[-1] is LinkState.ONLINE)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await hub.close()
        assert len(asked) == 1
