"""One colleague: how they stand, and every number that may be seen."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kalix_presence import wire
from kalix_presence.desktop.colleague_paint import glyph_pixmap
from kalix_presence.desktop.colleague_rows import row_of
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.theme import named

GLYPH = 36


class PersonCard(QWidget):
    """Stays in front of the list; goes with Esc. Texts can be marked, numbers copied."""

    def __init__(self, presence: Presence, language: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Dialog)
        self._presence, self._language = presence, language
        self._extension = ""
        self._glyph, self._name = QLabel(), named(QLabel(), "title")
        self._work, self._status = named(QLabel(), "dimmed"), named(QLabel(), "strong")
        self._rows: QWidget | None = None
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self._name, self._work):
            label.setWordWrap(True)
            words.addWidget(label)
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        self._status.setWordWrap(True)
        close = named(QPushButton(self.tr("Close")), "plain")
        close.clicked.connect(self.hide)
        self._around = QVBoxLayout(self)
        self._around.setContentsMargins(24, 24, 24, 24)
        self._around.setSpacing(16)
        self._around.addLayout(top)
        self._around.addWidget(self._status)
        self._around.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.setMinimumWidth(380)
        self._close = close
        presence.standings_changed.connect(self._standings_changed)

    def open(self, extension: str) -> None:
        """Show this person."""
        person = self._presence.people.get(extension)
        if person is None:
            return
        self._extension = extension
        self.setWindowTitle(person.name)
        self._name.setText(person.name)
        units = (person.title, person.unit_name, person.administration)
        self._work.setText("\n".join(dict.fromkeys(part for part in units if part)))
        self._offer(person)
        self._paint(person)
        self.adjustSize()
        self.show()
        self.raise_()
        self.activateWindow()
        self._close.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc goes away."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _standings_changed(self, extensions: list[str] | None) -> None:
        person = self._presence.people.get(self._extension)
        if self.isVisible() and person is not None and (extensions is None or self._extension in extensions):
            self._paint(person)

    def _paint(self, person: wire.PersonView) -> None:
        row = row_of(person, self._presence, self._language)
        self._glyph.setPixmap(glyph_pixmap(row.glyph, self._dark(), self.devicePixelRatioF(), GLYPH))
        self._glyph.setFixedSize(QSize(GLYPH, GLYPH))
        said = ". ".join(part for part in (row.status, row.remark, row.line) if part) + "."
        self._status.setText(said)
        self._status.setAccessibleName(said)

    def _dark(self) -> bool:
        return self.palette().window().color().lightness() < 128

    def _offer(self, person: wire.PersonView) -> None:
        """The numbers in rows; made anew because each person has others."""
        if self._rows is not None:
            self._rows.setParent(None)
            self._rows.deleteLater()
        self._rows = QWidget()
        grid = QGridLayout(self._rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for at, (label, value, worth_copying) in enumerate(self._facts(person)):
            said = QLabel(value)
            said.setTextFormat(Qt.TextFormat.PlainText)
            said.setWordWrap(True)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(named(QLabel(label), "dimmed"), at, 0)
            grid.addWidget(said, at, 1)
            if worth_copying:
                grid.addWidget(self._copy(label, value), at, 2)
        self._around.insertWidget(2, self._rows)

    def _facts(self, person: wire.PersonView) -> list[tuple[str, str, bool]]:
        deputy = self._presence.people.get(person.deputy or "")
        facts = (
            (self.tr("Extension"), person.extension, True),
            (self.tr("Direct number"), person.direct, True),
            (self.tr("Mobile"), person.mobile, True),
            (self.tr("E-mail"), person.email, True),
            (self.tr("Deputy"), f"{deputy.name}, {deputy.extension}" if deputy else "", False),
            (self.tr("Works with"), ", ".join(person.duties), False),
        )
        return [fact for fact in facts if fact[1]]

    def _copy(self, label: str, value: str) -> QPushButton:
        button = named(QPushButton(self.tr("Copy")), "chip")
        button.setAccessibleName(self.tr("Copy {what} {value}").format(what=label, value=value))
        button.clicked.connect(lambda: QGuiApplication.clipboard().setText(value))
        return button
