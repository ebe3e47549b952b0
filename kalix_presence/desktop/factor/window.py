"""Setting up a second factor, and giving it up: password and code."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kalix_presence import wire
from kalix_presence.desktop.bridge import Submit
from kalix_presence.desktop.factor.fields import FactorFields
from kalix_presence.desktop.factor.recovery import RecoveryWindow
from kalix_presence.desktop.presence import fault_sentence
from kalix_presence.desktop.widgets.enter_key import enters
from kalix_presence.desktop.widgets.fitting import Fitted, come_forward
from kalix_presence.desktop.widgets.labelled import labelled
from kalix_presence.desktop.widgets.reasoned import allow
from kalix_presence.desktop.widgets.said import Said
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.model.errors import PresenceError

WIDTH = 380


class FactorWindow(QWidget):
    """Opened with whether there is one already."""

    changed = Signal()
    """There is one now, or none any more."""

    def __init__(self, language: str, submit: Submit) -> None:
        super().__init__()
        self._language, self._submit, self._there, self._busy = language, submit, False, False
        self.recovery: RecoveryWindow | None = None
        self._title, self._error = named(QLabel(), "title"), named(Said(), "error")
        self._error.setWordWrap(True)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.fields = FactorFields()
        self.done = named(QPushButton(), "primary")
        self.done.clicked.connect(self._ask)
        for changed in (self.password.textEdited, self.fields.edited):
            changed.connect(self._edited)
        cancel = named(QPushButton(self.tr("Cancel")), "plain")
        cancel.clicked.connect(self.hide)
        row = QHBoxLayout()
        row.setContentsMargins(24, 14, 24, 24)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.done)
        inside = QWidget()
        around = QVBoxLayout(inside)
        around.setContentsMargins(24, 24, 24, 0)
        around.setSpacing(14)
        around.addWidget(self._title)
        around.addLayout(labelled(self.tr("&Password"), self.password))
        for part in (self.fields, self._error):
            around.addWidget(part)
        self._error.hide()
        self._fitted = Fitted(self, inside, WIDTH, foot=row)

    def open(self, *, there: bool) -> None:
        """Give up the factor that is `there`, or have one offered."""
        self._there = there
        self._title.setText(self.tr("Give up the second factor") if there else self.tr("Set up a second factor"))
        self.setWindowTitle(self._title.text())
        self.done.setText(self.tr("Give it up") if there else self.tr("Set it up"))
        self.password.clear()
        self._say("")
        if there:
            self.fields.ask_code()
        else:
            self.fields.forget()
            self._submit(lambda session: session.hub.offer_second_factor(), self._offered)
        self._edited()
        come_forward(self)
        self.password.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Neither password nor key lie about in a window that was closed."""
        if not event.spontaneous():
            self.password.clear()
            self.fields.forget()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter goes on, Esc goes away."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif enters(self, event):
            self._ask()
        else:
            super().keyPressEvent(event)

    def _offered(self, offer: wire.FactorOffer | None, fault: Exception | None) -> None:
        if fault is not None or offer is None:
            self._say(fault_sentence(fault, self._language) if fault is not None else "")
        elif self.isVisible() and not self._there:
            self.fields.offer(offer.ticket, offer.secret, offer.uri)

    def _edited(self) -> None:
        whole = self.password.text() and self.fields.code.text().strip()
        asking = self.tr("The server is being asked.")
        allow(self.done, asking if self._busy else "" if whole else self.tr("Fill in every field first."))

    def _ask(self) -> None:
        if not self.done.isEnabled():
            (self.password if not self.password.text() else self.fields.code).setFocus()
            return
        password, code, ticket = self.password.text(), self.fields.code.text(), self.fields.ticket
        self._busy = True
        self._edited()
        self._say("")
        if self._there:
            given_up = wire.FactorGivenUp(password, code)
            self._submit(lambda session: session.hub.end_second_factor(given_up), self._answered)
        else:
            taken = wire.FactorTaken(password, ticket, code)
            self._submit(lambda session: session.hub.set_second_factor(taken), self._answered)

    def _answered(self, codes: list[str] | None, fault: Exception | None) -> None:
        self._busy = False
        self._edited()
        if fault is None:
            self.hide()
            if codes:
                self.recovery = RecoveryWindow(codes)
                self.recovery.open()
            self.changed.emit()
            return
        self._say(fault_sentence(fault, self._language))
        wrong = self.fields.code if isinstance(fault, PresenceError) and fault.field == "code" else self.password
        wrong.setFocus()
        wrong.selectAll()

    def _say(self, said: str) -> None:
        self._error.setText(said)
        self._error.setVisible(bool(said))
