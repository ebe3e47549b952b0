"""Pages of the officer's desk: what is said on top, a form for who may act where there is one, and a card for each thing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kalix_presence.desktop.widgets.said import Said
from kalix_presence.desktop.widgets.tab_order import follow_the_eye
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.desktop.widgets.wrapping import wrapped


class _Lead(QLabel):
    """Takes no room, and no keyboard, before it says anything."""

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Say it."""
        super().setText(text)
        self.setVisible(bool(text))


class CardsPage(QWidget):
    """What is said on top, and below it, after `between`, a card for each thing. It shows nothing before the hub has it."""

    def __init__(self, title: str, *between: QWidget) -> None:
        super().__init__()
        self.title = title
        self.lead = paragraph("strong", _Lead())
        self.lead.hide()
        self._cards = QWidget()
        self._rows = QVBoxLayout(self._cards)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(8)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 10, 0)  # apart from the bar that scrolls
        around.setSpacing(12)
        for part in (self.lead, *between, self._cards):
            around.addWidget(part)
        around.addStretch(1)

    def show_cards(self, cards: Sequence[QWidget], nothing: str) -> None:
        """These instead of those before; `nothing` is said where there is none."""
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        empty = paragraph("dimmed")
        empty.setText(nothing)
        for each in cards or ([empty] if nothing else []):
            self._rows.addWidget(each)
            each.show()  # now, so that the window is laid out with it
        follow_the_eye(self)


class DeskPage(CardsPage):
    """A page with a form for who may act, and with what is wrong below it. It asks by signals of its own."""

    def __init__(self, title: str) -> None:
        form, trouble = named(QFrame(), "banner"), paragraph("error", Said())
        super().__init__(title, form, trouble)
        self.form, self.trouble = form, trouble
        self._sent: dict[QLineEdit, str] = {}
        self.trouble.hide()
        self.grid = QGridLayout(self.form)
        self.grid.setContentsMargins(14, 12, 14, 12)
        self.grid.setHorizontalSpacing(16)
        self.grid.setVerticalSpacing(10)
        self.grid.setColumnStretch(1, 1)
        self.form.hide()

    def field(self, words: str, field: QWidget) -> None:
        """One more line of the form."""
        label = QLabel(words)
        label.setBuddy(field)
        row = self.grid.rowCount()
        self.grid.addWidget(label, row, 0)
        self.grid.addWidget(field, row, 1)

    def say(self, text: str) -> None:
        """What is wrong; "" for nothing."""
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))

    def sending(self) -> None:
        """What is typed now is on its way."""
        self._sent = {field: field.text() for field in self.form.findChildren(QLineEdit)}

    def clear(self) -> None:
        """The hub has what was on its way: let go of it, and of nothing that was typed since."""
        for field, text in self._sent.items():
            if field.text() == text:
                field.clear()


def card(head: str, lines: Sequence[str], acts: Sequence[tuple[str, Callable[[], object]]] = (), late: str = "") -> QFrame:
    """One thing: what it is, lines about it, what is `late` of it, and a button for each act."""
    made = named(QFrame(), "banner")
    inside = QVBoxLayout(made)
    inside.setContentsMargins(14, 10, 14, 10)
    inside.setSpacing(4)
    for words, role in ((head, "strong"), (late, "late"), *((line, "dimmed") for line in lines)):
        if words:
            label = paragraph(role)
            label.setText(words)
            inside.addWidget(label)
    buttons = []
    for words, act in acts:
        button = named(QPushButton(words), "chip")
        button.setAccessibleName(f"{words}: {head}")
        button.clicked.connect(lambda _=False, act=act: act())
        buttons.append(button)
    if buttons:
        inside.addWidget(wrapped(*buttons))
    return made


def paragraph(role: str, label: QLabel | None = None) -> QLabel:
    """Words that wrap and can be marked, as `role` is dressed."""
    label = named(label or QLabel(), role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
