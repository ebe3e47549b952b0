"""Chips of return times: each says words that the text field reads as that time, and what is past is not offered."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QDate
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from kalix_presence import shipped
from kalix_presence.desktop.status.time_chips import TimeChips
from kalix_presence.desktop.widgets.chip import Chip
from kalix_presence.model.when.english import ENGLISH
from kalix_presence.model.worktime import WorkingTime

WORK = WorkingTime.of_policy(shipped.default_policy())
TEN = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Europe/Stockholm"))


@pytest.fixture
def chips(qtbot: QtBot) -> TimeChips:
    made = TimeChips(ENGLISH)
    qtbot.addWidget(made)
    made.offer(WORK, TEN, open_end=False)
    return made


def offered(chips: TimeChips) -> list[str]:
    return [chip.text() for chip in chips.findChildren(Chip) if not chip.isHidden()]


def test_the_usual_times_are_offered(chips: TimeChips) -> None:
    assert offered(chips) == ["15 min", "30 min", "60 min", "Until 13.00", "Rest of the day", "Tomorrow", "Date …"]


def test_an_open_end_is_offered_only_where_the_reason_allows_it(chips: TimeChips) -> None:
    chips.offer(WORK, TEN, open_end=True)
    assert offered(chips)[-1] == "Until further notice"
    chips.offer(WORK, TEN, open_end=False)
    assert "Until further notice" not in offered(chips)


@pytest.mark.parametrize(
    ("hours", "gone"),
    [(2.9, set()), (3, {"Until 13.00"}), (6.4, {"Until 13.00"}), (6.5, {"Until 13.00", "Rest of the day"})],
)
def test_what_is_past_is_not_offered(chips: TimeChips, hours: float, gone: set[str]) -> None:
    everything = set(offered(chips))
    chips.offer(WORK, TEN + timedelta(hours=hours), open_end=False)
    assert everything - set(offered(chips)) == gone


def test_a_day_off_has_no_rest(chips: TimeChips) -> None:
    chips.offer(WORK, TEN + timedelta(days=4), open_end=False)
    assert "Rest of the day" not in offered(chips)


def test_each_chip_asks_for_its_own_words_also_after_the_lunch_is_another(chips: TimeChips, qtbot: QtBot) -> None:
    later = WorkingTime.of_policy(shipped.default_policy())
    chips.offer(later, TEN, open_end=True)
    spy = QSignalSpy(chips.chosen)
    for chip in chips.findChildren(Chip):
        if not chip.isHidden() and chip.text() != "Date …":
            chip.click()
    assert [spy.at(number)[0] for number in range(spy.count())] == [
        "15 min",
        "30 min",
        "60 min",
        "13.00",
        ENGLISH.rest_of_day[0],
        f"{ENGLISH.until[0]} {ENGLISH.tomorrow[0]}",
        ENGLISH.open_end[0],
    ]


def test_the_chip_whose_words_stand_in_the_field_is_marked_and_no_other(chips: TimeChips) -> None:
    def marked() -> list[str]:
        return [chip.text() for chip in chips.findChildren(Chip) if chip.isChecked()]

    chips.show_time("30 MIN")
    assert marked() == ["30 min"]
    chips.show_time("13.00")
    assert marked() == ["Until 13.00"]
    chips.show_time("31 min")
    assert marked() == []


@pytest.mark.parametrize(("day", "year"), [(QDate(2026, 12, 3), False), (QDate(2027, 1, 4), True)])
def test_a_day_is_written_with_its_year_only_where_that_is_another(chips: TimeChips, day: QDate, year: bool) -> None:
    spy = QSignalSpy(chips.chosen)
    chips._pick_date()
    assert chips._calendar is not None
    assert chips._calendar._month.minimumDate() == QDate(2026, 11, 24), "nobody comes back before today"
    chips._calendar._choose_day(day)
    assert chips._calendar.isHidden()
    text = spy.at(0)[0]
    assert text.startswith(f"{ENGLISH.until[0]} ")
    assert (str(day.year()) in text) is year
