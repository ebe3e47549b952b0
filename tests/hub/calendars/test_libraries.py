"""The calendars with which icalendar and recurring-ical-events try themselves, through the reader here; differences explained.

They come with the pinned releases of both (`installer/constraints/test.txt`), for not all may be copied.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events  # type: ignore[import-untyped]

from kalix_presence.hub.calendars.reading import entries
from kalix_presence.model.errors import BadInput

HERE = ZoneInfo("Europe/Stockholm")
FOLDERS = (Path(str(files(icalendar))) / "tests/calendars", Path(str(files(recurring_ical_events))) / "test/calendars")
CALENDARS = sorted(path for folder in FOLDERS for path in folder.glob("*.ics"))
DIFFERENT = {
    "issue_201_mixed_datetime_and_date.ics": "a day that ends at a midnight is a whole day here and a time there",
    "rfc_7529.ics": "rules by another calendar than the Gregorian (RSCALE) are told as not read",
    "end_before_start_event.ics": "an entry that ends before it begins is told, not turned around",
    "issue_132_swapped_start_and_end.ics": "an entry that ends before it begins is told, not turned around",
    "issue_128_only_first_event.ics": "COUNT=-1 beside an end is no count; the library ends elsewhere",
    "bad_rrule_missing_until_event.ics": "an end that cannot be read: the library leaves the series out, here it is told",
}
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
            assert b"BEGIN:VCALENDAR" not in content or path.name in DIFFERENT
            return
        theirs = expected(content, first, last)
        if theirs is None or path.name in DIFFERENT or b"VFREEBUSY" in content:
            continue  # read without a fault, which is all that can be compared
        ours = set()
        for entry in read.entries:
            if not entry.declined:
                ours |= {entry.start.isoformat(), entry.start.astimezone(HERE).date().isoformat()}
        # At the edges of a year a day of one zone is none of another's.
        inner = [each for each in theirs if str(year) == each[:4] and each[5:10] not in ("01-01", "12-31")]
        assert [each for each in inner if each not in ours] == [], year
        assert len(read.entries) >= len(inner), year
