"""The part of a person's card that is given to others: vCard, QR code and the signature for letters (P10)."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QSize, QStandardPaths, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from kalix_presence import wire
from kalix_presence.client.facts import contact_of, sender_of, signed
from kalix_presence.desktop.widgets.said import Said
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.model.contact import Contact, file_name, vcard
from kalix_presence.model.signature import Signed

QR = 148


class ContactPart(QFrame):
    """What is copied or saved is said in one line; nothing of it holds a private number."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._language = language
        self._contact, self._country = Contact(""), "SE"
        self._signed = Signed("", "", "")
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setWordWrap(True)
        self._code = QLabel()
        self._code.setMinimumSize(QSize(QR, QR))
        self._code.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._said = named(Said(), "dimmed")
        self._said.setWordWrap(True)
        self._said.setMinimumHeight(self._said.fontMetrics().lineSpacing())  # its line is kept: the card does not grow
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 14, 16, 14)
        row.setSpacing(16)
        words = QVBoxLayout()
        words.setSpacing(8)
        words.addWidget(named(QLabel(self.tr("Contact card")), "strong"))
        words.addWidget(self._text)
        words.addStretch(1)
        words.addLayout(self._buttons())
        words.addWidget(self._said)
        row.addLayout(words, 1)
        row.addWidget(self._code, 0, Qt.AlignmentFlag.AlignTop)

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        for words, what in (
            (self.tr("Copy signature"), self.copy_signature),
            (self.tr("Copy card"), self.copy_card),
            (self.tr("Save card …"), self._choose_file),
        ):
            button = named(QPushButton(words), "chip")
            button.clicked.connect(what)
            line.addWidget(button)
        line.addStretch(1)
        return line

    def show_person(self, person: wire.PersonView, phone_hours: str = "", view: wire.ReasonsView | None = None) -> None:
        """This person's card; `view` says what the site says of itself and where its numbers belong."""
        self._country = view.country if view is not None else "SE"
        self._contact = contact_of(person, sender_of(view), phone_hours)
        self._signed = signed(person, view, self._language, phone_hours)
        self._said.clear()
        self._text.setText(self.signature())
        self._code.hide()
        if person.direct or person.email:
            from kalix_presence.desktop.widgets.qr import qr_pixmap

            self._code.setPixmap(qr_pixmap(vcard(self._contact, self._country), QR, self.devicePixelRatioF()))
            self._code.setAccessibleName(self.tr("QR code with the contact card of {name}").format(name=person.name))
            self._code.show()

    def signature(self) -> str:
        """The signature as text, in the language of the program."""
        return self._signed.text

    def copy_signature(self) -> None:
        """For the clipboard, with its links where the other program takes them."""
        copied = QMimeData()
        copied.setText(self._signed.text)
        copied.setHtml(self._signed.html)
        QGuiApplication.clipboard().setMimeData(copied)
        self._say(self.tr("The signature is copied."))

    def copy_card(self) -> None:
        """The vCard as text."""
        QGuiApplication.clipboard().setText(vcard(self._contact, self._country))
        self._say(self.tr("The card is copied as a vCard."))

    def save(self, path: Path) -> None:
        """Write the vCard to a file, or say why it could not be."""
        try:
            path.write_bytes(vcard(self._contact, self._country).encode())
        except OSError as fault:
            self._say(self.tr("The card could not be saved: {reason}").format(reason=fault.strerror or fault))
            return
        self._say(self.tr("Saved as {file}.").format(file=path.name))

    def _choose_file(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self, self.tr("Save contact card"), str(Path(folder) / file_name(self._contact)), "vCard (*.vcf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.save(Path(name)))
        dialog.open()

    def _say(self, text: str) -> None:
        self._said.setText(text)
