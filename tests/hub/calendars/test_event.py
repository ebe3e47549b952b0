"""One VEVENT as its writer meant it: what it says of the time, of whom, and what of it nobody may look at."""

# ruff: noqa: DTZ001 - rules speak of wall times
from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.hub.calendars.components import Component, calendars
from kalix_presence.hub.calendars.event import MOST_DATES, Event, Reader, busy_of, is_private, says_out_of_office
from kalix_presence.hub.calendars.zones import Zones
from kalix_presence.model.entry import Busy, Mark
from kalix_presence.model.errors import BadInput

HERE = ZoneInfo("Europe/Stockholm")
FIRST, LAST = datetime(2026, 11, 25, tzinfo=UTC), datetime(2027, 11, 25, tzinfo=UTC)
AT_NINE = ("DTSTART;TZID=Europe/Stockholm:20261201T090000", "DTEND;TZID=Europe/Stockholm:20261201T100000")
OWNER = "Anna.Ek@exempel.invalid"


def parsed(*lines: str, more: str = "") -> tuple[Component, Component]:
    [calendar] = calendars("\n".join(["BEGIN:VCALENDAR", more, "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR"]))
    return calendar, calendar.parts[0]


def reader_of(calendar: Component, owner: str = OWNER, *, cancels: bool = False) -> Reader:
    return Reader(Zones(calendar, HERE.key, FIRST, LAST), owner, cancels)


def event(*lines: str, more: str = "", owner: str = OWNER, cancels: bool = False) -> Event:
    calendar, component = parsed(*lines, more=more)
    return reader_of(calendar, owner, cancels=cancels).read(component)


def busy(*lines: str) -> Busy:
    return busy_of(parsed(*lines)[1])


def test_an_ordinary_meeting_is_what_it_says() -> None:
    one = event("UID:u", *AT_NINE, "SUMMARY:Möte", "SEQUENCE:3", "DTSTAMP:20261101T000000Z")
    assert (one.uid, one.summary, one.revision) == ("u", "Möte", (3, "20261101T000000Z"))
    assert (one.times.start, one.times.end) == (datetime(2026, 12, 1, 8, tzinfo=UTC), datetime(2026, 12, 1, 9, tzinfo=UTC))
    assert (one.starts, one.zone, one.busy, one.mark) == (datetime(2026, 12, 1, 9), HERE, Busy.BUSY, Mark.NONE)
    assert one.counts
    assert not any((one.private, one.cancelled, one.declined, one.rules, one.written, one.guessed_zone, one.onward))


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((), Busy.BUSY),
        (("TRANSP:TRANSPARENT",), Busy.FREE),
        (("TRANSP:OPAQUE",), Busy.BUSY),
        (("STATUS:TENTATIVE",), Busy.TENTATIVE),
        (("STATUS:TENTATIVE", "TRANSP:TRANSPARENT"), Busy.FREE),
        (("X-MICROSOFT-CDO-BUSYSTATUS:OOF", "TRANSP:TRANSPARENT"), Busy.OUT_OF_OFFICE),
        (("X-MICROSOFT-CDO-BUSYSTATUS:free",), Busy.FREE),
        (("X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE",), Busy.FREE),
        (("X-MICROSOFT-CDO-BUSYSTATUS:BUSY", "STATUS:TENTATIVE"), Busy.BUSY),
        (("X-MICROSOFT-CDO-BUSYSTATUS:strange", "X-MICROSOFT-CDO-INTENDEDSTATUS:TENTATIVE"), Busy.TENTATIVE),
        (("X-NEXTCLOUD-OUT-OF-OFFICE:7", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"), Busy.OUT_OF_OFFICE),
        (("SUMMARY:Out  of Office",), Busy.OUT_OF_OFFICE),
        (("SUMMARY:Out of office with Per",), Busy.BUSY),
    ],
)
def test_the_programs_own_words_go_before_the_standards(lines: tuple[str, ...], said: Busy) -> None:
    assert busy(*lines) is said


@pytest.mark.parametrize("name", ["Frånvarande", "inte på kontoret", "POISSA", "ooo"])
def test_googles_own_kind_is_known_by_its_name_alone(name: str) -> None:
    assert says_out_of_office(f"  {name} ")
    assert not says_out_of_office(f"{name} x")


@pytest.mark.parametrize(("busy_line", "counts"), [("BUSY", True), ("OOF", True), ("TENTATIVE", False), ("FREE", False)])
def test_only_what_keeps_somebody_away_counts(busy_line: str, counts: bool) -> None:
    assert event(*AT_NINE, f"X-MICROSOFT-CDO-BUSYSTATUS:{busy_line}").counts is counts


@pytest.mark.parametrize("name", ["PRIVATE", "confidential"])
def test_of_what_is_private_no_text_is_kept(name: str) -> None:
    one = event(*AT_NINE, f"CLASS:{name}", "SUMMARY:Lunch #info hos läkaren")
    assert (one.private, one.summary, one.mark) == (True, "", Mark.NONE)
    assert is_private(parsed(f"CLASS:{name}")[1])
    assert not is_private(parsed("CLASS:PUBLIC")[1])


def test_what_is_cancelled_does_not_count() -> None:
    for one in (event(*AT_NINE, "STATUS:cancelled"), event(*AT_NINE, cancels=True)):
        assert one.cancelled
        assert not one.counts


@pytest.mark.parametrize(
    ("line", "declined"),
    [
        ("ATTENDEE;PARTSTAT=DECLINED:mailto:anna.ek@EXEMPEL.invalid", True),
        ("ATTENDEE;PARTSTAT=declined:MAILTO: anna.ek@exempel.invalid", True),
        ("ATTENDEE;PARTSTAT=ACCEPTED:mailto:anna.ek@exempel.invalid", False),
        ("ATTENDEE;PARTSTAT=DECLINED:mailto:per@exempel.invalid", False),
        ("ATTENDEE;PARTSTAT=ACCEPTED;X-WAS=DECLINED:mailto:anna.ek@exempel.invalid", False),
    ],
)
def test_the_owners_own_no_is_a_no_and_nobody_elses(line: str, declined: bool) -> None:
    one = event(*AT_NINE, line)
    assert (one.declined, one.counts) == (declined, not declined)
    assert not event(*AT_NINE, line, owner="").declined


@pytest.mark.parametrize(
    ("lines", "length"),
    [
        (("DTSTART:20261201T090000Z", "DURATION:PT90M"), timedelta(minutes=90)),
        (("DTSTART;VALUE=DATE:20261201",), timedelta(days=1)),
        (("DTSTART;VALUE=DATE:20261201", "DURATION:P2D"), timedelta(days=2)),
        (("DTSTART;VALUE=DATE:20261201", "DURATION:PT30H"), timedelta(days=2)),
        (("DTSTART:20261201T090000Z",), timedelta()),
        # over the night in which the clocks go back: so many hours are so many
        (("DTSTART;TZID=Europe/Stockholm:20261024T220000", "DURATION:PT8H"), timedelta(hours=8)),
    ],
)
def test_it_lasts_as_long_as_it_says(lines: tuple[str, ...], length: timedelta) -> None:
    times = event(*lines).times
    assert times.end - times.start == length


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (("SUMMARY:x",), "entry-without-time"),
        (("DTSTART:20261301T000000Z",), "entry-time-unreadable"),
        (("DTSTART:20261201T100000Z", "DTEND:20261201T090000Z"), "entry-time-unreadable"),
        (("DTSTART:20261201T100000Z", "DURATION:x"), "entry-time-unreadable"),
        ((*AT_NINE, "RECURRENCE-ID:x"), "entry-time-unreadable"),
        ((*AT_NINE, "EXDATE:x"), "entry-time-unreadable"),
        ((*AT_NINE, "RDATE:x"), "entry-time-unreadable"),
        ((*AT_NINE, "RRULE:FREQ=HOURLY"), "entry-repeats-often"),
        ((*AT_NINE, "RRULE:FREQ=MINUTELY;INTERVAL=900"), "entry-repeats-often"),
        ((*AT_NINE, "RRULE:FREQ=NEVER"), "entry-repeat"),
        ((*AT_NINE, "RRULE:INTERVAL=2"), "entry-repeat"),
        ((*AT_NINE, "RRULE:FREQ=DAILY;UNTIL=x"), "entry-repeat"),
        ((*AT_NINE, "EXDATE:" + ",".join(["20261201T090000Z"] * (MOST_DATES + 1))), "entry-many-dates"),
    ],
)
def test_what_cannot_be_read_is_refused_for_what_it_is(lines: tuple[str, ...], code: str) -> None:
    with pytest.raises(BadInput) as refused:
        event(*lines)
    assert refused.value.code == code


def test_as_many_dates_as_are_taken_are_taken() -> None:
    assert len(event(*AT_NINE, "EXDATE:" + ",".join(["20261201T090000Z"] * MOST_DATES)).left_out) == MOST_DATES


def test_a_text_that_is_cut_off_is_told_apart_from_one_without_a_time() -> None:
    [calendar] = calendars("\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *AT_NINE]))
    with pytest.raises(BadInput, match="entry-cut-off"):
        reader_of(calendar).read(calendar.parts[0])


def test_a_rule_is_kept_as_it_is_written_and_none_is_no_rule() -> None:
    one = event(*AT_NINE, "RRULE:FREQ=WEEKLY;COUNT=-1", "EXRULE:FREQ=MONTHLY")
    assert (len(one.rules), len(one.never), one.written, one.rules[0].count) == (1, 1, "FREQ=WEEKLY;COUNT=-1", None)
    bare = event(*AT_NINE, "RRULE:")
    assert (bare.rules, bare.written) == ((), "")


def test_what_stands_for_one_occurrence_has_no_rule_of_its_own() -> None:
    one = event(*AT_NINE, "RECURRENCE-ID;RANGE=THISANDFUTURE:20261201T080000Z", "RRULE:FREQ=WEEKLY")
    assert (one.rules, one.written, one.onward) == ((), "", True)
    assert one.replaces == datetime(2026, 12, 1, 8, tzinfo=UTC)
    assert not event(*AT_NINE, "RECURRENCE-ID:20261201T080000Z").onward


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("20261208", datetime(2026, 12, 8, 23, 59, 59)),
        ("20261208T080000Z", datetime(2026, 12, 8, 9)),
        ("20261208T080000", datetime(2026, 12, 8, 8)),
    ],
)
def test_the_end_of_a_rule_is_a_wall_time_of_its_series(until: str, last: datetime) -> None:
    assert event(*AT_NINE, f"RRULE:FREQ=WEEKLY;UNTIL={until}").rules[0].until == last


def test_a_series_in_utc_follows_the_clocks_where_the_calendar_is() -> None:
    there = event("DTSTART:20261201T070000Z", "DURATION:PT1H", more="X-WR-TIMEZONE:Europe/Helsinki")
    assert (there.zone, there.starts) == (ZoneInfo("Europe/Helsinki"), datetime(2026, 12, 1, 9))
    assert event("DTSTART:20261201T070000Z", "DURATION:PT1H").starts == datetime(2026, 12, 1, 7)


def test_a_time_in_a_zone_that_nobody_knows_is_this_places_and_said_to_be_a_guess() -> None:
    one = event("DTSTART;TZID=Nowhere:20261201T090000", "DURATION:PT1H")
    assert (one.guessed_zone, one.times.start) == (True, datetime(2026, 12, 1, 8, tzinfo=UTC))


@pytest.mark.parametrize(("sequence", "number"), [("", 0), ("7", 7), ("-1", 0), ("x", 0), ("²", 0)])
def test_a_sequence_that_is_no_number_is_the_first(sequence: str, number: int) -> None:
    assert event(*AT_NINE, f"SEQUENCE:{sequence}").revision[0] == number


@given(st.integers(0, 24 * 60 * 400))
def test_an_instant_and_its_wall_time_in_the_series_lead_to_each_other(minute: int) -> None:
    calendar, component = parsed(*AT_NINE)
    reader = reader_of(calendar)
    one, moment = reader.read(component), FIRST + timedelta(minutes=minute)
    wall = reader.wall_of(moment, one)
    assert isinstance(wall, datetime)
    assert reader.instant(wall, one.zone) in (moment, moment - timedelta(hours=1))  # of an hour that comes twice the first
    assert reader.wall_of(wall, one) == wall
    assert reader.wall_of(date(2026, 12, 1), one) == date(2026, 12, 1)


def test_a_day_among_whole_days_is_its_midnight() -> None:
    calendar, component = parsed("DTSTART;VALUE=DATE:20261201")
    reader = reader_of(calendar)
    one = reader.read(component)
    for moment in (date(2026, 12, 8), datetime(2026, 12, 7, 23, tzinfo=UTC)):
        assert reader.wall_of(moment, one) == datetime(2026, 12, 8)
