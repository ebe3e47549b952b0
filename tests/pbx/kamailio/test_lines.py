"""Line states of a real Kamailio by SUBSCRIBE: within a second, for longer than a subscription lasts, and unknown without it."""

from __future__ import annotations

import asyncio
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from kalix_presence.hub.pbx import contract
from kalix_presence.hub.pbx.kamailio import pbx as pbx_module
from kalix_presence.hub.pbx.kamailio import subscriptions as module
from kalix_presence.hub.pbx.kamailio.pbx import KamailioPbx
from kalix_presence.hub.pbx.protocol import LineChanged
from kalix_presence.model.line import LineState
from tests.clocks import machine_now
from tests.pbx.hand_phone import HandPhone
from tests.pbx.kamailio.kamailio_server import DOMAIN, KamailioServer, unpacked

pytestmark = pytest.mark.xdist_group("kamailio")
BUSY, IDLE, RINGING = LineState.BUSY, LineState.IDLE, LineState.RINGING
NOT_REGISTERED, UNKNOWN = LineState.NOT_REGISTERED, LineState.UNKNOWN


@pytest.fixture
def server() -> Iterator[KamailioServer]:
    installed = unpacked()
    if installed is None or not list(installed.glob("usr/lib/**/presence_dialoginfo.so")):
        pytest.skip("Kamailio with its presence modules is not unpacked: installer/kamailio_for_tests")
    folder = Path(tempfile.mkdtemp(prefix="kk"))
    made = KamailioServer(folder, lines=True).start()
    yield made
    made.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def phones(server: KamailioServer) -> Iterator[dict[str, HandPhone]]:
    made = {number: HandPhone(server, number, elsewhere=True) for number in ("2041", "2042", "9")}
    for phone in made.values():
        phone.register()
    yield made
    for phone in made.values():
        phone.close()


@pytest.fixture
async def pbx(
    server: KamailioServer, phones: dict[str, HandPhone], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[KamailioPbx]:
    monkeypatch.setattr(pbx_module, "PHONES_SECONDS", 0.2)
    made = KamailioPbx(server.folder, DOMAIN, lambda: ["2041", "2042", "9", "2043"], lines=(server.address, 5060))
    await contract.connected(made)
    for number in ("2041", "2042", "9"):
        await until(made, number, IDLE)
    await until(made, "2043", NOT_REGISTERED)
    yield made
    await made.stop()


async def until(pbx: KamailioPbx, number: str, state: LineState) -> None:
    async with asyncio.timeout(60):
        while not pbx.connected or (await pbx.lines()).get(number, UNKNOWN) is not state:
            await asyncio.sleep(0.01)


async def test_with_lines_it_keeps_the_contract(pbx: KamailioPbx) -> None:
    trial = contract.Trial(
        pbx,
        "2041",
        "2042",
        "9",
        machine_now,
        elsewhere=lambda: KamailioPbx(Path("/nowhere"), DOMAIN, tuple, lines=("127.0.0.1", 9)),
    )
    for case in contract.CASES:
        if case.name in ("whole", "checks", "lines", "not-there"):
            await contract.kept(case, trial)


async def test_a_call_is_told_from_its_first_ring_to_its_end(pbx: KamailioPbx, phones: dict[str, HandPhone]) -> None:
    events = pbx.events()
    call = await asyncio.to_thread(phones["2042"].dial, "2041")
    await until(pbx, "2041", RINGING)
    await until(pbx, "2042", BUSY)
    answered = await asyncio.to_thread(phones["2041"].pick_up)
    await until(pbx, "2041", BUSY)
    await asyncio.to_thread(phones["2042"].put_down, call)
    await until(pbx, "2041", IDLE)
    await until(pbx, "2042", IDLE)
    assert answered
    told = [event async for event in _so_far(events)]
    assert [event.state for event in told if event.extension == "2041"] == [RINGING, BUSY, IDLE]
    assert [event.state for event in told if event.extension == "2042"] == [BUSY, IDLE]


async def test_a_forwarded_call_rings_where_it_goes_and_not_where_it_was_meant_for(
    pbx: KamailioPbx, phones: dict[str, HandPhone]
) -> None:
    trial = contract.Trial(pbx, "2041", "2042", "9", machine_now)
    await pbx.apply(trial.rule())
    call = await asyncio.to_thread(phones["2042"].dial, "2041")
    await until(pbx, "9", RINGING)
    assert (await pbx.lines())["2041"] is IDLE
    await asyncio.to_thread(phones["2042"].put_down, call)
    await until(pbx, "9", IDLE)


async def test_a_phone_that_signs_off_is_not_idle(pbx: KamailioPbx, phones: dict[str, HandPhone]) -> None:
    await asyncio.to_thread(phones["2041"].forget_all)
    await until(pbx, "2041", NOT_REGISTERED)
    await asyncio.to_thread(phones["2041"].register)
    await until(pbx, "2041", IDLE)


async def test_it_lasts_longer_than_a_subscription(
    server: KamailioServer, phones: dict[str, HandPhone], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "EXPIRES", 2)
    monkeypatch.setattr(pbx_module, "PHONES_SECONDS", 0.2)
    pbx = KamailioPbx(server.folder, DOMAIN, lambda: ["2041", "2042"], lines=(server.address, 5060))
    await contract.connected(pbx)
    await until(pbx, "2041", IDLE)
    events = pbx.events()
    assert pbx._lines is not None
    watch = pbx._lines.subscriptions._watches["2041"]
    first = watch.call
    async with asyncio.timeout(60):
        while watch.number < 4:  # renewed three times: the first has been over for long
            await asyncio.sleep(0.05)
    assert watch.call == first  # the same one, renewed
    call = await asyncio.to_thread(phones["2042"].dial, "2041")
    await until(pbx, "2041", RINGING)
    await asyncio.to_thread(phones["2042"].put_down, call)
    await until(pbx, "2041", IDLE)
    assert [event.state async for event in _so_far(events) if event.extension == "2041"] == [RINGING, IDLE]
    await pbx.stop()


async def test_a_kamailio_that_dies_leaves_nothing_known_and_is_found_again(
    pbx: KamailioPbx, server: KamailioServer, phones: dict[str, HandPhone]
) -> None:
    events = pbx.events()
    await asyncio.to_thread(server.stop, signal.SIGKILL)
    async with asyncio.timeout(60):
        unknown: set[str] = set()
        while unknown < {"2041", "2042", "9"}:
            event = await anext(events)
            if isinstance(event, LineChanged) and event.state is UNKNOWN:
                unknown.add(event.extension)
    await asyncio.to_thread(server.start)
    for phone in phones.values():
        await asyncio.to_thread(phone.register)
    await until(pbx, "2041", IDLE)
    call = await asyncio.to_thread(phones["2042"].dial, "2041")
    await until(pbx, "2041", RINGING)
    await asyncio.to_thread(phones["2042"].put_down, call)


async def test_nobody_from_elsewhere_is_told(server: KamailioServer) -> None:
    import socket

    elsewhere = server.address.rsplit(".", 1)[0] + ".77"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.bind((elsewhere, 0))
        asking.settimeout(30)
        host, port = asking.getsockname()
        asking.sendto(
            (
                f"SUBSCRIBE sip:2041@{DOMAIN} SIP/2.0\r\nVia: SIP/2.0/UDP {host}:{port};branch=z9hG4bKx\r\nMax-Forwards: 9\r\n"
                f"From: <sip:x@{DOMAIN}>;tag=x\r\nTo: <sip:2041@{DOMAIN}>\r\nCall-ID: x\r\nCSeq: 1 SUBSCRIBE\r\n"
                f"Contact: <sip:x@{host}:{port}>\r\nEvent: dialog\r\nExpires: 60\r\nContent-Length: 0\r\n\r\n"
            ).encode(),
            (server.address, 5060),
        )
        answer = await asyncio.to_thread(asking.recv, 4096)
    assert answer.startswith(b"SIP/2.0 403 ")


async def _so_far(events: AsyncIterator[object]) -> AsyncIterator[LineChanged]:
    while True:
        try:
            async with asyncio.timeout(0.2):
                event = await anext(events)
        except TimeoutError:
            return
        if isinstance(event, LineChanged):
            yield event
