"""Paints one person as a tile: glyph, name and status large, so that a whole unit is seen at a glance."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from kalix_presence.desktop.grid.brush import BETWEEN_LINES, Brush
from kalix_presence.desktop.grid.rows import BETWEEN, Row

GLYPH, SMALL_GLYPH, EDGE, MARGIN = 26, 12, 14, 5


class TilePaint:
    """Four lines: name, work, status, and the line with whatever needs a look."""

    def height(self, brush: Brush) -> int:
        """Pixels that a tile takes, with the air around it."""
        return brush.height * 4 + BETWEEN_LINES * 3 + 8 + 2 * (EDGE - 2) + 2 * MARGIN

    def width(self, brush: Brush) -> int:
        """The narrowest tile that can be read."""
        return brush.height * 16

    def paint(self, brush: Brush, box: QRect, row: Row, *, chosen: bool) -> None:
        """Paint one tile."""
        painter = brush.painter
        frame = QRectF(box.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(brush.accent if chosen else brush.border, 2 if chosen else 1))
        painter.setBrush(brush.chosen if chosen else brush.base)
        painter.drawRoundedRect(frame, 8, 8)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inside = frame.toRect().adjusted(EDGE, EDGE - 2, -EDGE, -(EDGE - 2))
        step = brush.height + BETWEEN_LINES
        brush.glyph(row.glyph, inside.left(), inside.top() + step - 1, GLYPH)
        left = inside.left() + GLYPH + 12
        width = inside.right() - left
        top = inside.top()
        name = QRect(left, top, width, brush.height)
        if row.waiting:
            name.setRight(brush.pill(inside.right(), name.center().y(), f"☎ {row.waiting}") - 8)
        brush.name(name, f"★ {row.name}" if row.favourite else row.name, row.family_name)
        work = QRect(left, top + step, width, brush.height)
        brush.line(work, f"{row.extension} · {row.work}" if row.work else row.extension, brush.dimmed)
        status = QRect(left, top + 2 * step + 8, width, brush.height)
        if BETWEEN in row.status_briefly:
            brush.timed(status, row.status_briefly, brush.text)
        else:
            brush.line(status, row.status_briefly or row.status, brush.text if row.away else brush.dimmed)
        last = QRect(left, status.top() + step, width, brush.height)
        remark = row.remark or row.note
        if row.overdue:
            brush.line(last, remark, brush.red)
            return
        if not row.line_quiet:
            brush.glyph(row.line_glyph, left, last.center().y() + 1, SMALL_GLYPH)
            last = last.adjusted(SMALL_GLYPH + 8, 0, 0, 0)
        line = "" if row.line_quiet else row.line
        brush.line(last, " · ".join(part for part in (line, row.line_age, remark or row.hours) if part), brush.dimmed)
