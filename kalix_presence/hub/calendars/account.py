"""A calendar that is read on somebody's behalf, what is known of it, and what one reading of it gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from kalix_presence.hub.calendars.reading import LeftOut
from kalix_presence.model.entry import CalendarEntry
from kalix_presence.wire.calendars import CalendarKind, FoundCalendar


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


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading: `entries` None when nothing has changed since the account's `mark`."""

    entries: tuple[CalendarEntry, ...] | None
    mark: Mapping[str, str]
    found: tuple[FoundCalendar, ...] = ()
    lacks: str | None = None
    left_out: tuple[LeftOut, ...] = ()
    unread: int = 0


class CalendarSource(Protocol):
    """How one kind of calendar is read."""

    async def read(
        self, account: CalendarAccount, password: str, *, first: datetime, last: datetime, zone: str, owner: str
    ) -> Reading:
        """What lies from `first` to `last` (aware). `owner` is the person's e-mail address, "" when unknown.

        Raises BadInput or Unavailable with a code that a person is told.
        """
