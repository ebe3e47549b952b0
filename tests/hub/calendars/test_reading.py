"""One reader: whole days however written, exceptions and ends in the zone of the series, and what cannot be read is told."""

# ruff: noqa: DTZ001 - rules speak of wall times
from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from kalix_presence.hub.calendars.jobs import Candidate, ReadWindow
from kalix_presence.hub.calendars.planning import plans_in
from kalix_presence.hub.calendars.reading import Read, entries
from kalix_presence.model.entry import Busy
from kalix_presence.model.errors import BadInput
from kalix_presence.model.plan import Plan, occurrences
from tests.draws import draws

FIRST = datetime(2026, 11, 25, 8, tzinfo=UTC)
LAST = FIRST + timedelta(days=21)
HERE = "Europe/Stockholm"
STOCKHOLM = ZoneInfo(HERE)
ZONED = ";TZID=Europe/Stockholm:"


def event(*lines: str) -> str:
    return "\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""])


def calendar(*parts: str, more: str = "") -> bytes:
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{more}{''.join(parts)}END:VCALENDAR\n".encode()


def read(*parts: str, more: str = "", owner: str = "", days: int = 21) -> Read:
    return entries(calendar(*parts, more=more), first=FIRST, last=FIRST + timedelta(days=days), zone=HERE, owner=owner)


def days_of(found: Read) -> list[str]:
    assert all(entry.all_day for entry in found.entries)
    return sorted(f"{entry.start.astimezone(STOCKHOLM):%d}-{entry.end.astimezone(STOCKHOLM):%d}" for entry in found.entries)


def times_of(found: Read) -> list[str]:
    return sorted(f"{entry.start.astimezone(STOCKHOLM):%d %H.%M}" for entry in found.entries if not entry.declined)


WHOLE = {
    "as days": ("DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20261203"),
    "without saying that it is a day": ("DTSTART:20261201", "DTEND:20261203"),
    "by a length": ("DTSTART;VALUE=DATE:20261201", "DURATION:P2D"),
    "from midnight to midnight": (f"DTSTART{ZONED}20261201T000000", f"DTEND{ZONED}20261203T000000"),
    "at midnight without a zone": ("DTSTART:20261201T000000", "DTEND:20261203T000000"),
    "at this place's midnight in UTC": ("DTSTART:20261130T230000Z", "DTEND:20261202T230000Z"),
    "until 23.59": (f"DTSTART{ZONED}20261201T000000", f"DTEND{ZONED}20261202T235900"),
    "until 23.59.59": (f"DTSTART{ZONED}20261201T000000", f"DTEND{ZONED}20261202T235959"),
    "with Outlook's flag": (
        "DTSTART;TZID=W. Europe Standard Time:20261201T000000",
        "DTEND;TZID=W. Europe Standard Time:20261203T000000",
        "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE",
    ),
    "with Nextcloud's": (f"DTSTART{ZONED}20261201T000000", f"DTEND{ZONED}20261203T000000", "X-NEXTCLOUD-OUT-OF-OFFICE:7"),
    "in another zone's midnights": (
        "DTSTART;TZID=Europe/Helsinki:20261201T000000",
        "DTEND;TZID=Europe/Helsinki:20261203T000000",
    ),
}


@pytest.mark.parametrize("lines", WHOLE.values(), ids=WHOLE)
def test_whole_days_are_whole_days_however_they_are_written(lines: tuple[str, ...]) -> None:
    assert days_of(read(event("UID:1", *lines))) == ["01-03"]


def test_a_day_that_ends_when_it_begins_is_that_day() -> None:
    assert days_of(read(event("UID:1", "DTSTART;VALUE=DATE:20261202", "DTEND;VALUE=DATE:20261202"))) == ["02-03"]


def test_programs_own_words_for_out_of_office_count() -> None:
    times = (f"DTSTART{ZONED}20261201T090000", f"DTEND{ZONED}20261201T100000")
    for line in ("X-NEXTCLOUD-OUT-OF-OFFICE:7", "X-MICROSOFT-CDO-BUSYSTATUS:OOF", "SUMMARY:Out of office"):
        assert [entry.busy for entry in read(event("UID:1", *times, line)).entries] == [Busy.OUT_OF_OFFICE]


SAME_TIME = {
    "in its own zone": ";TZID=Europe/Stockholm:20261202T003000",
    "in UTC": ":20261201T233000Z",
    "in another zone": ";TZID=America/New_York:20261201T183000",
    "in Windows' name for one": ";TZID=FLE Standard Time:20261202T013000",
    "as a wall time": ":20261202T003000",
    "as a day": ";VALUE=DATE:20261202",
}
NIGHTLY = ("UID:1", f"DTSTART{ZONED}20261201T003000", f"DTEND{ZONED}20261201T063000", "RRULE:FREQ=DAILY;COUNT=4")


@pytest.mark.parametrize("written", SAME_TIME.values(), ids=SAME_TIME)
def test_exceptions_are_compared_in_the_zone_of_the_series(written: str) -> None:
    rest = ["01 00.30", "03 00.30", "04 00.30"]
    assert times_of(read(event(*NIGHTLY, f"EXDATE{written}"))) == rest
    moved = event("UID:1", f"RECURRENCE-ID{written}", f"DTSTART{ZONED}20261202T043000", f"DTEND{ZONED}20261202T063000")
    assert times_of(read(event(*NIGHTLY), moved)) == sorted([*rest, "02 04.30"])


@pytest.mark.parametrize("until", ["20261203", "20261202T233000Z", "20261203T003000", "20261203T120000Z"])
def test_the_last_time_of_a_series_counts(until: str) -> None:
    lines = [line.replace("COUNT=4", f"UNTIL={until}") for line in NIGHTLY]
    assert times_of(read(event(*lines))) == ["01 00.30", "02 00.30", "03 00.30"]


@pytest.mark.parametrize("until", ["20261203", "20261202T230000Z", "20261203T000000", "20261203T235959Z", "20261203T000000Z"])
def test_the_last_day_of_a_series_of_days_counts(until: str) -> None:
    days = event("UID:1", "DTSTART;VALUE=DATE:20261201", f"RRULE:FREQ=DAILY;UNTIL={until}")
    assert days_of(read(days)) == ["01-02", "02-03", "03-04"]


@pytest.mark.parametrize(
    "left_out", [":20261201T230000Z", ";VALUE=DATE:20261202", f"{ZONED}20261202T000000", ":20261202T000000Z"]
)
def test_a_day_left_out_of_days_is_that_day_however_it_is_written(left_out: str) -> None:
    days = event("UID:1", "DTSTART;VALUE=DATE:20261201", "RRULE:FREQ=DAILY;COUNT=3", f"EXDATE{left_out}")
    assert days_of(read(days)) == ["01-02", "03-04"]


def test_this_and_all_that_follow_move_together() -> None:
    onward = event(
        "UID:1",
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20261201T233000Z",
        f"DTSTART{ZONED}20261202T020000",
        f"DTEND{ZONED}20261202T030000",
    )
    assert times_of(read(event(*NIGHTLY), onward)) == ["01 00.30", "02 02.00", "03 02.00", "04 02.00"]


UNKNOWN = """BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:{offset}
TZOFFSETTO:{offset}
END:STANDARD
END:VTIMEZONE
"""


def test_what_one_file_says_of_a_zone_concerns_no_other() -> None:
    meeting = event("UID:1", "DTSTART;TZID=Customized Time Zone:20261201T100000", "DURATION:PT1H")
    for offset, expected in (("+0900", "01 02.00"), ("+0100", "01 10.00"), ("-0330", "01 14.30")):
        assert times_of(read(UNKNOWN.format(offset=offset), meeting)) == [expected]


@pytest.mark.parametrize(
    "name",
    [
        "tzone://Microsoft/Custom",
        '"(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna"',
        "/freeassociation.sourceforge.net/Europe/Stockholm",
        "W. Europe Standard Time",
        "Nowhere/Never",
    ],
)
def test_odd_names_of_zones_are_read_or_told(name: str) -> None:
    found = read(event("UID:1", f"DTSTART;TZID={name}:20261201T130000", f"DTEND;TZID={name}:20261201T140000"))
    assert times_of(found) == ["01 13.00"]
    unknown = name in ("tzone://Microsoft/Custom", "Nowhere/Never")
    assert [one.code for one in found.left_out] == ["entry-zone-unknown"] * unknown


BROKEN = {
    "entry-time-unreadable": ("DTSTART:20261203T990000",),
    "entry-repeat": ("DTSTART;VALUE=DATE:20261203", "RRULE:FREQ=WEEKLY;BYDAY=XX"),
    "entry-repeats-often": ("DTSTART:20261203T080000Z", "RRULE:FREQ=SECONDLY"),
    "entry-many-dates": ("DTSTART:20261203T080000Z", "RRULE:FREQ=DAILY", "EXDATE:" + ",".join(["20261203T080000Z"] * 2_001)),
}


@pytest.mark.parametrize(("code", "lines"), BROKEN.items(), ids=BROKEN)
def test_what_cannot_be_read_is_told_with_its_day_and_stops_no_other(code: str, lines: tuple[str, ...]) -> None:
    broken = event("UID:1", *lines)
    alone = read(broken)
    assert (alone.entries, alone.lacks) == ((), "calendar-nothing-usable")
    assert [(one.code, one.day) for one in alone.left_out] == [(code, date(2026, 12, 3))]
    beside = read(broken, event("UID:2", f"DTSTART{ZONED}20261201T130000", "DURATION:PT1H"))
    assert (times_of(beside), beside.lacks, beside.unread) == (["01 13.00"], None, 1)


def test_a_text_that_ends_in_the_middle_is_told_wherever_it_ends() -> None:
    whole = calendar(*(event(f"UID:{day}", f"DTSTART:202612{day}T130000Z", "DURATION:PT1H") for day in ("01", "02", "03")))
    ends = [number for number in range(len(whole)) if whole[:number].rstrip().endswith((b"END:VEVENT", b"END:VCALENDAR"))]
    within_the_last = range(whole.index(b"END:VCALENDAR") + 4, len(whole))
    for number in range(len(b"BEGIN:VCALENDAR\n"), len(whole)):
        found = entries(whole[:number], first=FIRST, last=LAST, zone=HERE)
        assert found.cut_off is (number not in ends and number not in within_the_last), whole[:number]
        planned = plans_in(whole[:number], ReadWindow(FIRST, LAST, HERE))
        assert (planned.whole == []) >= found.cut_off
    assert entries(whole, first=FIRST, last=LAST, zone=HERE).cut_off is False


def test_an_entry_without_a_start_and_one_cut_off_are_told() -> None:
    whole = calendar(event("UID:1", "SUMMARY:x")) + b""
    assert [one.code for one in entries(whole, first=FIRST, last=LAST, zone=HERE).left_out] == ["entry-without-time"]
    cut = calendar(event("UID:1", "DTSTART:20261201T130000Z", "DURATION:PT1H"), event("UID:2", "DTSTART:20261202T130000Z"))
    found = entries(cut[: cut.rindex(b"END:VEVENT")], first=FIRST, last=LAST, zone=HERE)
    assert (len(found.entries), [one.code for one in found.left_out]) == (1, ["entry-cut-off"])


def test_an_empty_calendar_never_looks_healthy() -> None:
    assert read().lacks == "calendar-empty"


def test_one_name_for_several_entries_keeps_them_all() -> None:
    lines = [event("UID:1", f"DTSTART{ZONED}202612{day}T130000", "DURATION:PT1H") for day in ("01", "03")]
    assert times_of(read(*lines)) == ["01 13.00", "03 13.00"]


def test_free_and_busy_times_are_used() -> None:
    part = "BEGIN:VFREEBUSY\nUID:f\nFREEBUSY:20261201T120000Z/20261201T130000Z\nFREEBUSY;FBTYPE=FREE:20261201T140000Z/PT1H\n"
    found = read(part + "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20261201T230000Z/P1D\nEND:VFREEBUSY\n")
    assert [(entry.busy, entry.all_day) for entry in found.entries] == [
        (Busy.BUSY, False),
        (Busy.FREE, False),
        (Busy.OUT_OF_OFFICE, True),
    ]


TEXT = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:MÖT: Nämnden\r\nDTSTART:20261201T120000Z\r\nDURATION:PT1H\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("latin-1"),
        TEXT.encode("cp1252"),
        TEXT.replace("\r\n", "\r").encode(),
        TEXT.encode().replace("Ö".encode(), b"\xc3\r\n \x96"),
    ],
    ids=["utf-8", "mark", "utf-16", "utf-16 without mark", "latin-1", "cp1252", "carriage returns", "folded inside a letter"],
)
def test_a_file_is_read_however_it_was_saved(content: bytes) -> None:
    [entry] = entries(content, first=FIRST, last=LAST, zone=HERE).entries
    assert (entry.mark.value, entry.start) == ("closes", datetime(2026, 12, 1, 12, tzinfo=UTC))


def test_files_that_were_put_one_behind_the_other_are_read_to_the_end() -> None:
    later = TEXT.replace("UID:1", "UID:2").replace("1201T", "1202T")
    found = entries(TEXT.encode("utf-8-sig") + later.encode("utf-8-sig"), first=FIRST, last=LAST, zone=HERE).entries
    assert [entry.start.day for entry in found] == [1, 2]


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\xd8", b"PK\x03\x04\0\0\0", b"\x1f\x8b\x08\0", TEXT.encode("cp500"), TEXT.encode("utf-7") + b"\0"]
)
def test_an_encoding_that_is_not_known_is_said(content: bytes) -> None:
    with pytest.raises(BadInput) as refused:
        entries(content, first=FIRST, last=LAST, zone=HERE)
    assert refused.value.code == "calendar-encoding"


# import and link say the same, for any calendar

ZONES = st.sampled_from(["Europe/Stockholm", "UTC", "America/New_York", "Europe/Helsinki", "Asia/Kolkata"])
RULES = st.sampled_from(
    [
        "FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=3",
        "FREQ=WEEKLY",
        "FREQ=WEEKLY;BYDAY=MO,WE,FR",
        "FREQ=MONTHLY",
        "FREQ=MONTHLY;BYDAY=-1FR",
    ]
)


@st.composite
def series(draw: st.DrawFn) -> tuple[bytes, str, list[datetime]]:
    """A calendar, its zone, and the starts that dateutil and sets of exceptions give, around either clock change."""
    zone = draw(ZONES)
    begins = draw(
        st.datetimes(datetime(2026, 10, 20), datetime(2026, 10, 27))
        | st.datetimes(datetime(2027, 3, 22), datetime(2027, 3, 29))
    ).replace(second=0, microsecond=0, fold=0)
    rule, there = draw(RULES), ZoneInfo(zone)
    limit = draw(st.sampled_from(["COUNT", "UNTIL in UTC", "UNTIL as a day", "UNTIL by the wall"]))
    walls = list(rrulestr(f"{rule};COUNT=8", dtstart=begins))
    walls = walls if begins in walls else [begins, *walls]
    if limit == "COUNT":
        rule += ";COUNT=8"
    else:
        last = walls[-1]
        said = {
            "UNTIL in UTC": f"{last.replace(tzinfo=there).astimezone(UTC):%Y%m%dT%H%M%SZ}",
            "UNTIL as a day": f"{last:%Y%m%d}",
            "UNTIL by the wall": f"{last:%Y%m%dT%H%M%S}",
        }[limit]
        rule += f";UNTIL={said}"
    lines = ["UID:1", _at("DTSTART", begins, zone), _at("DTEND", begins + timedelta(minutes=50), zone), f"RRULE:{rule}"]
    left, moved, instead = set(walls), list[datetime](), list[str]()
    for wall in draw(st.lists(st.sampled_from(walls[1:]), unique=True, max_size=3)):
        left.discard(wall)
        other = draw(ZONES)
        if draw(st.booleans()):
            lines.append(_elsewhere("EXDATE", wall, there, other))
        else:
            to = wall + timedelta(days=1, hours=1)
            moved.append(to)
            times = [_at("DTSTART", to, zone), _at("DTEND", to + timedelta(minutes=20), zone)]
            instead.append(event("UID:1", _elsewhere("RECURRENCE-ID", wall, there, other), *times))
    starts = [wall.replace(tzinfo=there).astimezone(UTC) for wall in [*left, *moved]]
    return calendar(event(*lines), *instead), zone, sorted(starts)


def _at(name: str, wall: datetime, zone: str) -> str:
    return f"{name}:{wall:%Y%m%dT%H%M%SZ}" if zone == "UTC" else f"{name};TZID={zone}:{wall:%Y%m%dT%H%M%S}"


def _elsewhere(name: str, wall: datetime, zone: ZoneInfo, other: str) -> str:
    instant = wall.replace(tzinfo=zone).astimezone(UTC)
    there = instant.astimezone(ZoneInfo(other)).replace(tzinfo=None, fold=0)
    if (
        there.replace(tzinfo=ZoneInfo(other)).astimezone(UTC) != instant
    ):  # the hour that a clock change repeats has no name there
        return _at(name, instant.replace(tzinfo=None), "UTC")
    return _at(name, there, other)


def plan_of(each: Candidate) -> Plan:
    assert each.starts is not None
    assert each.ends is not None
    return Plan(
        "x", "2041", "meeting", each.starts, each.ends, each.zone, "", each.repeat, each.skipped, whole_days=each.whole_days
    )


@given(series())
@settings(max_examples=draws(150))
def test_link_import_and_dateutil_agree_over_zones_exceptions_and_clock_changes(
    made: tuple[bytes, str, list[datetime]],
) -> None:
    content, _, expected = made
    first = datetime(2026, 10, 1, tzinfo=UTC)
    last = first + timedelta(days=800)
    found = entries(content, first=first, last=last, zone=HERE)
    spans = sorted((entry.start, entry.end) for entry in found.entries if entry.end > entry.start)
    assert sorted(set(expected)) == sorted({start for start, _ in spans} | {each for each in expected if _is_short(each)})
    planned = plans_in(content, ReadWindow(first, last, HERE))
    assert [each.code for each in planned.candidates if each.code] == []
    plans = [occurrence for each in planned.candidates for occurrence in occurrences(plan_of(each), first, last)]
    assert sorted((each.start, each.end) for each in plans) == spans


def _is_short(start: datetime) -> bool:
    """Whether a clock change may leave nothing of fifty minutes from then."""
    return any(abs((start - change).total_seconds()) < 3 * 3600 for change in CHANGES)


CHANGES = [
    datetime(2026, 10, 25, 1, tzinfo=UTC),
    datetime(2027, 3, 28, 1, tzinfo=UTC),
    datetime(2026, 11, 1, 6, tzinfo=UTC),
    datetime(2027, 3, 14, 7, tzinfo=UTC),
]


@pytest.mark.parametrize(
    ("first", "second", "ends"),
    [
        ((), (), ["10", "12"]),
        (("DTSTAMP:20261101T080000Z",), ("DTSTAMP:20261101T080000Z",), ["10", "12"]),
        (("DTSTAMP:20261101T080000Z",), ("DTSTAMP:20261102T080000Z",), ["12"]),
        (("DTSTAMP:20261102T080000Z",), ("DTSTAMP:20261101T080000Z",), ["10"]),
        (("SEQUENCE:1", "DTSTAMP:20261101T080000Z"), ("SEQUENCE:0", "DTSTAMP:20261102T080000Z"), ["10"]),
    ],
)
def test_two_of_one_name_that_begin_together_are_two_unless_one_is_newer(
    first: tuple[str, ...], second: tuple[str, ...], ends: list[str]
) -> None:
    start = f"DTSTART{ZONED}20261201T090000"
    found = read(
        event("UID:1", start, f"DTEND{ZONED}20261201T100000", *first),
        event("UID:1", start, f"DTEND{ZONED}20261201T120000", *second),
    )
    assert sorted(f"{entry.end.astimezone(STOCKHOLM):%H}" for entry in found.entries) == ends


def test_plans_of_two_of_one_name_have_names_of_their_own() -> None:
    start = "DTSTART:20261201T080000Z"
    two = [event("UID:1", start, f"DTEND:20261201T{hour}0000Z", "SUMMARY:Kurs") for hour in ("09", "11")]
    made = plans_in(calendar(*two), ReadWindow(FIRST, FIRST + timedelta(days=21), HERE)).candidates
    assert len({each.key for each in made if not each.code}) == 2
