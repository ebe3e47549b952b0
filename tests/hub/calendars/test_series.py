"""What happens when, of the events of one name: each once, exceptions where they are meant, and the newest telling."""

# ruff: noqa: DTZ001 - rules speak of wall times
from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kalix_presence.hub.calendars.components import calendars
from kalix_presence.hub.calendars.event import Event, Reader
from kalix_presence.hub.calendars.series import Happening, Series, happenings, series_of
from kalix_presence.hub.calendars.zones import Zones

HERE = ZoneInfo("Europe/Stockholm")
FIRST = datetime(2026, 12, 1, tzinfo=HERE)
WEEKLY = "RRULE:FREQ=WEEKLY"


def at(day: int, hour: int = 9, *, month: int = 12) -> str:
    return f"2026{month:02d}{day:02d}T{hour:02d}0000"


def lines(day: int, *more: str, hour: int = 9, length: str = "PT1H") -> tuple[str, ...]:
    return (f"DTSTART;TZID=Europe/Stockholm:{at(day, hour)}", f"DURATION:{length}", *more)


def events(*some: tuple[str, ...]) -> tuple[list[Event], Reader]:
    text = "".join("\n".join(["BEGIN:VEVENT", "UID:u", *each, "END:VEVENT", ""]) for each in some)
    [calendar] = calendars(f"BEGIN:VCALENDAR\n{text}END:VCALENDAR\n")
    reader = Reader(Zones(calendar, HERE.key, FIRST, FIRST + timedelta(days=400)))
    return [reader.read(each) for each in calendar.parts], reader


def happens(*some: tuple[str, ...], days: int = 22, first: datetime = FIRST) -> list[str]:
    """Day and hours of all that happens within so many days."""
    found, reader = events(*some)
    every: list[Happening] = []
    for series in series_of(found):
        every += happenings(series, reader, first, first + timedelta(days=days))
    return sorted(f"{each.times.start.astimezone(HERE):%d %H}-{each.times.end.astimezone(HERE):%H}" for each in every)


def replaced(day: int, *more: str, hour: int = 9, onward: bool = False, **how: object) -> tuple[str, ...]:
    """What stands for the occurrence of that day, at nine."""
    which = f"RECURRENCE-ID{';RANGE=THISANDFUTURE' if onward else ''};TZID=Europe/Stockholm:{at(day)}"
    moved = how.get("to", day)
    assert isinstance(moved, int)
    return lines(moved, which, *more, hour=hour)


def test_a_series_happens_each_week_and_a_single_event_once() -> None:
    assert happens(lines(1, WEEKLY)) == ["01 09-10", "08 09-10", "15 09-10", "22 09-10"]
    assert happens(lines(8)) == ["08 09-10"]


def test_what_only_touches_the_window_does_not_happen_in_it() -> None:
    first = datetime(2026, 12, 1, 10, tzinfo=HERE)
    assert happens(lines(1), first=first) == []
    assert happens(lines(1), first=first - timedelta(seconds=1)) == ["01 09-10"]
    assert happens(lines(1), first=FIRST, days=0) == []
    until = datetime(2026, 12, 1, 9, tzinfo=HERE) - timedelta(days=1)
    assert happens(lines(1), first=until, days=1) == []
    assert happens(lines(1, length="PT0S")) == []


def test_a_long_occurrence_that_began_before_happens_still() -> None:
    assert happens(lines(1, WEEKLY, length="P3D"), first=datetime(2026, 12, 10, tzinfo=HERE), days=1) == ["08 09-09"]


def test_a_day_that_is_left_out_does_not_happen_however_it_is_written() -> None:
    for left_out in (
        f"EXDATE;TZID=Europe/Stockholm:{at(8)}",
        "EXDATE:20261208T080000Z",
        "EXDATE;VALUE=DATE:20261208",
        f"EXDATE:{at(8)}",
    ):
        assert happens(lines(1, WEEKLY, left_out)) == ["01 09-10", "15 09-10", "22 09-10"], left_out
    assert happens(lines(8, f"EXDATE:{at(8)}")) == []


def test_a_date_more_happens_once_with_its_own_length() -> None:
    assert happens(lines(1, f"RDATE:{at(3, 14)},{at(1)}")) == ["01 09-10", "03 14-15"]
    period = f"RDATE;VALUE=PERIOD;TZID=Europe/Stockholm:{at(3, 14)}/PT3H"
    assert happens(lines(1, period)) == ["01 09-10", "03 14-17"]
    assert happens(lines(1, WEEKLY, "RDATE;VALUE=DATE:20261203")) == [
        "01 09-10",
        "03 09-10",
        "08 09-10",
        "15 09-10",
        "22 09-10",
    ]


def test_what_never_happens_is_taken_out_of_the_rule() -> None:
    assert happens(lines(1, WEEKLY, "EXRULE:FREQ=WEEKLY;INTERVAL=2")) == ["08 09-10", "22 09-10"]


def test_a_moved_occurrence_happens_where_it_went_and_no_longer_where_it_was() -> None:
    assert happens(lines(1, WEEKLY), replaced(8, to=9, hour=13)) == ["01 09-10", "09 13-14", "15 09-10", "22 09-10"]


def test_all_that_follow_move_together_and_a_later_move_goes_on_from_there() -> None:
    assert happens(lines(1, WEEKLY), replaced(8, hour=11, onward=True)) == ["01 09-10", "08 11-12", "15 11-12", "22 11-12"]
    twice = happens(lines(1, WEEKLY), replaced(8, hour=11, onward=True), replaced(22, hour=13, onward=True))
    assert twice == ["01 09-10", "08 11-12", "15 11-12", "22 13-14"]


@pytest.mark.parametrize("order", [1, -1])
def test_what_is_told_anew_replaces_what_was_told(order: int) -> None:
    told = [lines(1, "SEQUENCE:0", length="PT1H"), lines(1, "SEQUENCE:1", length="PT2H")]
    assert happens(*told[::order]) == ["01 09-11"]


def test_a_later_stamp_of_the_same_sequence_is_newer() -> None:
    older, newer = lines(1, "DTSTAMP:20261101T000000Z"), lines(1, "DTSTAMP:20261102T000000Z", length="PT3H")
    assert happens(newer, older) == ["01 09-12"]


def test_two_of_one_revision_that_end_apart_are_two() -> None:
    assert happens(lines(1), lines(1, length="PT3H")) == ["01 09-10", "01 09-12"]
    assert happens(lines(1), lines(1)) == ["01 09-10"]


def test_an_occurrence_that_the_series_was_changed_without_is_outdated() -> None:
    old = replaced(8, "SEQUENCE:0", hour=13)
    assert happens(lines(1, "RRULE:FREQ=WEEKLY;INTERVAL=2", "SEQUENCE:1"), old) == ["01 09-10", "15 09-10"]
    assert happens(lines(1, WEEKLY, "SEQUENCE:1"), old) == ["01 09-10", "08 13-14", "15 09-10", "22 09-10"]
    assert "08 13-14" in happens(lines(1, "RRULE:FREQ=WEEKLY;INTERVAL=2"), old), "of the same revision it is meant"
    left_out = lines(1, WEEKLY, "SEQUENCE:1", f"EXDATE;TZID=Europe/Stockholm:{at(8)}")
    assert happens(left_out, old) == ["01 09-10", "15 09-10", "22 09-10"]


def test_an_occurrence_without_its_series_happens_by_itself() -> None:
    found, _ = events(replaced(8, hour=13))
    assert series_of(found) == [Series(None, tuple(found))]
    assert happens(replaced(8, hour=13)) == ["08 13-14"]


def test_of_several_series_of_one_name_the_repeating_one_has_the_exceptions() -> None:
    found, _ = events(lines(3), lines(1, WEEKLY), replaced(8, hour=13))
    single, weekly, moved = found
    assert series_of(found) == [Series(single), Series(weekly, (moved,))]


def test_whole_days_stay_whole_days_over_a_clock_change() -> None:
    days = ("DTSTART;VALUE=DATE:20261018", "DTEND;VALUE=DATE:20261020", "RRULE:FREQ=WEEKLY;COUNT=2")
    found, reader = events(days)
    [series] = series_of(found)
    first = datetime(2026, 10, 1, tzinfo=HERE)
    every = sorted(happenings(series, reader, first, first + timedelta(days=40)), key=lambda each: each.times.start)
    assert [(each.times.first and each.times.first.day, each.times.days) for each in every] == [(18, 2), (25, 2)]
    assert [each.base for each in every] == [datetime(2026, 10, 18), datetime(2026, 10, 25)]


def test_an_occurrence_in_the_hour_that_the_clocks_skip_lasts_as_long_as_it_says() -> None:
    begun = ("DTSTART;TZID=Europe/Stockholm:20270321T023000", "DURATION:PT30M", WEEKLY)
    found, reader = events(begun)
    [series] = series_of(found)
    first = datetime(2027, 3, 28, tzinfo=UTC)
    [one] = happenings(series, reader, first - timedelta(hours=1), first + timedelta(days=1))
    assert one.times.end - one.times.start == timedelta(minutes=30)
