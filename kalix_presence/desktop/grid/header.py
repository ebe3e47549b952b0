"""The names over the columns, and the menu that chooses them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QWidget

from kalix_presence.desktop.grid.columns import ALWAYS, GIVE_WAY, Column, ordered, title
from kalix_presence.desktop.grid.view import GridView


class Header(QWidget):
    """As wide as the rows below it; a click offers the columns."""

    chosen = Signal(object)
    """The columns, a tuple, when they are others."""
    crowded = Signal(str)
    """That a column just chosen has no room, in words."""

    def __init__(self, view: GridView) -> None:
        super().__init__()
        self._view = view
        self.setFixedHeight(self.fontMetrics().height() + 12)
        self.setToolTip(self.tr("Click to choose columns"))
        self.setAccessibleName(self.tr("Columns"))
        view.viewport().installEventFilter(self)
        view.columns_moved.connect(self.update)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """The rows are wider or narrower now: a scroll bar came or went beside them."""
        if event.type() is QEvent.Type.Resize:
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The names, dimmed, where the columns begin."""
        del event
        painter, brush = QPainter(self), self._view.brush
        brush.lend(painter)
        for place in self._view.list_paint.places(self._view.viewport().width(), brush.height):
            brush.line(QRect(place.left, 0, place.width, self.height()), title(place.column), brush.dimmed)
        painter.setPen(brush.border)
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Offer the columns."""
        self.offer(event.globalPosition().toPoint())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """The same by the other button, or the keyboard."""
        self.offer(event.globalPos())

    def offer(self, at: QPoint | None = None) -> QMenu:
        """The menu of columns; it stays in front until one is chosen or it is left."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        present = self._view.list_paint.columns
        for column in Column:
            action = menu.addAction(title(column))
            action.setCheckable(True)
            action.setChecked(column in present)
            action.setEnabled(column not in ALWAYS)
            action.triggered.connect(lambda on, one=column: self._choose(one, on))
        menu.popup(at if at is not None else self.mapToGlobal(self.rect().bottomLeft()))
        return menu

    def _choose(self, column: Column, on: bool) -> None:
        names = {each.value for each in self._view.list_paint.columns} - {column.value}
        self._view.list_paint.columns = ordered(names | ({column.value} if on else set()))
        self._view.list_paint.begin_anew()
        self._view.dress_again()
        self.update()
        self.chosen.emit(self._view.list_paint.columns)
        if not on:
            return
        view = self._view
        view.look()
        if not view.list_paint.has_room(column, view.viewport().width(), view.brush.height):
            said = self.tr("There is no room for “{column}”. Make the window wider, or leave another column out.")
            self.crowded.emit(said.format(column=title(column)))
        elif column in GIVE_WAY and not view.list_paint.says(column):
            said = self.tr("“{column}” is empty for everybody here. It comes as soon as there is something to show.")
            self.crowded.emit(said.format(column=title(column)))
