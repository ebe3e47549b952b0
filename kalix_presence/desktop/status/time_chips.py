"""The usual return times as chips; each writes its own words into the text field, so that what it means is read there."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from kalix_presence.desktop.widgets.chip import Chip
from kalix_presence.desktop.widgets.fitting import keep_on_screen
from kalix_presence.desktop.widgets.month import month_to_point_in
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.desktop.widgets.wrapping import WrappingRow
from kalix_presence.model.when.lexicon import Lexicon
from kalix_presence.model.worktime import WorkingTime


class TimeChips(QWidget):
    """Shows which time the text field says; a click asks for another one, in words that the field understands."""

    chosen = Signal(str)

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__()
        self._lexicon = lexicon
        self._chips: dict[str, Chip] = {}
        self._row = WrappingRow(self)
        for minutes in (15, 30, 60):
            self._add(f"{minutes} min", self.tr("{minutes} min").format(minutes=minutes))
        self._lunch = self._add("", "")
        self._add(lexicon.rest_of_day[0], self.tr("Rest of the day"))
        # "Tomorrow" alone could be the day off itself; whoever chooses it here is back then.
        self._add(f"{lexicon.until[0]} {lexicon.tomorrow[0]}", self.tr("Tomorrow"))
        self._date = self._add("", self.tr("Date …"))
        self._date.clicked.disconnect()
        self._date.clicked.connect(self._pick_date)
        self._open = self._add(lexicon.open_end[0], self.tr("Until further notice"))
        self._lunch_text = ""
        self._today = QDate()
        self._calendar: _Calendar | None = None

    def _add(self, text: str, label: str) -> Chip:
        chip = Chip(label)
        chip.clicked.connect(lambda: self.chosen.emit(text))
        self._row.addWidget(chip)
        if text:
            self._chips[text] = chip
        return chip

    def offer(self, worktime: WorkingTime, now: datetime, *, open_end: bool) -> None:
        """Offer what makes sense at `now`; `open_end` whether the reason allows no return time."""
        local, end = now.astimezone(worktime.tz), worktime.lunch_until
        self._today = QDate(local.year, local.month, local.day)
        text = f"{end.hour}.{end.minute:02d}"
        if text != self._lunch_text:
            self._chips.pop(self._lunch_text, None)
            self._chips[text], self._lunch_text = self._lunch, text
            self._lunch.clicked.disconnect()
            self._lunch.clicked.connect(lambda: self.chosen.emit(text))
            self._lunch.setText(self.tr("Until {time}").format(time=text))
        # What is past is not offered: nobody can choose it, and a greyed chip does not say why.
        self._lunch.setVisible(local.time() < end)
        day_ends = worktime.ends(local.date())
        self._chips[self._lexicon.rest_of_day[0]].setVisible(day_ends is not None and now < day_ends)
        self._open.setVisible(open_end)

    def show_time(self, text: str) -> None:
        """Mark the chip whose words the text field says."""
        for said, chip in self._chips.items():
            chip.setChecked(said.casefold() == text.casefold())
        self._date.setChecked(False)

    def _pick_date(self) -> None:
        if self._calendar is None:
            self._calendar = _Calendar(self)
            self._calendar.picked.connect(self._take_date)
        self._calendar.open_at(self._date.mapToGlobal(QPoint(0, self._date.height() + 4)), self._today)
        self._date.setChecked(False)

    def _take_date(self, picked: QDate) -> None:
        day = date(picked.year(), picked.month(), picked.day())
        self.chosen.emit(f"{self._lexicon.until[0]} {self._lexicon.spell(day, year=picked.year() != self._today.year())}")


class _Calendar(QWidget):
    """A month to point at a day in; weeks begin on Monday and are numbered, as everybody here is used to."""

    picked = Signal(QDate)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setWindowTitle(self.tr("Choose a day"))
        self._month = month_to_point_in()
        self._month.clicked.connect(self._choose_day)
        self._month.activated.connect(self._choose_day)
        frame = named(QFrame(), "banner")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(8, 8, 8, 8)
        inside.addWidget(self._month)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(frame)

    def open_at(self, place: QPoint, today: QDate) -> None:
        """Show it under its chip, or where there is room; nobody comes back before `today`."""
        self._month.setMinimumDate(today)
        self._month.setSelectedDate(today)  # by the hub's time and zone, not this computer's
        self.ensurePolished()
        self.adjustSize()
        self.move(place)
        self.show()
        keep_on_screen(self)
        self._month.setFocus()

    def _choose_day(self, day: QDate) -> None:
        self.hide()
        self.picked.emit(day)
