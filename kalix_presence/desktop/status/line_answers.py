"""What a typed line leaves to be chosen: another line instead, or whether what lies ahead is to be planned or begins now."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from kalix_presence.desktop.widgets.theme import named
from kalix_presence.desktop.widgets.wrapping import WrappingRow


class LineAnswers(QWidget):
    """One button and one key for each answer; hidden while nothing is asked."""

    planned = Signal()
    from_now = Signal()
    instead = Signal(str)
    """The line that is suggested."""

    def __init__(self) -> None:
        super().__init__()
        self._suggestion = ""
        self._take_button = self._button(self.instead_chosen)
        self._plan = self._button(self.planned.emit)
        self._now = self._button(self.from_now.emit)
        row = WrappingRow(self)
        for button in (self._take_button, self._plan, self._now):
            row.addWidget(button)
        self.offer()

    def offer(self, suggestion: str = "", *, plan: bool = False, now: bool = False) -> None:
        """Offer the line `suggestion` instead, to plan what was typed, and to let it hold from now."""
        self._suggestion = suggestion
        self._take_button.setText(self.tr("{line}   F2").format(line=suggestion.replace("&", "&&")))
        self._plan.setText(self.tr("Plan it   F2"))
        self._now.setText(self.tr("From now   F3"))
        for button, offered in ((self._take_button, bool(suggestion)), (self._plan, plan), (self._now, now)):
            button.setVisible(offered)
        self.setVisible(bool(suggestion) or plan or now)

    def instead_chosen(self) -> None:
        """Take the suggestion."""
        self.instead.emit(self._suggestion)

    def take_key(self, event: QKeyEvent) -> bool:
        """Press the button whose key this is; False where none is offered."""
        keys = {Qt.Key.Key_F2: (self._take_button, self._plan), Qt.Key.Key_F3: (self._now,)}
        for button in keys.get(Qt.Key(event.key()), ()):
            if not button.isHidden():
                button.click()
                return True
        return False

    def focus(self) -> None:
        """Go to the first answer."""
        for button in (self._take_button, self._plan, self._now):
            if not button.isHidden():
                button.setFocus()
                return

    def _button(self, act: object) -> QPushButton:
        made = named(QPushButton(), "plain")
        made.clicked.connect(lambda: act())  # type: ignore[operator]
        return made
