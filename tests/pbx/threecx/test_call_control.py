"""3CX's lines before a stand-in: told within a moment, found again after gaps, silence and lost sockets, and unknown without it."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Iterator

import pytest

from kalix_presence.hub.pbx import contract
from kalix_presence.hub.pbx.protocol import LineChanged, PbxReady, Remark
from kalix_presence.hub.pbx.threecx import call_control as module
from kalix_presence.hub.pbx.threecx.call_control import CallControl
from kalix_presence.hub.pbx.threecx.forwarding import Numbers
from kalix_presence.hub.pbx.threecx.pbx import ThreeCxPbx
from kalix_presence.hub.pbx.threecx.xapi import Xapi
from kalix_presence.model.line import LineState
from tests.clocks import machine_now
from tests.pbx.threecx.calls import Calls, one_address
from tests.pbx.threecx.exchange import CLIENT, KEY, ZONE, Exchange
from tests.pbx.threecx.test_pbx import _expected

BUSY, IDLE, RINGING, UNKNOWN = LineState.BUSY, LineState.IDLE, LineState.RINGING, LineState.UNKNOWN


@pytest.fixture(autouse=True)
def in_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FIRST_WAIT", 0.05)
    monkeypatch.setattr(module, "LONGEST_WAIT", 0.2)


@pytest.fixture
def exchange() -> Iterator[Exchange]:
    made = Exchange()
    for number in ("2041", "2042", "9"):
        made.add(number)
    yield made
    made.stop()


@pytest.fixture
async def calls(exchange: Exchange) -> Calls:
    made = Calls(exchange)
    for number in ("2041", "2042", "9"):
        made.add(number)
    made.add("2043", phone=False)
    return made


def driver(url: str) -> ThreeCxPbx:
    numbers = Numbers("9", "Queue", lambda: ["2041", "2042"])
    return ThreeCxPbx(Xapi(url, CLIENT, KEY), numbers, zone=ZONE, clock=machine_now, lines=True)


@pytest.fixture
async def pbx(exchange: Exchange, calls: Calls) -> AsyncIterator[ThreeCxPbx]:
    async with one_address(exchange, calls) as url:
        made = driver(url)
        await contract.connected(made)
        await until(made, "2043", LineState.NOT_REGISTERED)
        yield made
        await made.stop()


async def until(pbx: ThreeCxPbx, number: str, state: LineState) -> None:
    async with asyncio.timeout(30):
        while (await pbx.lines()).get(number, UNKNOWN) is not state:
            await asyncio.sleep(0.01)


async def socket_of(calls: Calls, count: int = 1) -> None:
    async with asyncio.timeout(30):
        while calls.opened < count or not calls.sockets:
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    "case", [case for case in contract.CASES if case.name in ("whole", "checks", "lines", "not-there")], ids=str
)
async def test_with_lines_it_keeps_the_contract(pbx: ThreeCxPbx, case: contract.Case) -> None:
    trial = contract.Trial(pbx, "2041", "2042", "9", machine_now, elsewhere=lambda: driver("http://127.0.0.1:9"))
    await contract.kept(case, trial)


async def test_a_call_is_told_from_its_first_ring_to_its_end(pbx: ThreeCxPbx, calls: Calls) -> None:
    events = pbx.events()
    call = await calls.call("2041", "Ringing")
    assert await anext(events) == LineChanged("2041", RINGING)
    await calls.becomes("2041", call, "Connected")
    assert await anext(events) == LineChanged("2041", BUSY)
    await calls.ends("2041", call)
    assert await anext(events) == LineChanged("2041", IDLE)
    assert calls.asked.count("/callcontrol") == 1  # the rest was asked for line by line


async def test_who_calls_is_busy_though_the_other_side_rings_and_who_talks_is_while_another_call_rings(
    pbx: ThreeCxPbx, calls: Calls
) -> None:
    await calls.call("2041", "Ringing", by="2041")
    await until(pbx, "2041", BUSY)
    await calls.call("2042", "Ringing")
    await until(pbx, "2042", RINGING)
    await calls.call("2042", "Connected")
    await until(pbx, "2042", BUSY)


async def test_a_gap_in_the_numbers_has_everything_asked_for_anew(pbx: ThreeCxPbx, calls: Calls) -> None:
    await calls.call("2042", "Connected")
    await until(pbx, "2042", BUSY)
    before = calls.asked.count("/callcontrol")
    calls.skip = 1
    await calls.call("2041", "Ringing")  # nobody is told of it
    await calls.call("9", "Ringing")
    await until(pbx, "2041", RINGING)
    assert calls.asked.count("/callcontrol") == before + 1


@pytest.mark.parametrize(
    "text", ["", "not json", "[]", "{}", json.dumps({"sequence": 7}), json.dumps({"sequence": "x", "event": {}})]
)
async def test_what_is_no_event_has_everything_asked_for_anew(pbx: ThreeCxPbx, calls: Calls, text: str) -> None:
    calls.mute = True
    await calls.call("2041", "Connected")
    await calls.say(text)
    await until(pbx, "2041", BUSY)


async def test_a_socket_that_lives_and_tells_nothing_is_made_up_for(
    pbx: ThreeCxPbx, calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ALL_SECONDS", 0.1)
    await calls.call("9", "Connected")  # so that the next wait is a short one
    calls.mute = True
    await calls.call("2041", "Connected")
    await until(pbx, "2041", BUSY)
    assert calls.opened == 1


async def test_a_socket_that_is_silent_is_noticed_and_another_is_opened(
    exchange: Exchange, calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SILENT_SECONDS", 1.0)
    async with one_address(exchange, calls) as url:
        pbx = driver(url)
        await contract.connected(pbx)
        await until(pbx, "2041", IDLE)
        calls.mute = True
        await calls.call("2041", "Connected")
        for socket in set(calls.sockets):
            socket.transport.pause_reading()  # no answer to any question
        await socket_of(calls, 2)
        await until(pbx, "2041", BUSY)
        await pbx.stop()


async def test_a_socket_that_is_lost_for_a_moment_makes_nobody_flap(pbx: ThreeCxPbx, calls: Calls) -> None:
    events = pbx.events()
    for socket in set(calls.sockets):
        await socket.close()
    calls.lines["2041"]["participants"].append({"id": 1, "status": "Connected", "dn": "2041"})
    await socket_of(calls, 2)
    assert await anext(events) == LineChanged("2041", BUSY)
    assert (await pbx.lines())["2042"] is IDLE


async def test_without_the_source_nothing_is_known_and_it_is_found_again(pbx: ThreeCxPbx, calls: Calls) -> None:
    calls.refuses = 10_000
    for socket in set(calls.sockets):
        await socket.close()
    for number in ("2041", "2042", "2043", "9"):
        await until(pbx, number, UNKNOWN)
    calls.refuses = 0
    await until(pbx, "2041", IDLE)


async def test_a_token_that_another_has_ended_is_fetched_anew_once_for_the_socket_and_all_who_wait(
    pbx: ThreeCxPbx, exchange: Exchange, calls: Calls
) -> None:
    exchange.token, before = "another's", exchange.tokens
    for socket in set(calls.sockets):
        await socket.close()
    found = await asyncio.gather(*(pbx.read(each) for each in ("2041", "2042", "9") * 4))
    assert set(found) == {None}
    await socket_of(calls, 2)
    assert exchange.tokens == before + 1


async def test_a_socket_that_is_refused_asks_for_a_new_token_by_itself(
    pbx: ThreeCxPbx, exchange: Exchange, calls: Calls
) -> None:
    before, calls.refuses = exchange.tokens, 1
    for socket in set(calls.sockets):
        await socket.close()
    await socket_of(calls, 2)
    assert exchange.tokens == before + 1


async def test_an_answer_about_another_line_is_not_believed(pbx: ThreeCxPbx, calls: Calls) -> None:
    calls.lines["2041"] = {**calls.lines["2042"]}
    await calls.tell("2041", 1, 0)
    await until(pbx, "2041", UNKNOWN)


async def test_a_line_that_is_taken_away_from_the_client_is_unknown(pbx: ThreeCxPbx, calls: Calls) -> None:
    del calls.lines["2041"]
    await calls.tell("2041", 1, 0)
    await until(pbx, "2041", UNKNOWN)
    [*_, (name, told)] = await pbx.check(_expected("2041", "2042"))
    assert isinstance(told, Remark)
    assert (name, told.code, told.params["count"]) == ("threecx-lines", "threecx-unseen", 1)


async def test_of_very_many_changes_all_is_read_again(pbx: ThreeCxPbx, calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_TOLD", 2)
    events = pbx.events()
    for number in ("2041", "2042", "9"):
        calls.lines[number]["participants"].append({"id": 1, "status": "Connected"})
    await calls.say("anything")
    assert await anext(events) == PbxReady()
    assert (await pbx.lines())["9"] is BUSY


async def test_a_socket_never_leads_the_token_elsewhere() -> None:
    heard: list[bytes] = []

    async def elsewhere(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read(10_000))
        writer.close()

    other = await asyncio.start_server(elsewhere, "127.0.0.1", 0)
    there = f"ws://127.0.0.1:{other.sockets[0].getsockname()[1]}/callcontrol/ws"

    async def leads(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError):
            await reader.readuntil(b"\r\n\r\n")
            asked.set()
            writer.write(f"HTTP/1.1 302 There\r\nLocation: {there}\r\nContent-Length: 0\r\n\r\n".encode())
            await writer.drain()
        writer.close()

    asked = asyncio.Event()
    server = await asyncio.start_server(leads, "127.0.0.1", 0)
    xapi = Xapi(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", CLIENT, KEY)
    xapi._token = "secret"
    control = CallControl(xapi, lambda number, state: None, lambda: None)
    task = asyncio.create_task(control.run())
    try:
        async with asyncio.timeout(30):
            for _ in range(3):
                await asked.wait()
                asked.clear()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await xapi.close()
        server.close()
        other.close()
    assert heard == []
