"""The page of one's sign-in: another password, and where one is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QPushButton

from kalix_presence import wire
from kalix_presence.client.local.settings import Settings
from kalix_presence.desktop.bridge import Submit
from kalix_presence.desktop.presence import fault_sentence, sentence
from kalix_presence.desktop.settings.page import SettingsPage
from kalix_presence.desktop.settings.sessions_field import SessionsField
from kalix_presence.desktop.widgets.reasoned import allow
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.model.errors import BadInput, PresenceError

if TYPE_CHECKING:
    from kalix_presence.desktop.factor.window import FactorWindow

FIELDS = {"current": "current", "password": "new"}
"""Names of fields at the hub and here."""


class SignInPage(SettingsPage):
    """Each step counts at once, not by Save."""

    def __init__(self, language: str, sessions: SessionsField, submit: Submit) -> None:
        super().__init__("")
        self.title = self.tr("Sign-in")
        self._language, self._submit, self.sessions = language, submit, sessions
        self.current, self.new, self.again = QLineEdit(), QLineEdit(), QLineEdit()
        for field in (self.current, self.new, self.again):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.textEdited.connect(self._edited)
        self.change = named(QPushButton(self.tr("Change password")), "plain")
        self.change.clicked.connect(self._change)
        self.row(self.tr("Present password"), self.current, "current")
        self.row(self.tr("New password"), self.new, "new")
        self.row(self.tr("Again"), self.again)
        self.row("", self.change, "done")
        self.factor = named(QPushButton(), "plain")
        self.factor.clicked.connect(self._open_factor)
        self.row(self.tr("Second factor"), self.factor, "factor")
        self.factor_window: FactorWindow | None = None
        self._has_factor: bool | None = None
        self._show_factor(None, None)
        self.row(self.tr("Signed in at"), sessions)
        sessions.changed.connect(self.changed)
        self.rows.addStretch(1)
        self._edited()

    def show_settings(self, settings: Settings, preferences: wire.PreferencesView | None) -> None:
        """Ask anew; what was half typed of a password does not lie about."""
        for field in (self.current, self.new, self.again):
            field.clear()
        self._edited()
        self.sessions.fetch()
        self._look_for_factor()

    def _look_for_factor(self) -> None:
        self._submit(lambda session: session.hub.second_factor(), self._show_factor)

    def _show_factor(self, there: bool | None, fault: Exception | None) -> None:
        self._has_factor = there
        self.factor.setText(self.tr("Give up …") if there else self.tr("Set up …"))
        allow(self.factor, self.tr("Not known without contact with the server.") if there is None else "")
        said = self.tr("A code is asked for when you sign in.") if there else self.tr("The password is enough.")
        self.say("factor", "" if there is None else said)

    def _open_factor(self) -> None:
        if self._has_factor is None:
            return
        if self.factor_window is None:
            from kalix_presence.desktop.factor.window import FactorWindow

            self.factor_window = FactorWindow(self._language, self._submit)
            self.factor_window.changed.connect(self._look_for_factor)
        self.factor_window.open(there=self._has_factor)

    def _edited(self) -> None:
        for name in ("current", "new", "done"):
            self.say(name, "")
        whole = all(field.text() for field in (self.current, self.new, self.again))
        allow(self.change, "" if whole else self.tr("Fill in every field first."))

    def _change(self) -> None:
        if self.new.text() != self.again.text():
            self.say("new", sentence(BadInput("password-twice"), self._language), fault=True)
            self.focus("new")
            return
        current, new = self.current.text(), self.new.text()
        allow(self.change, self.tr("The server is being asked."))
        self._submit(lambda session: session.hub.change_password(current, new), self._changed)

    def _changed(self, _: object, fault: Exception | None) -> None:
        if fault is None:
            for field in (self.current, self.new, self.again):
                field.clear()
            self.say("done", self.tr("The password is changed, and other sign-ins are ended."))
            self.sessions.fetch()
            return
        allow(self.change)
        name = FIELDS.get(fault.field or "", "done") if isinstance(fault, PresenceError) else "done"
        self.say(name, fault_sentence(fault, self._language), fault=True)
        self.focus(name)
