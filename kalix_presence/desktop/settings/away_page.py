"""Settings of what happens while one is away: copies of messages, how they pop up, and what the calendar may do."""

from __future__ import annotations

from typing import Literal, cast

import msgspec
from PySide6.QtWidgets import QLabel, QWidget

from kalix_presence import wire
from kalix_presence.client.local.settings import Settings
from kalix_presence.desktop.settings.calendars_field import CalendarsField
from kalix_presence.desktop.settings.page import SettingsPage, choice, offered
from kalix_presence.desktop.widgets.long_box import LongBox
from kalix_presence.desktop.widgets.reasoned import allow
from kalix_presence.model.preferences import AllDay, CalendarRules


class MessageSettingsPage(SettingsPage):
    """How callback messages come, here and while one is away."""

    def __init__(self) -> None:
        super().__init__("")
        self.title = self.tr("Messages")
        ways = {"system": self.tr("As the computer's own notifications"), "card": self.tr("As a card of this program")}
        self.notifications = choice(*offered("notifications", ways))
        self.by_mail = LongBox(self.tr("Send me a copy by e-mail while I am away"))
        self.by_sms = LongBox(self.tr("Send me a copy by text message while I am away"))
        shown = {
            "site": self.tr("While I am new, as long as the organisation says"),
            "always": self.tr("At every incoming call"),
            "never": self.tr("Never"),
        }
        self.greeting = choice(*offered("greeting", shown))
        self.row(self.tr("Pop up"), self.notifications)
        self.row(self.tr("Line to answer with"), self.greeting)
        self.row(self.tr("Copies"), self.by_mail, "copy_by_mail")
        self.row("", self.by_sms, "copy_by_sms")
        self.report = LongBox(self.tr("Send me the policy report by e-mail when a month is over"))
        self.row(self.tr("Report"), self.report, "report_by_mail")
        self._about_copies = self.note(
            self.tr("Copies are sent only while an absence holds; the message itself stays in your inbox.")
        )
        self.rows.addStretch(1)

    def show_settings(self, settings: Settings, preferences: wire.PreferencesView | None) -> None:
        """Show what is chosen now."""
        self.notifications.setCurrentIndex(max(0, self.notifications.findData(settings.notifications)))
        self.greeting.setCurrentIndex(max(0, self.greeting.findData(settings.greeting)))
        self.by_mail.setChecked(preferences is not None and preferences.preferences.copy_by_mail)
        self.by_sms.setChecked(preferences is not None and preferences.preferences.copy_by_sms)
        self.report.setChecked(preferences is not None and preferences.preferences.report_by_mail)
        self.lock(
            preferences,
            {"copy_by_mail": [self.by_mail], "copy_by_sms": [self.by_sms], "report_by_mail": [self.report]},
        )
        self.lock_here({"notifications": self.notifications, "greeting": self.greeting})

    def offer(self, *, calls: bool, report: bool) -> None:
        """Offer what is about calls to one's own telephone, and the report to those who may see one; else leave it out."""
        there = calls
        for parts, shown in (((self.greeting, self.by_mail, self.by_sms, self._about_copies), calls), ((self.report,), report)):
            labels = [label for label in self.findChildren(QLabel) if label.buddy() in parts]
            for part in (*parts, *labels):
                part.setVisible(shown)
        if self._site is not None:
            self._site.setVisible(there and bool(self._site.text()))

    def chosen(self, settings: Settings) -> Settings:
        """`settings` with what was chosen here."""
        notifications = cast(Literal["system", "card"], self.notifications.currentData())
        greeting = cast(Literal["site", "always", "never"], self.greeting.currentData())
        return msgspec.structs.replace(settings, notifications=notifications, greeting=greeting)

    def changes(self, shown: wire.PreferencesView) -> dict[str, object]:
        """What is other than in `shown`."""
        chosen = {"copy_by_mail": self.by_mail.isChecked(), "copy_by_sms": self.by_sms.isChecked()}
        chosen["report_by_mail"] = self.report.isChecked()
        return {name: on for name, on in chosen.items() if on is not getattr(shown.preferences, name)}


class CalendarPage(SettingsPage):
    """Which calendars are read, and which of their entries become absences."""

    def __init__(self, calendars: CalendarsField | None = None) -> None:
        super().__init__("")
        self.title = self.tr("Calendar")
        self.on = LongBox(self.tr("My calendars may set absences"))
        self.busy = LongBox(self.tr("Meetings in which I am busy"))
        self.out_of_office = LongBox(self.tr("Entries marked out of office"))
        self.marks = LongBox(self.tr("“MÖT: …” closes the phone, “MÖT; …” only informs"))
        self.all_day = choice(
            (self.tr("Those marked out of office"), AllDay.AWAY.value),
            (self.tr("Those marked busy too"), AllDay.BUSY.value),
            (self.tr("None"), AllDay.NONE.value),
        )
        self.calendars = calendars
        if calendars is not None:
            self.row(self.tr("My calendars"), calendars)
            calendars.changed.connect(self.changed)
        self.row(self.tr("Calendar"), self.on, "calendar")
        self.row(self.tr("What counts"), self.busy)
        self.row("", self.out_of_office)
        self.row("", self.marks)
        self.row(self.tr("All-day entries"), self.all_day)
        self.note(
            self.tr(
                "Free and tentative entries and meetings you declined do nothing. Of a private entry only the time is read: "
                "colleagues see a meeting, and its text is never stored."
            )
        )
        self.rows.addStretch(1)
        self.on.toggled.connect(self._allow_parts)

    def show_settings(self, settings: Settings, preferences: wire.PreferencesView | None) -> None:
        """Show what is chosen now."""
        if self.calendars is not None:
            self.calendars.fetch()
        rules = preferences.preferences.calendar if preferences else CalendarRules()
        self.all_day.setCurrentIndex(max(0, self.all_day.findData(rules.all_day.value)))
        parts: list[QWidget] = [self.busy, self.out_of_office, self.marks, self.all_day]
        for box, on in ((self.busy, rules.busy), (self.out_of_office, rules.out_of_office), (self.marks, rules.marks)):
            box.setChecked(on)
        self.on.setChecked(rules.on)
        self.lock(preferences, {"calendar": [self.on, *parts]})
        if self.on.isEnabled():
            self._allow_parts(rules.on)

    def _allow_parts(self, on: bool) -> None:
        for part in (self.busy, self.out_of_office, self.marks, self.all_day):
            allow(part, "" if on else self.tr("Only where your calendars may set absences."))

    def changes(self, shown: wire.PreferencesView) -> dict[str, object]:
        """What is other than in `shown`."""
        chosen = CalendarRules(
            self.on.isChecked(),
            self.busy.isChecked(),
            self.out_of_office.isChecked(),
            AllDay(self.all_day.currentData()),
            self.marks.isChecked(),
        )
        return {} if chosen == shown.preferences.calendar else {"calendar": chosen}
