"""Line states of a real Kamailio by what phones publish (RFC 3856): on the phone, and of whom nothing is known."""

from __future__ import annotations

import asyncio
import shutil
import signal
import socket
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from kalix_presence.hub.pbx import contract
from kalix_presence.hub.pbx.kamailio import pbx as pbx_module
from kalix_presence.hub.pbx.kamailio.packages import PRESENCE, PRESENCE_WITH_CALLS, Package
from kalix_presence.hub.pbx.kamailio.pbx import KamailioPbx
from kalix_presence.hub.pbx.protocol import LineChanged
from kalix_presence.model.line import LineState
from tests.clocks import machine_now
from tests.pbx.hand_phone import HandPhone
from tests.pbx.kamailio.kamailio_server import DOMAIN, KamailioServer, unpacked
from tests.pbx.kamailio.test_pidf import document

pytestmark = pytest.mark.xdist_group("kamailio")
BUSY, IDLE, NOT_REGISTERED, UNKNOWN = LineState.BUSY, LineState.IDLE, LineState.NOT_REGISTERED, LineState.UNKNOWN
ON_THE_PHONE = document("open", "<rpid:on-the-phone/>").decode()
OPEN, CLOSED = document("open").decode(), document("closed").decode()


@pytest.fixture(params=[False, True], ids=["presence alone", "beside dialogs"])
def server(request: pytest.FixtureRequest) -> Iterator[KamailioServer]:
    installed = unpacked()
    if installed is None or not list(installed.glob("usr/lib/**/presence_xml.so")):
        pytest.skip("Kamailio with its presence modules is not unpacked: installer/kamailio_for_tests")
    folder = Path(tempfile.mkdtemp(prefix="kk"))
    made = KamailioServer(folder, presence=True, lines=request.param).start()
    yield made
    made.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def phones(server: KamailioServer) -> Iterator[dict[str, HandPhone]]:
    made = {number: HandPhone(server, number, elsewhere=True) for number in ("2041", "2042")}
    for phone in made.values():
        phone.register()
    yield made
    for phone in made.values():
        phone.close()


@asynccontextmanager
async def told(server: KamailioServer, package: Package, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[KamailioPbx]:
    monkeypatch.setattr(pbx_module, "PHONES_SECONDS", 0.2)
    extensions = ["2041", "2042", "2043"]
    made = KamailioPbx(server.folder, DOMAIN, lambda: extensions, lines=(server.address, 5060), package=package)
    await contract.connected(made)
    await until(made, "2043", NOT_REGISTERED)  # told of, and the phones were looked at
    yield made
    await made.stop()


async def until(pbx: KamailioPbx, number: str, state: LineState) -> None:
    async with asyncio.timeout(60):
        while not pbx.connected or (await pbx.lines()).get(number, UNKNOWN) is not state:
            await asyncio.sleep(0.01)


async def publish(phone: HandPhone, body: str) -> None:
    assert " 200 " in await asyncio.to_thread(phone.publish, body, DOMAIN)


async def test_who_is_on_the_phone_is_busy_and_of_others_nothing_is_known(
    server: KamailioServer, phones: dict[str, HandPhone], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with told(server, PRESENCE, monkeypatch) as pbx:
        assert pbx.capabilities.line_states
        events = pbx.events()
        await publish(phones["2041"], OPEN)
        await publish(phones["2041"], ON_THE_PHONE)
        await until(pbx, "2041", BUSY)
        assert (await pbx.lines())["2042"] is UNKNOWN  # it is registered, and has said nothing
        await publish(phones["2041"], OPEN)
        await until(pbx, "2041", UNKNOWN)
        await publish(phones["2041"], ON_THE_PHONE)
        await until(pbx, "2041", BUSY)
        await publish(phones["2041"], CLOSED)
        await until(pbx, "2041", UNKNOWN)
        seen = {event.state async for event in _so_far(events) if event.extension == "2041"}
        assert seen == {BUSY, UNKNOWN}


async def test_where_all_phones_tell_of_calls_one_that_is_there_without_one_is_idle(
    server: KamailioServer, phones: dict[str, HandPhone], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with told(server, PRESENCE_WITH_CALLS, monkeypatch) as pbx:
        assert (await pbx.lines())["2041"] is UNKNOWN  # it has not told anything yet
        await publish(phones["2041"], OPEN)
        await until(pbx, "2041", IDLE)
        await publish(phones["2041"], ON_THE_PHONE)
        await until(pbx, "2041", BUSY)
        await publish(phones["2041"], CLOSED)
        await until(pbx, "2041", UNKNOWN)
        await publish(phones["2041"], OPEN)
        await until(pbx, "2041", IDLE)
        await asyncio.to_thread(phones["2041"].forget_all)
        await until(pbx, "2041", NOT_REGISTERED)


async def test_one_of_two_phones_on_the_phone_is_busy(
    server: KamailioServer, phones: dict[str, HandPhone], monkeypatch: pytest.MonkeyPatch
) -> None:
    second = HandPhone(server, "2041", elsewhere=True)
    try:
        async with told(server, PRESENCE_WITH_CALLS, monkeypatch) as pbx:
            await publish(phones["2041"], document("open", name="desk").decode())
            await publish(second, document("open", "<rpid:on-the-phone/>", name="other").decode())
            await until(pbx, "2041", BUSY)
            await publish(phones["2041"], document("open", "<rpid:away/>", name="desk").decode())
            await publish(second, document("open", name="other").decode())
            await until(pbx, "2041", IDLE)
    finally:
        second.close()


async def test_with_presence_it_keeps_the_contract(
    server: KamailioServer, phones: dict[str, HandPhone], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with told(server, PRESENCE, monkeypatch) as pbx:
        trial = contract.Trial(
            pbx,
            "2041",
            "2042",
            "9",
            machine_now,
            elsewhere=lambda: KamailioPbx(Path("/nowhere"), DOMAIN, tuple, lines=("127.0.0.1", 9), package=PRESENCE),
        )
        for case in contract.CASES:
            if case.name in ("whole", "checks", "lines", "not-there"):
                await contract.kept(case, trial)


async def test_a_kamailio_that_dies_has_forgotten_who_was_on_the_phone(
    server: KamailioServer, phones: dict[str, HandPhone], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with told(server, PRESENCE_WITH_CALLS, monkeypatch) as pbx:
        await publish(phones["2041"], ON_THE_PHONE)
        await publish(phones["2042"], OPEN)
        await until(pbx, "2041", BUSY)
        await until(pbx, "2042", IDLE)
        await asyncio.to_thread(server.stop, signal.SIGKILL)
        async with asyncio.timeout(60):
            while pbx.connected:
                await asyncio.sleep(0.01)
        await asyncio.to_thread(server.start)
        await until(pbx, "2041", NOT_REGISTERED)
        await asyncio.to_thread(phones["2041"].register)
        await until(pbx, "2041", UNKNOWN)
        phones["2041"]._published = ""
        await publish(phones["2041"], ON_THE_PHONE)
        await until(pbx, "2041", BUSY)


async def test_nobody_says_it_of_others_and_nobody_elsewhere_is_told(
    server: KamailioServer, phones: dict[str, HandPhone]
) -> None:
    answer = await asyncio.to_thread(phones["2042"].publish, ON_THE_PHONE, DOMAIN, "2041")
    assert answer.startswith("SIP/2.0 403 ")
    elsewhere = server.address.rsplit(".", 1)[0] + ".78"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.bind((elsewhere, 0))
        asking.settimeout(30)
        host, port = asking.getsockname()
        asking.sendto(
            (
                f"SUBSCRIBE sip:2041@{DOMAIN} SIP/2.0\r\nVia: SIP/2.0/UDP {host}:{port};branch=z9hG4bKx\r\nMax-Forwards: 9\r\n"
                f"From: <sip:x@{DOMAIN}>;tag=x\r\nTo: <sip:2041@{DOMAIN}>\r\nCall-ID: x\r\nCSeq: 1 SUBSCRIBE\r\n"
                f"Contact: <sip:x@{host}:{port}>\r\nEvent: presence\r\nExpires: 60\r\nContent-Length: 0\r\n\r\n"
            ).encode(),
            (server.address, 5060),
        )
        told_there = await asyncio.to_thread(asking.recv, 4096)
    assert told_there.startswith(b"SIP/2.0 403 ")


async def _so_far(events: AsyncIterator[object]) -> AsyncIterator[LineChanged]:
    while True:
        try:
            async with asyncio.timeout(0.2):
                event = await anext(events)
        except TimeoutError:
            return
        if isinstance(event, LineChanged):
            yield event
