"""Settings of this computer: where the hub is, language, colours, the shortcut, starting with the session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, cast

import msgspec
from PySide6.QtWidgets import QLabel, QLineEdit

from kalix_presence import __version__, wire
from kalix_presence.client.connection.address import server_text
from kalix_presence.client.local.outlook_signature import outlook_folder
from kalix_presence.client.local.secrets import KeyringState
from kalix_presence.client.local.settings import Settings
from kalix_presence.desktop.platform.autostart import Autostart
from kalix_presence.desktop.platform.shortcut import UNUSABLE, unavailable
from kalix_presence.desktop.platform.start_for_all import started_for_all
from kalix_presence.desktop.presence import sentence
from kalix_presence.desktop.settings.page import SettingsPage, choice, offered, small_label
from kalix_presence.desktop.settings.shortcut_field import ShortcutField, why
from kalix_presence.desktop.settings.update_field import UpdateField
from kalix_presence.desktop.widgets.long_box import LongBox
from kalix_presence.desktop.widgets.reasoned import allow
from kalix_presence.model.errors import BadInput
from kalix_presence.model.words import LANGUAGE_NAMES


class ComputerPage(SettingsPage):
    """None of it leaves this computer."""

    def __init__(self, language: str, starter: Autostart, update: UpdateField | None = None) -> None:
        super().__init__("")
        self.update_field = update
        self.decider: Callable[[str], str] = lambda _: ""
        """The file by which the organisation has decided a setting."""
        self.title = self.tr("This computer")
        self._language, self._starter, self._kept = language, starter, ""
        self.hub, self.shortcut = QLineEdit(), ShortcutField()
        self.speech = choice(*offered("language", LANGUAGE_NAMES | {"": self.tr("The computer's language")}))
        themes = {"system": self.tr("As the computer"), "light": self.tr("Light"), "dark": self.tr("Dark")}
        self.theme = choice(*offered("theme", themes))
        self.start = LongBox(self.tr("Start when I log in to the computer"))
        self.outlook = LongBox(self.tr("Keep my signature in Outlook's folder"))
        self.updates = LongBox(self.tr("Say when a newer version is there"))
        self.keyring, self.exchange = small_label(), small_label()
        self.row(self.tr("&Server"), self.hub, "hub")
        self.row(self.tr("&Language"), self.speech)
        self.row(self.tr("&Colours"), self.theme)
        self.row(self.tr("Short&cut"), self.shortcut, "shortcut")
        self.row("", self.start, "start")
        self.row(self.tr("Si&gnature"), self.outlook)
        self.row(self.tr("Sign-in"), self.keyring)
        self.row(self.tr("Exchange"), self.exchange)
        self.row(self.tr("Version"), QLabel(__version__))
        self.row("", self.updates)
        if update is not None:
            self.row("", update)
            update.changed.connect(self.changed)
        self.rows.addStretch(1)
        self._here = {
            "hub": self.hub,
            "language": self.speech,
            "theme": self.theme,
            "shortcut": self.shortcut,
            "start_with_session": self.start,
            "outlook_signature": self.outlook,
            "updates": self.updates,
        }
        self.hub.textEdited.connect(lambda: self.say("hub", ""))
        self.shortcut.recorded.connect(lambda: self.say("shortcut", ""))
        self.shortcut.refused.connect(lambda: self.say("shortcut", why(UNUSABLE), fault=True))

    def show_settings(self, settings: Settings, preferences: wire.PreferencesView | None) -> None:
        """Show what is chosen now."""
        self.hub.setText(settings.hub)
        self._kept = settings.hub
        self.speech.setCurrentIndex(max(0, self.speech.findData(settings.language)))
        self.theme.setCurrentIndex(max(0, self.theme.findData(settings.theme)))
        self.shortcut.show_sequence(settings.shortcut)
        self.start.setChecked(self._starter.is_on())
        self.outlook.setChecked(settings.outlook_signature)
        self.updates.setChecked(settings.updates)
        self.say("hub", "")
        self.say("start", "")
        if self.update_field is not None:
            self.update_field.show_settings(settings, self.decider("updates"))
        self.lock_here(self._here)
        allow(self.start, self.decided_here("start_with_session") or started_for_all(self._starter))
        elsewhere = self.tr("There is no Outlook for Windows on this computer.") if outlook_folder() is None else ""
        allow(self.outlook, self.decided_here("outlook_signature") or elsewhere)

    def show_machine(self, keyring: KeyringState, shortcut_trouble: str | None) -> None:
        """Say how this machine keeps the sign-in, and what `GlobalShortcut.start` answered last."""
        self.keyring.setText(self._about(keyring))
        nowhere = unavailable()
        allow(self.shortcut, self.decided_here("shortcut") or (why(nowhere) if nowhere else ""))
        trouble = nowhere or (shortcut_trouble if self.shortcut.sequence() else None)
        self.say("shortcut", why(trouble) if trouble else "", fault=nowhere is None)

    def show_exchange(self, said: str) -> None:
        """Say who ends an absence, and when a change by hand in the telephone exchange is seen."""
        self.exchange.setText(said)

    def show_contact(self, address: str, *, signed_in: bool) -> None:
        """Say by which of several hubs the program goes now, "" for none; what is wrong with what is typed stays said."""
        if self.said["hub"].objectName() == "error" and self.said["hub"].text():
            return
        several = any(sign in self._kept for sign in (",", "_"))
        away = self.tr("No contact just now; the hubs are asked in turn.")
        contact = self.tr("Connected to {address}.").format(address=address) if address else away
        self.say("hub", contact if several and signed_in else "")

    def problem(self) -> str | None:
        """The first field that cannot be used. The system is asked to start the program here, for it may refuse."""
        try:
            server_text(self.hub.text())
        except BadInput as fault:
            self.say("hub", sentence(fault, self._language), fault=True)
            self.hub.selectAll()
            return "hub"
        wanted = self.start.isChecked()
        if not self.start.isEnabled() or wanted is self._starter.is_on():
            return None
        try:
            self._starter.set(wanted)
        except OSError as fault:
            said = self.tr("The computer did not allow it: {reason}").format(reason=fault.strerror or fault)
            self.say("start", said, fault=True)
            self.start.setChecked(self._starter.is_on())
            return "start"
        return None

    def chosen(self, settings: Settings) -> Settings:
        """`settings` with what was chosen here."""
        return msgspec.structs.replace(
            settings,
            hub=server_text(self.hub.text()),
            language=str(self.speech.currentData()),
            theme=cast(Literal["system", "light", "dark"], self.theme.currentData()),
            start_with_session=self.start.isChecked() if self.start.isEnabled() else settings.start_with_session,
            shortcut=self.shortcut.sequence(),
            outlook_signature=self.outlook.isChecked(),
            updates=self.updates.isChecked(),
        )

    def _about(self, keyring: KeyringState) -> str:
        match keyring:
            case KeyringState.USABLE:
                return self.tr("Kept safe in this computer's keyring.")
            case KeyringState.LOCKED:
                return self.tr("The keyring is locked, so you are asked at each start. Unlock it to be remembered.")
            case KeyringState.SILENT:
                return self.tr("The keyring does not answer, so you are asked at each start.")
            case KeyringState.ABSENT:
                return self.tr("This computer has no keyring, so you are asked at each start.")
