"""The last known state, on screen at once at the next start, marked with its age."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec

from kalix_presence import wire
from kalix_presence.client.settings import write_whole


class Remembered(msgspec.Struct, frozen=True):
    """What was known of one hub by one person at `at` (aware)."""

    hub: str
    username: str
    at: Annotated[datetime, msgspec.Meta(tz=True)]
    me: wire.Me | None
    reasons: wire.ReasonsView | None
    people: list[wire.PersonView]
    board: list[wire.Standing]
    messages: list[wire.MessageView] = []
    preferences: wire.PreferencesView | None = None


class Cache:
    """One file; whatever is wrong with it, the program starts without it."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "last-known.json"

    def load(self, hub: str, username: str) -> Remembered | None:
        """What was remembered for this person at this hub; None when there is nothing that can be read."""
        try:
            found = msgspec.json.decode(self._path.read_bytes(), type=Remembered)
        except (OSError, *wire.UNREADABLE):
            return None
        return found if (found.hub, found.username) == (hub, username) else None

    def save(self, remembered: Remembered) -> None:
        """Remember; a full disk costs only the memory."""
        try:
            write_whole(self._path, msgspec.json.encode(remembered))
        except OSError:
            return

    def forget(self) -> None:
        """Signed out: what was seen is not kept."""
        self._path.unlink(missing_ok=True)
