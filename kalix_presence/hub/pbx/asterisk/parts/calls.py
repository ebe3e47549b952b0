"""Calls that go on now, as the hub asks for them; numbers are digits before the PBX sees them."""

from __future__ import annotations

from kalix_presence.hub.pbx.asterisk.calls import AsteriskCalls
from kalix_presence.hub.pbx.asterisk.phones import digits
from kalix_presence.hub.pbx.protocol import PresentCall


class CallsPart:
    """See `protocol.HandlesCalls`."""

    def __init__(self, calls: AsteriskCalls) -> None:
        self._calls = calls

    async def present_calls(self) -> list[PresentCall]:
        """The calls of people as they are now."""
        return self._calls.present()

    async def place_call(self, extension: str, number: str) -> str:
        """Ring the person's phone, then dial `number` as that phone could."""
        return await self._calls.place(digits(extension), digits(number))

    async def ring_phone(self, extension: str, shown: str) -> str:
        """Ring the person's phones, and say nothing but a tone."""
        return await self._calls.ring(digits(extension), "".join(sign for sign in shown if sign.isalnum() or sign == " ")[:40])

    async def move_call(self, call_id: str, target: str) -> None:
        """Blind transfer to `target`."""
        await self._calls.move(call_id, digits(target))

    async def consult_call(self, call_id: str, target: str) -> str:
        """Ask `target` before passing the call on."""
        return await self._calls.consult(call_id, digits(target))

    async def complete_consult(self, call_id: str) -> None:
        """Pass it on."""
        await self._calls.complete(call_id)

    async def cancel_consult(self, call_id: str) -> None:
        """Take it back."""
        await self._calls.cancel(call_id)
