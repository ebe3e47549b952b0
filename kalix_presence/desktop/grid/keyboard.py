"""The keyboard of the grid: field, list and tree share it; what is typed in the list and is no key of it is searched for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from kalix_presence.desktop.grid.keys import Do, pressed

if TYPE_CHECKING:
    from kalix_presence.desktop.grid.window import Grid

MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class GridKeyboard(QObject):
    """An event filter for the parts of `grid` that may have the keyboard."""

    def __init__(self, grid: Grid) -> None:
        super().__init__(grid)
        self._grid = grid

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Keys go where they mean something; the list keeps its order while somebody is in it."""
        kind, view = event.type(), self._grid.view
        if isinstance(event, QKeyEvent) and kind is QEvent.Type.KeyPress:
            return self.press(event, in_list=watched is view, watched=watched)
        if watched is view and kind in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._grid.listing.hold(kind is QEvent.Type.FocusIn)
        return super().eventFilter(watched, event)

    def press(self, event: QKeyEvent, *, in_list: bool, watched: QObject | None = None) -> bool:
        """A key was pressed in `watched`; whether it has been used."""
        grid = self._grid
        do = pressed(event, in_list=in_list)
        if do is Do.UNDO and not grid.can_undo:
            return False  # the field's own
        if do is not None:
            grid.act(do)
            return True
        if watched is grid.search and event.key() in MOVES:
            grid.view.setFocus(Qt.FocusReason.OtherFocusReason)
            grid.view.event(event)
            return True
        if watched is grid.view and event.key() == Qt.Key.Key_Up and self._at_top():
            grid.search.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        if watched is not grid.search and event.key() == Qt.Key.Key_Backspace:
            grid.search.setFocus()
            grid.search.backspace()
            return True
        if watched is not grid.search and event.text().strip() and event.text().isprintable():
            grid.search.setFocus()
            grid.search.insert(event.text())
            return True
        return False

    def _at_top(self) -> bool:
        view = self._grid.view
        index = view.currentIndex()
        return not index.isValid() or view.visualRect(index).top() + view.verticalOffset() <= 0
