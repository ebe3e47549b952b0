"""What comes of a person's working time by itself: gone for the day, and the times outside phone hours."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from kalix_presence.hub.board.board import Board
from kalix_presence.hub.planning.planner import Expected
from kalix_presence.model.absence import Way
from kalix_presence.model.planned import gone_home, outside_phone_hours

GONE = "gone_for_the_day"
PHONE_HOURS = "phone_hours"


class Schedule:
    """A source of absences: of the choices of people, by the reasons of the site; a reason it has removed asks for nothing."""

    def __init__(self, board: Board) -> None:
        self._board = board

    def people(self) -> Iterable[str]:
        """Those who have chosen either, or for whom the site has."""
        board = self._board
        some = board.people if board.policy.gone_at_day_end else board.preferences
        chosen = ((extension, board.preferences_of(extension)) for extension in some)
        return {extension for extension, one in chosen if one.gone_at_day_end or one.phone_hours is not None}

    def expected(self, extension: str, first: datetime, last: datetime) -> Iterable[Expected]:
        """Each end of a working day and each pause between phone hours."""
        chosen, worktime = self._board.preferences_of(extension), self._board.worktime_of(extension)
        reasons = self._board.reasons
        if chosen.gone_at_day_end and GONE in reasons:
            for occurrence in gone_home(worktime, first, last):
                yield Expected(occurrence, GONE, Way.SCHEDULE, extension, zone=worktime.zone)
        if chosen.phone_hours is not None and PHONE_HOURS in reasons:
            for occurrence in outside_phone_hours(worktime, chosen.phone_hours, first, last):
                yield Expected(occurrence, PHONE_HOURS, Way.SCHEDULE, extension, zone=worktime.zone)
