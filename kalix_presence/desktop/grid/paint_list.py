"""Paints one person as one calm row of the list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPixmap

from kalix_presence.desktop.grid.brush import BETWEEN_LINES, Brush
from kalix_presence.desktop.grid.columns import GIVE_WAY, Column, Place, filled, laid_out, texts
from kalix_presence.desktop.grid.rows import BETWEEN, Row
from kalix_presence.desktop.widgets.theme import BAR

GLYPH, SMALL_GLYPH, GAP, EDGE = 22, 12, 14, 14


class ListPaint:
    """Two lines of text a row; the second is dimmed. `columns` are those wanted; what has no room, or nothing to say in any row
    that has been seen since others are listed, is left out."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = tuple(columns)
        self._filled: set[Column] = set(self.columns) - GIVE_WAY
        self._places: tuple[int, int, list[Place]] = (0, 0, [])

    def begin_anew(self) -> None:
        """Others are listed now: which columns are empty is found again."""
        self._filled = set(self.columns) - GIVE_WAY
        self.forget()

    def see(self, rows: Sequence[Row]) -> bool:
        """These are about to be painted; whether they fill a column that was empty so far. None empties while one looks."""
        more = filled(set(self.columns) - self._filled, rows)
        if more:
            self._filled |= more
            self.forget()
        return bool(more)

    def says(self, column: Column) -> bool:
        """Whether it has something to say in a row that was seen."""
        return column in self._filled

    def forget(self) -> None:
        """The columns are others now."""
        self._places = (0, 0, [])

    def height(self, brush: Brush) -> int:
        """Pixels that a row takes."""
        return brush.height * 2 + BETWEEN_LINES + 14

    def places(self, width: int, unit: int) -> list[Place]:
        """Where the columns stand in a row `width` pixels wide, from the left of the row."""
        if self._places[:2] != (width, unit):
            left = EDGE + GLYPH + GAP
            room = max(60, width - left - EDGE)
            columns = [column for column in self.columns if column in self._filled]
            places = [Place(each.column, left + each.left, each.width) for each in laid_out(columns, room, unit)]
            self._places = (width, unit, places)
        return self._places[2]

    def has_room(self, column: Column, width: int, unit: int) -> bool:
        """Whether `column` would stand in a row this wide if it had something to say."""
        room = max(60, width - EDGE - GLYPH - GAP - EDGE)
        return column in {place.column for place in laid_out(self.columns, room, unit)}

    def is_cut(self, brush: Brush, left: int, width: int, row: Row) -> bool:
        """Whether the cell `left` pixels from the edge of a row of this width has no room for what it says."""
        place = next((each for each in self.places(width, brush.height) if each.left <= left < each.left + each.width), None)
        if place is None:
            return False
        # Painted where nobody sees it: what is told apart here can never be another thing than what is painted.
        nowhere, before = QPixmap(1, 1), brush.cuts
        painter = QPainter(nowhere)
        lent, brush.painter = brush.painter, painter
        shown = {each.column for each in self.places(width, brush.height)}
        self._cell(brush, QRect(0, 0, place.width, self.height(brush)), place.column, row, shown)
        painter.end()
        brush.painter = lent
        return brush.cuts > before

    def paint(self, brush: Brush, box: QRect, row: Row, *, chosen: bool) -> None:
        """Paint one row."""
        painter = brush.painter
        if chosen:
            painter.fillRect(box, brush.chosen)
            painter.fillRect(QRect(box.left(), box.top(), BAR, box.height()), brush.accent)
        middle = box.center().y()
        brush.glyph(row.glyph, box.left() + EDGE, middle, GLYPH)
        places = self.places(box.width(), brush.height)
        shown = {place.column for place in places}
        for place in places:
            self._cell(brush, QRect(box.left() + place.left, box.top(), place.width, box.height()), place.column, row, shown)
        painter.setPen(brush.thin)
        painter.drawLine(box.left() + EDGE + GLYPH + GAP, box.bottom(), box.right() - EDGE, box.bottom())

    def _cell(self, brush: Brush, box: QRect, column: Column, row: Row, shown: set[Column]) -> None:
        first, second = texts(column, row)
        if column is Column.PERSON:
            if Column.NUMBER not in shown:
                second = f"{row.extension} · {second}" if second else row.extension
            if row.favourite:
                box = self._starred(brush, box)
            above, below = brush.halves(box, two=bool(second))
            brush.name(above, first, row.family_name)
            brush.line(below, second, brush.dimmed)
        elif column is Column.STATUS:
            if not second and Column.WAITING not in shown:
                second = row.waits
            if not second and Column.LINE not in shown and not row.line_quiet:
                second = row.line
            if not second and Column.HOURS not in shown:
                second = row.hours
            first, second = in_two(first, second, narrow=brush.width(first) > box.width())
            brush.pair(
                box,
                first,
                second,
                first_colour=brush.text if row.away else brush.dimmed,
                second_colour=brush.red if row.overdue else None,
                timed=BETWEEN in row.status_briefly,
            )
        elif column is Column.LINE and first:
            brush.glyph(row.line_glyph, box.left(), box.center().y(), SMALL_GLYPH)
            brush.pair(box.adjusted(SMALL_GLYPH + 8, 0, 0, 0), first, second, first_colour=brush.dimmed)
        elif column is Column.WAITING and first:
            brush.line(box, first, brush.amber, strong=True)
        elif first or second:
            plain = column in (Column.NUMBER, Column.HOURS)
            brush.pair(box, first, second, first_colour=brush.text if plain else brush.dimmed)

    def _starred(self, brush: Brush, box: QRect) -> QRect:
        star = QRect(box.left(), box.top() + (box.height() - brush.height * 2 - BETWEEN_LINES) // 2, brush.height, brush.height)
        brush.line(star, "★", brush.amber)
        return box.adjusted(brush.width("★") + 6, 0, 0, 0)


def in_two(first: str, second: str, *, narrow: bool) -> tuple[str, str]:
    """The return time above its reason, where both have no room side by side and the second line is free."""
    time, parted, reason = first.partition(BETWEEN)
    return (time, reason) if narrow and parted and not second else (first, second)
