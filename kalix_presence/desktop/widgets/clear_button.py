"""A button that empties a field. Qt's own has no name for a screen reader, is not hit by everybody, and fades in and out."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QLineEdit, QToolButton

from kalix_presence.desktop.widgets.theme import named

SIZE = 24
"""Pixels of the button, both ways."""
EDGE = 4
"""Pixels between it and the edge of the field."""


def clearable(field: QLineEdit) -> None:
    """Give `field` the button, while there is something to empty."""
    _Clear(field)


class _Clear(QToolButton):
    def __init__(self, field: QLineEdit) -> None:
        super().__init__(field)
        self._field = field
        named(self, "clear")
        self.setText("×")
        self.setAccessibleName(QCoreApplication.translate("Clearing", "Clear the field"))
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # whoever uses keys has them in the field
        self.setFixedSize(SIZE, SIZE)
        margins = field.textMargins()
        margins.setRight(SIZE)
        field.setTextMargins(margins)
        field.installEventFilter(self)
        field.textChanged.connect(lambda text: self.setVisible(bool(text)))
        self.clicked.connect(self._empty)
        self.setVisible(bool(field.text()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """At the end of the field, however wide that is."""
        if event.type() is QEvent.Type.Resize:
            self.move(self._field.width() - SIZE - EDGE, (self._field.height() - SIZE) // 2)
        return super().eventFilter(watched, event)

    def _empty(self) -> None:
        """As if somebody had deleted it: what follows typing follows."""
        self._field.clear()
        self._field.textEdited.emit("")
