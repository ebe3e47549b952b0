"""The last known state, on screen at once at the next start, marked with its age."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec

from kalix_presence import wire
from kalix_presence.client.gc_pause import many_objects
from kalix_presence.client.local.held_file import clear_away
from kalix_presence.client.local.whole_file import write_whole

FILE = "last-known.jsonl"


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


class _First(msgspec.Struct, frozen=True):
    """The first line: everything but people and board, and how many of those follow."""

    known: Remembered
    people: int
    board: int


class _Hub(msgspec.Struct, frozen=True):
    hub: str


class _Named(msgspec.Struct, frozen=True):
    known: _Hub


class _Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line after the first: some of the people or of the standings."""

    people: list[wire.PersonView] = []
    board: list[wire.Standing] = []


PART = 200
"""People in a line. One line is read in a millisecond; the window's own thread gets its turn between two of them."""


class Cache:
    """One file of lines; whatever is wrong with it, the program starts without it."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def hub(self) -> str:
        """The address of the hub that something is remembered of; "" for none."""
        try:
            with self._path.open("rb") as lines:
                return msgspec.json.decode(next(lines, b""), type=_Named).known.hub
        except (OSError, *wire.UNREADABLE):
            return ""

    def load(self, hub: str, username: str) -> Remembered | None:
        """What was remembered for this person at this hub; None when there is nothing that can be read."""
        try:
            with self._path.open("rb") as lines, many_objects():
                first = msgspec.json.decode(next(lines, b""), type=_First)
                known = first.known
                if (known.hub, known.username) != (hub, username):
                    return None
                decoder = msgspec.json.Decoder(_Part)
                for line in lines:
                    part = decoder.decode(line)
                    known.people.extend(part.people)
                    known.board.extend(part.board)
        except (OSError, *wire.UNREADABLE):
            return None
        return known if (len(known.people), len(known.board)) == (first.people, first.board) else None

    def save(self, remembered: Remembered) -> None:
        """Remember; a full disk costs only the memory."""
        people, board = remembered.people, remembered.board
        rest = msgspec.structs.replace(remembered, people=[], board=[])
        with many_objects():
            lines = [msgspec.json.encode(_First(rest, len(people), len(board)))]
            lines += [msgspec.json.encode(_Part(people=people[at : at + PART])) for at in range(0, len(people), PART)]
            lines += [msgspec.json.encode(_Part(board=board[at : at + PART])) for at in range(0, len(board), PART)]
        try:
            write_whole(self._path, b"\n".join(lines))
        except OSError:
            return

    def forget(self) -> None:
        """Signed out: what was seen is not kept."""
        clear_away(self._path)
