"""Puts a working day's questions together: the clock's, and those of going and coming; the desk gives them what they need."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from kalix_presence.client.local.lunches import LunchDiary
from kalix_presence.client.local.office import is_office, networks_of, own_address
from kalix_presence.client.local.site_settings import decided
from kalix_presence.desktop.day.attendance import Attendance
from kalix_presence.desktop.day.homecoming import Homecomings
from kalix_presence.desktop.day.mailbox_question import MailboxQuestion
from kalix_presence.desktop.day.questions import DayQuestions
from kalix_presence.desktop.day.reminders import Reminders
from kalix_presence.desktop.day.return_questions import ReturnQuestions
from kalix_presence.desktop.day.sharing import Sharing
from kalix_presence.model.absence import Way
from kalix_presence.model.day import Habits
from kalix_presence.model.errors import BadInput

if TYPE_CHECKING:
    from kalix_presence.client.local.folders import Folders
    from kalix_presence.client.local.settings import Settings
    from kalix_presence.client.session import Session
    from kalix_presence.desktop.bridge import Submit
    from kalix_presence.desktop.callbacks.messages import Messages
from kalix_presence.desktop.presence import Presence

Work = Callable[["Session"], Coroutine[Any, Any, Any]]
WATCH_AFTER = 1_500
"""Milliseconds after the start: finding the systems' ways to tell of the lock takes its time."""
OWN_WAYS = (Way.TRAY, Way.CLI, Way.PHONE)
"""Lunches that somebody went to, not ones that a calendar planned."""


class DayController(QObject):
    """`submit` has the session do something; `quiet` tells whether the screen must not be disturbed.

    `locked` are the settings that the organisation has decided for this computer.
    """

    request_made = Signal(object)
    back_asked = Signal()
    panel_asked = Signal(str)
    messages_asked = Signal()

    def __init__(
        self,
        presence: Presence,
        messages: Messages,
        folders: Folders,
        settings: Settings,
        language: str,
        *,
        submit: Submit,
        quiet: Callable[[], bool],
        attendance: Attendance | None = None,
        locked: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__()
        self._locked = locked
        self._presence, self._messages, self._chosen, self._submit = presence, messages, settings, submit
        self.lunches = LunchDiary(folders.data)
        self.attendance = attendance or Attendance(presence.clock)
        self.reminders = Reminders(presence, folders.data, self.habits, quiet, lambda: self.attendance.is_locked)
        self.asking = DayQuestions(presence, self.reminders, messages, language, self.habits)
        self.homecomings = Homecomings(presence, self.attendance, self.reminders, self.reminders.may_disturb)
        self.welcoming = ReturnQuestions(presence, self.homecomings, self.reminders, self.asking, language)
        self.mailbox = MailboxQuestion(presence, self.asking)
        self.asking.request_made.connect(self.request_made)
        self.asking.back_asked.connect(self.back_asked)
        self.asking.panel_asked.connect(self.panel_asked)
        self.asking.messages_asked.connect(self.messages_asked)
        self.welcoming.back_asked.connect(self.back_asked)
        self.homecomings.life_seen.connect(self._show_life)
        self.homecomings.office_wanted.connect(self._look_where)
        self.attendance.returned.connect(self.reminders.look)
        self.attendance.left.connect(self.reminders.look)
        presence.status_changed.connect(self._learn)
        self._sharing = Sharing(presence, self.reminders, submit)
        presence.facts_changed.connect(self._watch_again)
        self._watching = False
        self._begin = QTimer(self, singleShot=True, interval=WATCH_AFTER)
        self._begin.timeout.connect(self._watch_idle)
        messages.changed.connect(self.reminders.look)

    @property
    def _settings(self) -> Settings:
        return decided(self._chosen, self._presence.preferences, self._locked)

    def start(self) -> None:
        """Begin to look at the clock; the systems' ways to tell of the lock are looked for once the icon is there."""
        self.reminders.start()
        self._begin.start()

    def stop(self) -> None:
        """Ask nothing any more."""
        self._begin.stop()
        self._watching = False
        self.reminders.stop()
        self.attendance.stop()
        self.asking.hide()

    def take_settings(self, settings: Settings) -> None:
        """Go by other settings from now on."""
        self._chosen = settings
        self._watch_idle()
        self.reminders.look()

    def speak(self, language: str) -> None:
        """Ask in another language from now on."""
        self.asking.speak(language)
        self.welcoming.speak(language)

    def forget_card(self) -> None:
        """The card is made anew in the present language and colours when there is a next question."""
        self.asking.forget_card()

    def habits(self) -> Habits:
        """When to ask today: the lunch time that the person has chosen, else one that was learnt, else the site's."""
        known, worktime = self._presence.preferences, self._presence.worktime
        chosen = known.preferences.lunch_at if known is not None else None
        lunch_at, learnt = worktime.lunch_at if self._settings.lunch else None, 0
        if self._settings.lunch and self._settings.lunch_learnt and chosen is None:
            habit = self.lunches.habit(self._presence.clock().astimezone(worktime.tz).date())
            if habit is not None:
                lunch_at, learnt = habit.at, habit.days
        gone_by_itself = known is not None and known.preferences.gone_at_day_end and not self._messages.count()
        return Habits(lunch_at, self._settings.day_end and not gone_by_itself, learnt)

    def _watch_again(self) -> None:
        if self._watching:
            self._watch_idle()

    def _watch_idle(self) -> None:
        self._watching = True
        settings = self._settings
        self.homecomings.unannounced, self.homecomings.unlock_tells = settings.unannounced, settings.unlock_tells
        known = self._presence.preferences
        by_lock = known is not None and known.preferences.lunch_when_locked
        lock = settings.unannounced or settings.unlock_tells or bool(settings.office) or by_lock
        self.attendance.start(lock=lock, idle=settings.unannounced)

    def _learn(self) -> None:
        standing = self._presence.board.standings.get(self._presence.extension or "")
        absence = standing.absence if standing is not None else None
        if self._settings.lunch_learnt and absence is not None and absence.reason == "lunch" and absence.way in OWN_WAYS:
            began = absence.start.astimezone(self._presence.worktime.tz)
            self.lunches.note(began.date(), began.time())

    def _show_life(self) -> None:
        extension = self._presence.extension
        if extension is not None:
            self._submit(lambda session: session.show_life(extension))

    def _look_where(self) -> None:
        try:
            networks = networks_of(self._settings.office)
        except BadInput:
            networks = []
        if not networks:
            self.homecomings.office_known(False)
            return

        def known(address: str | None, fault: Exception | None) -> None:
            self.homecomings.office_known(fault is None and is_office(address, networks))

        self._submit(lambda session: own_address(session.hub.address), known)
