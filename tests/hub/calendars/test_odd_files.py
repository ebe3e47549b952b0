"""Odd calendars of the kinds that people report of Outlook, Exchange, Google, Nextcloud and others; expected by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kalix_presence.hub.calendars.jobs import ReadWindow
from kalix_presence.hub.calendars.planning import plans_in
from kalix_presence.hub.calendars.reading import entries
from kalix_presence.model.entry import Busy
from kalix_presence.model.plan import occurrences
from tests.hub.calendars.test_reading import plan_of

HERE = ZoneInfo("Europe/Stockholm")
S = ";TZID=Europe/Stockholm:"
TEN = f"DTSTART{S}20261201T100000\nDTEND{S}20261201T110000"
NIGHT = f"DTSTART{S}20270327T023000\nDTEND{S}20270327T033000"
AT_TEN = ["12-01 10.00-11.00"]
DEFINED = """BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:{summer}
TZOFFSETTO:{winter}
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:{winter}
TZOFFSETTO:{summer}
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def in_zone(name: str, hour: int, *, more: str = "") -> str:
    return event(f"DTSTART;TZID={name}:20261201T{hour:02d}0000\nDTEND;TZID={name}:20261201T{hour + 1:02d}0000") + more


def event(*lines: str) -> str:
    return "BEGIN:VEVENT\nUID:1\n" + "\n".join(lines) + "\nEND:VEVENT\n"


def defined(name: str, winter: str, summer: str) -> str:
    return DEFINED.format(name=name, winter=winter, summer=summer)


ZONES = {
    "Outlook's own zone": defined("Customized Time Zone", "+0100", "+0200") + in_zone("Customized Time Zone", 10),
    "one behind the event that names it": in_zone("Mitt", 11, more=defined("Mitt", "+0200", "+0300")),
    "Exchange's UTC, defined": defined("tzone://Microsoft/Utc", "+0000", "+0000") + in_zone("tzone://Microsoft/Utc", 9),
    "Paris in Windows": in_zone("Romance Standard Time", 10),
    "Kyiv in Windows": in_zone("FLE Standard Time", 11),
    "London in Windows": in_zone("GMT Standard Time", 9),
    "Reykjavik in Windows": in_zone("Greenwich Standard Time", 9),
    "Budapest in Windows": in_zone("Central Europe Standard Time", 10),
    "Warsaw in Windows": in_zone("Central European Standard Time", 10),
    "UTC as a name": in_zone("UTC", 9),
    "UTC of the Etc family": in_zone("Etc/UTC", 9),
    "an offset as a name": in_zone("GMT+01:00", 10),
    "an old name": in_zone("US/Eastern", 4),
    "a new name": in_zone("Europe/Kyiv", 11),
    "an abbreviation": in_zone("CET", 10),
    "Mozilla's path": in_zone("/mozilla.org/20050126_1/Europe/Stockholm", 10),
    "Olson's path": in_zone("/softwarestudio.org/Olson_20011030_5/Europe/Stockholm", 10),
    "in quotes": in_zone('"Europe/Stockholm"', 10),
    "in small letters": event("dtstart;tzid=europe/stockholm:20261201T100000\ndtend;tzid=europe/stockholm:20261201T110000"),
    "with spaces": event("DTSTART;TZID=Europe/Stockholm :20261201T100000 \nDTEND;TZID=Europe/Stockholm:20261201T110000"),
    "Z and a zone: Z": event(f"DTSTART{S}20261201T090000Z\nDTEND{S}20261201T100000Z"),
    "two zones, as of a flight": event(f"DTSTART{S}20261201T100000\nDTEND;TZID=Europe/Helsinki:20261201T120000"),
    "none, in a calendar of another": "X-WR-TIMEZONE:Europe/Helsinki\n"
    + event("DTSTART:20261201T110000\nDTEND:20261201T120000"),
}
TIMES: dict[str, tuple[str, list[str]]] = {
    "a time that the clocks skip": (
        event(NIGHT.replace("0327T", "0328T")),
        ["03-28 03.30-04.30"],
    ),
    "a night of every day over it": (
        event(NIGHT, "RRULE:FREQ=DAILY;COUNT=3"),
        ["03-27 02.30-03.30", "03-28 03.30-04.30", "03-29 02.30-03.30"],
    ),
    "left out by the moment, where the clocks skip its hour": (
        event(NIGHT, "RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20270328T013000Z"),
        ["03-27 02.30-03.30", "03-29 02.30-03.30"],
    ),
    "moved, before the series lost that time": (
        event(TEN, "RRULE:FREQ=DAILY;COUNT=2", "SEQUENCE:3")
        + event(TEN.replace("1201", "1210"), f"RECURRENCE-ID{S}20261209T100000", "SEQUENCE:1"),
        [*AT_TEN, "12-02 10.00-11.00"],
    ),
    "a shift over the skipped hour": (
        event(f"DTSTART{S}20270327T220000\nDTEND{S}20270328T060000"),
        ["03-27 22.00-06.00"],
    ),
    "so many hours over it": (event(f"DTSTART{S}20270327T220000\nDURATION:PT8H"), ["03-27 22.00-07.00"]),
    "periods instead of dates": (
        event(TEN, "RDATE;VALUE=PERIOD:20261203T090000Z/PT30M,20261204T090000Z/20261204T113000Z"),
        [*AT_TEN, "12-03 10.00-10.30", "12-04 10.00-12.30"],
    ),
    "dates in two lines and zones": (
        event(TEN, f"RDATE{S}20261203T100000,20261204T120000", "RDATE:20261207T090000Z"),
        [*AT_TEN, "12-03 10.00-11.00", "12-04 12.00-13.00", "12-07 10.00-11.00"],
    ),
    "days as dates of a meeting": (event(TEN, "RDATE;VALUE=DATE:20261203"), [*AT_TEN, "12-03 10.00-11.00"]),
    "exceptions in one line and more": (
        event(TEN, "RRULE:FREQ=DAILY;COUNT=5", f"EXDATE{S}20261202T100000,20261203T100000", "EXDATE:20261204T090000Z"),
        [*AT_TEN, "12-05 10.00-11.00"],
    ),
    "exceptions that are none": (
        event(TEN, "RRULE:FREQ=DAILY;COUNT=2", "EXDATE:", "RDATE:", f"EXDATE{S}20261202T100000,"),
        AT_TEN,
    ),
    "a rule of exceptions": (
        event(TEN, "RRULE:FREQ=DAILY;COUNT=4", "EXRULE:FREQ=DAILY;INTERVAL=2"),
        ["12-02 10.00-11.00", "12-04 10.00-11.00"],
    ),
    "a rule in small letters": (event(TEN, "RRULE:freq=daily;count=2;"), [*AT_TEN, "12-02 10.00-11.00"]),
    "two rules": (
        event(TEN, "RRULE:FREQ=DAILY;COUNT=2", "RRULE:FREQ=WEEKLY;COUNT=2"),
        [*AT_TEN, "12-02 10.00-11.00", "12-08 10.00-11.00"],
    ),
    "the last working day of a month": (
        event(TEN.replace("1201T", "1130T"), "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3"),
        ["01-29 10.00-11.00", "11-30 10.00-11.00", "12-31 10.00-11.00"],
    ),
    "every second week that begins on Sundays": (
        event(TEN.replace("1201T", "1129T"), "RRULE:FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,MO;COUNT=4"),
        ["11-29 10.00-11.00", "11-30 10.00-11.00", "12-13 10.00-11.00", "12-14 10.00-11.00"],
    ),
    "the 31st of months": (
        event(TEN.replace("1201T", "1031T"), "RRULE:FREQ=MONTHLY"),
        ["01-31 10.00-11.00", "03-31 10.00-11.00", "10-31 10.00-11.00", "12-31 10.00-11.00"],
    ),
    "the last time is left out, and counts": (
        event(TEN, "RRULE:FREQ=DAILY;COUNT=3", f"EXDATE{S}20261203T100000"),
        [*AT_TEN, "12-02 10.00-11.00"],
    ),
    "UNTIL in a day of a zone far away": (
        event(TEN, "RRULE:FREQ=DAILY;UNTIL=20261202T090000z"),
        [*AT_TEN, "12-02 10.00-11.00"],
    ),
    "an alarm with a length and a text of its own": (
        event(TEN, "BEGIN:VALARM", "TRIGGER:-PT15M", "DURATION:PT9H", "SUMMARY:Out of office", "DTSTART:20261203T100000Z", "END:VALARM"),
        AT_TEN,
    ),
    "tasks and journals beside it": (event(TEN) + "BEGIN:VTODO\nDTSTART:20261202T100000Z\nDUE:20261203T100000Z\nEND:VTODO\n", AT_TEN),
    "an invitation within a text": (event(TEN, "DESCRIPTION:x\\nBEGIN:VEVENT\\nDTSTART:20261202T100000Z"), AT_TEN),
    "a name folded in the middle": (event(TEN.replace("DTEND", "DT\n END").replace("T100000", "T10\n\t0000")), AT_TEN),
    "24.00": (event(f"DTSTART{S}20261201T230000\nDTEND{S}20261201T240000"), ["12-01 23.00-00.00"]),
    "a leap second": (event(f"DTSTART{S}20261201T100000\nDTEND{S}20261201T105960"), ["12-01 10.00-10.59"]),
    "no seconds": (event(f"DTSTART{S}20261201T1000\nDTEND{S}20261201T1100"), AT_TEN),
    "a length of weeks and one of days and hours": (event(f"DTSTART{S}20261201T100000\nDURATION:P1DT1H"), ["12-01 10.00-11.00+1"]),
    "no end and no length": (event(f"DTSTART{S}20261201T100000"), []),
    "told twice, the older one last": (
        event(TEN, "SEQUENCE:2") + event(TEN.replace("T1", "T2").replace("201T2", "201T2"), "SEQUENCE:1"),
        AT_TEN,
    ),
    "one without its series": (event(TEN, f"RECURRENCE-ID{S}20261130T100000"), AT_TEN),
    "cancelled once": (
        event(TEN, "RRULE:FREQ=DAILY;COUNT=2") + event(TEN.replace("1201", "1202"), f"RECURRENCE-ID{S}20261202T100000", "STATUS:CANCELLED"),
        AT_TEN,
    ),
    "moved, named by its day": (
        event(TEN, "RRULE:FREQ=DAILY;COUNT=2") + event(TEN.replace("1201", "1204"), "RECURRENCE-ID;VALUE=DATE:20261202"),
        [*AT_TEN, "12-04 10.00-11.00"],
    ),
    "moved twice, the newer one counts": (
        event(TEN, "RRULE:FREQ=DAILY;COUNT=2")
        + event(TEN.replace("1201", "1204"), f"RECURRENCE-ID{S}20261202T100000", "SEQUENCE:2")
        + event(TEN.replace("1201", "1205"), f"RECURRENCE-ID{S}20261202T100000", "SEQUENCE:1"),
        [*AT_TEN, "12-04 10.00-11.00"],
    ),
    "one of them free": (
        event(TEN, "RRULE:FREQ=DAILY;COUNT=2") + event(TEN.replace("1201", "1202"), f"RECURRENCE-ID{S}20261202T100000", "TRANSP:TRANSPARENT"),
        AT_TEN,
    ),
    "one of them declined": (
        event(TEN, "RRULE:FREQ=DAILY;COUNT=2")
        + event(TEN.replace("1201", "1202"), f"RECURRENCE-ID{S}20261202T100000", 'ATTENDEE;CN="Ek: Anna";PARTSTAT=DECLINED:MAILTO:anna@x.example'),
        AT_TEN,
    ),
    "declined by somebody else": (event(TEN, "ATTENDEE;PARTSTAT=DECLINED:mailto:per@x.example"), AT_TEN),
    "free by Outlook's own word": (event(TEN, "TRANSP:OPAQUE", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"), []),
    "at another place by it": (event(TEN, "X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE"), []),
    "tentative": (event(TEN, "STATUS:TENTATIVE"), []),
    "all of it cancelled": ("METHOD:CANCEL\n" + event(TEN), []),
    "an end that is misspelled": (event(TEN, "RRULE:FREQ=DAILY;UNTL=20261203"), []),
    "a rule by the Chinese calendar": (event(TEN, "RRULE:RSCALE=CHINESE;FREQ=YEARLY"), []),
    "a rule that says which calendar": (event(TEN, "RRULE:RSCALE=GREGORIAN;FREQ=DAILY;COUNT=2;SKIP=OMIT"), [*AT_TEN, "12-02 10.00-11.00"]),
    "an old form of rules": (event(TEN, "RRULE:D1 #5"), []),
    "years before and after all time": (event("DTSTART:00010101T000000\nDTEND:00010101T010000") + event("DTSTART:99991231T230000Z\nDURATION:PT5H"), []),
    "a time as people write it": (event("DTSTART:2026-12-01T10:00:00"), []),
}  # fmt: skip
DAYS: dict[str, tuple[str, list[str]]] = {
    "a day and a time as its end": (event("DTSTART;VALUE=DATE:20261201", "DTEND:20261202T000000"), ["12-01 1"]),
    "a time that says it is a day": (event("DTSTART;VALUE=DATE:20261201T000000", "DTEND;VALUE=DATE:20261202T000000"), ["12-01 1"]),
    "hours that Outlook says are a day": (event(TEN, "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"), ["12-01 1"]),
    "no end": (event("DTSTART;VALUE=DATE:20261201"), ["12-01 1"]),
    "a year's day": (event("DTSTART;VALUE=DATE:20191224", "RRULE:FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24"), ["12-24 1"]),
    "the 29th of February": (event("DTSTART;VALUE=DATE:20240229", "RRULE:FREQ=YEARLY"), []),
    "days over the clock change": (event("DTSTART;VALUE=DATE:20270327", "DTEND;VALUE=DATE:20270330"), ["03-27 3"]),
    "midnights over the clock change": (event(f"DTSTART{S}20270327T000000", f"DTEND{S}20270330T000000"), ["03-27 3"]),
    "days of every week over it": (
        event(f"DTSTART{S}20270321T000000", f"DTEND{S}20270322T000000", "RRULE:FREQ=WEEKLY;COUNT=3"),
        ["03-21 1", "03-28 1", "04-04 1"],
    ),
    "days moved onward": (
        event("DTSTART;VALUE=DATE:20261201", "RRULE:FREQ=WEEKLY;COUNT=3")
        + event("RECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20261208", "DTSTART;VALUE=DATE:20261209", "DTEND;VALUE=DATE:20261211"),
        ["12-01 1", "12-09 2", "12-16 2"],
    ),
    "a day moved to hours": (
        event("DTSTART;VALUE=DATE:20261201", "RRULE:FREQ=DAILY;COUNT=2")
        + event("RECURRENCE-ID;VALUE=DATE:20261202", TEN.replace("1201", "1202")),
        ["12-01 1", "12-02 10.00-11.00"],
    ),
}  # fmt: skip
FIRST, LAST = datetime(2026, 10, 28, tzinfo=UTC), datetime(2027, 4, 20, tzinfo=UTC)
OWNER = "Anna@x.example"


def written(start: datetime, end: datetime, days: int) -> str:
    first, last = start.astimezone(HERE), end.astimezone(HERE)
    if days:
        return f"{first:%m-%d} {days}"
    more = (end - start) // timedelta(days=1)
    return f"{first:%m-%d} {first:%H.%M}-{last:%H.%M}{f'+{more}' if more else ''}"


def read(text: str) -> list[str]:
    """What a link of this text makes, in the words of the tables above."""
    content = f"BEGIN:VCALENDAR\nVERSION:2.0\n{text}END:VCALENDAR\n".encode()
    found = entries(content, first=FIRST, last=LAST, zone="Europe/Stockholm", owner=OWNER)
    return sorted(
        written(each.start, each.end, round((each.end - each.start) / timedelta(days=1)) if each.all_day else 0)
        for each in found.entries
        if not each.declined and each.busy in (Busy.BUSY, Busy.OUT_OF_OFFICE)
    )


def planned(text: str) -> list[str]:
    """What an import of it makes."""
    content = f"BEGIN:VCALENDAR\nVERSION:2.0\n{text}END:VCALENDAR\n".encode()
    made = [each for each in plans_in(content, ReadWindow(FIRST, LAST, "Europe/Stockholm", OWNER)).candidates if not each.code]
    return sorted(
        written(each.start, each.end, plan.whole_days) for plan in map(plan_of, made) for each in occurrences(plan, FIRST, LAST)
    )


@pytest.mark.parametrize("text", ZONES.values(), ids=ZONES)
def test_a_zone_is_known_by_whatever_it_is_called(text: str) -> None:
    assert (read(text), planned(text)) == (AT_TEN, AT_TEN)


@pytest.mark.parametrize(("text", "expected"), [*TIMES.values(), *DAYS.values()], ids=[*TIMES, *DAYS])
def test_what_is_odd_is_read_as_it_is_meant_by_link_and_import_alike(text: str, expected: list[str]) -> None:
    assert (read(text), planned(text)) == (expected, expected)
