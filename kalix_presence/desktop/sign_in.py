"""Asks for username and password; says what is wrong beside the fields, and loses nothing that was typed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from kalix_presence.client.connection.address import server_text
from kalix_presence.client.connection.answers import Answers
from kalix_presence.desktop.factor.fields import FactorFields
from kalix_presence.desktop.presence import sentence
from kalix_presence.desktop.widgets.enter_key import enters
from kalix_presence.desktop.widgets.fitting import Fitted, come_forward
from kalix_presence.desktop.widgets.labelled import labelled
from kalix_presence.desktop.widgets.reasoned import allow
from kalix_presence.desktop.widgets.said import Said
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.model.errors import BadInput

WIDTH = 380
PASSWORDS = {"sign-in-wrong", "sign-in-length"}
"""Faults that are mended by typing the password, or the name, again."""
TO_CHOOSE = "password-to-choose"
CODE_NEEDED = "factor-code-needed"
FACTORS = {CODE_NEEDED, "factor-code-wrong", "factor-to-set-up"}
"""What is mended by a code of the second factor."""
CHOSEN = {"password-short", "password-long", "password-same", "password-twice"}
"""Faults of the new password."""
ADDRESSES = {
    "hub-address",
    "hub-address-among",
    "hub-addresses-many",
    "hub-needs-https",
    "hub-needs-https-among",
    "hub-service-name",
    "hub-service-unknown",
    "hub-service-elsewhere",
    "hub-no-such-name",
    "hub-refused",
    "hub-no-hub",
    "hub-no-https",
    "hub-not-understood",
    "hub-wrong-name",
}
"""Faults that are mended at the address."""


class SignInWindow(QWidget):
    """The address of the server is folded away: it is right for nearly everybody."""

    submitted = Signal(str, str, str)
    """Hub address (made whole), username, password."""
    organisation_chosen = Signal(str)
    """Hub address (made whole): by the organisation's own service, in the browser."""
    hub_given = Signal(str)
    """Another hub address (made whole) was typed."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language, self._decided, self._busy = language, "", False
        self.setWindowTitle(self.tr("Sign in"))
        self._username, self._password, self._hub = QLineEdit(), QLineEdit(), QLineEdit()
        self._new, self._again = QLineEdit(), QLineEdit()
        for secret in (self._password, self._new, self._again):
            secret.setEchoMode(QLineEdit.EchoMode.Password)
        self._error, self._caps, self._note = named(Said(), "error"), named(Said(), "dimmed"), named(Said(), "dimmed")
        self._build()

    def _build(self) -> None:
        inside = QWidget()
        around = QVBoxLayout(inside)
        around.setContentsMargins(24, 24, 24, 0)
        around.setSpacing(14)
        heading = QVBoxLayout()
        heading.setSpacing(4)
        heading.addWidget(named(QLabel(self.tr("Sign in")), "title"))
        around.addLayout(heading)
        around.addWidget(self._by_organisation())
        self._how = self._wrapped(named(QLabel(self.tr("With the username and password for Kalix Presence.")), "dimmed"))
        around.addWidget(self._how)
        around.addLayout(labelled(self.tr("&Username"), self._username))
        password = labelled(self.tr("&Password"), self._password)
        password.addWidget(self._wrapped(self._caps))
        around.addLayout(password)
        around.addWidget(self._chosen())
        self.factor = FactorFields()
        self.factor.edited.connect(self._edited)
        around.addWidget(self.factor)
        around.addWidget(self._server())
        around.addWidget(self._wrapped(self._error))
        around.addWidget(self._wrapped(self._note))
        for hidden in (self._caps, self._error, self._note):
            hidden.hide()
        self._fitted = Fitted(self, inside, WIDTH, foot=self._buttons())
        for field in (self._username, self._password, self._hub, self._new, self._again):
            field.textEdited.connect(self._edited)
        self._hub.textChanged.connect(lambda: self.offer("", ""))
        self._hub.editingFinished.connect(self._hub_typed)
        self._password.textEdited.connect(self._look_for_caps_lock)

    def _by_organisation(self) -> QWidget:
        self._organisation = named(QPushButton(), "plain")
        self._organisation.clicked.connect(self._choose_organisation)
        self._browsing = self._wrapped(named(Said(), "dimmed"))
        self._offered = QWidget()
        rows = QVBoxLayout(self._offered)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(5)
        rows.addWidget(self._organisation)
        rows.addWidget(self._browsing)
        self._offered.hide()
        self._browsing.hide()
        self._offered_by = ""
        return self._offered

    def _chosen(self) -> QWidget:
        self._choosing = QWidget()
        rows = QVBoxLayout(self._choosing)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(14)
        rows.addLayout(labelled(self.tr("&New password"), self._new))
        rows.addLayout(labelled(self.tr("New password &again"), self._again))
        self._choosing.hide()
        return self._choosing

    def _server(self) -> QWidget:
        self._fold = named(QToolButton(), "fold")
        self._fold.setText(self.tr("Server"))
        self._fold.setCheckable(True)
        self._fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._folded = QWidget()
        self._hub.setAccessibleName(self.tr("Address of the server"))
        self._hub.setPlaceholderText("https://")
        self._which = named(QLabel(), "dimmed")
        inside = QVBoxLayout(self._folded)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(5)
        inside.addWidget(self._wrapped(self._which))
        inside.addWidget(self._hub)
        whole = QWidget()
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(5)
        rows.addWidget(self._fold)
        rows.addWidget(self._folded)
        self._fold.toggled.connect(self._unfold)
        self._unfold(False)
        return whole

    def _buttons(self) -> QHBoxLayout:
        later = named(QPushButton(self.tr("Not now")), "plain")
        later.clicked.connect(self.hide)
        self._button = named(QPushButton(self.tr("Sign in")), "primary")
        self._button.clicked.connect(self._submit)
        row = QHBoxLayout()
        row.setContentsMargins(24, 14, 24, 24)
        row.addStretch(1)
        row.addWidget(later)
        row.addWidget(self._button)
        return row

    def _wrapped(self, label: QLabel) -> QLabel:
        label.setWordWrap(True)
        label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        return label

    # coming and going

    def open(self, hub: str, username: str, decided: str = "") -> None:
        """Come to the front. What is already typed stays; the cursor goes to the first field that is empty.

        `decided` says who has decided the server, which nobody changes here then.
        """
        self._decided = decided
        if decided or not self._hub.text().strip():
            self._hub.setText(hub)
        allow(self._hub, decided)
        if not self._username.text().strip():
            self._username.setText(username)
        unknown = not self._hub.text().strip()
        self._fold.setChecked(self._fold.isChecked() or unknown)
        self._tell_which(self.tr("Which address did your administrator give you?") if unknown and not decided else decided)
        self._ready()
        come_forward(self)
        asked = unknown and not decided
        first = (self._hub, self._username, self._password) if asked else (self._username, self._password)
        field = next((each for each in first if not each.text().strip()), self._password)
        field.setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    def propose(self, address: str) -> None:
        """The network named this server; what somebody types meanwhile is theirs."""
        if self._hub.text().strip():
            return
        self._hub.setText(address)
        self._tell_which(self.tr("Your network names this server. Is it your organisation's?"))
        self._ready()
        if self.focusWidget() is self._hub:
            (self._password if self._username.text().strip() else self._username).setFocus()

    @property
    def address(self) -> str:
        """The hub's address as it stands there, made whole; "" for none that can be asked."""
        try:
            return server_text(self._hub.text()) if self._hub.text().strip() else ""
        except BadInput:
            return ""

    def _hub_typed(self) -> None:
        if self.address and self.address != self._offered_by:
            self.hub_given.emit(self.address)

    def offer(self, address: str, organisation: str) -> None:
        """`organisation` is what stands on the button where the hub at `address` knows a service; "": it knows none."""
        if address and address != self.address:
            return  # it was asked before another address was typed
        self._offered_by = address
        # An ampersand of theirs is no shortcut of ours.
        self._organisation.setText(organisation.replace("&", "&&"))
        self._offered.setVisible(bool(organisation))
        self._how.setText(
            self.tr("Or with the username and password for Kalix Presence.")
            if organisation
            else self.tr("With the username and password for Kalix Presence.")
        )
        self.show_browsing(False)

    def show_browsing(self, going_on: bool) -> None:
        """Whether the browser is waited for. Nothing is locked meanwhile: a browser that was closed says nothing."""
        said = self.tr("Go on in your browser. If it was closed, press the button again.") if going_on else ""
        self._browsing.setText(said)
        self._browsing.setVisible(going_on)
        self._organisation.setAccessibleDescription(said)

    def _choose_organisation(self) -> None:
        self._say("")
        self.organisation_chosen.emit(self.address)

    def _tell_which(self, said: str) -> None:
        self._which.setText(said)
        self._which.setVisible(bool(said))

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """A password is not left lying about in a window that was closed; a minimised one keeps it."""
        if not event.spontaneous():
            self._password.clear()
            self._caps.hide()
            self._stop_choosing()
            self.factor.forget()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter signs in, Esc goes away."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif enters(self, event):
            self._submit()
        else:
            super().keyPressEvent(event)

    # what is said

    @property
    def new_password(self) -> str:
        """What was chosen where the password was a code of the administrator's; "" else."""
        return self._new.text() if self._choosing.isVisibleTo(self) else ""

    @property
    def answers(self) -> Answers:
        """What was answered beside the password."""
        return Answers(self.new_password, self.factor.code.text().strip(), self.factor.ticket)

    def _choose(self) -> None:
        """The password was a code: ask for a new one, beside what is typed already."""
        self._choosing.show()
        self._ready()
        self._new.setFocus()

    def _stop_choosing(self) -> None:
        self._choosing.hide()
        for field in (self._new, self._again):
            field.clear()

    def set_busy(self, busy: bool) -> None:
        """Whether the server is being asked; meanwhile nothing can be changed."""
        asking = self.tr("The server is being asked.")
        fields = (self._username, self._password, self._hub, self._fold, self._new, self._again, self.factor.code)
        for field in (*fields, self._organisation):
            allow(field, asking if busy else self._decided if field is self._hub else "")
        self._busy = busy
        self._button.setText(self.tr("Signing in …") if busy else self.tr("Sign in"))
        if busy:
            self._error.hide()
            allow(self._button, asking)
        else:
            self._ready()

    def show_fault(self, code: str, said: str) -> None:
        """Say what went wrong (`code` of the fault), and go where it is mended: the password only where it was the password."""
        self._say(said)
        if code == TO_CHOOSE:
            self._choose()
            return
        if code in FACTORS:
            if code == CODE_NEEDED:
                self.factor.ask_code()
            self._ready()
            self._faulty(self.factor.code)
            self.factor.code.setFocus()
            self.factor.code.selectAll()
            return
        if code in CHOSEN and self._choosing.isVisibleTo(self):
            self._faulty(self._new)
            self._new.setFocus()
            self._new.selectAll()
            return
        field = self._password if code in PASSWORDS else self._hub if code in ADDRESSES else None
        if field is self._hub:
            self._fold.setChecked(True)
        self._faulty(field)
        if field is None or not field.isEnabled():
            self._button.setFocus()
            return
        field.setFocus()
        field.selectAll()

    def _faulty(self, field: QLineEdit | None) -> None:
        for each in (self._password, self._hub, self._new, self.factor.code):
            each.setAccessibleDescription(self._error.text() if each is field else each.toolTip())

    def show_keyring_note(self, said: str) -> None:
        """Say why one is asked at each start."""
        self._note.setText(said)
        self._note.setVisible(bool(said))

    def _say(self, said: str) -> None:
        self._error.setText(said)
        self._error.setVisible(bool(said))
        self._button.setAccessibleDescription(said)
        self._faulty(None)

    def _unfold(self, open_: bool) -> None:
        self._fold.setArrowType(Qt.ArrowType.DownArrow if open_ else Qt.ArrowType.RightArrow)
        self._folded.setVisible(open_)

    # what is done

    def _edited(self) -> None:
        if self._error.isVisible():
            self._say("")
        self._ready()

    def _look_for_caps_lock(self, typed: str) -> None:
        # Qt does not tell the state of Caps Lock; capitals and nothing else are a good sign of it.
        letters = [sign for sign in typed if sign.isalpha()]
        capitals = len(letters) >= 3 and all(sign.isupper() for sign in letters)
        self._caps.setText(self.tr("Caps Lock seems to be on.") if capitals else "")
        self._caps.setVisible(capitals)

    def _ready(self) -> None:
        whole = self._username.text().strip() and self._password.text() and self._hub.text().strip()
        chosen = not self._choosing.isVisibleTo(self) or (self._new.text() and self._again.text())
        coded = not self.factor.isVisibleTo(self) or self.factor.code.text().strip()
        if self._decided and not self._hub.text().strip():
            allow(self._button, self._decided)
        elif not self._busy:
            allow(self._button, "" if whole and chosen and coded else self.tr("Fill in every field first."))

    def _submit(self) -> None:
        if not self._button.isEnabled():
            fields = [self._username, self._password, self._hub]
            fields += [self._new, self._again] if self._choosing.isVisibleTo(self) else []
            fields += [self.factor.code] if self.factor.isVisibleTo(self) else []
            empty = next((each for each in fields if not each.text()), None)
            if empty is not None and empty.isEnabled():
                empty.setFocus()
            return
        if self.new_password and self._new.text() != self._again.text():
            fault = BadInput("password-twice", field="new_password")
            self.show_fault(fault.code, sentence(fault, self._language))
            return
        try:
            hub = server_text(self._hub.text())
        except BadInput as fault:
            self.show_fault(fault.code, sentence(fault, self._language))
            return
        self._say("")
        self.submitted.emit(hub, self._username.text().strip(), self._password.text())
