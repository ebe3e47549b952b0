"""Settings that lie at the hub: asked for as typed, saved once the hub says so, and nothing is lost when it does not."""

from __future__ import annotations

from datetime import date, time

import pytest
from msgspec import UNSET, structs
from PySide6.QtCore import QDate, Qt, QTime
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.client.local.settings import Settings
from kalix_presence.client.session_events import PreferencesChanged
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.settings.window import SettingsWindow
from kalix_presence.model.errors import BadInput, Unavailable
from kalix_presence.model.preferences import AllDay, CalendarRules, DayException, PhoneHours, Preferences, Span
from tests.desktop.settings.test_window import Starter

MORNING = Span(time(8), time(12))


def window_with(presence: Presence, qtbot: QtBot, preferences: Preferences | None = None, *locked: str) -> SettingsWindow:
    view = wire.PreferencesView(preferences or Preferences(), list(locked), mirrors=["teams", "newer", "mailbox"])
    presence.on_session_event(PreferencesChanged(view))
    made = SettingsWindow(presence, "en", Starter())
    qtbot.addWidget(made)
    made.open(Settings())
    return made


def wished(window: SettingsWindow) -> wire.PreferencesRequest | None:
    """What is asked of the hub when everything is saved."""
    spy = QSignalSpy(window.preferences_requested)
    window._save()
    return spy.at(0)[0] if spy.count() else None


def test_what_is_not_touched_is_not_asked_for(presence: Presence, qtbot: QtBot) -> None:
    everything = Preferences(
        hours={0: (MORNING,), 2: (Span(time(9), time(10, 15)), Span(time(11), time(12)))},
        lunch_at=time(11, 30),
        lunch_minutes=45,
        exceptions=(DayException(date(2026, 12, 28), date(2026, 12, 30)),),
        phone_hours=PhoneHours({1: (Span(time(9), time(11)),)}, date(2026, 12, 18)),
        gone_at_day_end=True,
        calendar=CalendarRules(all_day=AllDay.NONE),
    )
    assert wished(window_with(presence, qtbot, everything)) is None
    assert wished(window_with(presence, qtbot)) is None


def test_part_time_is_typed_and_saved_once_the_hub_has_it(presence: Presence, qtbot: QtBot) -> None:
    window = window_with(presence, qtbot)
    saved = QSignalSpy(window.saved)
    window.turn_to(window.hours)
    window.hours.own.setChecked(True)
    for field in window.hours.week.days[2:5]:
        field.clear()
    window.hours.week.days[1].setText("8-12")
    wish = wished(window)
    assert wish is not None
    assert wish.hours == {0: [Span(time(8), time(16, 30))], 1: [MORNING]}
    assert wish.lunch_at is UNSET
    assert saved.count() == 0
    assert window.isVisible()
    assert "Saving" in window._said.text()
    window.preferences_ended(None)
    assert saved.count() == 1
    assert not window.isVisible()


def test_hours_that_cannot_be_read_are_said_at_their_field_and_stay(presence: Presence, qtbot: QtBot) -> None:
    window = window_with(presence, qtbot)
    window.hours.own.setChecked(True)
    window.hours.week.days[0].setText("eight to whenever")
    assert wished(window) is None
    assert window.list.currentRow() == window.pages.index(window.hours)
    assert "eight to whenever" in window.hours.week._said.text()
    assert window.hours.week._said.isVisible()
    assert window.hours.week.days[0].text() == "eight to whenever"


def test_lunch_and_exceptions(presence: Presence, qtbot: QtBot) -> None:
    window = window_with(presence, qtbot)
    window.turn_to(window.hours)
    window.hours.own_lunch.setChecked(True)
    window.hours.lunch_at.setTime(QTime(11, 15))
    window.hours.lunch_minutes.setValue(30)
    window.hours.exceptions.add.click()
    row = window.hours.exceptions.rows[0]
    row.first.setDate(QDate(2026, 12, 28))
    row.hours.setText("8-12")
    wish = wished(window)
    assert wish is not None
    assert (wish.lunch_at, wish.lunch_minutes) == (time(11, 15), 30)
    assert wish.exceptions == [DayException(date(2026, 12, 28), date(2026, 12, 28), (MORNING,))]


def test_an_exception_is_taken_away(presence: Presence, qtbot: QtBot) -> None:
    known = Preferences(exceptions=(DayException(date(2026, 12, 28), date(2026, 12, 30)),))
    window = window_with(presence, qtbot, known)
    window.hours.exceptions.rows[0].remove.click()
    wish = wished(window)
    assert wish is not None
    assert wish.exceptions == []


def test_phone_hours_need_hours_and_have_an_end(presence: Presence, qtbot: QtBot) -> None:
    window = window_with(presence, qtbot)
    window.turn_to(window.phone)
    window.phone.on.setChecked(True)
    assert wished(window) is None
    assert window.phone.said["phone_hours"].isVisible()
    window.phone.week.days[3].setText("9-11")
    window.phone.until.setDate(QDate(2026, 12, 18))
    wish = wished(window)
    assert wish is not None
    assert wish.phone_hours == PhoneHours({3: (Span(time(9), time(11)),)}, date(2026, 12, 18))


def test_phone_hours_are_taken_away(presence: Presence, qtbot: QtBot) -> None:
    known = Preferences(phone_hours=PhoneHours({3: (Span(time(9), time(11)),)}, date(2026, 12, 18)))
    window = window_with(presence, qtbot, known)
    window.phone.on.setChecked(False)
    wish = wished(window)
    assert wish is not None
    assert wish.phone_hours is None


@pytest.mark.parametrize(
    ("page", "box", "field"),
    [
        ("reminders", "gone", "gone_at_day_end"),
        ("reminders", "lunch_when_locked", "lunch_when_locked"),
        ("messages", "by_mail", "copy_by_mail"),
        ("messages", "by_sms", "copy_by_sms"),
        ("messages", "report", "report_by_mail"),
        ("elsewhere", "status", "status_elsewhere"),
        ("elsewhere", "calls", "calls_elsewhere"),
        ("elsewhere", "reply", "reply_elsewhere"),
    ],
)
def test_each_choice_reaches_the_hub_by_its_name(presence: Presence, qtbot: QtBot, page: str, box: str, field: str) -> None:
    window = window_with(presence, qtbot)
    found = getattr(getattr(window, page), box)
    assert isinstance(found, QCheckBox)
    found.setChecked(True)
    wish = wished(window)
    assert wish is not None
    assert getattr(wish, field) is True
    assert [each for each in wish.__struct_fields__ if getattr(wish, each) is not UNSET] == [field]


def test_other_programs_are_named_and_offered_where_the_site_has_any(presence: Presence, qtbot: QtBot) -> None:
    window = window_with(presence, qtbot)
    row = window.pages.index(window.elsewhere)
    assert not window.list.isRowHidden(row)
    assert window.elsewhere.programs.text() == "Microsoft Teams, newer"
    window.turn_to(window.elsewhere)
    assert window.elsewhere.reply.isVisible()
    window.hide()
    presence.on_session_event(PreferencesChanged(wire.PreferencesView(Preferences(), mirrors=["teams"])))
    window.open(Settings())
    assert not window.elsewhere.reply.isVisible()
    window.hide()
    presence.on_session_event(PreferencesChanged(wire.PreferencesView(Preferences())))
    window.open(Settings())
    assert window.list.isRowHidden(row)


def test_calendar_rules(presence: Presence, qtbot: QtBot) -> None:
    window = window_with(presence, qtbot)
    window.calendar.on.setChecked(False)
    assert not window.calendar.busy.isEnabled()
    wish = wished(window)
    assert wish is not None
    assert wish.calendar == CalendarRules(on=False)


def test_what_the_site_has_locked_is_grey_and_said(presence: Presence, qtbot: QtBot) -> None:
    window = window_with(presence, qtbot, None, "hours", "gone_at_day_end")
    assert not window.hours.own.isEnabled()
    assert not window.reminders.gone.isEnabled()
    assert window.reminders.lunch_when_locked.isEnabled()
    assert "decided by your organisation" in window.hours._site.text()
    assert window.hours.own_lunch.isEnabled()


def test_a_lock_on_half_of_the_lunch_leaves_the_other_half(presence: Presence, qtbot: QtBot) -> None:
    window = window_with(presence, qtbot, None, "lunch_minutes")
    window.hours.own_lunch.setChecked(True)
    assert window.hours.lunch_at.isEnabled()
    assert not window.hours.lunch_minutes.isEnabled()
    window.hours.lunch_at.setTime(QTime(11, 30))
    wish = wished(window)
    assert wish is not None
    assert [each for each in wish.__struct_fields__ if getattr(wish, each) is not UNSET] == ["lunch_at"]


def test_what_the_site_has_decided_for_all_desks_is_grey_and_what_was_chosen_stays(presence: Presence, qtbot: QtBot) -> None:
    decided = {"day_end": True, "unannounced": False}
    presence.on_session_event(PreferencesChanged(wire.PreferencesView(Preferences(), [], decided, ["10.12.0.0/16"])))
    window = SettingsWindow(presence, "en", Starter())
    qtbot.addWidget(window)
    window.open(Settings(day_end=False, unannounced=True, office="192.0.2.0/24"))
    page = window.reminders
    for field in (page.day_end, page.unannounced, page.office):
        assert not field.isEnabled()
    assert (page.day_end.isChecked(), page.unannounced.isChecked(), page.office.text()) == (True, False, "10.12.0.0/16")
    assert page.lunch.isEnabled()
    assert "decided by your organisation" in page._site.text()
    saved = QSignalSpy(window.saved)
    page.lunch.setChecked(False)
    assert wished(window) is None
    assert saved.at(0)[0] == Settings(lunch=False, day_end=False, unannounced=True, office="192.0.2.0/24")


def test_without_the_hub_its_part_cannot_be_changed_and_the_rest_can(presence: Presence, qtbot: QtBot) -> None:
    window = SettingsWindow(presence, "en", Starter())
    qtbot.addWidget(window)
    window.open(Settings())
    assert not window.hours.own.isEnabled()
    assert "no contact" in window.hours._site.text()
    saved = QSignalSpy(window.saved)
    window.reminders.day_end.setChecked(False)
    assert wished(window) is None
    assert saved.count() == 1
    assert saved.at(0)[0].day_end is False


@pytest.mark.parametrize(
    ("fault", "said", "page"),
    [
        (BadInput("preferences-lunch", field="lunch_at"), "Nothing has been saved yet.", "hours"),
        (Unavailable("hub-unreachable"), "cannot be reached", "reminders"),
    ],
)
def test_a_refusal_is_said_and_nothing_typed_is_lost(
    presence: Presence, qtbot: QtBot, fault: Exception, said: str, page: str
) -> None:
    window = window_with(presence, qtbot)
    saved = QSignalSpy(window.saved)
    window.hours.own_lunch.setChecked(True)
    window.hours.lunch_at.setTime(QTime(4, 30))
    assert wished(window) is not None
    window.preferences_ended(fault)
    assert said in window._said.text()
    assert window.isVisible()
    assert saved.count() == 0
    assert window.hours.lunch_at.time() == QTime(4, 30)
    assert window.pages[window.list.currentRow()] is getattr(window, page)
    assert window._save_button.isEnabled()


def test_all_pages_are_reached_by_keyboard(presence: Presence, qtbot: QtBot) -> None:
    window = window_with(presence, qtbot)
    seen = {window._stack.currentIndex()}
    for _ in window.pages:
        QTest.keyClick(window.list, Qt.Key.Key_Down)
        seen.add(window._stack.currentIndex())
    assert seen == set(range(len(window.pages)))


@pytest.mark.parametrize(("may", "there"), [({"see_report": "unit"}, True), ({"see_people": "all"}, False)])
def test_the_report_by_e_mail_is_offered_to_those_who_may_see_one(
    presence: Presence, qtbot: QtBot, may: dict[str, str], there: bool
) -> None:
    assert presence.me is not None
    presence.me = structs.replace(presence.me, may=may)
    window = window_with(presence, qtbot)
    window.turn_to(window.messages)
    assert window.messages.report.isVisible() is there
    assert window.messages.by_mail.isVisible()
