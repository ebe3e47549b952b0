"""Hours of a week, and of days apart: what cannot be read has the cursor, and says so to a screen reader."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kalix_presence.desktop.settings.exceptions_field import ExceptionsField
from kalix_presence.desktop.settings.week_field import WeekField
from kalix_presence.model.preferences import DayException
from tests.desktop.settings.spoilt_hours import placed, spoilt

FIRST = date(2026, 11, 30)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    QVBoxLayout(made)
    return made


def test_a_day_of_the_week_that_cannot_be_read_has_the_cursor(window: QWidget) -> None:
    field = WeekField("en")
    placed(window, field)
    spoilt(field, field.days[2], field.week)


def test_what_is_put_right_is_told_as_wrong_no_more(window: QWidget) -> None:
    week, apart = WeekField("en"), ExceptionsField("en")
    for field in (week, apart):
        placed(window, field)
    apart.show_exceptions((DayException(FIRST, FIRST),), FIRST)
    for field, hours, read in ((week, week.days[2], week.week), (apart, apart.rows[0].hours, apart.exceptions)):
        spoilt(field, hours, read)
        hours.selectAll()
        QTest.keyClicks(hours, "8-12")
        assert hours.accessibleDescription() == ""
        assert read() is not None
