"""The view of the grid: rows or tiles of one size, so that only what is seen is measured and painted, of however many."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QToolTip, QWidget

from kalix_presence.desktop.grid.brush import Brush
from kalix_presence.desktop.grid.paint_list import ListPaint
from kalix_presence.desktop.grid.paint_tile import TilePaint
from kalix_presence.desktop.grid.people_model import ShownPeople
from kalix_presence.desktop.widgets.plain_tip import plain_tip

Index = QModelIndex | QPersistentModelIndex
Move = QAbstractItemView.CursorAction
AIMS = 3_000
"""Milliseconds after which a pointer that has not moved is only left lying there."""


class GridView(QListView):
    """One column of rows, or as many tiles beside each other as there is room for.

    Only by its kind a `QListView`, which screen readers know as a list: it never lays out anything.
    """

    pointed = Signal(bool)
    """The pointer came into the list, or left it."""
    columns_moved = Signal()
    """A column has something to say that was empty before, or is empty now."""

    def __init__(self, people: ShownPeople, list_paint: ListPaint, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._people = people
        self.list_paint, self.tile_paint = list_paint, TilePaint()
        self.tiles = False
        self._brush: Brush | None = None
        self._top = 0
        self._aiming = QTimer(self, singleShot=True, interval=AIMS)
        self.viewport().setMouseTracking(True)
        self.setModel(people)
        people.modelReset.connect(self._begin_anew)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(True)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Base)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def show_tiles(self, tiles: bool) -> None:
        """Tiles, or a list; whoever is chosen stays in sight."""
        self.tiles = tiles
        self.updateGeometries()
        self.scrollTo(self.currentIndex())
        self.viewport().update()

    def _begin_anew(self) -> None:
        self.list_paint.begin_anew()
        self.columns_moved.emit()

    def dress_again(self) -> None:
        """Font, colours or columns are others now."""
        self._brush = None
        self.updateGeometries()
        self.viewport().update()

    @property
    def brush(self) -> Brush:
        """What rows are painted with, in the present font and colours."""
        if self._brush is None:
            self._brush = Brush(self.font(), self.palette().base().color().lightness() < 128)
        return self._brush

    # geometry: everything follows from the number of a row

    def _across(self) -> int:
        return max(1, self.viewport().width() // self.tile_paint.width(self.brush)) if self.tiles else 1

    def cell_height(self) -> int:
        """Pixels from one row to the next."""
        return (self.tile_paint if self.tiles else self.list_paint).height(self.brush)

    def _cell(self, row: int) -> QRect:
        across, height = self._across(), self.cell_height()
        line, place = divmod(row, across)
        width = self.viewport().width()
        left, right = place * width // across, (place + 1) * width // across
        return QRect(left, line * height - self.verticalOffset(), right - left, height)

    def in_sight(self) -> range:
        """The rows that can be seen now, in part or whole."""
        across, height = self._across(), self.cell_height()
        first = self.verticalOffset() // height * across
        last = ((self.verticalOffset() + self.viewport().height()) // height + 1) * across
        return range(first, min(last, self._people.rowCount()))

    def look(self) -> None:
        """Give columns that have something to say in what is in sight their room."""
        if not self.tiles and self.list_paint.see([row for at in self.in_sight() if (row := self._people.row(at)) is not None]):
            self.columns_moved.emit()
            self.viewport().update()  # all of it, where only a part is asked for

    def touch(self, extensions: Iterable[str] | None) -> int:
        """Paint these again where they are in sight, None: everybody; how many rows that were."""
        rows = self.in_sight()
        shown = self._people.shown
        if extensions is not None:
            named = extensions if isinstance(extensions, (set, frozenset, dict)) else set(extensions)
            touched = [row for row in rows if shown[row] in named]
        else:
            touched = list(rows)
        self._people.touch(touched)
        return len(touched)

    def doItemsLayout(self) -> None:  # noqa: N802 - Qt's name
        """Nothing is laid out: where a row stands follows from its number."""
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:  # noqa: N802 - Qt's name
        """How far one can scroll."""
        QAbstractItemView.updateGeometries(self)
        across, height = self._across(), self.cell_height()
        lines = -(-self._people.rowCount() // across)
        bar, seen = self.verticalScrollBar(), self.viewport().height()
        bar.setSingleStep(height // 2)
        bar.setPageStep(seen)
        bar.setRange(0, max(0, lines * height - seen))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """More or fewer tiles fit."""
        chosen = self.currentIndex()
        box = self._cell(chosen.row()) if chosen.isValid() else QRect()
        seen = box.isValid() and box.top() >= 0 and box.bottom() < event.oldSize().height()
        QAbstractItemView.resizeEvent(self, event)
        self.updateGeometries()
        top = self.mapTo(self.window(), QPoint(0, 0)).y()
        moved, self._top = top - self._top, top
        if moved and (self.underMouse() or self.hasFocus()):
            # A call's strip came or went above the list: what is under the pointer stays there.
            self.verticalScrollBar().setValue(self.verticalOffset() + moved)
        if seen and not (self.underMouse() and self._aiming.isActive()):
            self.scrollTo(chosen)  # whom the next key is for stays in sight, where nobody is about to click on another

    def horizontalOffset(self) -> int:  # noqa: N802 - Qt's name
        """Rows are as wide as the view."""
        return 0

    def verticalOffset(self) -> int:  # noqa: N802 - Qt's name
        """Pixels above what is seen."""
        return self.verticalScrollBar().value()

    def visualRect(self, index: Index) -> QRect:  # noqa: N802 - Qt's name
        """Where a row is painted."""
        return self._cell(index.row()) if index.isValid() else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:  # noqa: N802 - Qt's name
        """The row under `point`."""
        across = self._across()
        line = (point.y() + self.verticalOffset()) // self.cell_height()
        row = line * across + min(across - 1, point.x() * across // max(1, self.viewport().width()))
        return self._people.index(row, 0) if 0 <= row < self._people.rowCount() else QModelIndex()

    def scrollTo(  # noqa: N802 - Qt's name
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Scroll no more than is needed."""
        if not index.isValid():
            return
        box, seen, bar = self._cell(index.row()), self.viewport().height(), self.verticalScrollBar()
        if hint is QAbstractItemView.ScrollHint.PositionAtTop or box.top() < 0:
            bar.setValue(bar.value() + box.top())
        elif box.bottom() >= seen:
            bar.setValue(bar.value() + box.bottom() - seen + 1)

    def moveCursor(self, action: Move, modifiers: Qt.KeyboardModifier) -> QModelIndex:  # noqa: N802 - Qt's name
        """Where a key leads; the ends are ends."""
        count, across = self._people.rowCount(), self._across()
        if not count:
            return QModelIndex()
        at = self.currentIndex().row() if self.currentIndex().isValid() else 0
        page = max(1, self.viewport().height() // self.cell_height() - 1) * across
        leap = {
            Move.MoveUp: -across,
            Move.MoveDown: across,
            Move.MoveLeft: -1,
            Move.MoveRight: 1,
            Move.MovePrevious: -1,
            Move.MoveNext: 1,
            Move.MovePageUp: -page,
            Move.MovePageDown: page,
            Move.MoveHome: -count,
            Move.MoveEnd: count,
        }.get(action, 0)
        return self._people.index(min(count - 1, max(0, at + leap)), 0)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:  # noqa: N802 - Qt's name
        """One at a time."""
        at = self.indexAt(rect.topLeft())
        self.selectionModel().select(QItemSelection(at, at), command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:  # noqa: N802 - Qt's name
        """Where the selection is painted."""
        region = QRegion()
        for index in selection.indexes():
            region += self.visualRect(index)
        return region

    def isIndexHidden(self, index: Index) -> bool:  # noqa: N802 - Qt's name
        """None is."""
        return False

    # painting and pointing

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint what is in sight and asked for."""
        self.look()
        painter = QPainter(self.viewport())
        brush, asked = self.brush, event.region()
        brush.lend(painter)
        chosen = self.currentIndex().row() if self.currentIndex().isValid() else -1
        paint = self.tile_paint if self.tiles else self.list_paint
        for at in self.in_sight():
            box = self._cell(at)
            if asked.intersects(box):
                row = self._people.row(at)
                if row is not None:
                    paint.paint(brush, box, row, chosen=at == chosen)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Another font or palette needs another brush."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._brush = None
        super().changeEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Say when the pointer comes and goes: nothing may move under it."""
        if event.type() is QEvent.Type.Enter:
            self.pointed.emit(True)
        elif event.type() is QEvent.Type.Leave:
            self.pointed.emit(False)
        elif isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.tip_at(event.pos()), self.viewport())
            return True
        elif event.type() in (QEvent.Type.MouseMove, QEvent.Type.Wheel):
            self._aiming.start()
        return super().viewportEvent(event)

    def tip_at(self, at: QPoint) -> str:
        """The whole row in words where the pointer is over something that is cut."""
        row = self._people.row(self.indexAt(at).row()) if self.indexAt(at).isValid() else None
        if row is None or not (self.tiles or self.list_paint.is_cut(self.brush, at.x(), self.viewport().width(), row)):
            return ""
        return plain_tip(row.sentence)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Dragging marks nothing."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Only what moves; letters belong to the window."""
        if event.text().strip() and event.text().isprintable():
            event.ignore()
            return
        super().keyPressEvent(event)
