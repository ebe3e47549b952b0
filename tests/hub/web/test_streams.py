"""Event streams over a real server: one picture first, then every change once, for each reader in their own view."""

from __future__ import annotations

import asyncio
import random
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, sleep

import httpx
import pytest

from tests.hub.serving import Serving, events_of, serving, soon

WRITERS, CHANGES, READERS = 3, 40, 6


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Serving]:
    with serving(tmp_path / "hub", stream_bytes=20_000, heartbeat_seconds=0.2) as running:
        yield running


def until(holds: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for a condition, longer than any machine needs."""
    end = monotonic() + seconds
    while not holds():
        assert monotonic() < end, "it did not come true"
        sleep(0.01)


def change(client: httpx.Client, reason: str = "lunch", extension: str = "2041") -> None:
    client.put(f"/api/v1/people/{extension}/absence", json={"reason": reason, "until": soon()}).raise_for_status()


def test_a_new_stream_begins_with_the_whole_board_and_goes_on_with_changes(hub: Serving) -> None:
    with hub.client("anna") as anna, anna.stream("GET", "/api/v1/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        events = events_of(stream.iter_lines())
        number, hello = next(events)
        assert (hello["kind"], hello["api"], number) == ("hello", 1, hello["number"])
        assert len(hello["board"]) == 6
        change(anna)
        _, first = next(events)
        _, second = next(events)
        assert not first["standing"].get("in_force", True)
        assert second["standing"].get("in_force", True)


def test_sickness_is_plain_absence_to_others_in_hello_and_in_events(hub: Serving) -> None:
    with hub.client("anna") as anna, hub.client("per") as per:
        for phase in ("events", "hello"):
            with anna.stream("GET", "/api/v1/events") as own, per.stream("GET", "/api/v1/events") as other:
                seen = {"own": events_of(own.iter_lines()), "other": events_of(other.iter_lines())}
                first = {name: next(events)[1] for name, events in seen.items()}
                if phase == "events":
                    change(anna, "sick")
                    shown = {name: next(events)[1]["standing"] for name, events in seen.items()}
                else:
                    shown = {name: next(s for s in one["board"] if s["extension"] == "2041") for name, one in first.items()}
                assert shown["own"]["absence"]["reason"] == "sick"
                assert shown["other"]["absence"]["reason"] != "sick"


def test_nothing_is_missed_or_doubled_through_many_disconnects_while_others_write(hub: Serving) -> None:
    done = threading.Event()
    seen: list[list[int]] = [[] for _ in range(READERS)]
    hellos = [0] * READERS

    def write(username: str, extension: str) -> None:
        with hub.client(username) as client:
            for _ in range(CHANGES):
                change(client, extension=extension)

    def read(index: int, token: str) -> None:
        dice, last = random.Random(index), None
        with httpx.Client(base_url=hub.url, timeout=60, trust_env=False, headers={"authorization": token}) as client:
            while True:
                headers = {} if last is None else {"Last-Event-ID": str(last)}
                left = dice.randint(1, 12)
                with client.stream("GET", "/api/v1/events", headers=headers) as stream:
                    for number, event in events_of(stream.iter_lines()):
                        if event["kind"] == "hello":
                            hellos[index] += 1
                            last = number
                        elif number is not None:
                            seen[index].append(number)
                            last = number
                        left -= 1
                        if left == 0 or (done.is_set() and last == hub.hub.board.number):
                            break
                if done.is_set() and last == hub.hub.board.number:
                    return

    with hub.client("per") as per:
        token = per.headers["authorization"]
        start = hub.hub.board.number
        readers = [threading.Thread(target=read, args=(index, token)) for index in range(READERS)]
        for reader in readers:
            reader.start()
        until(lambda: all(hellos))
        writers = [threading.Thread(target=write, args=who) for who in (("anna", "2041"), ("siv", "2061"), ("maria", "2001"))]
        for thread in writers:
            thread.start()
        for thread in writers:
            thread.join(60)
        until(lambda: all(state.in_force for state in hub.hub.board.states.values()))
        done.set()
        change(per, extension="2042")
        for reader in readers:
            reader.join(60)
            assert not reader.is_alive()
    for numbers in seen:
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        assert numbers[0] == start + 1
    assert hellos == [1] * READERS


@pytest.mark.parametrize("last", ["999999999", "nonsense", "-1"])
def test_a_number_the_hub_never_gave_gets_the_whole_board_again(hub: Serving, last: str) -> None:
    with hub.client("anna") as anna:
        change(anna)  # with an empty log every number is one that was never given
    with hub.client("anna") as anna, anna.stream("GET", "/api/v1/events", headers={"Last-Event-ID": last}) as stream:
        assert next(events_of(stream.iter_lines()))[1]["kind"] == "hello"


def test_a_resumed_stream_is_told_all_line_states(hub: Serving) -> None:
    with hub.client("anna") as anna:
        change(anna)
        until(lambda: hub.hub.board.states["2041"].in_force)
        last = str(hub.hub.board.number - 1)
        with anna.stream("GET", "/api/v1/events", headers={"Last-Event-ID": last}) as stream:
            events = events_of(stream.iter_lines())
            assert next(events)[0] == int(last) + 1
            lines = next(events)[1]
            assert (lines["kind"], lines["complete"], len(lines["states"])) == ("lines", True, 6)
            assert next(events)[1] == {"kind": "pbx", "connected": True}


def test_a_quiet_stream_gives_signs_of_life(hub: Serving) -> None:
    with hub.client("anna") as anna, anna.stream("GET", "/api/v1/events") as stream:
        assert any(line == ":" for line in stream.iter_lines())


def test_a_reader_that_stops_reading_is_cut_off_and_the_others_get_everything(hub: Serving) -> None:
    with hub.client("anna") as anna, hub.client("per") as per, per.stream("GET", "/api/v1/events") as good:
        events = events_of(good.iter_lines())
        next(events)
        lazy = socket.create_connection(("127.0.0.1", hub.server.port))
        lazy.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        head = f"GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: {anna.headers['authorization']}\r\n\r\n"
        lazy.sendall(head.encode())
        until(lambda: len(hub.hub.streams) == 2)
        expected = 0

        def flood() -> None:
            frame = hub.hub.core.event_bus
            from kalix_presence import wire
            from kalix_presence.hub.board.event_bus import encoded

            event = wire.LinesChanged({str(one): "idle" for one in range(2000, 2400)})  # type: ignore[misc]
            for _ in range(20):
                frame.publish(encoded(event, colleague=event))

        while not hub.hub.streams.cut_off:
            hub.on_loop(flood)
            for _ in range(20):
                assert next(events)[1]["kind"] == "lines"
                expected += 1
            assert expected < 20_000
        until(lambda: len(hub.hub.streams) == 1)
        lazy.close()


def test_signing_out_ends_the_streams_of_that_token_only(hub: Serving) -> None:
    with (
        hub.client("anna") as anna,
        hub.client("anna") as elsewhere,
        elsewhere.stream("GET", "/api/v1/events") as staying,
        anna.stream("GET", "/api/v1/events") as stream,
    ):
        lines, others = stream.iter_lines(), events_of(staying.iter_lines())
        next(lines)
        next(others)
        anna.delete("/api/v1/sign-in")
        for _ in lines:
            pass
        change(elsewhere)
        assert next(others)[1]["kind"] == "standing"


def test_a_stream_ends_when_its_token_expires(hub: Serving) -> None:
    from datetime import timedelta

    with hub.client("anna") as anna, anna.stream("GET", "/api/v1/events") as stream:
        hub.clock.ahead = timedelta(days=31)
        for _ in stream.iter_lines():
            pass
        assert anna.get("/api/v1/me").status_code == 401


def test_the_hub_stops_with_open_streams(tmp_path: Path) -> None:
    with (
        serving(tmp_path / "hub") as running,
        running.client("anna") as anna,
        anna.stream("GET", "/api/v1/events") as stream,
    ):
        lines = stream.iter_lines()
        next(lines)
        running.server.should_exit = True
        for _ in lines:
            pass


@pytest.mark.parametrize("late", [True, False])
def test_a_change_made_while_a_reader_catches_up_comes_once(hub: Serving, late: bool) -> None:
    """The change is durable and published before (or just after) the log is read for the reader."""
    streams = hub.hub.streams
    with hub.client("anna") as anna, hub.client("per") as per:
        change(anna)
        until(lambda: hub.hub.board.number >= 2)
        missed = streams._missed

        async def meanwhile(after: int, to: int) -> object:
            found = await missed(after, to) if late else None
            await asyncio.to_thread(change, anna, "meeting")
            return found if late else await missed(after, to)

        streams._missed = meanwhile  # type: ignore[assignment,method-assign]
        with per.stream("GET", "/api/v1/events", headers={"Last-Event-ID": "1"}) as stream:
            numbers = []
            for number, _ in events_of(stream.iter_lines()):
                numbers += [] if number is None else [number]
                if number == 4:
                    break
        assert numbers == [2, 3, 4]
