"""Texts that a widget paints by its own hand: where they stand and in which colour, by having it painted as SVG."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QPoint, QRect
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QRegion, QTransform
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class PaintedText:
    """`box` in the widget, in its own pixels."""

    text: str
    colour: QColor
    box: QRect


def paints_by_hand(part: QWidget) -> bool:
    """A list or table, its header, or a widget of the desktop with a painting of its own."""
    if isinstance(part.parentWidget(), QAbstractItemView):
        return part is part.parentWidget().viewport() or isinstance(part, QHeaderView)  # type: ignore[union-attr]
    kinds = [kind for kind in type(part).__mro__ if kind.__module__.startswith("kalix_presence.desktop")]
    return any("paintEvent" in vars(kind) for kind in kinds)


def painted_texts(part: QWidget) -> Iterator[PaintedText]:
    """Every text that `part` paints."""
    kept = QByteArray()
    buffer = QBuffer(kept)
    drawing = QSvgGenerator()
    drawing.setOutputDevice(buffer)
    drawing.setResolution(96)
    part.render(drawing, QPoint(), QRegion(), QWidget.RenderFlag(0))
    for group in ET.fromstring(kept.data()).iter(f"{SVG}g"):
        moved = _moved(group.get("transform", ""))
        for text in group.findall(f"{SVG}text"):
            words = (text.text or "").strip()
            if not words:
                continue
            font = QFont(text.get("font-family", "").strip("'"))
            font.setPixelSize(round(float(text.get("font-size", "12"))))
            font.setWeight(QFont.Weight(int(text.get("font-weight", "400"))))
            metrics = QFontMetrics(font)
            at = moved.map(QPoint(round(float(text.get("x", "0"))), round(float(text.get("y", "0")))))
            box = QRect(at.x(), at.y() - metrics.ascent(), metrics.horizontalAdvance(words), metrics.height())
            yield PaintedText(words, QColor(text.get("fill", "#000000")), box)


def ground_of(image: QImage) -> QColor:
    """The colour that most of it has."""
    return QColor.fromRgb(Counter(memoryview(image.constBits()).cast("I")).most_common(1)[0][0])


def _moved(said: str) -> QTransform:
    if not said.startswith("matrix("):
        return QTransform()
    a, b, c, d, e, f = (float(one) for one in said[7:-1].split(","))
    return QTransform(a, b, c, d, e, f)
