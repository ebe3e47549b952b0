"""The week or month of one person: days as columns, absences as bars; drawn by ourselves, used by pointer and keyboard."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from kalix_presence.desktop.planning.bars import Bar, lanes
from kalix_presence.desktop.planning.paint import HEAD, LANE, StripPainter, day_name
from kalix_presence.desktop.widgets.heard import drawn
from kalix_presence.model.worktime import WorkingTime

WEEKS = {"week": 1, "month": 5}

FLASH_FOR = 3_000
"""Milliseconds for which what was planned just now stands out."""


class PlanStrip(QWidget):
    """Shows `weeks` weeks from the Monday `first` on; one day has the cursor, one bar may be chosen."""

    days_chosen = Signal(object, object)
    """Somebody drew over, or marked by Shift and Enter, the days from the first to the last."""
    drawn = Signal(QPoint)
    """They were drawn by pointer, up to here."""
    bar_chosen = Signal(object)
    """A `Bar` was chosen, or None."""
    edit_asked = Signal()
    delete_asked = Signal()
    turned = Signal()
    """Other weeks are shown now."""

    def __init__(self, worktime: WorkingTime, today: date, language: str, *, dark: bool = False) -> None:
        super().__init__()
        self.worktime, self.today, self._language, self.dark = worktime, today, language, dark
        self.weeks = WEEKS["week"]
        self.first = today - timedelta(today.weekday())
        self.day, self._anchor = today, today
        self._drag: date | None = None
        self.bars: list[Bar] = []
        self.chosen: str | None = None
        self.flashed: str | None = None
        """The plan whose bars stand out for a moment, because it was made just now."""
        self._flash = QTimer(self, singleShot=True, interval=FLASH_FOR)
        self._flash.timeout.connect(lambda: self.flash(None))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(560, 190)
        self.setAccessibleName(self.tr("Planned absences"))
        drawn(self)
        self._describe()

    # what it shows

    @property
    def last(self) -> date:
        """The last day in sight."""
        return self.first + timedelta(7 * self.weeks - 1)

    @property
    def marked(self) -> tuple[date, date]:
        """The days that are marked, first and last."""
        return min(self.day, self._anchor), max(self.day, self._anchor)

    def show_bars(self, bars: list[Bar]) -> None:
        """Show these absences."""
        self.bars = bars
        if self.chosen not in {bar.key for bar in bars}:
            self._choose(None)
        self._describe()
        self.update()

    def show_span(self, span: str) -> None:
        """Show a "week" or a "month" around the cursor."""
        self.weeks = WEEKS[span]
        self.first = self.day - timedelta(self.day.weekday())
        self._look_at(self.day)
        self.turned.emit()

    def turn_pages(self, pages: int) -> None:
        """Go on by so many weeks or months; the cursor goes with it."""
        self._go(self.day + timedelta(7 * self.weeks * pages))

    def go_to(self, day: date) -> None:
        """Put the cursor on a day."""
        self._go(day)

    def flash(self, plan: str | None) -> None:
        """Let the bars of a plan stand out for a moment."""
        self.flashed = plan
        if plan is not None:
            self._flash.start()
        self.update()

    def bars_on(self, day: date) -> list[Bar]:
        """What there is on a day, from top to bottom."""
        return [bar for _, bar in sorted(lanes(self.bars, day, day), key=lambda each: each[0]) if bar.first <= day <= bar.last]

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Wide enough for words in a month's columns."""
        return QSize(840, 360)

    # by keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows move the cursor, with Shift they mark; Page keys turn; Up and Down go through the bars of a day."""
        keep = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        match event.key():
            case Qt.Key.Key_Left:
                self._go(self.day - timedelta(1), keep=keep)
            case Qt.Key.Key_Right:
                self._go(self.day + timedelta(1), keep=keep)
            case Qt.Key.Key_Up:
                self._up_or_down(-1, keep=keep)
            case Qt.Key.Key_Down:
                self._up_or_down(1, keep=keep)
            case Qt.Key.Key_PageUp:
                self.turn_pages(-1)
            case Qt.Key.Key_PageDown:
                self.turn_pages(1)
            case Qt.Key.Key_Home:
                self._go(self.today)
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace if self.chosen is not None:
                self.delete_asked.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_F2:
                if self.chosen is not None:
                    self.edit_asked.emit()
                else:
                    self.days_chosen.emit(*self.marked)
            case _:
                super().keyPressEvent(event)

    def _up_or_down(self, step: int, *, keep: bool) -> None:
        """Within a day its bars are gone through; past them, a month goes to the week above or below."""
        here = [bar.key for bar in self.bars_on(self.day)]
        if here and not keep:
            at = here.index(self.chosen) if self.chosen in here else (-1 if step > 0 else len(here))
            if 0 <= at + step < len(here):
                self._choose(here[at + step])
                return
        if self.weeks > 1:
            self._go(self.day + timedelta(7 * step), keep=keep)

    def _go(self, day: date, *, keep: bool = False) -> None:
        self.day = day
        if not keep:
            self._anchor = day
        self._look_at(day)
        self._choose(None)
        self._describe()
        self.update()

    def _look_at(self, day: date) -> None:
        first = self.first
        while day < self.first:
            self.first -= timedelta(7 * self.weeks)
        while day > self.last:
            self.first += timedelta(7 * self.weeks)
        if first != self.first:
            self.turned.emit()
        self.update()

    def _choose(self, key: str | None) -> None:
        if key != self.chosen:
            self.chosen = key
            self.bar_chosen.emit(next((bar for bar in self.bars if bar.key == key), None))
            self._describe()
            self.update()

    def _describe(self) -> None:
        """Say to a screen reader what the cursor stands on."""
        chosen = next((bar for bar in self.bars if bar.key == self.chosen), None)
        if chosen is not None:
            self.setAccessibleDescription(chosen.sentence)
            return
        first, last = self.marked
        said = [
            day_name(self._language, first)
            if first == last
            else f"{day_name(self._language, first)} – {day_name(self._language, last)}"
        ]
        said += [bar.words for bar in self.bars_on(self.day)] or [self.tr("Nothing planned.")]
        self.setAccessibleDescription(". ".join(said))

    # by pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Begin to draw over days, or choose a bar; with Shift the days from where the cursor stood, without drawing."""
        day, bar = self.day_at(event.position()), self.bar_at(event.position())
        if day is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        self.day = day
        if bar is not None or not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._anchor = day
        self._choose(bar.key if bar is not None else None)
        self._drag = None if bar is not None else day
        self._describe()
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Draw over days."""
        day = self.day_at(event.position())
        if self._drag is not None and day is not None and day != self.day:
            self.day = day
            self._describe()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """The days are drawn."""
        if self._drag is not None:
            self._drag = None
            self.days_chosen.emit(*self.marked)
            self.drawn.emit(event.position().toPoint())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Edit a bar."""
        if self.bar_at(event.position()) is not None:
            self.edit_asked.emit()

    def event(self, event: QEvent) -> bool:
        """What a bar says in full, where the pointer rests."""
        if isinstance(event, QHelpEvent):
            bar = self.bar_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), bar.sentence if bar is not None else "", self)
            return True
        return super().event(event)

    # where things are

    def row_of(self, week: int) -> QRect:
        """Where a week is drawn."""
        height = (self.height() - HEAD) / self.weeks
        return QRect(0, round(HEAD + week * height), self.width(), round(height))

    def day_at(self, place: QPointF) -> date | None:
        """The day under a point."""
        painter = StripPainter(self)
        for week in range(self.weeks):
            if self.row_of(week).contains(place.toPoint()):
                column = painter.column_at(place.x())
                return None if column is None else self.first + timedelta(7 * week + column)
        return None

    def bar_at(self, place: QPointF) -> Bar | None:
        """The bar under a point."""
        painter = StripPainter(self)
        for week in range(self.weeks):
            for box, bar, _ in painter.boxes(week):
                if box.contains(place):
                    return bar
        return None

    def most_lanes(self, week: int) -> int:
        """How many lanes a week has room for."""
        return max(1, int((self.row_of(week).height() - 23) // LANE))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        StripPainter(self).paint(painter, QRectF(self.rect()))
        painter.end()
