"""Paints one colleague as one calm row: glyph, name and work, status, extension and line."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from kalix_presence.desktop.colleague_rows import ROW, Glyph, Row
from kalix_presence.desktop.glyphs import picture
from kalix_presence.desktop.theme import DARK, LIGHT

GLYPH, GAP, EDGE = 22, 14, 14
BETWEEN_LINES = 2
NARROW = 560
"""Below so many pixels there is no room for the extension's own column: it goes behind the work."""


class ColleaguePaint(QStyledItemDelegate):
    """Two lines of text a row; the second is dimmed."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        """Two lines and air."""
        return QSize(0, row_height(option.font))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Paint one row."""
        row = index.data(ROW)
        if not isinstance(row, Row):
            return
        rect, font, state, colours = option.rect, option.font, option.state, option.palette
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        dark = colours.color(QPalette.ColorRole.Base).lightness() < 128
        painter.save()
        if chosen:
            painter.fillRect(rect, highlight(dark))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), colours.color(QPalette.ColorRole.Highlight))
        self._paint_row(_Brush(painter, font, dark), rect.adjusted(EDGE, 0, -EDGE, 0), row)
        painter.setPen(line_colour(dark))
        painter.drawLine(rect.bottomLeft() + QPoint(EDGE + GLYPH + GAP, 0), rect.bottomRight() - QPoint(EDGE, 0))
        painter.restore()

    def _paint_row(self, brush: _Brush, rect: QRect, row: Row) -> None:
        brush.glyph(row.glyph, rect.left(), rect.center().y())
        left = rect.left() + GLYPH + GAP
        narrow = rect.width() < NARROW
        room = rect.right() - left
        last = 0 if narrow else min(150, room // 4)
        middle = (room - last) * (58 if narrow else 45) // 100
        status_left = rect.right() - last - middle
        work = f"{row.extension} · {row.work}" if narrow and row.work else row.extension if narrow else row.work
        brush.pair(QRect(left, rect.top(), status_left - left - GAP, rect.height()), row.name, work, strong=True)
        remark = row.remark or (row.line if narrow else "")
        status = QRect(status_left, rect.top(), middle - (0 if narrow else GAP), rect.height())
        brush.pair(status, row.status, remark, quiet=not row.away)
        if not narrow:
            aside = QRect(rect.right() - last, rect.top(), last, rect.height())
            brush.pair(aside, row.extension, row.line, align=Qt.AlignmentFlag.AlignRight)


class _Brush:
    """Draws texts and glyphs in one theme."""

    def __init__(self, painter: QPainter, font: QFont, dark: bool) -> None:
        self._painter, self._font, self._dark = painter, font, dark
        _, _, text, dimmed, *_ = DARK if dark else LIGHT
        self._text, self._dimmed = QColor(text), QColor(dimmed)

    def glyph(self, glyph: Glyph, left: int, middle: int) -> None:
        """The state's glyph, sharp on any screen."""
        ratio = self._painter.device().devicePixelRatioF()
        self._painter.drawPixmap(left, middle - GLYPH // 2, glyph_pixmap(glyph, self._dark, ratio))

    def pair(
        self,
        box: QRect,
        first: str,
        second: str,
        *,
        strong: bool = False,
        quiet: bool = False,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        """One line, or two with the second dimmed, in the middle of `box`'s height; what is too long ends in dots."""
        height = QFontMetrics(self._font).height()
        whole = height * 2 + BETWEEN_LINES if second else height
        top = box.top() + (box.height() - whole) // 2
        font = QFont(self._font)
        if strong:
            font.setWeight(QFont.Weight.DemiBold)
        self._line(QRect(box.left(), top, box.width(), height), first, font, self._dimmed if quiet else self._text, align)
        if second:
            below = QRect(box.left(), top + height + BETWEEN_LINES, box.width(), height)
            self._line(below, second, self._font, self._dimmed, align)

    def _line(self, box: QRect, text: str, font: QFont, colour: QColor, align: Qt.AlignmentFlag) -> None:
        self._painter.setFont(font)
        self._painter.setPen(colour)
        self._painter.drawText(box, align | Qt.AlignmentFlag.AlignVCenter, fitted(text, QFontMetrics(font), box.width()))


def fitted(text: str, metrics: QFontMetrics, width: int) -> str:
    """`text` in `width` pixels. What comes after the last comma is kept whole where it can be: there stands the time."""
    if metrics.horizontalAdvance(text) <= width:
        return text
    head, comma, tail = text.rpartition(", ")
    left = width - metrics.horizontalAdvance(comma + tail)
    if head and left > width // 4:
        return metrics.elidedText(head, Qt.TextElideMode.ElideRight, left) + comma + tail
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)


@lru_cache(maxsize=256)
def glyph_pixmap(glyph: Glyph, dark: bool, ratio: float, size: int = GLYPH) -> QPixmap:
    """The glyph for a screen of `ratio` pixels per point, drawn once."""
    pixmap = picture(glyph.shape, glyph.colour, glyph.mark, size=round(size * ratio), dark=dark, hollow=glyph.hollow)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def row_height(font: QFont) -> int:
    """Pixels that a row takes with this font."""
    return QFontMetrics(font).height() * 2 + BETWEEN_LINES + 14


def highlight(dark: bool) -> QColor:
    """The ground of the chosen row: near the base, so that every text keeps its contrast; a bar at its edge says it too."""
    return QColor("#25323d" if dark else "#e6eff6")


def line_colour(dark: bool) -> QColor:
    """The thin line between rows."""
    return QColor("#26292d" if dark else "#eceeef")
