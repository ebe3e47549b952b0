"""What a second factor asks for: a code, and while it is set up the key that an authenticator program reads."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from kalix_presence.desktop.widgets.labelled import labelled
from kalix_presence.desktop.widgets.qr import qr_pixmap
from kalix_presence.desktop.widgets.selectable import SELECTABLE
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.model.fours import in_fours

PICTURE = 180
"""Points that the picture of the key is wide."""


class FactorFields(QWidget):
    """Hidden until something is asked for. `ticket` is that of the offer that is shown, "" where only a code is asked for."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.ticket = ""
        self.code = QLineEdit()
        self.code.setMaxLength(40)
        self.code.textEdited.connect(self.edited)
        self._how, self._picture, self._key = named(QLabel(), "dimmed"), QLabel(), QLabel()
        self._how.setText(self.tr("Photograph this with your authenticator program, or type the key there:"))
        for text in (self._how, self._key):
            text.setWordWrap(True)
            text.setTextFormat(Qt.TextFormat.PlainText)
        self._key.setTextInteractionFlags(SELECTABLE)
        self._key.setAccessibleName(self.tr("Key for the authenticator program"))
        self._picture.setAccessibleName(self.tr("The key as a picture"))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(5)
        for part in (self._how, self._picture, self._key):
            rows.addWidget(part)
        rows.addSpacing(4)
        rows.addLayout(labelled(self.tr("&Code"), self.code))
        self.hide()

    def ask_code(self) -> None:
        """Ask for a code of the factor that is there."""
        self._show("", "", "")

    def offer(self, ticket: str, secret: str, uri: str) -> None:
        """Show the key of a new factor, and ask for its first code."""
        self._show(ticket, secret, uri)

    def forget(self) -> None:
        """Nothing of it lies about."""
        self._show("", "", "")
        self.hide()

    def _show(self, ticket: str, secret: str, uri: str) -> None:
        self.ticket = ticket
        self.code.clear()
        for part in (self._how, self._picture, self._key):
            part.setVisible(bool(secret))
        self._key.setText(in_fours(secret))
        if uri:
            self._picture.setPixmap(qr_pixmap(uri, PICTURE, self.devicePixelRatioF()))
        else:
            self._picture.clear()
        self.show()
