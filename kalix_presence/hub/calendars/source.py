"""How one kind of calendar is read, and what one reading of it gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kalix_presence.hub.store.calendar_account import CalendarAccount, LeftOut
from kalix_presence.model.entry import CalendarEntry
from kalix_presence.wire.calendars import FoundCalendar


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading: `entries` None when nothing has changed since the account's `mark`. `whole`: all of the time that was asked
    for was read anew, rather than what had changed of what was known."""

    entries: tuple[CalendarEntry, ...] | None
    mark: Mapping[str, str]
    found: tuple[FoundCalendar, ...] = ()
    lacks: str | None = None
    left_out: tuple[LeftOut, ...] = ()
    unread: int = 0
    whole: bool = True


class CalendarSource(Protocol):
    """How one kind of calendar is read."""

    async def read(
        self, account: CalendarAccount, password: str, *, first: datetime, last: datetime, zone: str, owner: str
    ) -> Reading:
        """What lies from `first` to `last` (aware). `owner` is the person's e-mail address, "" when unknown.

        Raises BadInput or Unavailable with a code that a person is told.
        """

    def forget(self, account_id: str) -> None:
        """Keep nothing of it: it is read no more, or whole the next time."""
