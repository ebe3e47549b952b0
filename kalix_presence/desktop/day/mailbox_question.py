"""Asks somebody whose mailbox says that they are away whether to close the phone, too: when a question fits, and once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from kalix_presence import wire
from kalix_presence.client.session_events import Happened, SessionEvent
from kalix_presence.desktop.day.questions import DayQuestions
from kalix_presence.desktop.presence import Presence

if TYPE_CHECKING:
    from kalix_presence.desktop.day.reminder_card import Answer

ABOUT = "mailbox"
OFFERED = "out_of_office"
"""The reason that is offered, as far as the site has it."""
LOOK_AGAIN = 10_000
"""Milliseconds until the next look while the question is kept back."""
OLD = timedelta(hours=12)
"""A computer that slept longer does not ask: the person has seen to it by now, or will by themselves."""


class MailboxQuestion(QObject):
    """Shares the card of `asking`. Nothing is set by itself: without an answer everything stays as it is."""

    def __init__(self, presence: Presence, asking: DayQuestions) -> None:
        super().__init__()
        self._presence, self._asking = presence, asking
        self._since: datetime | None = None
        self._timer = QTimer(self, singleShot=True, interval=LOOK_AGAIN)
        self._timer.timeout.connect(self.look)
        presence.status_changed.connect(self._status_changed)

    def on_session_event(self, event: SessionEvent) -> None:
        """Take in one message of the session."""
        match event:
            case Happened(event=wire.MailboxAway(extension=extension, at=at)) if extension == self._presence.extension:
                self._since = at
                self.look()

    def look(self) -> None:
        """Ask, when a question fits and it is still one; look again later otherwise."""
        if self._since is None or self._is_away() or self._presence.clock() - self._since >= OLD:
            self._since = None
            self._timer.stop()
        elif self._asking.may_ask():
            self._since = None
            self._show_question()
        else:
            self._timer.start()

    def _is_away(self) -> bool:
        standing = self._presence.board.standings.get(self._presence.extension or "")
        return standing is not None and standing.absence is not None

    def _status_changed(self) -> None:
        if self._is_away():
            self._since = None
            if self._asking.about == ABOUT:
                self._asking.hide()

    def _show_question(self) -> None:
        answers: list[Answer] = []
        offered = self._asking.offer(OFFERED)
        if offered is not None:
            named, request = offered
            answers.append((named, lambda: self._asking.request_made.emit(request)))
        answers.append((self.tr("Other …"), lambda: self._asking.panel_asked.emit("")))
        answers.append((self.tr("Leave it open"), lambda: None))
        self._asking.show(
            self.tr("Close the phone, too?"),
            self.tr("Your mailbox says that you are out of office, and your phone still rings."),
            answers,
            escape=lambda: None,
            about=ABOUT,
        )
