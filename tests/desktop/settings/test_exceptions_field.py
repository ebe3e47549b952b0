"""Days with other hours than usual: what is shown is what is chosen, and what cannot be read is said where it stands."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kalix_presence.desktop.settings.exceptions_field import ExceptionsField
from kalix_presence.model.preferences import DayException, Span
from tests.desktop.settings.spoilt_hours import placed, spoilt

FIRST = date(2026, 11, 30)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    QVBoxLayout(made)
    return made


def test_days_apart_that_cannot_be_read_have_the_cursor(window: QWidget) -> None:
    field = ExceptionsField("en")
    placed(window, field)
    field.show_exceptions((DayException(FIRST, FIRST),), FIRST)
    spoilt(field, field.rows[0].hours, field.exceptions)


@pytest.fixture
def field(window: QWidget) -> ExceptionsField:
    made = ExceptionsField("en")
    placed(window, made)
    return made


def test_what_is_shown_is_what_is_chosen(field: ExceptionsField) -> None:
    shown = (DayException(FIRST, FIRST + timedelta(2)), DayException(FIRST, FIRST, (Span(time(8), time(12)),)))
    field.show_exceptions(shown, FIRST)
    assert field.exceptions() == [*shown]
    field.show_exceptions((), FIRST)
    assert (field.exceptions(), field.rows) == ([], [])


def test_a_new_one_is_a_day_off_from_tomorrow(field: ExceptionsField) -> None:
    field.show_exceptions((), FIRST)
    field.add.click()
    assert field.exceptions() == [DayException(FIRST + timedelta(1), FIRST + timedelta(1))]


def test_the_last_day_is_never_before_the_first(field: ExceptionsField) -> None:
    field.show_exceptions((DayException(FIRST, FIRST),), FIRST)
    [row] = field.rows
    row.first.setDate(row.first.date().addDays(5))
    assert field.exceptions() == [DayException(FIRST + timedelta(5), FIRST + timedelta(5))]
    row.last.setDate(row.first.date().addDays(-3))
    assert field.exceptions() == [DayException(FIRST + timedelta(5), FIRST + timedelta(5))]


def test_the_one_that_is_taken_away_goes_and_the_others_keep_their_order(field: ExceptionsField) -> None:
    days = [DayException(FIRST + timedelta(number), FIRST + timedelta(number)) for number in range(3)]
    field.show_exceptions(tuple(days), FIRST)
    field.rows[1].remove.click()
    assert field.exceptions() == [days[0], days[2]]


def test_a_fault_that_was_said_goes_with_the_row_it_was_of(field: ExceptionsField) -> None:
    field.show_exceptions((DayException(FIRST, FIRST),), FIRST)
    field.rows[0].hours.setText("soon")
    assert field.exceptions() is None
    assert not field._said.isHidden()
    field.rows[0].remove.click()
    assert field._said.isHidden()
    assert field.exceptions() == []
