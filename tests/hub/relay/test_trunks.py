"""Streams through a hub that stands by, over real connections: each reader has every event once and in order, whatever breaks."""

from __future__ import annotations

import asyncio
import random
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import uvloop

from kalix_presence.hub.relay.relay_server import takes_passed_on
from tests.hub.relay.pair import SECRET, Pair, Who, config_by, pair, standing_by
from tests.hub.serving import Serving, events_of, made_config, serving, soon
from tests.hub.web.test_streams import change, until

READERS, BREAKS = 300, 4
ROOM = {
    "streams_per_account": 1_000,
    "streams_per_session": 1_000,
    "heartbeat_seconds": 0.2,
    "changes_per_minute": 1_000_000,  # writers go on for as long as readers on a slow machine need
}


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Pair]:
    with pair(tmp_path, stream_bytes=100_000, **ROOM) as made:
        yield made


def streams(both: Pair) -> int:
    return int(both.hub.on_loop(lambda: len(both.hub.hub.streams)))


class Reader:
    """Reads a stream, and resumes by number whenever it ends."""

    def __init__(self, url: str, token: str) -> None:
        self._url, self._token = url.removeprefix("http://"), token
        self.last = ""
        self.numbers: list[int] = []
        self.hellos = self.resumed = 0

    async def read(self) -> None:
        host, port = self._url.split(":")
        while True:
            try:
                reader, writer = await asyncio.open_connection(host, int(port), limit=2**24)
            except OSError:
                await asyncio.sleep(0.02)
                continue
            resume = f"Last-Event-ID: {self.last}\r\n" if self.last else ""
            writer.write(f"GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: {self._token}\r\n{resume}\r\n".encode())
            try:
                await self._take(reader)
            except (OSError, asyncio.IncompleteReadError):
                pass
            finally:
                writer.close()
            self.resumed += 1
            await asyncio.sleep(random.Random(self.resumed).random() / 50)

    async def _take(self, reader: asyncio.StreamReader) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head.partition(b"\r\n")[0]:
            return
        while True:
            event = (await reader.readuntil(b"\n\n")).decode()
            if event.startswith("id: "):
                self.last = event[4:].partition("\n")[0]
                number = int(self.last.partition(".")[0])
                if "event: hello" in event:
                    self.hellos += 1
                else:
                    self.numbers.append(number)


def test_hundreds_of_readers_have_everything_once_in_order_though_trunks_break(both: Pair) -> None:
    """While three people change where they are; two times the trunk is cut at the hub that leads, two times at the other."""
    with both.by.client("anna") as anna, both.hub.client("siv") as siv, both.by.client("maria") as maria:
        readers = [Reader(both.by.url, anna.headers["authorization"]) for _ in range(READERS)]
        loop = asyncio.new_event_loop()
        thread = threading.Thread(target=loop.run_forever, daemon=True)
        thread.start()
        reading = [asyncio.run_coroutine_threadsafe(each.read(), loop) for each in readers]
        until(lambda: all(each.hellos for each in readers))
        assert streams(both) == READERS
        assert len(both.hub.on_loop(lambda: trunk_connections(both.hub))) == 1  # not one for each
        start = both.hub.hub.board.number

        done = threading.Event()

        def write(client: httpx.Client, extension: str) -> None:
            while not done.is_set():
                change(client, extension=extension)

        writers = [threading.Thread(target=write, args=each) for each in ((anna, "2041"), (siv, "2061"), (maria, "2001"))]
        for writer in writers:
            writer.start()
        for at in range(BREAKS):
            seen = both.hub.hub.board.number
            until(lambda seen=seen: both.hub.hub.board.number > seen + 10 and len(both.by.server.trunks) == READERS)  # type: ignore[misc]
            if at % 2:
                both.by.on_loop(both.by.server.trunks.stop)
            else:
                both.hub.on_loop(lambda: [each.transport.close() for each in trunk_connections(both.hub)])
            until(lambda at=at: all(each.resumed > at for each in readers))  # type: ignore[misc]
        done.set()
        for writer in writers:
            writer.join(60)
        until(lambda: all(state.in_force for state in both.hub.hub.board.states.values()))
        end = both.hub.hub.board.number
        until(lambda: all(each.last.startswith(f"{end}.") for each in readers))
        for each in reading:
            each.cancel()
        until(lambda: asyncio.run_coroutine_threadsafe(alone(), loop).result(60))
        loop.call_soon_threadsafe(loop.stop)
        thread.join(60)
        loop.close()
    expected = list(range(start + 1, end + 1))
    for reader in readers:
        assert reader.numbers[reader.numbers.index(start + 1) :] == expected
        assert reader.hellos == 1  # it resumed by number each time
    assert both.by.server.trunks.broken == BREAKS


async def alone() -> bool:
    """Whether nothing else is done on this loop."""
    return len(asyncio.all_tasks()) == 1


def trunk_connections(hub: Serving) -> list[object]:
    return [each for each in hub.server.server_state.connections if getattr(each, "taken", False)]


def test_a_client_that_goes_is_told_to_the_hub_that_leads(both: Pair) -> None:
    with both.by.client("anna") as anna:
        with anna.stream("GET", "/api/v1/events") as stream:
            next(events_of(stream.iter_lines()))
            assert streams(both) == 1
        until(lambda: streams(both) == 0)
        assert len(both.by.server.trunks) == 0


def test_a_session_that_ends_ends_its_streams_at_the_other_hub(both: Pair) -> None:
    with both.by.client("anna") as anna, both.hub.client("anna") as elsewhere:
        with anna.stream("GET", "/api/v1/events") as stream:
            lines = stream.iter_lines()
            next(events_of(lines))
            elsewhere.delete("/api/v1/sessions?others=true").raise_for_status()
            for _ in lines:
                """To its end."""
        assert anna.get("/api/v1/me").status_code == 401


def test_limits_of_streams_hold_through_both_hubs_together(tmp_path: Path) -> None:
    with pair(tmp_path, streams_per_account=2, streams_per_session=2) as both, both.by.client("anna") as anna:
        token = anna.headers["authorization"]
        with (
            httpx.Client(base_url=both.hub.url, headers={"authorization": token}, trust_env=False) as direct,
            anna.stream("GET", "/api/v1/events"),
            direct.stream("GET", "/api/v1/events"),
        ):
            for client in (anna, direct):
                answer = client.get("/api/v1/events")
                assert (answer.status_code, answer.json()["code"]) == (429, "streams-own")


def test_a_reader_that_stops_reading_is_cut_off_at_its_own_hub_alone(both: Pair) -> None:
    with both.by.client("anna") as anna, both.by.client("per") as per, anna.stream("GET", "/api/v1/events") as good:
        events = events_of(good.iter_lines())
        next(events)
        with socket.create_connection(("127.0.0.1", int(both.by.url.rpartition(":")[2]))) as slow:
            slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            slow.sendall(
                b"GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: %b\r\n\r\n" % per.headers["authorization"].encode()
            )
            until(lambda: streams(both) == 2)
            note = "x" * 150
            count = 0
            while both.by.server.trunks.cut_off == 0:
                body = {"reason": "lunch", "until": soon(), "note": note}
                anna.put("/api/v1/people/2041/absence", json=body).raise_for_status()
                count += 1
                assert count < 50_000
                both.by.on_loop(lambda: fill(both))
            until(lambda: streams(both) == 1)
        assert both.by.server.trunks.broken == 0
        change(anna, extension="2041")
        assert next(events)[1]["kind"] == "standing"


def fill(both: Pair) -> None:
    """As many events of some size as a slow reader has no room for."""
    trunk = both.by.server.trunks._trunk
    assert trunk is not None
    for number in list(trunk._readers):
        if number != 1:
            trunk._say(number, b": \n" * 30_000)


@pytest.mark.parametrize("loop", [asyncio.run, uvloop.run], ids=["asyncio", "uvloop"])
def test_the_next_hub_that_leads_goes_on_where_the_one_before_ended(tmp_path: Path, loop: object) -> None:
    config = made_config(tmp_path / "hub", **ROOM)
    who, around = Who(), lambda hub: takes_passed_on(hub, SECRET)
    with standing_by(who, config_by(config), run_loop=loop) as by:  # type: ignore[arg-type]
        with serving(tmp_path / "hub", config=config, around=around) as hub:
            who.leads(hub.url)
            with by.client("anna") as anna:
                token = anna.headers["authorization"]
                with anna.stream("GET", "/api/v1/events") as stream:
                    lines = stream.iter_lines()
                    next(events_of(lines))
                    change(anna)
                    until(lambda: all(state.in_force for state in hub.hub.board.states.values()))
                    ids = [line[4:] for line, _ in zip(lines, range(8), strict=False) if line.startswith("id: ")]
                    hub.server.should_exit = True
                    for _ in lines:
                        """To its end."""
        until(lambda: len(by.server.trunks) == 0)
        with serving(tmp_path / "hub", config=config, around=around) as hub:
            who.leads(hub.url, 2)
            headers = {"authorization": token, "last-event-id": ids[0]}
            with by.client(**headers) as anna, anna.stream("GET", "/api/v1/events") as stream:
                number, event = next(events_of(stream.iter_lines()))
                assert (number, event["kind"]) == (int(ids[0].partition(".")[0]) + 1, "standing")
