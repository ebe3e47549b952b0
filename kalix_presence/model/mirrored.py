"""What another program is told of somebody who is away: a text, how they are shown there, and until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Presence(StrEnum):
    """How somebody is shown elsewhere."""

    BUSY = "busy"
    DO_NOT_DISTURB = "do-not-disturb"
    BACK_SOON = "back-soon"
    AWAY = "away"
    OFF = "off"


class Part(StrEnum):
    """The parts of what is told: each is written, and taken back, by itself."""

    PRESENCE = "presence"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Told:
    """What is to stand elsewhere: the `text`, the `presence` (None: as it is there by itself), both gone at `until`."""

    text: str
    presence: Presence | None
    until: datetime

    def value(self, part: Part) -> str:
        """What `part` of it says; "" for nothing."""
        return self.text if part is Part.TEXT else self.presence.value if self.presence is not None else ""


USUAL: Mapping[str, Presence | None] = {
    "break": Presence.BACK_SOON,
    "meeting": Presence.BUSY,
    "course": Presence.BUSY,
    "do_not_disturb": Presence.DO_NOT_DISTURB,
    "holiday": Presence.OFF,
    "leave": Presence.OFF,
    "gone_for_the_day": Presence.OFF,
    "remote_work": None,
}
"""By reason as colleagues see it (None: as they are there by themselves, for they work); every other one is shown as away."""
