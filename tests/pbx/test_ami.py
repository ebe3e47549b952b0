"""The manager connection against a peer that misbehaves."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.hub.pbx.asterisk import ami as module
from kalix_presence.hub.pbx.asterisk.ami import Ami, AmiAddress, line
from kalix_presence.hub.supervision.acting import ACTING
from kalix_presence.model.errors import Unavailable

Peer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def against(peer: Peer, **settings: float) -> AsyncIterator[tuple[Ami, list[str]]]:
    """A client of `peer`, and what it reported."""
    told: list[str] = []
    sessions: set[asyncio.Task[None]] = set()

    async def session(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        sessions.add(task)
        try:
            await peer(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()

    server = await asyncio.start_server(session, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    ami = Ami(
        AmiAddress("127.0.0.1", port, "kalix", "secret"),
        on_event=lambda event: told.append(event["Event"]),
        on_ready=lambda: told.append("ready"),
        on_lost=lambda: told.append("lost"),
        chance=lambda: 0.0,
        **settings,
    )
    ami.start()
    try:
        yield ami, told
    finally:
        await ami.stop()
        server.close()
        for task in sessions:
            task.cancel()
        await asyncio.gather(*sessions, return_exceptions=True)


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not holds():
            await asyncio.sleep(0.01)


async def asked(reader: asyncio.StreamReader) -> dict[str, str]:
    text = (await reader.readuntil(b"\r\n\r\n")).decode()
    return dict(header.split(": ", 1) for header in text.strip().split("\r\n"))


async def let_in(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, booted: bool = True) -> None:
    writer.write(b"Asterisk Call Manager/11.0\r\n")
    for extra in ("Challenge: 12345\r\n", ""):
        number = (await asked(reader))["ActionID"]
        writer.write(f"Response: Success\r\nActionID: {number}\r\n{extra}\r\n".encode())
    if booted:
        writer.write(b"Event: FullyBooted\r\nStatus: Fully Booted\r\n\r\n")


async def answering(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answers everything, a byte at a time."""
    await let_in(reader, writer)
    while True:
        number = (await asked(reader))["ActionID"]
        for byte in f"Response: Success\r\nActionID: {number}\r\nMessage: åäö\r\n\r\n".encode():
            writer.write(bytes([byte]))
            await writer.drain()


async def deaf(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Lets one in and never says a word again."""
    await let_in(reader, writer)
    await asyncio.sleep(3600)


async def test_answers_in_pieces_are_put_together() -> None:
    async with against(answering) as (ami, _):
        await until(lambda: ami.ready)
        answers = await asyncio.gather(*(ami.request("Ping") for _ in range(20)))
        assert {answer.response["Message"] for answer in answers} == {"åäö"}


async def test_a_hub_that_may_not_act_any_longer_changes_nothing_and_goes_on_asking() -> None:
    heard: list[str] = []

    async def hearing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await let_in(reader, writer)
        while True:
            action = await asked(reader)
            heard.append(action["Action"])
            writer.write(f"Response: Success\r\nActionID: {action['ActionID']}\r\n\r\n".encode())

    async with against(hearing) as (ami, _):
        await until(lambda: ami.ready)
        await ami.request("DBPut", ("Family", "kalix"), ("Key", "2041"), ("Val", "x"))
        ACTING.until(-math.inf)
        try:
            for changing in ("DBPut", "DBDel", "Originate", "Redirect", "Setvar", "Hangup"):
                with pytest.raises(Unavailable, match="hub-leads-no-longer"):
                    await ami.request_all([("DBGet", [("Family", "kalix")]), (changing, [("Family", "kalix")])])
            await ami.request("DBGet", ("Family", "kalix"), ("Key", "2041"))
        finally:
            ACTING.until(math.inf)
    assert [action for action in heard if action not in ("Ping", "Filter")] == ["DBPut", "DBGet"]


async def test_a_half_dead_connection_is_noticed_and_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ANSWER_SECONDS", 0.1)
    async with against(deaf, ping_seconds=0.1) as (_, told):
        await until(lambda: told.count("lost") >= 2)
        assert told[:3] == ["ready", "lost", "ready"]


async def test_who_waits_for_an_answer_is_told_when_the_connection_breaks() -> None:
    async def breaking(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await let_in(reader, writer)
        await asked(reader)
        writer.close()

    async with against(breaking) as (ami, _):
        await until(lambda: ami.ready)
        with pytest.raises(Unavailable, match="pbx-unreachable"):
            await ami.request("DBGet", ("Family", "kalix"), ("Key", "2041"))


async def test_a_peer_that_is_no_manager_interface_is_left() -> None:
    calls = 0

    async def other(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal calls
        calls += 1
        writer.write(b"220 mail.example ESMTP\r\n")
        await writer.drain()

    async with against(other) as (ami, told):
        await until(lambda: calls >= 2)
        assert not ami.ready
        assert told == []


@pytest.mark.parametrize("reloaded", ["Event: FullyBooted", "Event: Reload\r\nModule: All\r\nStatus: 0"])
async def test_a_reload_says_ready_again_and_a_shutdown_says_lost(reloaded: str) -> None:
    async def reloading(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await let_in(reader, writer)
        await asked(reader)
        writer.write(f"{reloaded}\r\n\r\nEvent: Shutdown\r\nShutdown: Cleanly\r\n\r\n".encode())

    async with against(reloading, ping_seconds=0.05) as (_, told):
        await until(lambda: "lost" in told)
        assert told[:3] == ["ready", "ready", "lost"]


@pytest.mark.parametrize("first", ["answer", "event"])
async def test_an_event_that_bears_an_action_s_number_is_heard_with_or_before_its_answer(first: str) -> None:
    async def eager(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await let_in(reader, writer)
        number = (await asked(reader))["ActionID"]
        answer = f"Response: Success\r\nActionID: {number}\r\n\r\n"
        event = f"Event: OriginateResponse\r\nActionID: {number}\r\nResponse: Failure\r\n\r\n"
        writer.write((answer + event if first == "answer" else event + answer).encode())
        await asyncio.sleep(3600)

    async with against(eager) as (ami, told):
        await until(lambda: ami.ready)
        answer = await ami.request("Originate")
        assert answer.succeeded
        await until(lambda: "OriginateResponse" in told)


async def test_nothing_is_asked_before_the_pbx_is_booted() -> None:
    async def booting(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await let_in(reader, writer, booted=False)
        await asyncio.sleep(3600)

    async with against(booting) as (ami, _):
        with pytest.raises(Unavailable, match="pbx-unreachable"):
            await ami.request("Ping")


@given(st.text(), st.sampled_from(["\r", "\n", "\r\n", "\0", "\x85", "\u2028"]), st.text())
def test_a_value_that_is_not_one_line_never_leaves(before: str, sign: str, after: str) -> None:
    with pytest.raises(ValueError, match="header"):
        line("Val", before + sign + after)


@given(st.text(st.characters(codec="utf-8"), max_size=1200))
def test_whatever_is_sent_is_one_line_that_fits(value: str) -> None:
    try:
        sent = line("Val", value)
    except ValueError:
        return
    assert sent.endswith(b"\r\n")
    assert sent.count(b"\n") == sent.count(b"\r") == 1
    assert len(sent) <= module.LONGEST_LINE + 2


async def test_a_header_that_a_caller_s_name_slips_in_does_not_take_the_place_of_the_pbx_s_own() -> None:
    seen: list[dict[str, str]] = []

    async def tricked(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await let_in(reader, writer)
        writer.write(b"Event: Newchannel\r\nUniqueid: 1\r\nCallerIDName: x\r\nUniqueid: 2\r\nEvent: Shutdown\r\n\r\n")
        await asyncio.sleep(3600)

    async with against(tricked) as (ami, told):
        heard = ami._on_event
        ami._on_event = lambda event: (seen.append(dict(event)), heard(event))  # type: ignore[assignment]
        await until(lambda: "Newchannel" in told)
    assert [(event["Event"], event["Uniqueid"]) for event in seen if event["Event"] == "Newchannel"] == [("Newchannel", "1")]
    assert "Shutdown" not in told


HEADERS = st.lists(
    st.sampled_from(["Event: X", "ActionID: 1", "Response: Success", "EventList: start", "EventList: Complete", "", ":", "Val"])
    | st.text(max_size=12),
    max_size=8,
)


@given(st.lists(HEADERS, max_size=4), st.lists(st.integers(0, 60), max_size=6))
async def test_whatever_the_pbx_says_is_cut_alike_however_it_comes(messages: list[list[str]], cuts: list[int]) -> None:
    """Nothing in it breaks the connection's ear, and a message is one however its bytes come in."""
    said = "".join("\r\n".join(headers) + "\r\n\r\n" for headers in messages).encode()

    def heard(pieces: list[bytes]) -> list[dict[str, str]]:
        events: list[dict[str, str]] = []
        wire = module._Wire(lambda _, message: events.append(dict(message)))
        wire.data_received(b"Asterisk Call Manager/9.0\r\n")
        for piece in pieces:
            wire.data_received(piece)
        wire.connection_lost(None)
        for event in events:
            event.pop("", None)  # of an empty line
        return events

    pieces, rest = [], said
    for cut in cuts:
        pieces.append(rest[:cut])
        rest = rest[cut:]
    assert heard([*pieces, rest]) == heard([said])
