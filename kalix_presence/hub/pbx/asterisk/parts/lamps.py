"""What desk phones show of a person: the presence text and lamp, and the lamp for messages."""

from __future__ import annotations

import base64

from kalix_presence.hub.pbx.asterisk.ami import Ami
from kalix_presence.hub.pbx.asterisk.calls import require
from kalix_presence.hub.pbx.asterisk.message_lamps import MessageLamps
from kalix_presence.hub.pbx.asterisk.phones import digits
from kalix_presence.hub.pbx.protocol import Lamp

PRESENCE_BYTES = 240
"""Longest presence text after base64; Asterisk cuts a longer one."""


class LampsPart:
    """See `protocol.ShowsLamps`."""

    def __init__(self, ami: Ami, messages: MessageLamps) -> None:
        self._ami, self._message_lamps = ami, messages

    async def show(self, extension: str, lamp: Lamp) -> None:
        """Set the presence text and the lamp; the text goes as base64, for a comma in it would end it."""
        text = base64.b64encode(_cut(lamp.text)).decode()
        presence = f"{'away' if lamp.away else 'available'},,{text},e"
        lit = "INUSE" if lamp.away else "NOT_INUSE"
        answers = await self._ami.request_all(
            [
                ("Setvar", (("Variable", f"PRESENCE_STATE(CustomPresence:{digits(extension)})"), ("Value", presence))),
                ("Setvar", (("Variable", f"DEVICE_STATE(Custom:kalix-{digits(extension)})"), ("Value", lit))),
            ]
        )
        require(answers, "show")

    async def message_lamp(self, extension: str, waiting: int, first: str = "") -> None:
        """Light or put out the message lamp, and keep for the dialplan how many wait and whom to ring first."""
        await self._message_lamps.show(digits(extension), waiting, digits(first) if first else "")


def _cut(text: str) -> bytes:
    """As much of `text` as fits, cut between letters."""
    longest = PRESENCE_BYTES * 3 // 4
    return text.encode()[:longest].decode("utf-8", "ignore").encode()
