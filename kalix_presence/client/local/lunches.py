"""One's own lunches of the last weeks, kept on this computer and sent nowhere."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, time
from pathlib import Path

import msgspec

from kalix_presence.client.local.held_file import clear_away
from kalix_presence.client.local.whole_file import write_whole
from kalix_presence.model.lunch_habit import LunchHabit, remembered, usual_lunch
from kalix_presence.wire import UNREADABLE


class LunchDiary:
    """The first lunch of each day; what is older than the habit looks back is forgotten."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "lunches.json"
        try:
            self._days = msgspec.json.decode(self._path.read_bytes(), type=dict[date, time])
        except (OSError, *UNREADABLE):
            self._days = {}

    def note(self, day: date, at: time) -> None:
        """A lunch of `day` began at the wall time `at`."""
        if day in self._days:
            return
        self._days = remembered({**self._days, day: at.replace(second=0, microsecond=0)}, day)
        with suppress(OSError):  # a full disk: it is learnt again
            write_whole(self._path, msgspec.json.encode(self._days))

    def habit(self, today: date) -> LunchHabit | None:
        """What they say about `today`."""
        return usual_lunch(self._days, today)

    @property
    def days(self) -> int:
        """How many are known."""
        return len(self._days)

    def forget(self) -> None:
        """Forget them all. Raises OSError when the disk keeps them."""
        self._days = {}
        clear_away(self._path)
