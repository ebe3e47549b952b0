"""The head of the status panel: what holds now, whose it is, where calls go, and the way back."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kalix_presence.desktop.status.hear_button import HearButton
from kalix_presence.desktop.widgets.heard import decoration
from kalix_presence.desktop.widgets.theme import named

translate = QCoreApplication.translate


class Banner(QFrame):
    """Only paints: the panel fills its labels and hears its buttons."""

    def __init__(self) -> None:
        super().__init__()
        named(self, "banner")
        self.glyph, self.title, self.certainty = decoration(QLabel()), named(QLabel(), "title"), named(QLabel(), "dimmed")
        self.about_time, self.where = named(QLabel(), "dimmed"), named(QLabel(), "dimmed")
        for said_by_others in (self.where, self.about_time):  # a note is nobody's markup, nor what the site says
            said_by_others.setTextFormat(Qt.TextFormat.PlainText)
        for label in (self.certainty, self.about_time, self.where):
            label.setWordWrap(True)
        self.back = named(QPushButton(translate("StatusPanel", "I am back")), "plain")
        self.back.setAutoDefault(False)
        self.whose = named(QLabel(), "dimmed")
        self.whose.setTextFormat(Qt.TextFormat.PlainText)
        self.acts_for = named(QLabel(), "dimmed")
        self.acts_for.setTextFormat(Qt.TextFormat.PlainText)
        self.acts_for.setWordWrap(True)
        self.hear = HearButton()
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self.whose, self.title, self.where, self.certainty, self.about_time, self.acts_for):
            words.addWidget(label)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(14)
        row.addWidget(self.glyph)
        row.addLayout(words, 1)
        row.addWidget(self.hear)
        row.addWidget(self.back)

    def show_acts_for(self, said: str) -> None:
        """For whom I act; "" for nobody."""
        self.acts_for.setText(said)
        self.acts_for.setVisible(bool(said))


def labelled(text: str, field: QWidget, *beside: QWidget) -> QHBoxLayout:
    """A field with its label before it, in one row, and what stands `beside` it."""
    label = QLabel(text)
    label.setMinimumWidth(110)
    label.setBuddy(field)
    row = QHBoxLayout()
    row.addWidget(label)
    row.addWidget(field, 1)
    for part in beside:
        row.addWidget(part)
    return row
