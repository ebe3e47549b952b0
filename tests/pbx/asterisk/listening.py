"""A driver that is connected to a real Asterisk, all that it tells, and waiting for that."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from kalix_presence.hub.pbx.asterisk.pbx import AsteriskPbx
from kalix_presence.hub.pbx.asterisk.settings import AsteriskSettings
from kalix_presence.hub.pbx.protocol import PbxEvent, PbxLost, PbxReady, PlacedCallEnded, PresentCall
from tests.pbx.hand_phone import HandPhone
from tests.pbx.hands import KARIN, brief

Make = Callable[..., HandPhone]
HEADERS = f'P-Asserted-Identity: "Karin Berg" <sip:{KARIN}@trunk>\r\n'
LUNCH = "1|0|always|9|lunch|a-1"


@asynccontextmanager
async def driver(settings: AsteriskSettings) -> AsyncIterator[tuple[AsteriskPbx, list[PbxEvent]]]:
    """A connected driver, and all that it tells."""
    pbx, told = AsteriskPbx(settings), list[PbxEvent]()
    events = pbx.events()

    async def listen() -> None:
        async for event in events:
            told.append(event)

    listening = asyncio.create_task(listen())
    await pbx.start()
    await until(lambda: PbxReady() in told)
    try:
        yield pbx, told
    finally:
        listening.cancel()
        await pbx.stop()


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(120):
        while not holds():
            await asyncio.sleep(0.01)


async def until_calls(pbx: AsteriskPbx, wanted: set[tuple[str, str, str]]) -> list[PresentCall]:
    async with asyncio.timeout(120):
        while brief(found := await pbx.present_calls()) != wanted:
            await asyncio.sleep(0.01)
    return found


def ended(told: list[PbxEvent]) -> list[PlacedCallEnded]:
    return [event for event in told if isinstance(event, PlacedCallEnded)]


def hands(work: Callable[..., Any], *what: object) -> Coroutine[Any, Any, Any]:
    """Something done at a phone, while the loop goes on."""
    return asyncio.to_thread(work, *what)


async def until_calls_after(pbx: AsteriskPbx, told: list[PbxEvent]) -> None:
    await until(lambda: PbxLost() in told and pbx.connected)
    await until_calls(pbx, set())
