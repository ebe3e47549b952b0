"""A small "Who sees this?" beside a field: what each role sees of it, as the hub tells by the site's rules."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from kalix_presence import shipped
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.widgets.fitting import keep_on_screen, scrolling
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.model.who_sees import Field, said_of

WIDE, BESIDE = 400, 8
"""Pixels: how wide a card is, and what is left of a small screen around it."""
translate = QCoreApplication.translate


class WhoSeesButton(QPushButton):
    """Asks nothing of the hub: the table came with the reasons, and is told as it was known then."""

    def __init__(self, presence: Presence, language: str, *fields: Field) -> None:
        super().__init__(translate("WhoSeesButton", "Who sees this?"))
        named(self, "link")
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._presence, self._language, self._fields = presence, language, fields
        words = shipped.words(language)
        first = words.say(f"seen.field-{fields[0]}", reasons="…")
        self.setAccessibleName(translate("WhoSeesButton", "Who sees this? ({field})").format(field=first))
        self.card: WhoSeesCard | None = None
        self.clicked.connect(self._show)

    def _show(self) -> None:
        if self.card is None:
            self.card = WhoSeesCard(self)
        self.card.tell(WhoSees(self._presence, self._language, *self._fields))
        self.card.open_at(self.mapToGlobal(QPoint(0, self.height() + 4)))


class WhoSees(QWidget):
    """What is told of some fields, or of all that the hub tells of."""

    def __init__(self, presence: Presence, language: str, *fields: Field) -> None:
        super().__init__()
        words, view = shipped.words(language), presence.view
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        told = [] if view is None else [each for each in view.seen if not fields or each.field in fields]
        said = [one for each in told if (one := said_of(each.field, each.by, words, presence.reasons)) is not None]
        for title, lines in said:
            if rows.count():
                rows.addSpacing(8)
            rows.addWidget(self._label(title, "strong"))
            for line in lines:
                rows.addWidget(self._label(line))
        rows.addSpacing(8 if said else 0)
        rows.addWidget(self._label(words.say("seen.callers" if said else "seen.unknown"), "dimmed"))

    def _label(self, text: str, role: str = "") -> QLabel:
        made = QLabel(text)
        made.setTextFormat(Qt.TextFormat.PlainText)  # reasons are named by the site
        made.setWordWrap(True)
        return named(made, role) if role else made


class WhoSeesCard(QWidget):
    """Lies over its window until somebody clicks elsewhere or presses Esc."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setWindowTitle(translate("WhoSeesButton", "Who sees this?"))
        self._told: QWidget | None = None
        self._frame = named(QFrame(), "banner")
        self._inside = QVBoxLayout(self._frame)
        self._inside.setContentsMargins(14, 12, 14, 12)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._frame)

    def tell(self, told: WhoSees) -> None:
        """Show this, and read it to whoever cannot see it."""
        if self._told is not None:
            self._inside.removeWidget(self._told)
            self._told.deleteLater()
        self._told = area = scrolling(told)
        for part in (area.viewport(), area.widget(), told):
            if part is not None:
                part.setAutoFillBackground(False)  # the card's own colour, not the window's
        self._inside.addWidget(self._told)
        self.setAccessibleDescription("\n".join(label.text() for label in told.findChildren(QLabel)))
        room = self.screen().availableGeometry()
        wide = min(WIDE, room.width() - BESIDE)
        told.ensurePolished()
        high = told.heightForWidth(wide - 30) + 26
        self.setFixedSize(wide, min(high, room.height() - BESIDE))

    def open_at(self, place: QPoint) -> None:
        """Come up under its button, or where there is room."""
        self.move(place)
        self.show()
        keep_on_screen(self)
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc, Enter and Space put it away."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.hide()
        else:
            super().keyPressEvent(event)
