"""What a person may choose: pages of it, saved together; what lies at the hub counts as saved once the hub says so."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from kalix_presence import shipped, wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.facts import said_of_exchange, worktime_of
from kalix_presence.client.local.secrets import KeyringState
from kalix_presence.client.local.settings import Settings
from kalix_presence.client.sync.updates import Updates
from kalix_presence.desktop.bridge import Submit
from kalix_presence.desktop.day.controller import DayController
from kalix_presence.desktop.machine_policy import MachinePolicy
from kalix_presence.desktop.platform.autostart import Autostart, autostart
from kalix_presence.desktop.presence import Presence, sentence
from kalix_presence.desktop.settings.audit_field import AuditField
from kalix_presence.desktop.settings.away_page import CalendarPage, MessageSettingsPage
from kalix_presence.desktop.settings.calendars_field import CalendarsField
from kalix_presence.desktop.settings.computer_page import ComputerPage
from kalix_presence.desktop.settings.delegates_page import DelegatesPage
from kalix_presence.desktop.settings.elsewhere_page import ElsewherePage
from kalix_presence.desktop.settings.hours_page import HoursPage, PhonePage
from kalix_presence.desktop.settings.own_copy_field import OwnCopyField
from kalix_presence.desktop.settings.page import SettingsPage, small_label
from kalix_presence.desktop.settings.privacy_page import PrivacyPage
from kalix_presence.desktop.settings.reminders_page import RemindersPage
from kalix_presence.desktop.settings.sessions_field import SessionsField
from kalix_presence.desktop.settings.sign_in_page import SignInPage
from kalix_presence.desktop.settings.update_field import UpdateField
from kalix_presence.desktop.status.phrases import owned
from kalix_presence.desktop.widgets.enter_key import enters
from kalix_presence.desktop.widgets.fitting import come_forward, scrolling
from kalix_presence.desktop.widgets.reasoned import allow
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.model.errors import PresenceError
from kalix_presence.model.worktime import WorkingTime

SIZE = QSize(760, 600)


class SettingsWindow(QWidget):
    """Nothing counts before it is saved, and nothing that was typed is lost when something is refused."""

    saved = Signal(object)
    """The `Settings` of this computer."""
    preferences_requested = Signal(object)
    """A `wire.PreferencesRequest`; its outcome is to be told by `preferences_ended`."""

    def __init__(
        self,
        presence: Presence,
        language: str,
        starter: Autostart | None = None,
        day: DayController | None = None,
        submit: Submit | None = None,
        policy: MachinePolicy | None = None,
        updates: Updates | None = None,
    ) -> None:
        super().__init__()
        self._presence, self._language, self._policy = presence, language, policy
        self._settings = Settings()
        self._waiting = False
        self.setWindowTitle(self.tr("Settings"))
        update = None if submit is None or updates is None else UpdateField(presence, language, submit, updates)
        self.computer = ComputerPage(language, starter or autostart(), update)
        self.reminders = RemindersPage(language) if day is None else RemindersPage(language, day.habits, day.lunches)
        self.hours = HoursPage(language, self._site_time, presence.clock)
        self.phone = PhonePage(language, self._site_time, presence.clock)
        self.messages, self.elsewhere = MessageSettingsPage(), ElsewherePage()
        self.calendar = CalendarPage(None if submit is None else CalendarsField(presence, language, submit))
        self.privacy = PrivacyPage(
            presence,
            language,
            None if submit is None else AuditField(presence, language, submit),
            None if submit is None else OwnCopyField(language, submit),
        )
        self.pages: list[SettingsPage] = [
            self.reminders, self.hours, self.phone, self.calendar, self.messages, self.elsewhere, self.privacy, self.computer,
        ]  # fmt: skip
        self.sign_in = None if submit is None else SignInPage(language, SessionsField(presence, language, submit), submit)
        if self.sign_in is not None:
            self.pages.insert(-1, self.sign_in)
        self.delegates = None if submit is None else DelegatesPage(presence, language, submit)
        if self.delegates is not None:
            self.pages.insert(self.pages.index(self.calendar), self.delegates)
        if policy is not None:
            for page in self.pages:
                page.decided_here = policy.why
            self.computer.decider = policy.decider
        presence.link_changed.connect(self._show_contact)
        self._build()

    def _show_contact(self) -> None:
        signed_in = self._presence.link is not LinkState.SIGNED_OUT
        self.computer.show_contact(self._presence.heard_from, signed_in=signed_in)

    def _build(self) -> None:
        self.list, self._stack = QListWidget(), QStackedWidget()
        self.list.setObjectName("pages")
        self.list.setAccessibleName(self.tr("Pages"))
        for page in self.pages:
            self.list.addItem(page.title)
            self._stack.addWidget(scrolling(page))
        self.list.setFixedWidth(max(150, self.list.sizeHintForColumn(0) + 36))
        self.list.currentRowChanged.connect(self._stack.setCurrentIndex)
        self.list.setCurrentRow(0)
        self._said = small_label()
        self._cancel = named(QPushButton(self.tr("Cancel")), "plain")
        self._cancel.clicked.connect(self.hide)
        self._save_button = named(QPushButton(self.tr("Save")), "primary")
        self._save_button.clicked.connect(self._save)
        middle = QHBoxLayout()
        middle.setSpacing(20)
        middle.addWidget(self.list)
        middle.addWidget(self._stack, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(self._said, 1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._save_button)
        around = QVBoxLayout(self)
        around.setContentsMargins(20, 20, 20, 20)
        around.setSpacing(16)
        self._trouble = small_label()
        self._trouble.setObjectName("error")
        self._trouble.setText("" if self._policy is None else self._policy.trouble(self._language))
        self._trouble.setVisible(bool(self._trouble.text()))
        around.addWidget(self._trouble)
        around.addLayout(middle, 1)
        around.addLayout(buttons)

    # coming and going

    def open(
        self, settings: Settings, keyring: KeyringState = KeyringState.USABLE, shortcut_trouble: str | None = None
    ) -> None:
        """Come to the front with what is chosen now, unless it is in front already with something half chosen.

        `shortcut_trouble` is what `GlobalShortcut.start` answered last.
        """
        self.setWindowTitle(owned(self.tr("Settings"), self._presence))
        if not self.isVisible():
            self._settings, self._shown = settings, self._presence.preferences
            for page in self.pages:
                page.show_settings(settings, self._shown)
            self._offer_pages()
            self._wait(False)
            self._say("")
            self.list.setFocus()
        self.computer.show_machine(keyring, shortcut_trouble)
        self.computer.show_exchange(said_of_exchange(self._presence.view, shipped.words(self._language)))
        self._show_contact()
        come_forward(self, SIZE)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter saves, Esc leaves everything as it was."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif enters(self, event):
            self._save()
        else:
            super().keyPressEvent(event)

    # saving

    def preferences_ended(self, fault: Exception | None) -> None:
        """The hub has the wish, or `fault` says why not."""
        self._wait(False)
        if fault is None:
            self._done()
            return
        if not isinstance(fault, PresenceError):
            self._say(str(fault), fault=True)
            raise fault
        said = self.tr("Nothing has been saved yet. {why}").format(why=sentence(fault, self._language))
        self._say(said, fault=True)
        for page in self.pages:
            if fault.field in page.said:
                self._point_at(page, fault.field)

    def _save(self) -> None:
        if self._waiting:
            return
        for page in self.pages:
            wrong = page.problem()
            if wrong is not None:
                self._point_at(page, wrong)
                return
        settings = self._settings
        changes: dict[str, object] = {}
        for page in self.pages:
            settings = page.chosen(settings)
            if self._shown is not None:
                # Fields that belong together may be locked one by one: nothing is wished for that would be refused.
                changes |= {name: one for name, one in page.changes(self._shown).items() if name not in self._shown.locked}
        self._settings = settings
        if changes:
            self._wait(True)
            self.preferences_requested.emit(_request_of(changes))
        else:
            self._done()

    def _done(self) -> None:
        self.hide()
        self.saved.emit(self._settings)

    def _offer_pages(self) -> None:
        """What is about one's own telephone and time is not there for an account that has neither."""
        about_phone: list[SettingsPage | None] = [self.reminders, self.hours, self.phone, self.calendar, self.delegates]
        for row, page in enumerate(self.pages):
            self.list.item(row).setHidden(page in about_phone and self._presence.has_no_telephone)
        told = self._shown is not None and bool(self._shown.mirrors) and not self._presence.has_no_telephone
        self.list.item(self.pages.index(self.elsewhere)).setHidden(not told)
        calls = not self._presence.has_no_telephone
        self.messages.offer(calls=calls, report=calls and self._presence.sees_report)
        if self.list.isRowHidden(self.list.currentRow()):
            self.list.setCurrentRow(next(row for row in range(self.list.count()) if not self.list.isRowHidden(row)))

    def turn_to(self, page: SettingsPage) -> None:
        """Show this page."""
        self.list.setCurrentRow(self.pages.index(page))

    def _point_at(self, page: SettingsPage, name: str) -> None:
        self.turn_to(page)
        page.focus(name)

    def _wait(self, waiting: bool) -> None:
        self._waiting = waiting
        saving = self.tr("Saving at the presence server …") if waiting else ""
        allow(self._save_button, saving)
        self._say(saving)

    def _say(self, said: str, *, fault: bool = False) -> None:
        self._said.setObjectName("error" if fault else "dimmed")
        self._said.style().polish(self._said)
        self._said.setText(said)

    def _site_time(self) -> WorkingTime:
        view = self._presence.view
        return self._presence.worktime if view is None else worktime_of(view)


def _request_of(fields: dict[str, Any]) -> wire.PreferencesRequest:
    return wire.PreferencesRequest(**fields)
