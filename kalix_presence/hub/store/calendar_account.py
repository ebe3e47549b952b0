"""A calendar that is read on somebody's behalf, and what is known of it, as the database keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import msgspec

from kalix_presence.model.entry import CalendarEntry
from kalix_presence.wire.calendars import CalendarKind, FoundCalendar


class LeftOut(msgspec.Struct, frozen=True):
    """An entry that could not be read, or was read otherwise than it says: why (`code`), and the day it begins."""

    code: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class CalendarAccount:
    """One calendar of `extension`. `sealed` is the encrypted password; `mark` what tells a source that nothing changed.

    `entries` are those that matter, without any text. `trouble` is the code of why it could not be read since `read_at`,
    `lacks` of why nothing of what was read can be used; `left_out` are the first of the `unread` entries.
    """

    id: str
    extension: str
    kind: CalendarKind
    address: str = ""
    username: str = ""
    sealed: bytes = b""
    chosen: tuple[str, ...] = ()
    found: tuple[FoundCalendar, ...] = ()
    mark: Mapping[str, str] = field(default_factory=dict)
    entries: tuple[CalendarEntry, ...] = ()
    read_at: datetime | None = None
    read_until: datetime | None = None
    trouble: str | None = None
    lacks: str | None = None
    left_out: tuple[LeftOut, ...] = ()
    unread: int = 0
