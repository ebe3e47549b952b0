"""Plans: when they hold, over clock changes, year ends and week 53; what is refused; and what "back" leaves of them."""

# A plan's times are wall times, so they carry no zone.
# ruff: noqa: DTZ001, DTZ007

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence import shipped
from kalix_presence.model.errors import BadInput
from kalix_presence.model.plan import MOST_TIMES, Plan, check, ends_for_good, is_over, occurrences, refuse_too_often
from kalix_presence.model.policy import Policy
from kalix_presence.model.repeat import read_repeat
from kalix_presence.model.worktime import WorkingTime

ZONE = "Europe/Stockholm"
HERE = ZoneInfo(ZONE)
NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
SITE = WorkingTime.of_policy(Policy())
WALLS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31)).map(lambda wall: wall.replace(second=0, microsecond=0))
RULES = st.sampled_from(
    [
        "",
        "FREQ=DAILY",
        "FREQ=WEEKLY;BYDAY=TU",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,FR",
        "FREQ=MONTHLY;BYDAY=-1FR;COUNT=7",
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO",
        "FREQ=WEEKLY;UNTIL=20270301",
    ]
)


def plan(starts: datetime, ends: datetime, **more: object) -> Plan:
    return Plan("p", "2041", "meeting", starts, ends, ZONE, "2041", **more)  # type: ignore[arg-type]


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    starts = draw(WALLS)
    return plan(starts, starts + timedelta(minutes=draw(st.integers(1, 60 * 24 * 40))), repeat=draw(RULES))


@given(plans(), WALLS, st.integers(1, 60))
def test_occurrences_lie_in_the_window_in_order_and_begin_at_the_wall_time_said(one: Plan, first: datetime, days: int) -> None:
    begins = first.replace(tzinfo=UTC)
    found = list(occurrences(one, begins, begins + timedelta(days=days)))
    assert found == sorted(found, key=lambda each: each.start)
    assert len({each.key for each in found}) == len(found)
    for each in found:
        assert each.start < each.end
        assert each.start < begins + timedelta(days=days)
        assert each.end > begins
        local = each.start.astimezone(HERE).time()
        skipped_hour = each.start.astimezone(HERE).month == 3 and one.starts.hour == 2
        assert local == one.starts.time() or skipped_hour


@given(plans(), WALLS, st.integers(2, 60), st.integers(1, 59))
def test_two_adjacent_windows_see_what_one_long_one_sees(one: Plan, first: datetime, days: int, cut: int) -> None:
    begins = first.replace(tzinfo=UTC)
    ends, middle = begins + timedelta(days=days), begins + timedelta(days=min(cut, days - 1))
    whole = set(occurrences(one, begins, ends))
    assert whole == set(occurrences(one, begins, middle)) | set(occurrences(one, middle, ends))


@given(plans(), WALLS, st.integers(0, 3))
def test_a_day_that_is_skipped_has_no_occurrence_and_the_others_stay(one: Plan, first: datetime, which: int) -> None:
    begins = first.replace(tzinfo=UTC)
    window = (begins, begins + timedelta(days=50))
    before = list(occurrences(one, *window))
    if len(before) <= which:
        return
    days = {each.key: datetime.strptime(each.key.rpartition(":")[2], "%Y%m%dT%H%M").date() for each in before}
    gone = days[before[which].key]
    after = list(occurrences(replace(one, skipped=(gone,)), *window))
    assert after == [each for each in before if days[each.key] != gone]


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        (date(2027, 3, 23), time(12)),
        (date(2027, 3, 30), time(11)),
        (date(2027, 10, 26), time(11)),
        (date(2027, 11, 2), time(12)),
    ],
)
def test_every_tuesday_from_13_stays_at_13_over_both_clock_changes(day: date, utc: time) -> None:
    one = plan(datetime(2027, 3, 2, 13), datetime(2027, 3, 2, 15), repeat="FREQ=WEEKLY;BYDAY=TU")
    begins = datetime.combine(day, time(), UTC)
    (found,) = occurrences(one, begins, begins + timedelta(days=1))
    assert found.start.time() == utc
    assert found.end - found.start == timedelta(hours=2)


def test_a_night_shift_over_the_autumn_change_is_an_hour_longer() -> None:
    one = plan(datetime(2026, 10, 24, 22), datetime(2026, 10, 25, 6))
    (found,) = occurrences(one, datetime(2026, 10, 24, tzinfo=UTC), datetime(2026, 10, 26, tzinfo=UTC))
    assert found.end - found.start == timedelta(hours=9)


def test_a_time_that_the_spring_change_skips_is_as_much_later() -> None:
    one = plan(datetime(2027, 3, 28, 2, 30), datetime(2027, 3, 28, 4))
    (found,) = occurrences(one, datetime(2027, 3, 28, tzinfo=UTC), datetime(2027, 3, 29, tzinfo=UTC))
    assert found.start.astimezone(HERE).time() == time(3, 30)


def test_week_53_comes_in_long_years_only() -> None:
    one = plan(datetime(2026, 12, 28), datetime(2027, 1, 4), repeat="FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO;WKST=MO")
    found = [each.start.astimezone(HERE).date() for each in occurrences(one, NOW, NOW + timedelta(days=800))]
    assert found == [date(2026, 12, 28)]


def test_a_plan_made_in_another_zone_holds_there() -> None:
    one = replace(plan(datetime(2026, 12, 1, 9), datetime(2026, 12, 1, 10)), zone="Europe/Helsinki")
    (found,) = occurrences(one, NOW, NOW + timedelta(days=30))
    assert found.start == datetime(2026, 12, 1, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("RRULE:freq=weekly;byday=tu", "FREQ=WEEKLY;BYDAY=TU"),
        ("FREQ=DAILY;UNTIL=20261224", "FREQ=DAILY;UNTIL=20261224T235959"),
        ("FREQ=DAILY;UNTIL=20261224T110000Z", "FREQ=DAILY;UNTIL=20261224T120000"),
    ],
)
def test_rules_are_kept_in_one_form(typed: str, kept: str) -> None:
    assert read_repeat(typed, starts=datetime(2026, 11, 24), zone=ZONE) == kept
    assert "UNTIL" not in kept or "UNTIL=20261224" in kept


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=HOURLY",
        "BYDAY=TU",
        "FREQ=DAILY;FREQ=DAILY",
        "FREQ=DAILY;BYHOUR=3",
        "FREQ=DAILY;COUNT=9999",
        "FREQ=DAILY;UNTIL=99999999",
        "FREQ=DAILY;UNTIL=20261399T000000Z",
        "every tuesday",
        "FREQ=DAILY;COUNT=2;UNTIL=20270101",
        "FREQ=WEEKLY;BYDAY=" + ",".join(["MO"] * 200),
    ],
)
def test_rules_that_are_none_or_repeat_too_often_are_refused(rule: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_repeat(rule, starts=datetime(2026, 11, 24), zone=ZONE)
    assert refused.value.code == "plan-repeat"


@given(st.text(max_size=80))
def test_no_text_breaks_the_reading_of_a_rule(text: str) -> None:
    try:
        kept = read_repeat(text, starts=datetime(2026, 11, 24), zone=ZONE)
    except BadInput:
        return
    assert kept.startswith("FREQ") or "FREQ=" in kept


def test_a_rule_that_never_comes_true_is_over_and_is_found_out_quickly() -> None:
    never = plan(datetime(2026, 12, 1, 9), datetime(2026, 12, 1, 10), repeat="FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=5")
    assert is_over(never, now=NOW)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (plan(datetime(2026, 12, 1, 9), datetime(2026, 12, 1, 9)), "plan-times"),
        (plan(datetime(2026, 12, 1), datetime(2029, 12, 1)), "plan-too-long"),
        (plan(datetime(2031, 12, 1), datetime(2031, 12, 2)), "plan-too-far"),
        (plan(datetime(2026, 11, 1), datetime(2026, 11, 2)), "plan-over"),
        (plan(datetime(2026, 12, 1), datetime(2026, 12, 2), skipped=(date(2026, 12, 1),)), "plan-all-skipped"),
        (plan(datetime(2026, 11, 1), datetime(2026, 11, 2), skipped=(date(2026, 11, 1),)), "plan-over"),
        (plan(datetime(2026, 1, 1), datetime(2026, 1, 2), repeat="FREQ=DAILY;COUNT=9"), "plan-over"),
        (plan(datetime(2026, 1, 1), datetime(2026, 1, 2), repeat="FREQ=YEARLY;INTERVAL=9"), "plan-too-far"),
        (
            plan(datetime(2027, 1, 1), datetime(2027, 1, 2), repeat="FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29"),
            "plan-never",
        ),
        (plan(datetime(2026, 12, 1), datetime(2026, 12, 2), repeat="FREQ=NEVER"), "plan-repeat"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(wrong: Plan, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        check(wrong, now=NOW)
    assert refused.value.code == code


@pytest.mark.parametrize("every", ["YEARLY", "MONTHLY", "DAILY"])
@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("until", [2027, 2028])
def test_a_day_that_no_month_has_is_said_to_be_none_and_never_to_be_over(month: int, every: str, until: int) -> None:
    starts = datetime(2026, 12, 1)
    for day in range(28, 32):
        rule = f"FREQ={every};BYMONTH={month};BYMONTHDAY={day};UNTIL={until}1231"
        one = plan(starts, starts + timedelta(days=1), repeat=read_repeat(rule, starts=starts, zone=ZONE))
        if any(day <= monthrange(year, month)[1] for year in range(2027, until + 1)):
            check(one, now=NOW)
            continue
        with pytest.raises(BadInput) as refused:
            check(one, now=NOW)
        error = refused.value
        assert (error.code, error.params) == ("plan-no-such-day", {"day": day, "month": month})
        said = {language: shipped.sentence(error, language) or "" for language in ("sv", "en")}
        assert f"{day} {shipped.words('sv').say(f'when.month-{month}')}" in said["sv"]
        assert f"{day} {shipped.words('en').say(f'when.month-{month}')}" in said["en"]


@given(st.integers(2027, 2040), st.integers(0, 6))
def test_a_week_that_no_year_of_a_plan_has_is_said_to_be_none(first: int, years: int) -> None:
    starts = datetime(first, 1, 1)
    rule = f"FREQ=YEARLY;BYWEEKNO=53;UNTIL={first + years}1231"
    one = plan(starts, starts + timedelta(days=1), repeat=read_repeat(rule, starts=starts, zone=ZONE))
    if any(date(year, 12, 28).isocalendar().week == 53 for year in range(first - 1, first + years + 1)):
        return
    with pytest.raises(BadInput) as refused:
        check(one, now=starts.replace(tzinfo=UTC))
    assert (refused.value.code, refused.value.params) == ("plan-no-such-week", {"week": 53})


def test_plans_of_one_person_hold_no_more_often_in_a_year_than_can_be_meant() -> None:
    starts = datetime(2026, 11, 24)
    daily = [plan(starts, starts + timedelta(hours=1), repeat="FREQ=DAILY")] * (MOST_TIMES // 366)
    refuse_too_often([*daily, plan(starts, starts + timedelta(days=30))], now=NOW)
    for many in (
        [*daily, daily[0]],
        [plan(starts, starts + timedelta(days=7), repeat="FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU")] * 300,
        [plan(starts - timedelta(days=700), starts + timedelta(days=100), repeat="FREQ=DAILY")] * 2,
    ):
        with pytest.raises(BadInput) as refused:
            refuse_too_often(many, now=NOW)
        assert refused.value.code == "plan-too-often"


TUESDAY = datetime(2026, 11, 24, 9)


@pytest.mark.parametrize(
    ("repeat", "last"),
    [
        ("", datetime(2026, 11, 24, 9, tzinfo=UTC)),
        ("FREQ=WEEKLY;COUNT=3", datetime(2026, 12, 8, 9, tzinfo=UTC)),
        ("FREQ=WEEKLY;UNTIL=20261208T235959", datetime(2026, 12, 8, 9, tzinfo=UTC)),
        ("FREQ=DAILY;INTERVAL=7;COUNT=30", datetime(2027, 6, 15, 8, tzinfo=UTC)),
        ("FREQ=YEARLY;COUNT=3", datetime(2028, 11, 24, 9, tzinfo=UTC)),
        ("FREQ=WEEKLY", None),
        ("FREQ=DAILY;BYDAY=TU;X-COUNTRY=1", None),
    ],
)
def test_a_plan_ends_for_good_with_its_last_time(repeat: str, last: datetime | None) -> None:
    assert ends_for_good(plan(TUESDAY, TUESDAY + timedelta(hours=1), repeat=repeat)) == last


def test_a_time_that_was_left_out_may_come_back() -> None:
    left_out = plan(TUESDAY, TUESDAY + timedelta(hours=1), repeat="FREQ=WEEKLY;COUNT=2", skipped=(date(2026, 12, 1),))
    assert ends_for_good(left_out) == datetime(2026, 12, 1, 9, tzinfo=UTC)


def test_whole_days_end_when_work_begins_and_nobody_knows_yet_when_that_is() -> None:
    days = plan(datetime(2026, 11, 24), datetime(2026, 11, 27), whole_days=3)
    assert ends_for_good(days) == datetime(2026, 11, 26, 23, tzinfo=UTC) + timedelta(days=31)


def test_what_never_comes_has_ended_before_it_begins() -> None:
    never = plan(TUESDAY, TUESDAY + timedelta(hours=1), repeat="FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30;COUNT=2")
    assert ends_for_good(never) == datetime(2026, 11, 23, 8, tzinfo=UTC)


def test_the_last_to_end_counts_whichever_began_last() -> None:
    """The night in which the clocks go back lengthens one of two that overlap; none is forgotten."""
    long = plan(datetime(2026, 10, 20), datetime(2026, 10, 26), repeat="FREQ=DAILY;COUNT=4")
    assert ends_for_good(long) == datetime(2026, 10, 28, 23, tzinfo=UTC)


@pytest.mark.parametrize("repeat", ["", "FREQ=DAILY", "FREQ=WEEKLY"])
def test_one_that_began_long_ago_holds_to_its_last_moment(repeat: str) -> None:
    long = plan(TUESDAY, TUESDAY + timedelta(hours=5), repeat=repeat)
    begun = datetime(2026, 11, 24, 8, tzinfo=UTC)
    first, last = begun + timedelta(hours=5, seconds=-1), begun + timedelta(hours=5)
    assert [each.start for each in occurrences(long, first, last)] == [begun]
    assert list(occurrences(long, last, last + timedelta(hours=1))) == []
    assert list(occurrences(long, begun - timedelta(hours=1), begun)) == []
    assert [each.start for each in occurrences(long, begun - timedelta(hours=1), begun + timedelta(seconds=1))] == [begun]


def test_whole_days_hold_until_work_begins_again_however_long_that_is() -> None:
    days = plan(datetime(2026, 12, 23), datetime(2026, 12, 24), whole_days=1)
    [found] = occurrences(
        days, datetime(2026, 12, 28, 6, 59, tzinfo=UTC), datetime(2026, 12, 29, tzinfo=UTC), back=SITE.back_after
    )
    assert found.end == datetime(2026, 12, 28, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"ends": TUESDAY}, "plan-times", "ends"),
        ({"ends": TUESDAY.replace(tzinfo=UTC), "starts": TUESDAY.replace(tzinfo=UTC)}, "plan-times", "ends"),
        ({"ends": TUESDAY + timedelta(days=801)}, "plan-too-long", "ends"),
        ({"starts": TUESDAY + timedelta(days=801), "ends": TUESDAY + timedelta(days=802)}, "plan-too-far", "starts"),
        ({"skipped": tuple(date(2026, 1, 1) + timedelta(n) for n in range(401))}, "plan-skipped", "skipped"),
        ({"repeat": "FREQ=HOURLY"}, "plan-repeat", "repeat"),
        ({"starts": datetime(2026, 11, 23), "ends": datetime(2026, 11, 24)}, "plan-over", "ends"),
        ({"starts": datetime(2026, 1, 1), "ends": datetime(2026, 1, 2), "repeat": "FREQ=DAILY;COUNT=3"}, "plan-over", "ends"),
        ({"skipped": (date(2026, 11, 24),)}, "plan-all-skipped", "skipped"),
        ({"repeat": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, "plan-no-such-day", "repeat"),
        ({"repeat": "FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29"}, "plan-never", "repeat"),
        ({"starts": datetime(2028, 3, 1), "ends": datetime(2028, 3, 2), "repeat": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"}, "plan-too-far", "repeat"),
    ],
)  # fmt: skip
def test_a_refusal_of_a_plan_names_what_is_at_fault(more: dict[str, object], code: str, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        check(replace(plan(TUESDAY, TUESDAY + timedelta(hours=1)), **more), now=NOW)  # type: ignore[arg-type]
    assert (refused.value.code, refused.value.field) == (code, field)


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Auckland", "UTC", ZONE])
@pytest.mark.parametrize("wall_hour", [0, 9, 23])
def test_an_occurrence_is_found_by_every_moment_of_it_in_whichever_zone_it_is(zone: str, wall_hour: int) -> None:
    starts = datetime(2026, 11, 24, wall_hour)
    one = replace(plan(starts, starts + timedelta(minutes=30)), zone=zone)
    begins = starts.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    for minute in (0, 15, 29):
        moment = begins + timedelta(minutes=minute)
        found = list(occurrences(one, moment, moment + timedelta(seconds=1)))
        assert [(each.start, each.end) for each in found] == [(begins, begins + timedelta(minutes=30))]
    for outside in (begins - timedelta(seconds=1), begins + timedelta(minutes=30)):
        assert not list(occurrences(one, outside, outside + timedelta(seconds=1)))
