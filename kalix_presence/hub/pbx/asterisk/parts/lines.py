"""Which phones are idle, ring, are busy or not connected: by Asterisk's device states."""

from __future__ import annotations

from collections.abc import Mapping

from kalix_presence.hub.pbx.asterisk.ami import Ami, Message
from kalix_presence.hub.pbx.asterisk.calls import require
from kalix_presence.hub.pbx.asterisk.phones import PhoneNames
from kalix_presence.hub.pbx.protocol import LineChanged
from kalix_presence.model.line import LineState

_LINES = {
    "NOT_INUSE": LineState.IDLE,
    "INUSE": LineState.BUSY,
    "BUSY": LineState.BUSY,
    "ONHOLD": LineState.BUSY,
    "RINGING": LineState.RINGING,
    "RINGINUSE": LineState.BUSY,
    "UNAVAILABLE": LineState.NOT_REGISTERED,
}


class LinesPart:
    """See `protocol.KnowsLines`."""

    def __init__(self, ami: Ami, phones: PhoneNames) -> None:
        self._ami, self._phones = ami, phones

    async def lines(self) -> Mapping[str, LineState]:
        """The state of every phone the PBX knows."""
        answer = await self._ami.request("DeviceStateList")
        require([answer], "lines")
        found: dict[str, LineState] = {}
        for event in answer.events:
            extension = self._phones.extension_of(event.get("Device", ""))
            if extension is not None:
                found[extension] = _LINES.get(event.get("State", ""), LineState.UNKNOWN)
        return found

    def line_changed(self, event: Message) -> LineChanged | None:
        """What a change of a device state says of a person's phone; None when it is of anything else."""
        extension = self._phones.extension_of(event.get("Device", ""))
        if event.get("Event") != "DeviceStateChange" or extension is None:
            return None
        return LineChanged(extension, _LINES.get(event.get("State", ""), LineState.UNKNOWN))
