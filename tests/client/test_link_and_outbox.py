"""The client's stream, outbox and session, over a real HTTP server."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from kalix_presence import wire
from kalix_presence.client.hub import HubClient, checked_address
from kalix_presence.client.link import Parser
from kalix_presence.client.outbox import Outbox, Waiting
from kalix_presence.client.session import ChangeState, Session
from kalix_presence.model.errors import BadInput

NOW = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)


def wish(minutes: int = 60) -> wire.AbsenceWish:
    return wire.AbsenceWish("lunch", NOW + timedelta(minutes=minutes))


def test_http_outside_this_machine_is_refused() -> None:
    with pytest.raises(BadInput, match="hub-address-unsafe"):
        checked_address("http://hub.example.se")
    assert checked_address("http://127.0.0.1:8080/") == "http://127.0.0.1:8080"


def test_frames_cut_anywhere_read_the_same() -> None:
    text = 'id: 7\r\nevent: hello\r\ndata: "a\u2028b"\r\n\r\n:\n\nevent: new\ndata: 1\n\n'.encode()
    whole = Parser().feed(text)
    for cut in range(len(text)):
        parser = Parser()
        assert parser.feed(text[:cut]) + parser.feed(text[cut:]) == whole
        assert parser.last_id == 7
    assert [kind for kind, _ in whole] == ["hello", "new"]


def test_newest_wish_for_a_person_replaces_the_older_and_survives(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox.db", "anna@hub")
    for key, who in (("a", "2041"), ("b", "2042"), ("c", "2041")):
        outbox.put(Waiting(key, who, wish(), NOW))
    again = Outbox(tmp_path / "outbox.db", "anna@hub")
    assert [waiting.key for waiting in again.all()] == ["b", "c"]
    assert Outbox(tmp_path / "outbox.db", "someone-else").all() == []


async def test_change_made_offline_is_sent_once_later_with_its_key(tmp_path: Path) -> None:
    keys: list[str] = []
    reply = msgspec.json.encode(wire.StatusReply(True, wire.Standing("2041", 3)))

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        keys.extend(line.split(": ")[1] for line in head.split("\r\n") if line.lower().startswith("idempotency-key"))
        writer.write(b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: %d\r\n\r\n" % len(reply) + reply)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    hub = HubClient(f"http://127.0.0.1:{port}")
    session = Session(hub, Outbox(tmp_path / "outbox.db", "anna"), clock=lambda: NOW)
    queued = await session.set_absence("2041", wish())
    assert queued.state is ChangeState.QUEUED
    server = await asyncio.start_server(answer, "127.0.0.1", port)
    assert [change.state for change in await session.send_waiting()] == [ChangeState.IN_FORCE]
    assert await session.send_waiting() == []
    assert keys == [queued.key]
    await hub.close()
    server.close()


async def test_change_whose_end_has_passed_is_dropped_and_told(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox.db", "anna")
    outbox.put(Waiting("a", "2041", wish(-1), NOW - timedelta(hours=1)))
    session = Session(HubClient("http://127.0.0.1:9"), outbox, clock=lambda: NOW)
    [change] = await session.send_waiting()
    assert change.state is ChangeState.REFUSED
    assert change.error is not None
    assert change.error.code == "change-too-late"
    assert outbox.all() == []
