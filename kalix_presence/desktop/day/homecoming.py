"""What is asked of who comes back to their desk (P4, P5, P14); nothing of it leaves this computer but a sign of life."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import QObject, QTimer, Signal

from kalix_presence import wire
from kalix_presence.desktop.day.attendance import Attendance
from kalix_presence.desktop.day.reminders import Reminders
from kalix_presence.desktop.presence import MyStatus, Phase, Presence
from kalix_presence.model.absence import ForwardKind
from kalix_presence.model.day import DayQuestion
from kalix_presence.model.leaving import ASKED_WITHIN, was_unannounced
from kalix_presence.model.line import LineState

LOOK_AGAIN = 10_000
"""Milliseconds until the next look while a question is kept back by a call or a full screen."""


class Welcome(StrEnum):
    """What may be asked of who comes back."""

    STILL_AWAY = "still_away"
    """An absence of theirs still holds."""
    AT_DESK = "at_desk"
    """Their calls go to the mobile, and they are at their desk."""
    UNANNOUNCED = "unannounced"
    """They were away, and nothing was set."""


@dataclass(frozen=True, slots=True)
class Homecoming:
    """One question: `left` and `back` are the moments between which nobody sat there, for UNANNOUNCED."""

    welcome: Welcome
    status: MyStatus
    left: datetime
    back: datetime


class Homecomings(QObject):
    """Decides; the desk asks. Of one absence it is asked once, of one stretch away once, and never in a call or full screen."""

    asked = Signal(object)
    """A `Homecoming` to be asked now."""
    settled = Signal()
    """What was asked last needs no answer any more."""
    life_seen = Signal()
    """Somebody whose return time has passed is here."""
    office_wanted = Signal()
    """Calls go to the mobile and somebody is here: find out whether this is the office, and call `office_known`."""

    def __init__(
        self, presence: Presence, attendance: Attendance, reminders: Reminders, may_disturb: Callable[[], bool]
    ) -> None:
        super().__init__()
        self._presence, self._attendance, self._reminders = presence, attendance, reminders
        self._may_disturb = may_disturb
        self.unannounced = False
        """Whether the person chose to be asked about having been away without a word."""
        self.unlock_tells = True
        """Whether an unlocked screen is a sign of life."""
        self._came: tuple[datetime, datetime] | None = None
        """When somebody left and came back who may be at the office, as long as that is being found out."""
        self._pending: Homecoming | None = None
        self._open: Homecoming | None = None
        self._asked_of: set[str] = set()
        self._line = LineState.UNKNOWN
        self._timer = QTimer(self, singleShot=True, interval=LOOK_AGAIN)
        self._timer.timeout.connect(self._ask_whether_back_now)
        attendance.returned.connect(self._returned)
        presence.status_changed.connect(self._changed)

    def office_known(self, at_office: bool) -> None:
        """Whether this computer is at the office, as `office_wanted` asked."""
        came, self._came = self._came, None
        status = self._presence.my_status()
        if at_office:
            self._at_desk()
        elif came is not None and status.reason is not None and not self._works_elsewhere(status.reason):
            # Lunch with calls to the mobile is lunch all the same: somebody sits here again.
            self._want(Homecoming(Welcome.STILL_AWAY, status, *came))

    def answered(self) -> None:
        """The question was answered."""
        self._open = None

    def _returned(self, left: datetime) -> None:
        status, now, standing = self._presence.my_status(), self._presence.clock(), self._standing()
        if status.wished or status.phase not in (Phase.IN_FORCE, Phase.STALE, Phase.PENDING):
            return
        if standing is not None and standing.overdue:
            if self.unlock_tells:
                self.life_seen.emit()
        elif status.forward == ForwardKind.MOBILE.value:
            self._came = (left, now)
            self.office_wanted.emit()
        elif status.reason is not None:
            self._want(Homecoming(Welcome.STILL_AWAY, status, left, now))
        elif self._worth_asking(left, now):
            self._want(Homecoming(Welcome.UNANNOUNCED, status, left, now))

    def _works_elsewhere(self, reason: str) -> bool:
        """Whether it is a reason of those who work where this computer may be just as well, reached on their mobile."""
        reasons = self._presence.reasons
        return reason not in reasons or reasons.get(reason).forward == ForwardKind.MOBILE.value

    def _worth_asking(self, left: datetime, now: datetime) -> bool:
        if not self.unannounced or self._reminders.is_over(DayQuestion.AWAY):
            return False
        return was_unannounced(left, now, self._presence.worktime)

    def _changed(self) -> None:
        standing, status = self._standing(), self._presence.my_status()
        before, self._line = self._line, standing.line if standing is not None else LineState.UNKNOWN
        if status.forward == ForwardKind.MOBILE.value and before is not self._line:
            registered = before is LineState.NOT_REGISTERED and self._line is LineState.IDLE
            if registered or self._line is LineState.BUSY:
                self._at_desk()
        for known in (self._pending, self._open):
            if known is not None and (status.reason, status.until) != (known.status.reason, known.status.until):
                self._pending = None
                if self._open is not None:
                    self._open = None
                    self.settled.emit()
        if self._pending is not None:
            self._ask_whether_back_now()

    def _at_desk(self) -> None:
        now = self._presence.clock()
        self._want(Homecoming(Welcome.AT_DESK, self._presence.my_status(), now, now))

    def _want(self, homecoming: Homecoming) -> None:
        standing = self._standing()
        if homecoming.welcome is not Welcome.UNANNOUNCED:
            absence = standing.absence if standing is not None else None
            if absence is None or absence.id in self._asked_of:
                return
            self._asked_of.add(absence.id)
        self._pending = homecoming
        self._ask_whether_back_now()

    def _ask_whether_back_now(self) -> None:
        wanted = self._pending
        if wanted is None:
            return
        if self._presence.clock() - wanted.back > ASKED_WITHIN or self._attendance.left_at is not None:
            self._pending = None
        elif self._may_disturb():
            self._pending, self._open = None, wanted
            self.asked.emit(wanted)
        else:
            self._timer.start()

    def _standing(self) -> wire.Standing | None:
        return self._presence.board.standings.get(self._presence.extension or "")
