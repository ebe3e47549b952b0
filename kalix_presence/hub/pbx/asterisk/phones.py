"""Numbers and phones as Asterisk names them: extension 2041's phone is PJSIP/2041, a channel of it PJSIP/2041-0000002a."""

from __future__ import annotations

import re

from kalix_presence.model.errors import Unavailable


class PhoneNames:
    """`technology` is what phones are ("PJSIP")."""

    def __init__(self, technology: str) -> None:
        self._technology = technology

    def extension_of(self, device: str) -> str | None:
        """Whose phone a device is; None when it is none of a person."""
        technology, _, name = device.partition("/")
        return name if technology == self._technology and re.fullmatch(r"\d{1,8}", name, re.ASCII) else None

    def owner_of(self, channel: str) -> str | None:
        """Whose phone a channel is."""
        return self.extension_of(channel.rpartition("-")[0])


def digits(number: str) -> str:
    """A number on its way into a channel name or a function: digits and nothing else. Raises Unavailable `pbx-refused`."""
    if not re.fullmatch(r"\d{1,18}", number, re.ASCII):
        raise Unavailable("pbx-refused", action="number")
    return number
