"""Forwards to the mobile that still hold when the person is at the desk (P14): noted on the absence, counted when it ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from kalix_presence.hub.board.board import Board
from kalix_presence.hub.store import Store, quality
from kalix_presence.model.absence import ForwardKind

LEAVING = timedelta(minutes=5)
"""So long after it was set somebody may still use the desk phone: they are about to go."""


class ForwardsLeftOn:
    """Writes once for each forward, not for each call."""

    def __init__(self, board: Board, store: Store, *, clock: Callable[[], datetime]) -> None:
        self._board, self._store, self._clock = board, store, clock
        self._noted: dict[str, str] = {}

    async def at_desk(self, extension: str) -> None:
        """The person's own desk phone is used now. Raises Unavailable `store-unwritable` or `store-full`."""
        state, now = self._board.states.get(extension), self._clock()
        for absence in () if state is None else state.absences:
            left_on = absence.forward.kind is ForwardKind.MOBILE and absence.holds_at(now) and now - absence.start >= LEAVING
            if left_on and self._noted.get(extension) != absence.id:
                await self._store.write(lambda change, one=absence.id: quality.mark_at_desk(change, one))  # type: ignore[misc]
                self._noted[extension] = absence.id
