"""What waits to be told elsewhere: whom it concerns, never what, so that the newest is told when the turn comes."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum

from kalix_presence.model.mirrored import Part


class Turn(IntEnum):
    """Whose turn comes first."""

    TAKE_BACK = 0
    """Something stands there that is no longer so."""
    PRESENCE = 1
    TEXT = 2
    REPLY = 3


Key = tuple[str, Part]
"""A person, by identity, and the part that is to be told."""


class Waiting:
    """Each key waits once. One that changes again waits on at its place when its turn is the same, and counts from the newest
    change: by that it is known whether what is to be told lasts longer than it has waited."""

    def __init__(self) -> None:
        self._lines: dict[Turn, dict[Key, float]] = {turn: {} for turn in Turn}
        self._turns: dict[Key, Turn] = {}

    def __len__(self) -> int:
        return len(self._turns)

    def put(self, key: Key, turn: Turn, now: float) -> None:
        """`key` has changed at `now`."""
        before = self._turns.get(key)
        if before is not None and before is not turn:
            del self._lines[before][key]
        self._turns[key] = turn
        self._lines[turn][key] = now

    def drop(self, key: Key) -> None:
        """Nothing is to be told of it any longer."""
        turn = self._turns.pop(key, None)
        if turn is not None:
            del self._lines[turn][key]

    def first(self) -> tuple[Key, float] | None:
        """Whose turn it is, and since when it waits; it goes on waiting until it is dropped."""
        return next(self._all(), None)

    def _all(self) -> Iterator[tuple[Key, float]]:
        for turn in Turn:
            yield from self._lines[turn].items()
