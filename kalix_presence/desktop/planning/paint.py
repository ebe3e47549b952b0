"""Draws the strip: shape and word on each bar, hollow where something goes before it, so that nothing hangs on colour alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPalette, QPen

from kalix_presence.desktop.planning.bars import Bar, lanes
from kalix_presence.desktop.widgets.glyphs import outline
from kalix_presence.desktop.widgets.theme import state_colour

if TYPE_CHECKING:
    from kalix_presence.desktop.planning.strip import PlanStrip

HEAD = 30
"""Pixels for the names of the weekdays."""
LANE = 26
"""Pixels from one bar to the next below it."""
BAR = 24
"""Pixels of a bar: what is smaller is not hit by everybody."""
GUTTER = 46
"""Pixels for the number of the week."""
GLYPH = 12
BEFORE, AFTER = 4, 3
"""Pixels between a bar's shape and its words, and after them."""
SMALL = 0.8
"""The size, of the usual one, in which words are written that have no room otherwise."""


def day_name(language: str, day: date) -> str:
    """A day in words: tisdag 24 november."""
    locale = QLocale(language)
    name = locale.standaloneDayName(day.isoweekday(), QLocale.FormatType.LongFormat)
    month = locale.monthName(day.month, QLocale.FormatType.LongFormat)
    return f"{name} {day.day} {month}"


def fitted_words(bar: Bar, font: QFont, room: float) -> tuple[str, QFont]:
    """What is written on a bar with `room` for it, and how: smaller, then the reason alone, and cut only at last."""
    small = QFont(font)
    small.setPointSizeF(font.pointSizeF() * SMALL)
    again = "↻ " if bar.repeats else ""
    name = bar.name or bar.words
    for words in (again + bar.words, again + name, name):
        for each in (font, small):
            if QFontMetricsF(each).horizontalAdvance(words) <= room:
                return words, each
    return QFontMetricsF(small).elidedText(name, Qt.TextElideMode.ElideRight, room), small


class StripPainter:
    """One picture of a strip; also tells where its parts are, so that pointing and painting agree."""

    def __init__(self, strip: PlanStrip) -> None:
        self._strip = strip
        self._width = (strip.width() - GUTTER) / 7
        palette = strip.palette()
        role = QPalette.ColorRole
        self._text, self._base = palette.color(role.WindowText), palette.color(role.Base)
        self._off, self._line = palette.color(role.Window), palette.color(role.Mid)
        self._dim, self._accent = palette.color(role.PlaceholderText), palette.color(role.Highlight)

    def column_at(self, x: float) -> int | None:
        """Which of the seven columns."""
        column = int((x - GUTTER) // self._width)
        return column if x >= GUTTER and column < 7 else None

    def boxes(self, week: int) -> list[tuple[QRectF, Bar, bool]]:
        """Where each bar of a week is drawn; True for one that goes on beyond the week."""
        strip = self._strip
        monday, row = strip.first + timedelta(7 * week), strip.row_of(week)
        sunday, made = monday + timedelta(6), []
        for lane, bar in lanes(strip.bars, monday, sunday):
            if lane >= strip.most_lanes(week):
                continue
            first, last = max(bar.first, monday), min(bar.last, sunday)
            left = GUTTER + (first - monday).days * self._width + (4 if bar.first >= monday else 0)
            right = GUTTER + ((last - monday).days + 1) * self._width - (4 if bar.last <= sunday else 0)
            box = QRectF(left, row.top() + 23 + lane * LANE, right - left, BAR)
            made.append((box, bar, bar.first < monday or bar.last > sunday))
        return made

    def paint(self, painter: QPainter, area: QRectF) -> None:
        """Draw it all."""
        strip = self._strip
        painter.fillRect(area, self._base)
        self._heads(painter)
        for week in range(strip.weeks):
            self._days(painter, week)
            for box, bar, _ in self.boxes(week):
                self._bar(painter, box, bar)
            self._hidden(painter, week)
        pen = QPen(self._accent, 2) if strip.hasFocus() else QPen(self._line, 1)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 6, 6)

    def _heads(self, painter: QPainter) -> None:
        locale = QLocale(self._strip._language)
        painter.setPen(self._dim)
        for column in range(7):
            name = locale.standaloneDayName(column + 1, QLocale.FormatType.ShortFormat)
            box = QRectF(GUTTER + column * self._width, 0, self._width, HEAD)
            painter.drawText(box.adjusted(8, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, name)

    def _days(self, painter: QPainter, week: int) -> None:
        strip, row = self._strip, self._strip.row_of(week)
        first, last = strip.marked
        monday = strip.first + timedelta(7 * week)
        painter.setPen(self._dim)
        number = QCoreApplication.translate("Plans", "w {week}").format(week=monday.isocalendar().week)
        painter.drawText(QRectF(8, row.top(), GUTTER - 8, 24), Qt.AlignmentFlag.AlignVCenter, number)
        for column in range(7):
            day = monday + timedelta(column)
            box = QRectF(GUTTER + column * self._width, row.top(), self._width, row.height())
            if not strip.worktime.is_working_day(day):
                painter.fillRect(box, self._off)
            if first <= day <= last:
                tint = QColor(self._accent)
                tint.setAlphaF(0.14)
                painter.fillRect(box, tint)
            painter.setPen(QPen(self._line, 1))
            painter.drawLine(box.topLeft(), box.bottomLeft())
            painter.drawLine(box.topLeft(), box.topRight())
            self._number(painter, box, day)

    def _number(self, painter: QPainter, box: QRectF, day: date) -> None:
        strip = self._strip
        font = QFont(painter.font())
        font.setBold(day == strip.today)
        painter.save()
        painter.setFont(font)
        said = str(day.day)
        if day.day == 1 or day == strip.first:
            said = f"{day.day} {QLocale(strip._language).standaloneMonthName(day.month, QLocale.FormatType.ShortFormat)}"
        width = QFontMetricsF(font).horizontalAdvance(said)
        place = QRectF(box.left() + 8, box.top() + 3, width, 18)
        painter.setPen(self._text if strip.worktime.is_working_day(day) else self._dim)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, said)
        if day == strip.today:
            painter.setPen(QPen(self._accent, 2))
            painter.drawLine(place.bottomLeft(), place.bottomRight())
        if day == strip.day and strip.hasFocus():
            painter.setPen(QPen(self._accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place.adjusted(-4, 0, 4, 1), 4, 4)
        painter.restore()

    def _bar(self, painter: QPainter, box: QRectF, bar: Bar) -> None:
        colour = state_colour(bar.colour, self._strip.dark)
        painter.save()
        fill = QColor(colour)
        flashed = bar.plan is not None and bar.plan == self._strip.flashed
        fill.setAlphaF(0.65 if flashed else 0.0 if bar.behind else 0.20)
        style = Qt.PenStyle.DashLine if bar.behind else Qt.PenStyle.SolidLine
        chosen = bar.key == self._strip.chosen
        painter.setPen(QPen(self._accent, 2.5) if chosen else QPen(colour, 1.2, style))
        painter.setBrush(fill)
        painter.drawRoundedRect(box, 5, 5)
        glyph = QRectF(box.left() + BEFORE, box.center().y() - GLYPH / 2, GLYPH, GLYPH)
        painter.setPen(QPen(colour, 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush if bar.behind else colour)
        painter.drawPath(outline(bar.shape, glyph))
        painter.setPen(self._text)
        place = box.adjusted(GLYPH + 2 * BEFORE, 0, -AFTER, 0)
        words, font = fitted_words(bar, painter.font(), place.width())
        painter.setFont(font)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()

    def _hidden(self, painter: QPainter, week: int) -> None:
        """How many bars of a day there was no room for."""
        strip, row = self._strip, self._strip.row_of(week)
        monday, most = strip.first + timedelta(7 * week), strip.most_lanes(week)
        unseen = [bar for lane, bar in lanes(strip.bars, monday, monday + timedelta(6)) if lane >= most]
        painter.setPen(self._dim)
        for column in range(7):
            day = monday + timedelta(column)
            count = sum(bar.first <= day <= bar.last for bar in unseen)
            if count:
                box = QRectF(GUTTER + column * self._width, row.top() + 3, self._width - 6, 18)
                painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"+{count}")
