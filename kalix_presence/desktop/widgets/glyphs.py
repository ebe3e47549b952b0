"""State drawn as a shape with a mark: told apart by form and not by colour alone, at any size."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from kalix_presence.desktop.widgets.theme import state_colour

SIZES = (16, 22, 24, 32, 48, 64)


def outline(shape: str, box: QRectF) -> QPainterPath:
    """The outline of a shape by its name in the reasons file, filling `box`."""
    path = QPainterPath()
    middle = box.center()
    if shape == "square":
        path.addRoundedRect(
            box.adjusted(box.width() * 0.06, box.width() * 0.06, -box.width() * 0.06, -box.width() * 0.06), 2, 2
        )
    elif shape == "triangle":
        path.addPolygon(QPolygonF([QPointF(middle.x(), box.top()), box.bottomRight(), box.bottomLeft()]))
        path.closeSubpath()
    elif shape == "diamond":
        corners: tuple[tuple[float, float], ...]
        corners = (middle.x(), box.top()), (box.right(), middle.y()), (middle.x(), box.bottom()), (box.left(), middle.y())
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
        path.closeSubpath()
    elif shape == "hexagon":
        third = box.width() / 4
        corners = (
            (box.left() + third, box.top()),
            (box.right() - third, box.top()),
            (box.right(), middle.y()),
            (box.right() - third, box.bottom()),
            (box.left() + third, box.bottom()),
            (box.left(), middle.y()),
        )
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
        path.closeSubpath()
    elif shape == "bar":
        path.addRoundedRect(QRectF(box.left(), box.top() + box.height() * 0.22, box.width(), box.height() * 0.56), 3, 3)
    else:
        path.addEllipse(box)
        if shape == "ring":
            inner = QPainterPath()
            inner.addEllipse(box.adjusted(box.width() * 0.24, box.width() * 0.24, -box.width() * 0.24, -box.width() * 0.24))
            path = path.subtracted(inner)
    return path


def _mark(painter: QPainter, mark: str, box: QRectF, colour: QColor) -> None:
    """A mark inside the shape: "tick" confirmed, "dots" on its way, "bang" not confirmed, "slash" out of reach,
    "query" not known."""
    pen = QPen(colour, max(1.6, box.width() * 0.11), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    x, y, size = box.left(), box.top(), box.width()
    if mark == "tick":
        points = ((0.28, 0.55), (0.44, 0.70), (0.73, 0.36))
        painter.drawPolyline(QPolygonF([QPointF(x + size * px, y + size * py) for px, py in points]))
    elif mark == "dots":
        for px in (0.28, 0.5, 0.72):
            painter.drawPoint(QPointF(x + size * px, y + size * 0.56))
    elif mark == "bang":
        painter.drawLine(QPointF(x + size * 0.5, y + size * 0.28), QPointF(x + size * 0.5, y + size * 0.56))
        painter.drawPoint(QPointF(x + size * 0.5, y + size * 0.76))
    elif mark == "query":
        hook = QPainterPath(QPointF(x + size * 0.35, y + size * 0.38))
        hook.cubicTo(
            QPointF(x + size * 0.36, y + size * 0.16),
            QPointF(x + size * 0.70, y + size * 0.20),
            QPointF(x + size * 0.64, y + size * 0.40),
        )
        hook.quadTo(QPointF(x + size * 0.58, y + size * 0.50), QPointF(x + size * 0.50, y + size * 0.58))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(hook)
        painter.drawPoint(QPointF(x + size * 0.5, y + size * 0.78))
    elif mark == "slash":
        painter.drawLine(QPointF(x + size * 0.24, y + size * 0.76), QPointF(x + size * 0.76, y + size * 0.24))


def _badge(painter: QPainter, number: int, size: float, dark: bool) -> None:
    box = QRectF(size * 0.42, size * 0.42, size * 0.56, size * 0.56)
    painter.setPen(QPen(_rim(dark), max(1.0, size * 0.05)))
    painter.setBrush(state_colour("red", dark))
    painter.drawEllipse(box)
    font = QFont()
    font.setPixelSize(max(8, round(size * 0.46)))
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(on_state(dark))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(number) if number < 10 else "9+")


def picture(
    shape: str, colour: str, mark: str, *, size: int, dark: bool, badge: int = 0, hollow: bool = False, rim: bool = False
) -> QPixmap:
    """The glyph as a pixmap of `size` pixels; with a `rim` it is seen on a panel of either brightness."""
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    edge = max(1.5, size * 0.08) if rim else 0.0
    margin = max(1.0, size * 0.06, edge)
    box = QRectF(margin, margin, size - 2 * margin, size - 2 * margin)
    shade = state_colour(colour, dark)
    if hollow:
        line, inset = max(1.5, size * 0.09), size * 0.05
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if rim:
            painter.setPen(QPen(_rim(dark), line + 2 * edge))
            painter.drawPath(outline(shape, box.adjusted(inset, inset, -inset, -inset)))
        painter.setPen(QPen(shade, line))
        painter.drawPath(outline(shape, box.adjusted(inset, inset, -inset, -inset)))
    else:
        if rim:
            painter.strokePath(outline(shape, box), QPen(_rim(dark), 2 * edge))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shade)
        painter.drawPath(outline(shape, box))
    inner = box.translated(0, box.height() * 0.12) if shape == "triangle" else box
    _mark(painter, mark, inner, shade if hollow or shape == "ring" else on_state(dark))
    if badge:
        _badge(painter, badge, size, dark)
    painter.end()
    return pixmap


def on_state(dark: bool) -> QColor:
    """The colour of what stands on the colour of a state."""
    return QColor("#10222e" if dark else "#ffffff")


def _rim(dark: bool) -> QColor:
    """Light around dark colours, dark around light ones: what the panel is like is not told to anybody."""
    return QColor("#16181b" if dark else "#ffffff")


def icon(
    shape: str,
    colour: str,
    mark: str = "",
    *,
    dark: bool,
    badge: int = 0,
    hollow: bool = False,
    rim: bool = False,
    sizes: Iterable[int] = SIZES,
) -> QIcon:
    """The glyph as an icon in every usual size, or in those that are wanted."""
    made = QIcon()
    for size in sizes:
        made.addPixmap(picture(shape, colour, mark, size=size, dark=dark, badge=badge, hollow=hollow, rim=rim))
    return made
