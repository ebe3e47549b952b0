"""Puts the reminders' questions into words and buttons, and says what was answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kalix_presence import shipped, wire
from kalix_presence.client.connection.forward_again import forward_again
from kalix_presence.desktop.callbacks import words as message_words
from kalix_presence.desktop.callbacks.messages import Messages
from kalix_presence.desktop.day.reminders import Reminders
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.day import DayQuestion, Habits, lunch_end
from kalix_presence.model.when.reading import short
from kalix_presence.model.when.usual import usual

if TYPE_CHECKING:
    from kalix_presence.desktop.day.reminder_card import Answer, ReminderCard

REASONS = {DayQuestion.LUNCH: "lunch", DayQuestion.DAY_END: "gone_for_the_day"}
"""The reason that each question offers; a site without it is not asked."""
MORE = (15, 30)
"""Minutes by which an absence is made longer at its return time."""
NAMED = 3
"""Callers that a question names; the others are counted."""


class DayQuestions(QObject):
    """`messages` tells who waits to be rung; that is said with every question."""

    request_made = Signal(object)
    back_asked = Signal()
    panel_asked = Signal(str)
    messages_asked = Signal()

    def __init__(
        self, presence: Presence, reminders: Reminders, messages: Messages, language: str, habits: Callable[[], Habits]
    ) -> None:
        super().__init__()
        self._presence, self._reminders, self._messages = presence, reminders, messages
        self._language, self._habits = language, habits
        self.card: ReminderCard | None = None
        self.about = ""
        """What was asked about last, for whoever shares the card; "" for a question of the day."""
        reminders.question_due.connect(self._show_question)
        reminders.back_due.connect(self._ask_whether_back)
        reminders.lunch_taken.connect(self._take_lunch)
        reminders.settled.connect(self.hide)

    def hide(self) -> None:
        """The question needs no answer any more."""
        if self.card is not None:
            self.card.hide()

    def forget_card(self) -> None:
        """Drop the card; it is made anew in the present colours."""
        if self.card is not None and not self.card.isVisible():
            self.card.deleteLater()
            self.card = None

    def speak(self, language: str) -> None:
        """Ask in another language from now on."""
        self._language = language

    def may_ask(self) -> bool:
        """Whether a question fits that has time: nothing else is asked, and nothing must be disturbed."""
        return self._reminders.may_disturb() and (self.card is None or not self.card.isVisible())

    def show(self, title: str, text: str, answers: list[Answer], *, escape: Callable[[], None], about: str = "") -> None:
        """Ask in the corner, with who waits to be rung; the first of `answers` is the usual one."""
        self.about = about
        if self.card is None:
            from kalix_presence.desktop.day.reminder_card import ReminderCard

            self.card = ReminderCard()
        self.card.show_question(title, text, answers, waiting=self._waiting(), escape=escape)

    def offer(self, code: str) -> tuple[str, wire.AbsenceRequest] | None:
        """A reason's usual choice in words, and as a wish; None where the site has no such reason or usual time."""
        if code not in self._presence.reasons:
            return None
        reason = self._presence.reasons.get(code)
        if code == REASONS[DayQuestion.LUNCH]:
            ends = lunch_end(self._presence.clock(), self._habits(), self._presence.worktime)
            return self._with_time(reason.name(self._language), ends), wire.AbsenceRequest(code, ends)
        until = usual(reason, now=self._presence.clock(), worktime=self._presence.worktime)
        if until is None:
            return None
        return self._with_time(reason.name(self._language), until.moment), wire.AbsenceRequest(code, until.moment)

    def time(self, moment: datetime) -> str:
        """A moment in a few words."""
        words = shipped.words(self._language)
        return short(moment, now=self._presence.clock(), zone=self._presence.zone, words=words)

    def _show_question(self, question: DayQuestion) -> None:
        reminders, offered = self._reminders, self.offer(REASONS[question])
        if offered is None:
            reminders.answered(question)
            return
        named, request = offered
        later, never = (lambda: reminders.not_now(question)), (lambda: reminders.answered(question))
        answers: list[Answer] = [(named, lambda: self._accept(question, request))]
        if self._messages.count():
            answers.append((self.tr("Show them"), lambda: self._show_messages(question)))
        answers += [(self.tr("Not now"), later), (self.tr("Not today"), never)]
        self.show(self._title(question), self._text(question), answers, escape=later)

    def _show_messages(self, question: DayQuestion) -> None:
        self._reminders.not_now(question)
        self.messages_asked.emit()

    def _title(self, question: DayQuestion) -> str:
        if question is DayQuestion.LUNCH:
            return self.tr("Time for lunch?")
        count = self._messages.count()
        if count:
            return self.tr("%n call(s) left to make. Go for the day?", "", count)
        return self.tr("Done for the day?")

    def _text(self, question: DayQuestion) -> str:
        said = self.tr("Callers then hear when you are back and reach the switchboard.")
        habits = self._habits()
        if question is DayQuestion.LUNCH and habits.learnt and habits.lunch_at is not None:
            at = f"{habits.lunch_at.hour}.{habits.lunch_at.minute:02d}"
            learnt = self.tr("Asked now because you mostly went about {time} these weeks; only this computer knows that.")
            return f"{said} {learnt.format(time=at)}"
        known = self._presence.preferences
        ends = self._presence.worktime.ends(self._presence.clock().astimezone(self._presence.worktime.tz).date())
        if question is DayQuestion.DAY_END and known is not None and known.preferences.gone_at_day_end and ends is not None:
            return self.tr("At {time} you are gone for the day by itself.").format(time=self.time(ends))
        return said

    def _waiting(self) -> str:
        waiting = [each for each in self._messages.waiting() if not self._messages.is_put_off(each)]
        if not waiting:
            return ""
        names = ", ".join(message_words.who(each) for each in waiting[:NAMED])
        if len(waiting) > NAMED:
            return self.tr("To ring: {names} and {count} more.").format(names=names, count=len(waiting) - NAMED)
        return self.tr("To ring: {names}.").format(names=names)

    def _take_lunch(self) -> None:
        offered = self.offer(REASONS[DayQuestion.LUNCH])
        if offered is not None:
            self.request_made.emit(offered[1])

    def ask_for(self, name: str) -> None:
        """`name` asks whether one is back."""
        standing = self._presence.board.standings.get(self._presence.extension or "")
        answers: list[Answer] = [(self.tr("Yes"), self._back)]
        absence = standing.absence if standing is not None else None
        if absence is not None:
            answers += [self._more(absence, minutes) for minutes in MORE]
        answers.append((self.tr("Other time …"), lambda: self.panel_asked.emit(absence.reason if absence else "")))
        text = self.tr("{name} asks. Colleagues see you as overdue until you answer.").format(name=name)
        self.show(self.tr("Are you back?"), text, answers, escape=lambda: None)

    def _ask_whether_back(self, ended: wire.ShownAbsence | None) -> None:
        text = self.tr(
            "Your return time has passed and your phone rings again. Colleagues see you as overdue until you answer."
        )
        answers: list[Answer] = [(self.tr("Yes"), self._back)]
        if ended is not None:
            answers += [self._more(ended, minutes) for minutes in MORE]
            answers.append((self.tr("Other time …"), lambda: self.panel_asked.emit(ended.reason)))
        self.show(self.tr("Are you back?"), text, answers, escape=lambda: None)

    def _accept(self, question: DayQuestion, request: wire.AbsenceRequest) -> None:
        self._reminders.answered(question)
        self.request_made.emit(request)

    def _back(self) -> None:
        self._reminders.back_answered()
        self.back_asked.emit()

    def _more(self, ended: wire.ShownAbsence, minutes: int) -> Answer:
        return self.tr("+{minutes} min").format(minutes=minutes), lambda: self._longer(ended, minutes)

    def _longer(self, ended: wire.ShownAbsence, minutes: int) -> None:
        until = self._presence.clock().replace(second=0, microsecond=0) + timedelta(minutes=minutes)
        self.request_made.emit(wire.AbsenceRequest(ended.reason, until, forward_again(ended), ended.note))

    def _with_time(self, name: str, until: datetime | None) -> str:
        if until is None:
            return name
        return self.tr("{reason}, back {time}").format(reason=name, time=self.time(until))
