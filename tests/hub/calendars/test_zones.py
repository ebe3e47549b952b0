"""Time zones as calendars name them: which clock is meant, and that nobody's is guessed without saying so."""

# ruff: noqa: DTZ001 - zones are asked about wall times
from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.hub.calendars.components import Property, calendars
from kalix_presence.hub.calendars.zones import DefinedZone, Zones

HERE = "Europe/Stockholm"
FIRST, LAST = datetime(2026, 11, 25, tzinfo=UTC), datetime(2027, 11, 25, tzinfo=UTC)
SUMMER, WINTER = datetime(2026, 7, 1, 12), datetime(2026, 12, 1, 12)


def zones(*parts: str, more: str = "", site: str = HERE) -> Zones:
    [calendar] = calendars(f"BEGIN:VCALENDAR\n{more}{''.join(parts)}END:VCALENDAR\n")
    return Zones(calendar, site, FIRST, LAST)


def defined(name: str, *parts: str, more: str = "") -> str:
    return f"BEGIN:VTIMEZONE\nTZID:{name}\n{more}{''.join(parts)}END:VTIMEZONE\n"


def part(kind: str, before: str, after: str, starts: str = "16010101T030000", *more: str) -> str:
    lines = [f"BEGIN:{kind}", f"DTSTART:{starts}", f"TZOFFSETFROM:{before}", f"TZOFFSETTO:{after}", *more, f"END:{kind}", ""]
    return "\n".join(lines)


EUROPE = (
    part("STANDARD", "+0200", "+0100", "16010101T030000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"),
    part("DAYLIGHT", "+0100", "+0200", "16010101T020000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"),
)
MADE_UP = (
    part("STANDARD", "+0330", "+0230", "16010101T030000", "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11"),
    part("DAYLIGHT", "+0230", "+0330", "16010101T020000", "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=5"),
)


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Europe/Helsinki", "Europe/Helsinki"),
        ("europe/helsinki", "Europe/Helsinki"),
        ('"Europe/Helsinki"', "Europe/Helsinki"),
        (" Europe/Helsinki ", "Europe/Helsinki"),
        ("/freeassociation.sourceforge.net/Tzfile/Europe/Helsinki", "Europe/Helsinki"),
        ("/citadel.org/20260101_1/America/Argentina/Ushuaia", "America/Argentina/Ushuaia"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("w. europe standard time", "Europe/Berlin"),
        ("UTC", "Etc/UTC"),
        ("(UTC+01:00) Amsterdam, Berlin, Bern", "Europe/Amsterdam"),
        ("GMT+2", "Etc/GMT-2"),
        ("UTC-03:00", "Etc/GMT+3"),
        ("UTC+01:00 somewhere", HERE),
    ],
)
def test_a_name_means_the_zone_that_people_mean_by_it(name: str, zone: str) -> None:
    there = zones()
    assert there.of(name) == ZoneInfo(zone)
    assert not there.unknown


@pytest.mark.parametrize("name", ["Customized Time Zone", "UTC+05:30 nowhere", "UTC+1:30", "", "../etc/passwd", "Nowhere/Xyz"])
def test_a_name_that_nobody_knows_is_remembered_as_that(name: str) -> None:
    there = zones()
    assert there.of(name) is None
    assert there.unknown == {name}
    assert there.guesses(Property({}, "20261201"), Property({"TZID": f'"{name}"'}, "20261201T090000"))
    assert not there.guesses(Property({"TZID": HERE}, "20261201T090000"))


def test_a_calendar_says_where_it_is_shown() -> None:
    assert zones(more="X-WR-TIMEZONE:Europe/Helsinki\n").own == ZoneInfo("Europe/Helsinki")
    assert zones().own is None


def test_what_a_file_defines_as_this_place_is_this_place() -> None:
    there = zones(defined("Customized Time Zone", *EUROPE))
    assert there.of("customized time zone") == ZoneInfo(HERE)


def test_what_a_file_defines_goes_by_its_own_rules() -> None:
    zone = zones(defined("Mine", *MADE_UP)).of("Mine")
    assert isinstance(zone, DefinedZone)
    assert SUMMER.replace(tzinfo=zone).utcoffset() == timedelta(hours=3, minutes=30)
    assert WINTER.replace(tzinfo=zone).utcoffset() == timedelta(hours=2, minutes=30)
    assert (WINTER.replace(tzinfo=zone).tzname(), WINTER.replace(tzinfo=zone).dst()) == ("defined", timedelta())


@given(st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 1)))
def test_every_instant_has_the_wall_time_that_leads_back_to_it(moment: datetime) -> None:
    zone = zones(defined("Mine", *MADE_UP)).of("Mine")
    instant = moment.replace(tzinfo=UTC)
    wall = instant.astimezone(zone)
    again = wall.replace(fold=0).astimezone(UTC)
    assert again in (instant, instant - timedelta(hours=1))  # of the hour that a clock change repeats the first is meant


def test_the_offset_changes_at_the_wall_time_that_is_said() -> None:
    zone = zones(defined("Mine", *MADE_UP)).of("Mine")
    assert datetime(2026, 5, 3, 1, 59, tzinfo=zone).utcoffset() == timedelta(hours=2, minutes=30)
    assert datetime(2026, 5, 3, 2, 0, tzinfo=zone).utcoffset() == timedelta(hours=3, minutes=30)
    before = datetime(2026, 5, 2, 23, 29, tzinfo=UTC)
    assert [(before + timedelta(minutes=more)).astimezone(zone).strftime("%H.%M") for more in (0, 1)] == ["01.59", "03.00"]


@pytest.mark.parametrize(("offset", "zone"), [("+0300", "Etc/GMT-3"), ("-0500", "Etc/GMT+5"), ("+0000", "UTC")])
def test_a_definition_that_never_changes_is_so_many_hours(offset: str, zone: str) -> None:
    assert zones(defined("Fixed", part("STANDARD", offset, offset))).of("Fixed") == ZoneInfo(zone)


def test_half_hours_stay_what_is_defined() -> None:
    zone = zones(defined("India", part("STANDARD", "+0530", "+0530"))).of("India")
    assert WINTER.replace(tzinfo=zone).utcoffset() == timedelta(hours=5, minutes=30)


def test_a_definition_says_by_what_name_the_world_knows_it() -> None:
    there = zones(defined("Mine", *MADE_UP, more="X-LIC-LOCATION:Europe/Helsinki\n"))
    assert there.of("Mine") == ZoneInfo("Europe/Helsinki")


def test_a_known_name_is_not_changed_by_what_a_file_defines_under_it() -> None:
    assert zones(defined("Europe/Helsinki", *MADE_UP)).of("Europe/Helsinki") == ZoneInfo("Europe/Helsinki")


@pytest.mark.parametrize(
    "odd",
    [
        "",
        part("STANDARD", "+0100", "+9900", "x"),
        part("STANDARD", "", ""),
        part("STANDARD", "1", "2"),
        part("STANDARD", "+0100", "+0100", "16010101"),
        part("STANDARD", "+0100", "+0200", "16010101T000000", "RRULE:FREQ=SECONDLY"),
        "".join([part("STANDARD", "+0530", "+0530")] * 301),
    ],
)
def test_a_definition_that_says_nothing_or_far_too_much_is_none(odd: str) -> None:
    there = zones(defined("Mine", odd))
    assert there.of("Mine") is None
    assert there.unknown == {"Mine"}


def test_single_dates_and_ends_of_rules_count() -> None:
    parts = (
        part("STANDARD", "+0100", "+0100", "20200101T000000"),
        part("DAYLIGHT", "+0100", "+0400", "20260601T000000", "RDATE:20260601T000000,20260801T000000"),
        part("STANDARD", "+0400", "+0100", "20260701T000000", "RRULE:FREQ=MONTHLY;INTERVAL=2;UNTIL=20260901T000000"),
    )
    zone = zones(defined("Mine", *parts)).of("Mine")
    offsets = [datetime(2026, month, 15, tzinfo=zone).utcoffset() for month in (5, 6, 7, 8, 9, 12)]
    assert offsets == [timedelta(hours=hours) for hours in (1, 4, 1, 4, 1, 1)]
