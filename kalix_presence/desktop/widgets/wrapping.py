"""A row whose parts go on in the next line where the window is narrow."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class WrappingRow(QLayout):
    """From left to right, then below. `even`: the parts of all lines stand under each other and share the width,
    `most` in a line.

    It is always the layout of a widget of its own: nested in another layout Qt would let go of its items too early.
    """

    def __init__(self, parent: QWidget, *, spacing: int = 8, even: bool = False, most: int = 99) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._even, self._most, self.columns = even, most, 1
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt's name
        """Last of all."""
        self._items.append(item)

    def count(self) -> int:
        """How many parts."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's name
        """None beyond the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's name
        """Take one out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 - Qt's name
        """It takes what it is given."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """The height of all lines."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802 - Qt's name
        """Place them."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All in one line, or `most`."""
        sizes = [item.sizeHint() for item in self._shown()]
        if self._even:
            columns = min(len(sizes), self._most)
            wide = max((size.width() for size in sizes), default=0) * columns + self.spacing() * max(0, columns - 1)
        else:
            wide = sum(size.width() for size in sizes) + self.spacing() * max(0, len(sizes) - 1)
        return QSize(wide, self.heightForWidth(wide))

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's name
        """The widest part on a line of its own."""
        sizes = [item.minimumSize() for item in self._shown()]
        return QSize(max((size.width() for size in sizes), default=0), max((size.height() for size in sizes), default=0))

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _place(self, rect: QRect, *, move: bool) -> int:
        items, gap = self._shown(), self.spacing()
        if not items:
            return 0
        widest = max(item.sizeHint().width() for item in items)
        columns = max(1, min(len(items), self._most, (rect.width() + gap) // (widest + gap)))
        if self._even:
            columns = ceil(len(items) / ceil(len(items) / columns))  # as many in each line: none is left over alone
        share = (rect.width() + gap) // columns - gap if self._even else 0
        lines: list[list[tuple[QLayoutItem, QRect]]] = [[]]
        x, y = rect.x(), rect.y()
        for item in items:
            size = item.sizeHint()
            wide = share or min(size.width(), rect.width())
            if x > rect.x() and x + wide > rect.right() + 1:
                x, y = rect.x(), y + _height(lines[-1]) + gap
                lines.append([])
            lines[-1].append((item, QRect(QPoint(x, y), QSize(wide, size.height()))))
            x += wide + gap
        if move:
            self.columns = columns
            for line in lines:
                high = _height(line)
                for item, box in line:
                    item.setGeometry(box.translated(0, (high - box.height()) // 2))
        return y + _height(lines[-1]) - rect.y()


def _height(line: list[tuple[QLayoutItem, QRect]]) -> int:
    return max((box.height() for _, box in line), default=0)


def wrapped(*parts: QWidget) -> QWidget:
    """`parts` in a row that goes on in the next line."""
    made = QWidget()
    row = WrappingRow(made)
    for part in parts:
        row.addWidget(part)
    return made
