"""Signs of life (P5): who unlocks the computer or uses the phone after the return time is overdue no more."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog

from kalix_presence import wire
from kalix_presence.hub.absences.service import AbsenceService
from kalix_presence.hub.board.board import Board
from kalix_presence.model.access import Action, Caller, require
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.line import LineState

log = structlog.get_logger("kalix.signs")


class SignsOfLife:
    """Ends "overdue" and nothing else: an absence that still holds goes on, and nobody is made available by a guess."""

    def __init__(self, board: Board, absences: AbsenceService, *, clock: Callable[[], datetime]) -> None:
        self._board, self._absences, self._clock = board, absences, clock
        self.at_desk: Callable[[str], Awaitable[None]] = _nobody_asks
        """What wants to know that somebody used the own phone."""

    async def shown_by(self, caller: Caller, extension: str) -> wire.StatusReply:
        """Somebody's own program saw them; it is fine when they were not overdue.

        Raises `Forbidden("not-permitted")`, `NotFound("extension-unknown")`, `Unavailable("store-unwritable")`.
        """
        require(caller, Action.SHOW_LIFE, self._board.person(extension))
        await self._absences.end_overdue(extension, now=self._clock())
        return self._absences.reply(extension)

    async def phone_used(self, extension: str) -> None:
        """A call was made or answered at the person's own phone."""
        try:
            await self._absences.end_overdue(extension, now=self._clock())
            await self.at_desk(extension)
        except Unavailable as refusal:
            log.warning("sign-of-life-not-kept", extension=extension, trouble=refusal.code)

    async def absence_ended(self, extension: str) -> None:
        """The clock has ended an absence: who is on the phone at that moment shows life."""
        state = self._board.states.get(extension)
        if state is not None and state.line is LineState.BUSY:
            await self.phone_used(extension)


async def _nobody_asks(extension: str) -> None:
    """Until something does."""
