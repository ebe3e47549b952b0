"""What another program is told of somebody who is away: a text, how they are shown there, and until when."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from html import unescape

REPLY_STAYS = timedelta(days=30)
"""So long past its end a reply of ours is known for ours, should nobody have been able to take it back before."""


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
    REPLY = "reply"
    """The mailbox's automatic reply."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is to stand elsewhere: the `text`, the `presence` (None: as it is there by itself), both gone at `until`; what the
    mailbox answers meanwhile in `reply`. "" is nothing."""

    text: str
    presence: Presence | None
    until: datetime
    reply: str = ""

    def value(self, part: Part) -> str:
        """What `part` of it says, as it is known again; "" for nothing."""
        if part is Part.REPLY:
            return reply_mark(self.reply, self.until) if self.reply else ""
        return self.text if part is Part.TEXT else self.presence.value if self.presence is not None else ""

    def until_of(self, part: Part) -> datetime:
        """Until when something of `part` stands there by itself: a reply's words stay in the mailbox past its end."""
        return self.until + REPLY_STAYS if part is Part.REPLY else self.until


def reply_mark(text: str, until: datetime) -> str:
    """By what a reply of ours is known again, without its words: mail servers lay them out anew, so only letters and figures
    count."""
    plain = re.sub(r"\W+", "", unescape(re.sub(r"<[^>]*>", " ", text))).casefold()
    return f"{hashlib.sha256(plain.encode()).hexdigest()[:32]}@{until.astimezone(UTC):%Y-%m-%dT%H:%M}"


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
