"""Puts the reminders' questions into words and buttons, and says what was answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kalix_presence import shipped, wire
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.reminders import Reminders
from kalix_presence.model.day import Question
from kalix_presence.model.when.line import usual
from kalix_presence.model.when.reading import short

if TYPE_CHECKING:
    from kalix_presence.desktop.reminder_card import Answer, ReminderCard

REASONS = {Question.LUNCH: "lunch", Question.DAY_END: "gone_for_the_day"}
"""The reason that each question offers; a site without it is not asked."""
MORE = (15, 30)
"""Minutes by which an absence is made longer at its return time."""


class Asking(QObject):
    """`waiting` gives how many callbacks wait; that is said with every question."""

    wish_made = Signal(object)
    back_asked = Signal()
    panel_asked = Signal(str)

    def __init__(self, presence: Presence, reminders: Reminders, language: str, waiting: Callable[[], int]) -> None:
        super().__init__()
        self._presence, self._reminders, self._language, self._waiting = presence, reminders, language, waiting
        self.card: ReminderCard | None = None
        reminders.question_due.connect(self._ask)
        reminders.back_due.connect(self._ask_whether_back)
        reminders.settled.connect(self.hide)

    def hide(self) -> None:
        """The question needs no answer any more."""
        if self.card is not None:
            self.card.hide()

    def speak(self, language: str) -> None:
        """Ask in another language from now on."""
        self._language = language

    def _ask(self, question: Question) -> None:
        code, reminders = REASONS[question], self._reminders
        reason = self._presence.reasons.get(code) if code in self._presence.reasons else None
        until = usual(reason, now=self._presence.clock(), worktime=self._presence.worktime) if reason is not None else None
        if reason is None or until is None:
            reminders.answered(question)
            return
        named = self._with_time(reason.name(self._language), until.moment)
        titles = {Question.LUNCH: self.tr("Time for lunch?"), Question.DAY_END: self.tr("Done for the day?")}
        text = self.tr("Callers then hear when you are back and reach the switchboard.")
        answers: list[Answer] = [
            (named, lambda: self._take(question, code, until.moment)),
            (self.tr("Not now"), lambda: reminders.not_now(question)),
            (self.tr("Not today"), lambda: reminders.answered(question)),
        ]
        self._show(titles[question], text, answers, escape=lambda: reminders.not_now(question))

    def _ask_whether_back(self, ended: wire.ShownAbsence | None) -> None:
        text = self.tr(
            "Your return time has passed and your phone rings again. Colleagues see you as overdue until you answer."
        )
        answers: list[Answer] = [(self.tr("Yes"), self._back)]
        if ended is not None:
            answers += [self._more(ended, minutes) for minutes in MORE]
            answers.append((self.tr("Other time …"), lambda: self.panel_asked.emit(ended.reason)))
        self._show(self.tr("Are you back?"), text, answers, escape=lambda: None)

    def _show(self, title: str, text: str, answers: list[Answer], *, escape: Callable[[], None]) -> None:
        if self.card is None:
            from kalix_presence.desktop.reminder_card import ReminderCard

            self.card = ReminderCard()
        count = self._waiting()
        waits = self.tr("%n callback(s) wait for you.", "", count) if count else ""
        self.card.ask(title, text, answers, waiting=waits, escape=escape)

    def _take(self, question: Question, code: str, until: datetime | None) -> None:
        self._reminders.answered(question)
        self.wish_made.emit(wire.AbsenceWish(code, until))

    def _back(self) -> None:
        self._reminders.back_answered()
        self.back_asked.emit()

    def _more(self, ended: wire.ShownAbsence, minutes: int) -> Answer:
        return self.tr("+{minutes} min").format(minutes=minutes), lambda: self._longer(ended, minutes)

    def _longer(self, ended: wire.ShownAbsence, minutes: int) -> None:
        until = self._presence.clock().replace(second=0, microsecond=0) + timedelta(minutes=minutes)
        # A number of one's own is not known here in full: the reason's usual forward is asked for again.
        self.wish_made.emit(wire.AbsenceWish(ended.reason, until, note=ended.note))

    def _with_time(self, name: str, until: datetime | None) -> str:
        if until is None:
            return name
        words = shipped.words(self._language)
        time = short(until, now=self._presence.clock(), zone=self._presence.zone, words=words)
        return self.tr("{reason}, back {time}").format(reason=name, time=time)
