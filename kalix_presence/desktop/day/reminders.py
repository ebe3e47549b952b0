"""Asks at lunch, at the end of the day and at the return time (P4, P5); never in the middle of a call or a full screen."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from kalix_presence import wire
from kalix_presence.client.local.asked_today import load_asked, save_asked
from kalix_presence.desktop.presence import Phase, Presence
from kalix_presence.model.day import Asked, DayQuestion, Habits, next_question, question_now, today
from kalix_presence.model.line import LineState

LOOK_AGAIN = 30_000
"""Milliseconds until the next look while a question is kept back, and the longest between two looks: clocks are set and laptops
sleep, and a timer counts neither."""


class Reminders(QObject):
    """Says what to ask; the desk shows it.

    `quiet` tells whether the screen must not be disturbed just now, `locked` whether nobody can see it.
    """

    question_due = Signal(object)
    """A `DayQuestion`; told once, until it is answered or put off."""
    back_due = Signal(object)
    """My return time has passed without a sign of life: the absence that ended, as a `wire.ShownAbsence`, or None."""
    lunch_taken = Signal()
    """The screen is locked at lunch time, and its person chose that this sets lunch."""
    noted = Signal()
    """Something was answered or put off here: `asked_today` is other than it was."""
    settled = Signal()
    """What was asked last needs no answer any more: an absence was set, or somebody said that they are back."""

    def __init__(
        self,
        presence: Presence,
        folder: Path,
        habits: Callable[[], Habits],
        quiet: Callable[[], bool],
        locked: Callable[[], bool] = lambda: False,
    ) -> None:
        super().__init__()
        self._presence, self._folder, self._habits, self._quiet, self._locked = presence, folder, habits, quiet, locked
        self._asked: Asked | None = None
        self._open: DayQuestion | None = None
        self._back_open = False
        self._last: wire.ShownAbsence | None = None
        self._running = True
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look)
        presence.status_changed.connect(self.look)

    def start(self) -> None:
        """Begin to look at the clock."""
        self._running = True
        self.look()

    def stop(self) -> None:
        """Ask nothing any more."""
        self._running = False
        self._timer.stop()

    def answered(self, question: DayQuestion) -> None:
        """It was set, or is not wanted today."""
        self._note(self._today().ended(question))

    def asked_today(self) -> Asked:
        """What was answered today, here and, as far as it was told, elsewhere."""
        return self._today()

    def join(self, elsewhere: Asked) -> None:
        """Take in what was answered on another computer of the same person: it is not asked here again."""
        before = self._today()
        after = before.joined(elsewhere)
        if after == before:
            return
        answered = self._open is not None and (
            self._open in after.over or after.not_before.get(self._open) != before.not_before.get(self._open)
        )
        self._keep(after)
        if answered:
            self._open = None
            self.settled.emit()
        self.look()

    def is_over(self, question: DayQuestion) -> bool:
        """Whether it is not wanted any more today."""
        return question in self._today().over

    def not_now(self, question: DayQuestion) -> None:
        """Ask once more later."""
        self._note(self._today().put_off(question, self._presence.clock()))

    def back_answered(self) -> None:
        """The question whether I am back was answered; it comes again with the next return time."""
        self._last = None

    def look(self) -> None:
        """Ask what is due, take back what is no longer; called whenever something may have changed."""
        if not self._running:
            return
        status, standing = self._presence.my_status(), self._standing()
        if standing is not None and standing.absence is not None:
            self._last = standing.absence
            self._had_lunch(standing.absence)
        free = status.phase in (Phase.IN_FORCE, Phase.STALE) and status.reason is None and not status.wished
        overdue = free and standing is not None and standing.overdue
        if (self._open is not None and not free) or (self._back_open and not overdue):
            self._open, self._back_open = None, False
            self.settled.emit()
        now = self._presence.clock()
        due = question_now(now, self._habits(), self._presence.worktime, self._today()) if free and not overdue else None
        if due is DayQuestion.LUNCH and self._locked() and self._lunch_by_lock():
            self.answered(due)
            self.lunch_taken.emit()
            return
        if self.may_disturb():
            if overdue and not self._back_open:
                self._back_open = True
                self.back_due.emit(self._last)
            elif due is not None and due is not self._open:
                self._open = due
                self.question_due.emit(due)
        self._wait()

    def _had_lunch(self, absence: wire.ShownAbsence) -> None:
        """Whoever went to lunch today, in whatever way, is not asked again, also after a start."""
        day = today(self._presence.clock(), self._presence.worktime)
        if absence.reason != DayQuestion.LUNCH or self.is_over(DayQuestion.LUNCH):
            return
        if today(absence.start, self._presence.worktime) == day and absence.start <= self._presence.clock():
            self._keep(self._today().ended(DayQuestion.LUNCH))
            self.noted.emit()

    def may_disturb(self) -> bool:
        """Whether a question may come up now: not in a call, over a full screen, or where nobody sees it."""
        standing = self._standing()
        in_call = standing is not None and standing.line in (LineState.BUSY, LineState.RINGING)
        return not in_call and not self._locked() and not self._quiet()

    def _lunch_by_lock(self) -> bool:
        known = self._presence.preferences
        return known is not None and known.preferences.lunch_when_locked

    def _wait(self) -> None:
        now = self._presence.clock()
        following = next_question(now, self._habits(), self._presence.worktime, self._today())
        milliseconds = LOOK_AGAIN if following is None else (following - now) / timedelta(milliseconds=1)
        self._timer.start(int(max(100.0, min(milliseconds, LOOK_AGAIN))))

    def _standing(self) -> wire.Standing | None:
        return self._presence.board.standings.get(self._presence.extension or "")

    def _today(self) -> Asked:
        day = today(self._presence.clock(), self._presence.worktime)
        self._asked = load_asked(self._folder, day) if self._asked is None else self._asked.on(day)
        return self._asked

    def _note(self, asked: Asked) -> None:
        self._open = None
        self._keep(asked)
        self.noted.emit()
        self.look()

    def _keep(self, asked: Asked) -> None:
        self._asked = asked
        with suppress(OSError):  # a full disk: then it may be asked once more after a start
            save_asked(self._folder, asked)
