"""Hands at the phones of either PBX, the model or the real one, so that one test drives both."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol

from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.pbx.embedded.virtual_exchange import VirtualPhone
from kalix_presence.hub.pbx.protocol import PresentCall
from kalix_presence.model.line import LineState
from tests.pbx.hand_phone import Call, HandPhone

KARIN = "+46701234567"
OUTSIDE = "0709999999"
"""A number outside that phones of ours may dial; the real PBX's line for it is played by 2043."""


class Hands(Protocol):
    """What people do."""

    async def have_phones(self, *numbers: str) -> None:
        """These phones are there, with somebody near."""

    async def karin_calls(self, extension: str) -> None:
        """Somebody outside calls `extension`, and rings wherever the call goes."""

    async def karin_gives_up(self) -> None:
        """She hangs up."""

    async def pick_up(self, number: str) -> None:
        """The phone that rings is answered."""

    async def put_down(self, number: str) -> None:
        """Whatever the phone does ends."""

    async def outside_is_busy(self) -> None:
        """Whoever dials OUTSIDE hears that it is busy."""

    async def ring_back(self, extension: str) -> None:
        """Dial the code for callbacks."""


class VirtualHands:
    """At the phones of the model PBX; whoever is not told to wait answers at once."""

    def __init__(self, pbx: EmbeddedPbx) -> None:
        self._pbx, self._call = pbx, ""

    async def have_phones(self, *numbers: str) -> None:
        return

    async def karin_calls(self, extension: str) -> None:
        stays = "phone" if await self._pbx.read(extension) is None else "switchboard"
        self._call = self._pbx.call(KARIN, extension, name="Karin Berg", stays=stays).call_id

    async def karin_gives_up(self) -> None:
        self._pbx.give_up(self._call)

    async def pick_up(self, number: str) -> None:
        for call in self._pbx.talks.of(number):
            if call.state == "ringing":
                self._pbx.answer(call.id)

    async def put_down(self, number: str) -> None:
        self._pbx.hang_up(number)

    async def outside_is_busy(self) -> None:
        self._pbx.outside[OUTSIDE] = VirtualPhone(LineState.BUSY)

    async def ring_back(self, extension: str) -> None:
        self._pbx.ring_back(extension)


class RealHands:
    """At SIP phones around a real Asterisk."""

    def __init__(self, make: Callable[..., HandPhone]) -> None:
        self._make = make
        self._phones: dict[str, HandPhone] = {}
        self._call: Call | None = None

    async def have_phones(self, *numbers: str) -> None:
        for number in numbers:
            self._phone(number)

    async def karin_calls(self, extension: str) -> None:
        headers = f'P-Asserted-Identity: "Karin Berg" <sip:{KARIN}@trunk>\r\n'
        self._call = self._phone("outside").dial(extension, headers=headers)

    async def karin_gives_up(self) -> None:
        assert self._call is not None
        await asyncio.to_thread(self._phone("outside").put_down, self._call)

    async def pick_up(self, number: str) -> None:
        await asyncio.to_thread(self._phone("2043" if number == OUTSIDE else number).pick_up)

    async def put_down(self, number: str) -> None:
        phone = self._phone("2043" if number == OUTSIDE else number)
        for call in phone.calls:
            if not call.over:
                await asyncio.to_thread(phone.put_down, call)

    async def outside_is_busy(self) -> None:
        self._phones["2043"] = self._make("2043", busy=True)

    async def ring_back(self, extension: str) -> None:
        self._phone(extension).dial("*98")
        await self.pick_up(OUTSIDE)
        await self.put_down(OUTSIDE)

    def _phone(self, number: str) -> HandPhone:
        if number not in self._phones:
            self._phones[number] = self._make(number)
        return self._phones[number]


def brief(calls: list[PresentCall]) -> set[tuple[str, str, str]]:
    """Extension, other party and state of each."""
    return {(call.extension, call.number, call.state) for call in calls}
