"""Settings of working time and phone hours: they lie at the hub, which goes by them for return times and due times."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, Qt, QTime
from PySide6.QtWidgets import QLabel, QSpinBox, QTimeEdit, QWidget

from kalix_presence import shipped, wire
from kalix_presence.client.local.settings import Settings
from kalix_presence.desktop.settings.exceptions_field import ExceptionsField, day_of
from kalix_presence.desktop.settings.page import SettingsPage, small_label
from kalix_presence.desktop.settings.week_field import WeekField
from kalix_presence.desktop.widgets.long_box import LongBox
from kalix_presence.desktop.widgets.month import day_field
from kalix_presence.desktop.widgets.reasoned import allow
from kalix_presence.desktop.widgets.wrapping import WrappingRow
from kalix_presence.model.preferences import FIELDS, PhoneHours
from kalix_presence.model.worktime import WorkingTime


class HoursPage(SettingsPage):
    """`site` is the organisation's working time: what holds where nothing else is chosen."""

    def __init__(self, language: str, site: Callable[[], WorkingTime], clock: Callable[[], datetime]) -> None:
        super().__init__("")
        self.title = self.tr("Working time")
        self._site_time, self._clock = site, clock
        self.own = LongBox(self.tr("I have other hours than my organisation"))
        self.week, self.exceptions = WeekField(language), ExceptionsField(language)
        self.own_lunch = LongBox(self.tr("I have lunch at"))
        self.lunch_at, self.lunch_minutes = QTimeEdit(), QSpinBox()
        self.lunch_at.setDisplayFormat(_clock_format(language))
        self.lunch_at.setAccessibleName(self.tr("Lunch begins"))
        for field in (self.lunch_at, self.lunch_minutes):
            field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.lunch_minutes.setRange(5, 180)
        self.lunch_minutes.setSingleStep(5)
        self.lunch_minutes.setSuffix(self.tr(" min"))
        self.lunch_minutes.setAccessibleName(self.tr("Length of lunch"))
        lunch = QWidget()
        line = WrappingRow(lunch)
        for part in (self.own_lunch, self.lunch_at, QLabel(self.tr("for")), self.lunch_minutes):
            line.addWidget(part)
        self.row(self.tr("Hours"), self.own, "hours")
        self.row("", self.week)
        self.row(self.tr("Lunch"), lunch, "lunch_at")
        self.row(self.tr("Exceptions"), self.exceptions, "exceptions")
        self.note(self.tr("Return times, reminders and due times go by these hours. Public holidays are off by themselves."))
        self.rows.addStretch(1)
        self.own.toggled.connect(self._own_toggled)
        self._locked: frozenset[str] = frozenset()
        self.own_lunch.toggled.connect(self._own_lunch_toggled)

    def show_settings(self, settings: Settings, preferences: wire.PreferencesView | None) -> None:
        """Show what is chosen now, and the organisation's hours where nothing is."""
        known, site = preferences.preferences if preferences else None, self._site_time()
        own = known is not None and known.hours is not None
        self.own.setChecked(own)
        self.week.show_week(known.hours if known is not None and known.hours is not None else site.hours)
        lunch_at = known.lunch_at if known is not None else None
        length = known.lunch_minutes if known is not None else None
        self.own_lunch.setChecked(lunch_at is not None or length is not None)
        at = lunch_at or site.lunch_at
        self.lunch_at.setTime(QTime(at.hour, at.minute))
        usual = (site.lunch_until.hour - site.lunch_at.hour) * 60 + site.lunch_until.minute - site.lunch_at.minute
        self.lunch_minutes.setValue(length or usual)
        today = self._clock().astimezone(site.tz).date()
        self.exceptions.show_exceptions(known.exceptions if known is not None else (), today)
        for name in ("hours", "lunch_at", "exceptions"):
            self.say(name, "")
        fields: dict[str, list[QWidget]] = {
            "hours": [self.own, self.week],
            "lunch_at": [self.own_lunch, self.lunch_at],
            "lunch_minutes": [self.lunch_minutes],
            "exceptions": [self.exceptions],
        }
        self.lock(preferences, fields)
        if self.week.isEnabled():
            self._allow_week(own)
        self._locked = frozenset(FIELDS if preferences is None else preferences.locked)
        self._own_lunch_toggled(self.own_lunch.isChecked())

    def problem(self) -> str | None:
        """Whether all hours can be read."""
        if self.own.isChecked() and self.week.week() is None:
            return "hours"
        return "exceptions" if self.exceptions.exceptions() is None else None

    def focus(self, name: str) -> None:
        """Put the cursor into the field that cannot be read."""
        (self.week if name == "hours" and self.own.isChecked() else self._fields[name]).setFocus()

    def changes(self, shown: wire.PreferencesView) -> dict[str, object]:
        """What is other than in `shown`."""
        known = shown.preferences
        before = None if known.hours is None else {day: list(spans) for day, spans in known.hours.items() if spans}
        at = self.lunch_at.time()
        lunch_at = datetime(2000, 1, 1, at.hour(), at.minute(), tzinfo=ZoneInfo("UTC")).time()
        own_lunch = self.own_lunch.isChecked()
        chosen = {
            "hours": (self.week.week() if self.own.isChecked() else None, before),
            "lunch_at": (lunch_at if own_lunch else None, known.lunch_at),
            "lunch_minutes": (self.lunch_minutes.value() if own_lunch else None, known.lunch_minutes),
            "exceptions": (self.exceptions.exceptions() or [], list(known.exceptions)),
        }
        return {name: now for name, (now, then) in chosen.items() if now != then}

    def _own_lunch_toggled(self, own: bool) -> None:
        for name, field in (("lunch_at", self.lunch_at), ("lunch_minutes", self.lunch_minutes)):
            if name not in self._locked:
                allow(field, "" if own else self.tr("Only with a lunch of your own."))

    def _allow_week(self, own: bool) -> None:
        allow(self.week, "" if own else self.tr("Only with working time of your own."))

    def _own_toggled(self, own: bool) -> None:
        self._allow_week(own)
        if own:
            self.week.setFocus()
        else:
            self.week.show_week(self._site_time().hours)


class PhonePage(SettingsPage):
    """Phone hours are the exception (P8), so they always have an end."""

    def __init__(self, language: str, site: Callable[[], WorkingTime], clock: Callable[[], datetime]) -> None:
        super().__init__("")
        self.title = self.tr("Phone hours")
        self._site_time, self._clock = site, clock
        self.on = LongBox(self.tr("I am best reached at certain hours only"))
        self.week, self.until = WeekField(language, self.tr("no phone hours")), day_field()
        about = small_label()
        about.setText(
            self.tr("Outside these hours callers hear when you are reached, and may ask to be called back. Use it sparingly.")
        )
        self.row(self.tr("Phone hours"), self.on, "phone_hours")
        self.row("", about)
        self.row(self.tr("Hours"), self.week)
        self.row(self.tr("Up to and with"), self.until)
        self.rows.addStretch(1)
        self.on.toggled.connect(self._allow_hours)

    def show_settings(self, settings: Settings, preferences: wire.PreferencesView | None) -> None:
        """Show what is chosen now; for who has none, nine to eleven for a month would be offered."""
        known = preferences.preferences.phone_hours if preferences else None
        today = self._clock().astimezone(self._site_time().tz).date()
        until = known.until if known is not None else today + timedelta(days=30)
        self.until.setMinimumDate(QDate(min(today, until).year, min(today, until).month, min(today, until).day))
        self.until.setDate(QDate(until.year, until.month, until.day))
        self.on.setChecked(known is not None)
        self.week.show_week(known.hours if known is not None else {})
        self.say("phone_hours", "")
        if known is not None and known.until < today:
            self.say("phone_hours", self.tr("These are over: you are reached as usual."))
        self.lock(preferences, {"phone_hours": [self.on, self.week, self.until]})
        if self.on.isEnabled():
            self._allow_hours(known is not None)

    def _allow_hours(self, on: bool) -> None:
        for field in (self.week, self.until):
            allow(field, "" if on else self.tr("Only where you are best reached at certain hours."))

    def problem(self) -> str | None:
        """Whether the hours can be read, and there are any."""
        if not self.on.isChecked():
            return None
        week = self.week.week()
        if week == {}:
            self.say("phone_hours", self.tr("Write at least one day's hours, for example 9-11."), fault=True)
        return None if week else "phone_hours"

    def focus(self, name: str) -> None:
        """Put the cursor into the week."""
        self.week.setFocus()

    def changes(self, shown: wire.PreferencesView) -> dict[str, object]:
        """What is other than in `shown`."""
        known = shown.preferences.phone_hours
        if not self.on.isChecked():
            return {} if known is None else {"phone_hours": None}
        week = {day: tuple(spans) for day, spans in (self.week.week() or {}).items()}
        chosen = PhoneHours(week, day_of(self.until))
        before = None if known is None else PhoneHours({day: tuple(s) for day, s in known.hours.items() if s}, known.until)
        return {} if chosen == before else {"phone_hours": chosen}


def _clock_format(language: str) -> str:
    """How a time is written in this language, as everywhere else, for Qt's own fields."""
    return shipped.words(language).say("when.short-clock", hour=12, minute=34).replace("12", "H").replace("34", "mm")
