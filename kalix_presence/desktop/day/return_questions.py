"""Puts what is asked of who comes back to their desk into words and buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kalix_presence.desktop.day.homecoming import Homecoming, Homecomings, Welcome
from kalix_presence.desktop.day.questions import DayQuestions
from kalix_presence.desktop.day.reminders import Reminders
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.day import DayQuestion

if TYPE_CHECKING:
    from kalix_presence.desktop.day.reminder_card import Answer

GOING_AGAIN = "break"
"""The reason that is offered to who was away without a word, as far as the site has it."""


class ReturnQuestions(QObject):
    """Shares the card of `asking`: there is one question at a time."""

    back_asked = Signal()

    def __init__(
        self, presence: Presence, homecomings: Homecomings, reminders: Reminders, asking: DayQuestions, language: str
    ) -> None:
        super().__init__()
        self._presence, self._homecomings, self._reminders = presence, homecomings, reminders
        self._asking, self._language = asking, language
        homecomings.asked.connect(self._show_question)
        homecomings.settled.connect(asking.hide)

    def speak(self, language: str) -> None:
        """Ask in another language from now on."""
        self._language = language

    def _show_question(self, homecoming: Homecoming) -> None:
        match homecoming.welcome:
            case Welcome.STILL_AWAY:
                title, text = self.tr("Are you back?"), self._marked(homecoming)
                answers = [(self.tr("Yes"), self._back), (self.tr("Not yet"), self._homecomings.answered)]
            case Welcome.AT_DESK:
                title = self.tr("Ring here again?")
                text = self.tr("You are at your desk, and calls still go to your mobile. {marked}").format(
                    marked=self._marked(homecoming)
                )
                answers = [(self.tr("Ring here"), self._back), (self.tr("Keep the mobile"), self._homecomings.answered)]
            case Welcome.UNANNOUNCED:
                title, text, answers = self.tr("Set an absence?"), self._missed(homecoming), self._going_again(homecoming)
        self._asking.show(title, text, answers, escape=self._homecomings.answered)

    def _marked(self, homecoming: Homecoming) -> str:
        status = homecoming.status
        name = self._presence.reason_name(status.reason, self._language)
        name = name[:1].lower() + name[1:] if not name.isupper() else name
        if status.until is None:
            return self.tr("You are marked as {reason} until further notice.").format(reason=name)
        return self.tr("You are marked as {reason} until {time}.").format(reason=name, time=self._asking.time(status.until))

    def _missed(self, homecoming: Homecoming) -> str:
        text = self.tr(
            "Nobody sat here from {left} to {back}, and nothing was set: a call rang at an empty desk. "
            "Going again? Say so first."
        )
        return text.format(left=self._asking.time(homecoming.left), back=self._asking.time(homecoming.back))

    def _going_again(self, homecoming: Homecoming) -> list[Answer]:
        answers: list[Answer] = [(self.tr("I stay"), self._homecomings.answered)]
        offered = self._asking.offer(GOING_AGAIN)
        if offered is not None:
            named, request = offered
            answers.append((named, lambda: self._asking.request_made.emit(request)))
        answers.append((self.tr("Other …"), lambda: self._asking.panel_asked.emit("")))
        answers.append((self.tr("Not today"), lambda: self._reminders.answered(DayQuestion.AWAY)))
        return answers

    def _back(self) -> None:
        self._homecomings.answered()
        self.back_asked.emit()
