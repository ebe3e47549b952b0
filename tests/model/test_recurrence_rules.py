"""How the parts of a recurrence rule are read, which make no sense, and the days that only some rules name."""

# ruff: noqa: DTZ001 - rules speak of wall times
from __future__ import annotations

from datetime import MAXYEAR, datetime, timedelta

import pytest

from kalix_presence.model.recurrence import Every, Rule, read_rule, walls

UNTIL = datetime(2027, 1, 1)
START = datetime(2026, 11, 24, 9, 30)


def parts(text: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in text.split(";"))


def days(text: str, first: str, last: str, starts: str | None = None) -> list[str]:
    """The days that the rule names from `first` to `last`, both included."""
    begun = datetime.fromisoformat(starts or first)
    found = walls(read_rule(parts(text), until=None), begun, datetime.fromisoformat(first), datetime.fromisoformat(last))
    return [f"{moment:%Y-%m-%d}" for moment in found]


def test_every_part_is_read() -> None:
    text = (
        "FREQ=YEARLY;INTERVAL=3;COUNT=7;BYDAY=MO,-1FR,+2SU,53TH;BYMONTHDAY=31,-1,5;BYMONTH=12,1;BYWEEKNO=53,-1;BYYEARDAY=366,-1"
        ";BYSETPOS=2,-366;BYHOUR=0,23;BYMINUTE=59,0;BYSECOND=0,59;WKST=SU;X-COUNTRY=SE;RSCALE=GREGORIAN;SKIP=OMIT"
    )
    assert read_rule(parts(text), until=UNTIL) == Rule(
        Every.YEAR, 3, 7, UNTIL, ((0, 0), (-1, 4), (2, 6), (53, 3)), (-1, 5, 31), (1, 12), (-1, 53), (-1, 366), (-366, 2),
        (0, 23), (0, 59), (0, 59), 6,
    )  # fmt: skip


@pytest.mark.parametrize("every", Every)
def test_what_is_not_said_is_as_the_first_time(every: Every) -> None:
    assert read_rule({"FREQ": every.value}, until=None) == Rule(every)


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=HOURLY", "FREQ=daily", "FREQ=", "INTERVAL=2",
        "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=-1", "FREQ=DAILY;INTERVAL=x",
        "FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=-1", "FREQ=DAILY;COUNT=x",
        "FREQ=DAILY;BYMONTH=0", "FREQ=DAILY;BYMONTH=-1", "FREQ=DAILY;BYMONTH=13", "FREQ=DAILY;BYMONTH=1,,2",
        "FREQ=DAILY;BYMONTHDAY=0", "FREQ=DAILY;BYMONTHDAY=32", "FREQ=DAILY;BYMONTHDAY=-32",
        "FREQ=YEARLY;BYYEARDAY=0", "FREQ=YEARLY;BYYEARDAY=367", "FREQ=YEARLY;BYWEEKNO=54", "FREQ=YEARLY;BYWEEKNO=0",
        "FREQ=DAILY;BYSETPOS=0", "FREQ=DAILY;BYSETPOS=-367",
        "FREQ=DAILY;BYHOUR=24", "FREQ=DAILY;BYHOUR=-1", "FREQ=DAILY;BYMINUTE=60", "FREQ=DAILY;BYMINUTE=-5",
        "FREQ=DAILY;BYSECOND=60", "FREQ=DAILY;BYSECOND=-1",
        "FREQ=DAILY;BYDAY=XX", "FREQ=DAILY;BYDAY=0MO", "FREQ=YEARLY;BYDAY=54MO", "FREQ=YEARLY;BYDAY=-54MO", "FREQ=DAILY;BYDAY=MO TU",
        "FREQ=DAILY;BYDAY=١MO", "FREQ=DAILY;WKST=XX",
        "FREQ=DAILY;UNTILL=20261224", "FREQ=DAILY;RSCALE=CHINESE", "FREQ=DAILY;SKIP=FORWARD", "FREQ=DAILY;BYEASTER=1",
        "FREQ=DAILY;BYHOUR=1,2,3,4,5;BYMINUTE=0,10,20,30,40", "FREQ=DAILY;BYSECOND=1,2,3,4,5;BYMINUTE=0,10,20,30,40",
        "FREQ=DAILY;BYHOUR=1,2,3,4,5;BYSECOND=0,10,20,30,40", "FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=1,2,3;BYSECOND=1,2,3",
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_no_rule(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_rule(parts(text), until=None)


@pytest.mark.parametrize(
    "text", ["FREQ=DAILY;BYHOUR=1,2,3,4,5,6;BYMINUTE=0,10,20,30", "FREQ=DAILY;BYHOUR=1,2;BYMINUTE=1,2,3;BYSECOND=1,2,3,4"]
)
def test_as_many_times_of_day_as_hours_are_not_too_many(text: str) -> None:
    moments = list(walls(read_rule(parts(text), until=None), START, datetime(2026, 11, 25), datetime(2026, 11, 25, 23, 59)))
    assert len(moments) == 24
    assert moments == sorted(set(moments))


def test_times_of_day_come_in_order_on_each_day() -> None:
    rule = read_rule(parts("FREQ=DAILY;BYHOUR=10,9;BYMINUTE=45,15;BYSECOND=5"), until=None)
    found = list(walls(rule, START, START, datetime(2026, 11, 25, 9, 15, 5)))
    assert [f"{moment:%d %H:%M:%S}" for moment in found] == ["24 09:45:05", "24 10:15:05", "24 10:45:05", "25 09:15:05"]


def test_first_and_last_are_included_and_until_too() -> None:
    rule = read_rule({"FREQ": "DAILY"}, until=START + timedelta(days=2))
    assert list(walls(rule, START, START + timedelta(days=1), START + timedelta(days=9))) == [
        START + timedelta(days=1), START + timedelta(days=2),
    ]  # fmt: skip
    assert list(walls(rule, START, START, START + timedelta(days=1))) == [START, START + timedelta(days=1)]
    assert list(walls(rule, START, START - timedelta(days=9), START - timedelta(seconds=1))) == []


@pytest.mark.parametrize("ahead", [0, 1, 2, 3])
def test_times_are_counted_from_the_first_one_whatever_is_asked(ahead: int) -> None:
    rule = read_rule(parts("FREQ=DAILY;COUNT=3"), until=None)
    found = list(walls(rule, START, START + timedelta(days=ahead), START + timedelta(days=90)))
    assert found == [START + timedelta(days=number) for number in range(ahead, 3)]


@pytest.mark.parametrize(
    ("text", "first", "last", "expected"),
    [
        ("FREQ=MONTHLY;BYDAY=2TU", "2026-11-01", "2027-01-31", ["2026-11-10", "2026-12-08", "2027-01-12"]),
        ("FREQ=MONTHLY;BYDAY=-1MO", "2026-11-01", "2027-01-31", ["2026-11-30", "2026-12-28", "2027-01-25"]),
        ("FREQ=MONTHLY;BYDAY=-2SU", "2026-11-01", "2026-12-31", ["2026-11-22", "2026-12-20"]),
        ("FREQ=MONTHLY;BYDAY=5MO", "2026-11-01", "2027-03-31", ["2026-11-30", "2027-03-29"]),
        ("FREQ=MONTHLY;BYDAY=1MO,FR", "2026-11-01", "2026-11-14", ["2026-11-02", "2026-11-06", "2026-11-13"]),
        ("FREQ=YEARLY;BYDAY=1MO", "2026-01-01", "2027-12-31", ["2026-01-05", "2027-01-04"]),
        ("FREQ=YEARLY;BYDAY=53TH", "2020-01-01", "2026-12-31", ["2020-12-31", "2026-12-31"]),
        ("FREQ=YEARLY;BYDAY=53WE", "2020-01-01", "2026-12-31", ["2020-12-30", "2025-12-31"]),
        ("FREQ=YEARLY;BYDAY=-53WE", "2020-01-01", "2026-12-31", ["2020-01-01", "2025-01-01"]),
        ("FREQ=YEARLY;BYDAY=-1SU", "2026-01-01", "2027-12-31", ["2026-12-27", "2027-12-26"]),
        ("FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU", "2026-01-01", "2026-12-31", ["2026-03-29", "2026-10-25"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1,1", "2026-02-01", "2026-03-31", ["2026-02-01", "2026-02-28", "2026-03-01", "2026-03-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=29,-28", "2027-02-01", "2027-03-10", ["2027-02-01", "2027-03-04"]),
        ("FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO", "2026-01-01", "2029-12-31", ["2027-01-04", "2028-01-03", "2029-01-01", "2029-12-31"]),
        ("FREQ=YEARLY;BYWEEKNO=1;BYDAY=SU;WKST=SU", "2026-01-01", "2028-12-31", ["2026-01-04", "2027-01-03", "2028-01-02", "2028-12-31"]),
        ("FREQ=YEARLY;BYWEEKNO=52;BYDAY=SU", "2026-01-01", "2028-01-09", ["2026-12-27", "2028-01-02"]),
        ("FREQ=YEARLY;BYWEEKNO=-53;BYDAY=WE", "2026-01-01", "2027-12-31", []),
        ("FREQ=DAILY;BYDAY=3MO", "2026-11-23", "2026-12-07", ["2026-11-23", "2026-11-30", "2026-12-07"]),
        ("FREQ=WEEKLY;BYDAY=3MO", "2026-11-23", "2026-12-07", ["2026-11-23", "2026-11-30", "2026-12-07"]),
        ("FREQ=YEARLY;BYMONTH=2", "2024-02-29", "2032-12-31", ["2024-02-29", "2028-02-29", "2032-02-29"]),
        ("FREQ=YEARLY", "2026-11-24", "2028-12-31", ["2026-11-24", "2027-11-24", "2028-11-24"]),
        ("FREQ=YEARLY;INTERVAL=2", "2026-11-24", "2031-12-31", ["2026-11-24", "2028-11-24", "2030-11-24"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO", "2026-11-22", "2026-12-20", ["2026-11-22", "2026-11-30", "2026-12-06", "2026-12-14", "2026-12-20"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU", "2026-11-22", "2026-12-20", ["2026-11-22", "2026-11-23", "2026-12-06", "2026-12-07", "2026-12-20"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,-1", "2026-11-01", "2026-12-31", ["2026-11-02", "2026-11-30", "2026-12-01", "2026-12-31"]),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=5", "2026-11-01", "2026-12-31", ["2026-11-30"]),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=-5", "2026-11-01", "2026-12-31", ["2026-11-02"]),
        ("FREQ=DAILY;BYMONTH=12", "2026-11-29", "2026-12-02", ["2026-12-01", "2026-12-02"]),
        ("FREQ=WEEKLY;BYMONTH=12;BYDAY=MO,TU", "2026-11-23", "2026-12-08", ["2026-12-01", "2026-12-07", "2026-12-08"]),
    ],
)  # fmt: skip
def test_the_days_that_a_rule_names(text: str, first: str, last: str, expected: list[str]) -> None:
    assert days(text, first, last) == expected


def test_far_from_its_beginning_it_names_the_same_days() -> None:
    for text in (
        "FREQ=DAILY;INTERVAL=3",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO",
        "FREQ=MONTHLY;INTERVAL=5",
        "FREQ=YEARLY;INTERVAL=3",
    ):
        whole = days(text, "2001-01-31", "2060-01-01")
        for first in ("2001-02-01", "2030-06-30", "2059-01-01"):
            assert days(text, first, "2060-01-01", starts="2001-01-31") == [day for day in whole if day >= first]


def test_at_the_end_of_the_calendar_there_is_an_end() -> None:
    last = datetime(MAXYEAR, 12, 31, 23)
    for every in (Every.DAY, Every.MONTH, Every.YEAR):  # its last week is none any more
        found = list(
            walls(read_rule({"FREQ": every.value}, until=None), datetime(MAXYEAR, 12, 31), datetime(MAXYEAR, 1, 1), last)
        )
        assert found == [datetime(MAXYEAR, 12, 31)]


@pytest.mark.parametrize("begins", range(7))
@pytest.mark.parametrize("year", range(2012, 2041))
def test_the_last_week_of_a_year_is_that_of_its_28th_of_december(year: int, begins: int) -> None:
    """Which is a 53rd in some years, on whichever day weeks begin: most of it lies in the year."""
    last = datetime(year, 12, 28)
    first = last - timedelta((last.weekday() - begins) % 7)
    name = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[begins]
    found = days(f"FREQ=YEARLY;BYWEEKNO=-1;BYDAY={name};WKST={name}", f"{year}-12-14", f"{year}-12-31", f"{year}-01-08")
    assert found == [f"{first:%Y-%m-%d}"]
