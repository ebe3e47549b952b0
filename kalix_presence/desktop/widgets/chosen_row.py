"""The chosen row of a table looks like the chosen one of every list: a pale ground, and a bar at its edge."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from kalix_presence.desktop.widgets.theme import BAR


class ChosenRow(QStyledItemDelegate):
    """The row is chosen, not one of its cells: none has a frame of its own."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        table.setItemDelegate(self)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """The cell, and in the first one the bar."""
        option.state &= ~QStyle.StateFlag.State_HasFocus
        super().paint(painter, option, index)
        if option.state & QStyle.StateFlag.State_Selected and index.column() == 0:
            bar = QRect(option.rect.left(), option.rect.top(), BAR, option.rect.height())
            painter.fillRect(bar, option.palette.color(QPalette.ColorRole.Accent))
