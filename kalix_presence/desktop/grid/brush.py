"""Draws texts and glyphs of one theme; measures each text once, for the same names are drawn at every key."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap

from kalix_presence.desktop.grid.rows import BETWEEN, Glyph
from kalix_presence.desktop.widgets.glyphs import picture
from kalix_presence.desktop.widgets.theme import CHOSEN_DARK, CHOSEN_LIGHT, DARK, LIGHT, state_colour

BETWEEN_LINES = 2
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Brush:
    """What a row is painted with; made once for a theme and a font, and lent to a painter for each painting."""

    def __init__(self, font: QFont, dark: bool) -> None:
        self.dark = dark
        self.font, self.strong = QFont(font), QFont(font)
        self.strong.setWeight(QFont.Weight.DemiBold)
        self.height = QFontMetrics(font).height()
        _, base, text, dimmed, _, border, accent, _ = (QColor(name) for name in (DARK if dark else LIGHT))
        self.base, self.text, self.dimmed, self.border, self.accent = base, text, dimmed, border, accent
        self.red, self.amber = state_colour("red", dark), state_colour("amber", dark)
        self.chosen, self.thin = highlight(dark), line_colour(dark)
        self._measures = {False: QFontMetrics(self.font), True: QFontMetrics(self.strong)}
        self._fitted = lru_cache(maxsize=8_192)(self._fit)
        self.painter = _NO_PAINTER
        self.cuts = 0
        """How many texts had no room so far."""

    def lend(self, painter: QPainter) -> None:
        """Paint with `painter` from now on."""
        self.painter = painter

    def glyph(self, glyph: Glyph, left: int, middle: int, size: int) -> None:
        """A state's glyph, sharp on any screen."""
        ratio = self.painter.device().devicePixelRatioF()
        self.painter.drawPixmap(left, middle - size // 2, glyph_pixmap(glyph, self.dark, ratio, size))

    def line(self, box: QRect, text: str, colour: QColor, *, strong: bool = False, align: Qt.AlignmentFlag = LEFT) -> None:
        """One line of text; what is too long ends in dots."""
        self.painter.setFont(self.strong if strong else self.font)
        self.painter.setPen(colour)
        fits = self._fitted(text, strong, box.width())
        self.cuts += fits != text
        self.painter.drawText(box, align, fits)

    def timed(self, box: QRect, text: str, colour: QColor) -> None:
        """One line that begins with a return time. The reason after it may be cut, the time never: where it has no room by
        itself its letters are narrower."""
        fits = time_whole(text, self._measures[False], box.width())
        wide = self.width(fits)
        self.cuts += fits != text or wide > box.width()
        self.painter.setFont(self.font)
        self.painter.setPen(colour)
        self.painter.save()
        self.painter.translate(box.topLeft())
        self.painter.scale(min(1.0, box.width() / max(1, wide)), 1.0)
        self.painter.drawText(QRect(0, 0, max(wide, box.width()), box.height()), LEFT, fits)
        self.painter.restore()

    def pair(
        self,
        box: QRect,
        first: str,
        second: str,
        *,
        strong: bool = False,
        first_colour: QColor | None = None,
        second_colour: QColor | None = None,
        align: Qt.AlignmentFlag = LEFT,
        timed: bool = False,
    ) -> None:
        """One line, or two with the second dimmed, in the middle of `box`'s height; `timed`: the first begins with a time."""
        above, below = self.halves(box, two=bool(second))
        if timed:
            self.timed(above, first, first_colour or self.text)
        else:
            self.line(above, first, first_colour or self.text, strong=strong, align=align)
        if second:
            self.line(below, second, second_colour or self.dimmed, align=align)

    def halves(self, box: QRect, *, two: bool) -> tuple[QRect, QRect]:
        """Where the first and the second line stand in the middle of `box`'s height; the first alone unless there are `two`."""
        height = self.height
        top = box.top() + (box.height() - (height * 2 + BETWEEN_LINES if two else height)) // 2
        return (
            QRect(box.left(), top, box.width(), height),
            QRect(box.left(), top + height + BETWEEN_LINES, box.width(), height),
        )

    def name(self, box: QRect, name: str, family: str) -> None:
        """Somebody's name with the part that lists are in the order of in strong letters; all of it where it has no room."""
        before = name.removesuffix(family)
        wide = self.width(before)
        if not family or before == name or wide + self.width(family, strong=True) > box.width():
            self.line(box, name, self.text, strong=True)
            return
        self.line(box, before, self.text)
        self.line(box.adjusted(wide, 0, 0, 0), family, self.text, strong=True)

    def pill(self, right: int, middle: int, text: str) -> int:
        """A small framed text that ends at `right`; where it begins."""
        width = self._measures[False].horizontalAdvance(text) + 14
        box = QRectF(right - width, middle - self.height / 2 - 1, width, self.height + 2)
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.painter.setPen(QPen(self.border, 1))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self.line(box.toRect(), text, self.text, align=Qt.AlignmentFlag.AlignCenter)
        return round(box.left())

    def width(self, text: str, *, strong: bool = False) -> int:
        """Pixels that `text` takes."""
        return self._measures[strong].horizontalAdvance(text)

    def _fit(self, text: str, strong: bool, width: int) -> str:
        return fitted(text, self._measures[strong], width)


_NO_PAINTER = QPainter()


def fitted(text: str, metrics: QFontMetrics, width: int) -> str:
    """`text` in `width` pixels. What comes after the last comma is kept whole where it can be: there stands the time."""
    if metrics.horizontalAdvance(text) <= width:
        return text
    head, comma, tail = text.rpartition(", ")
    left = width - metrics.horizontalAdvance(comma + tail)
    if head and left > width // 4:
        return metrics.elidedText(head, Qt.TextElideMode.ElideRight, left) + comma + tail
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)


def time_whole(text: str, metrics: QFontMetrics, width: int) -> str:
    """`text` in `width` pixels with the time that it begins with whole, also where that alone is wider."""
    time, _, _ = text.partition(BETWEEN)
    fits = fitted(text, metrics, width)
    return fits if fits.startswith(time) else time


@lru_cache(maxsize=512)
def glyph_pixmap(glyph: Glyph, dark: bool, ratio: float, size: int) -> QPixmap:
    """The glyph for a screen of `ratio` pixels per point, drawn once."""
    pixmap = picture(glyph.shape, glyph.colour, glyph.mark, size=round(size * ratio), dark=dark, hollow=glyph.hollow)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def highlight(dark: bool) -> QColor:
    """The ground of the chosen row, as in every list."""
    return QColor(CHOSEN_DARK if dark else CHOSEN_LIGHT)


def line_colour(dark: bool) -> QColor:
    """The thin line between rows."""
    return QColor("#26292d" if dark else "#eceeef")
