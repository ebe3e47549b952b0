"""The corner of the screen where cards come up: one that is there already is not covered."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from kalix_presence.desktop.widgets.fitting import place_within

MARGIN = 16


def to_corner(card: QWidget) -> None:
    """Move `card` to the lower right corner, above the cards that are shown there; back into it where there is no room."""
    screen = QGuiApplication.primaryScreen()
    if screen is None:
        return
    free = screen.availableGeometry()
    others = [each.frameGeometry() for each in QApplication.topLevelWidgets() if each is not card and _is_card(each)]
    there = free_place(card.width(), card.height(), free, others)
    card.move(place_within(QRect(there, card.size()), free))


def free_place(width: int, height: int, free: QRect, others: list[QRect]) -> QPoint:
    """Where a card of this size covers none of `others`, as far down as can be; the corner itself when there is no room."""
    corner = QPoint(free.right() - width - MARGIN, free.bottom() - height - MARGIN)
    for bottom in sorted((other.top() for other in others), reverse=True):
        wanted = QRect(corner.x(), corner.y(), width, height)
        if not any(wanted.intersects(other) for other in others):
            return wanted.topLeft()
        corner.setY(bottom - height - MARGIN // 2)
    wanted = QRect(corner.x(), corner.y(), width, height)
    if any(wanted.intersects(other) for other in others) or corner.y() < free.top():
        return QPoint(corner.x(), free.bottom() - height - MARGIN)
    return corner


def _is_card(widget: QWidget) -> bool:
    flags = widget.windowFlags()
    on_top = bool(flags & Qt.WindowType.WindowStaysOnTopHint) and bool(flags & Qt.WindowType.FramelessWindowHint)
    return widget.isVisible() and on_top
