"""The calendars with which icalendar and recurring-ical-events try themselves, through the reader here; differences explained.

They come with the pinned releases of both (`installer/constraints/test.txt`), for not all may be copied.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events  # type: ignore[import-untyped]
from dateutil.rrule import rrulestr

from kalix_presence.hub.calendars.reading import entries
from kalix_presence.model.errors import BadInput

HERE = ZoneInfo("Europe/Stockholm")
FOLDERS = (Path(str(files(icalendar))) / "tests/calendars", Path(str(files(recurring_ical_events))) / "test/calendars")
CALENDARS = sorted(path for folder in FOLDERS for path in folder.glob("*.ics"))
REVERSED = "an entry that ends before it begins is told, not turned around"
BY_HAND: dict[str, tuple[str, list[str], list[str]]] = {
    "issue_201_mixed_datetime_and_date.ics": (
        "a day that ends at a midnight is a whole day here and a time there",
        ["2023-07-24 - 2023-08-17"],
        [],
    ),
    "rfc_7529.ics": (
        "a rule by another calendar than the Gregorian (RSCALE), or that does not leave out the days there are not (SKIP), is told",
        [],
        ["entry-repeat"] * 4,
    ),
    "end_before_start_event.ics": (REVERSED, [], ["entry-time-unreadable"]),
    "issue_132_swapped_start_and_end.ics": (REVERSED, [], ["entry-time-unreadable"]),
    "issue_128_only_first_event.ics": (
        "COUNT=-1 beside an end is no count; the library ends elsewhere",
        [
            f"{day:%Y-%m-%d} - {day + timedelta(days=7):%Y-%m-%d}"
            for day in rrulestr("FREQ=WEEKLY;INTERVAL=4;BYDAY=MO;UNTIL=20240331", dtstart=datetime(2023, 10, 2))  # noqa: DTZ001
        ],
        [],
    ),
    "bad_rrule_missing_until_event.ics": (
        "UNTL is no end: the library leaves the series out, here it is told",
        [],
        ["entry-repeat"],
    ),
}
"""Why they are told apart, the whole days that are read, and what is told of the rest."""
YEARS = range(2010, 2028)


def test_the_calendars_are_there() -> None:
    if not CALENDARS and "CI" not in os.environ:
        pytest.skip("this installation of icalendar and recurring-ical-events came without their tests")
    assert len(CALENDARS) > 150


def expected(content: bytes, first: datetime, last: datetime) -> set[str] | None:
    """What recurring-ical-events finds; None where it finds nothing because something in the file stops it."""
    try:
        calendar = icalendar.Calendar.from_ical(content)
        found = recurring_ical_events.of(calendar, components=["VEVENT"], skip_bad_series=True).between(first, last)
        return {
            _named(event["DTSTART"].dt)
            for event in found
            if str(event.get("STATUS", "")).upper() != "CANCELLED" and event.end > event.start
        }
    except Exception:  # noqa: BLE001 - whatever stops the library
        return None


def _named(start: date | datetime) -> str:
    if not isinstance(start, datetime):
        return start.isoformat()
    return (start if start.tzinfo else start.replace(tzinfo=HERE)).astimezone(UTC).isoformat()


@pytest.mark.parametrize("path", CALENDARS, ids=lambda path: path.name)
def test_what_the_libraries_find_is_found(path: Path) -> None:
    content = path.read_bytes()
    for year in YEARS:
        first, last = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
        try:
            read = entries(content, first=first, last=last, zone="Europe/Stockholm")
        except BadInput:
            assert b"BEGIN:VCALENDAR" not in content or path.name in BY_HAND
            return
        theirs = expected(content, first, last)
        if theirs is None or path.name in BY_HAND or b"VFREEBUSY" in content:
            continue  # read without a fault, which is all that can be compared
        ours = set()
        for entry in read.entries:
            if not entry.declined:
                ours |= {entry.start.isoformat(), entry.start.astimezone(HERE).date().isoformat()}
        # At the edges of a year a day of one zone is none of another's.
        inner = [each for each in theirs if str(year) == each[:4] and each[5:10] not in ("01-01", "12-31")]
        assert [each for each in inner if each not in ours] == [], year
        assert len(read.entries) >= len(inner), year


@pytest.mark.parametrize("name", BY_HAND)
def test_where_the_libraries_are_not_followed_it_is_known_what_is_right(name: str) -> None:
    paths = [path for path in CALENDARS if path.name == name]
    if not paths and "CI" not in os.environ:
        pytest.skip("this installation of icalendar and recurring-ical-events came without their tests")
    _, days, told = BY_HAND[name]
    first, last = datetime(YEARS[0], 1, 1, tzinfo=UTC), datetime(YEARS[-1] + 1, 1, 1, tzinfo=UTC)
    read = entries(paths[0].read_bytes(), first=first, last=last, zone="Europe/Stockholm")
    spans = [f"{entry.start.astimezone(HERE):%Y-%m-%d} - {entry.end.astimezone(HERE):%Y-%m-%d}" for entry in read.entries]
    assert all(entry.all_day for entry in read.entries)
    assert (sorted(spans), [one.code for one in read.left_out]) == (days, told)
