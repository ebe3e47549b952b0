"""What repeats, as it is kept and when it begins: rules in any letters, ends by wall clock, and none that repeat too often."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

import pytest

from kalix_presence.model.errors import BadInput
from kalix_presence.model.repeat import LONGEST_TEXT, MOST_COUNT, begins, never_comes, read_repeat

STARTS = datetime.fromisoformat("2026-11-24T13:00")
ZONE = "Europe/Stockholm"


def kept(rule: str, zone: str = ZONE) -> str:
    return read_repeat(rule, starts=STARTS, zone=zone)


@pytest.mark.parametrize(
    ("rule", "as_kept"),
    [
        ("FREQ=WEEKLY", "FREQ=WEEKLY"),
        (" rrule:freq=weekly;byday=tu ", "FREQ=WEEKLY;BYDAY=TU"),
        ("FREQ=DAILY;;INTERVAL=999;", "FREQ=DAILY;INTERVAL=999"),
        (f"FREQ=DAILY;COUNT={MOST_COUNT}", f"FREQ=DAILY;COUNT={MOST_COUNT}"),
        ("FREQ=DAILY;UNTIL=20261224", "FREQ=DAILY;UNTIL=20261224T235959"),
        ("FREQ=DAILY;UNTIL=20261224T120000", "FREQ=DAILY;UNTIL=20261224T120000"),
        ("FREQ=DAILY;UNTIL=20261224T120000Z", "FREQ=DAILY;UNTIL=20261224T130000"),
        ("FREQ=DAILY;UNTIL=20260724T120000Z", "FREQ=DAILY;UNTIL=20260724T140000"),
        ("FREQ=MONTHLY;BYDAY=-1FR;BYMONTH=1,12", "FREQ=MONTHLY;BYDAY=-1FR;BYMONTH=1,12"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;BYSETPOS=1", "FREQ=MONTHLY;BYMONTHDAY=-1;BYSETPOS=1"),
        ("FREQ=YEARLY;BYWEEKNO=53;WKST=MO", "FREQ=YEARLY;BYWEEKNO=53;WKST=MO"),
    ],
)
def test_a_rule_is_kept_in_one_way_however_it_was_written(rule: str, as_kept: str) -> None:
    assert kept(rule) == as_kept
    assert kept(as_kept) == as_kept


def test_an_end_in_utc_is_a_wall_time_where_the_plan_is() -> None:
    assert kept("FREQ=DAILY;UNTIL=20261224T230000Z", "Europe/Helsinki") == "FREQ=DAILY;UNTIL=20261225T010000"


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="only there can a test set the machine's zone")
@pytest.mark.parametrize("machine", ["UTC", "Asia/Tokyo"])
def test_an_end_in_utc_is_the_same_whatever_zone_the_machine_is_in(machine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as zone:
        zone.setenv("TZ", machine)
        time.tzset()
        found = kept("FREQ=DAILY;UNTIL=20261224T120000Z")
    time.tzset()
    assert found == "FREQ=DAILY;UNTIL=20261224T130000"


@pytest.mark.parametrize(
    "rule",
    [
        "", "WEEKLY", "COUNT=3", "FREQ=HOURLY", "FREQ=WEEKLY;FREQ=DAILY", "FREQ=DAILY;COUNT=2;UNTIL=20261224", "FREQ=DAILY;COUNT=0",
        f"FREQ=DAILY;COUNT={MOST_COUNT + 1}", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=1000", "FREQ=DAILY;INTERVAL=1٢",
        "FREQ=DAILY;BYHOUR=1", "FREQ=DAILY;UNTIL=tomorrow", "FREQ=DAILY;UNTIL=20261324", "FREQ=DAILY;UNTIL=20261324T000000Z",
        "FREQ=DAILY;UNTIL=20261224T250000", "FREQ=WEEKLY;BYDAY=XX", "FREQ=YEARLY;BYMONTH=13", "FREQ=WEEKLY;EXDATE=20261224",
    ],
)  # fmt: skip
def test_what_is_no_rule_or_repeats_too_often_is_refused_at_its_field(rule: str) -> None:
    with pytest.raises(BadInput) as refused:
        kept(rule)
    assert (refused.value.code, refused.value.field) == ("plan-repeat", "repeat")


def test_a_rule_is_so_long_at_most() -> None:
    padded = "FREQ=DAILY" + ";" * (LONGEST_TEXT - len("FREQ=DAILY"))
    assert kept(padded) == "FREQ=DAILY"
    with pytest.raises(BadInput):
        kept(padded + ";")


def walls(rule: str, first: datetime = STARTS, days: int = 30) -> list[datetime]:
    return list(begins(rule, starts=STARTS, zone=ZONE, first=first, last=first + timedelta(days)))


def test_once_is_once_at_either_edge_of_what_is_looked_at() -> None:
    assert walls("") == [STARTS]
    assert walls("", STARTS - timedelta(30)) == [STARTS]
    assert walls("", STARTS + timedelta(microseconds=1)) == []
    assert walls("", STARTS - timedelta(30, microseconds=1)) == []


def test_a_rule_begins_as_often_as_it_says() -> None:
    assert walls("FREQ=WEEKLY;COUNT=3") == [STARTS + number * timedelta(7) for number in range(3)]
    assert walls("FREQ=DAILY;UNTIL=20261125") == [STARTS, STARTS + timedelta(1)]
    assert walls("freq=daily;until=20261125T120000z") == [STARTS, STARTS + timedelta(1)], "that is 13.00 there"
    assert walls("freq=daily;until=20261125T115900z") == [STARTS]


def test_a_rule_that_a_newer_version_kept_begins_never() -> None:
    assert walls("FREQ=HOURLY") == []


@pytest.mark.parametrize(
    ("rule", "code", "params"),
    [
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "plan-no-such-day", {"day": 30, "month": 2}),
        ("FREQ=YEARLY;BYMONTH=4,6;BYMONTHDAY=31", "plan-no-such-day", {"day": 31, "month": 4}),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;UNTIL=20270601", "plan-no-such-day", {"day": 29, "month": 2}),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;UNTIL=20280228", "plan-never", {}),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=1", "plan-never", {}),
        ("FREQ=YEARLY;BYMONTH=4,5;BYMONTHDAY=31;COUNT=1", "plan-never", {}),
        ("FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO;UNTIL=20270601", "plan-never", {}),
        ("FREQ=DAILY;UNTIL=20261101", "plan-never", {}),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28;UNTIL=20250101", "plan-never", {}),
        ("FREQ=YEARLY;BYWEEKNO=20;UNTIL=20250101", "plan-never", {}),
        ("FREQ=MONTHLY;BYMONTHDAY=31;UNTIL=20261101", "plan-never", {}),
    ],
)
def test_of_what_never_comes_it_is_said_which_day_there_is_none_of(rule: str, code: str, params: dict[str, int]) -> None:
    found = never_comes(kept(rule), STARTS)
    assert (found.code, found.field, found.params) == (code, "repeat", params)


def test_of_a_week_that_no_such_year_has_it_is_said_which() -> None:
    """2026 has 53 weeks, 2027 and 2028 have 52."""
    starts = datetime.fromisoformat("2027-11-24T13:00")
    for rule, code, params in (
        ("FREQ=YEARLY;BYWEEKNO=53;UNTIL=20281231", "plan-no-such-week", {"week": 53}),
        ("FREQ=YEARLY;BYWEEKNO=52,53;UNTIL=20281231", "plan-never", {}),
        ("FREQ=YEARLY;BYWEEKNO=53", "plan-never", {}),
    ):
        found = never_comes(kept(rule), starts)
        assert (found.code, found.field, found.params) == (code, "repeat", params)


def test_the_last_week_of_a_year_may_end_before_its_last_days() -> None:
    """29 December 2025 is in week 1 already."""
    found = never_comes(kept("FREQ=YEARLY;BYWEEKNO=52;UNTIL=20251231"), datetime.fromisoformat("2025-12-30T13:00"))
    assert found.code == "plan-never"
