"""Working time: several spans a day, part time, exceptions, holidays, eves, phone hours; the year's odd days as examples."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.model.due import after_working_minutes
from kalix_presence.model.errors import BadInput, Forbidden
from kalix_presence.model.eves import EVES, day_of, easter, read_eve
from kalix_presence.model.policy import Policy, read_policy
from kalix_presence.model.preferences import DayException, PhoneHours, Preferences, Span, check, refuse_locked
from kalix_presence.model.when.typed_time import read
from kalix_presence.model.worktime import WorkingTime

SITE = WorkingTime.of_policy(Policy())
DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
MINUTES = st.integers(0, 24 * 60 - 1)
TODAY = date(2026, 11, 24)


def clock(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


@st.composite
def day_spans(draw: st.DrawFn) -> tuple[Span, ...]:
    edges = sorted(draw(st.sets(MINUTES, max_size=6)))
    return tuple(Span(clock(first), clock(second)) for first, second in zip(edges[::2], edges[1::2], strict=False))


weeks = st.dictionaries(st.integers(0, 6), day_spans())


@st.composite
def preferences(draw: st.DrawFn) -> Preferences:
    first = draw(DAYS)
    exceptions = tuple(
        DayException(
            start := first + timedelta(draw(st.integers(0, 60))), start + timedelta(draw(st.integers(0, 20))), draw(day_spans())
        )
        for _ in range(draw(st.integers(0, 3)))
    )
    phone = draw(st.none() | st.builds(PhoneHours, weeks, DAYS))
    return Preferences(hours=draw(st.none() | weeks), exceptions=exceptions, phone_hours=phone)


@given(preferences(), DAYS)
def test_spans_of_a_day_lie_in_order_and_give_its_start_and_end(chosen: Preferences, day: date) -> None:
    worktime = SITE.chosen(chosen)
    spans = worktime.spans(day)
    edges = [edge for span in worktime.wall_spans(day) for edge in (span.starts, span.ends)]
    assert edges == sorted(edges)
    assert worktime.is_working_day(day) is bool(spans)
    assert worktime.starts(day) == (spans[0][0] if spans else None)
    assert worktime.ends(day) == (spans[-1][1] if spans else None)


@given(preferences(), DAYS)
def test_the_last_of_the_exceptions_that_cover_a_day_says_everything_about_it(chosen: Preferences, day: date) -> None:
    covering = [each for each in chosen.exceptions if each.covers(day)]
    if covering:
        assert SITE.chosen(chosen).wall_spans(day) == covering[-1].spans


@given(DAYS, day_spans(), day_spans(), st.integers(0, 5), st.integers(0, 5))
def test_of_two_exceptions_for_one_day_the_one_said_last_holds(
    day: date, before: tuple[Span, ...], after: tuple[Span, ...], sooner: int, later: int
) -> None:
    first, last = day - timedelta(sooner), day + timedelta(later)
    chosen = Preferences(exceptions=(DayException(first, last, before), DayException(day, day, after)))
    assert SITE.chosen(chosen).wall_spans(day) == after


@given(preferences(), DAYS)
def test_callers_are_answered_in_working_time_only_and_in_phone_hours_where_there_are_any(
    chosen: Preferences, day: date
) -> None:
    worktime = SITE.chosen(chosen)
    worked = worktime.wall_spans(day)
    for starts, ends in worktime.answering_spans(day):
        assert any(span.starts <= starts.time() and ends.time() <= span.ends for span in worked)
        if chosen.phone_hours is not None and day <= chosen.phone_hours.until:
            assert any(
                span.starts <= starts.time() and ends.time() <= span.ends
                for span in chosen.phone_hours.hours.get(day.weekday(), ())
            )


@given(preferences(), DAYS, st.integers(1, 600))
def test_a_due_time_never_lies_before_its_beginning_and_has_its_minutes_of_answering_time(
    chosen: Preferences, day: date, minutes: int
) -> None:
    worktime = SITE.chosen(chosen)
    begins = datetime.combine(day, time(9), UTC)
    due = after_working_minutes(begins, minutes, worktime)
    assert due >= begins
    if due - begins < timedelta(days=300):
        counted = timedelta()
        one = day - timedelta(1)
        while one <= due.date() + timedelta(1):
            for starts, ends in worktime.answering_spans(one):
                first, last = max(starts.astimezone(UTC), begins), min(ends.astimezone(UTC), due)
                counted += max(last - first, timedelta())
            one += timedelta(1)
        assert counted == timedelta(minutes=minutes)


@given(preferences(), DAYS)
def test_the_next_working_day_is_the_first_one_after(chosen: Preferences, day: date) -> None:
    worktime = SITE.chosen(chosen)
    following = worktime.next_working_day(day)
    assert following > day
    between = [day + timedelta(n) for n in range(1, (following - day).days)]
    assert not any(worktime.is_working_day(each) for each in between)


@given(DAYS, st.sampled_from(["i morgon", "tors", "t.o.m. fredag", "v 32", "12/6"]), preferences())
def test_a_return_time_without_a_clock_is_the_start_of_a_working_day_of_that_person(
    day: date, typed: str, chosen: Preferences
) -> None:
    worktime = SITE.chosen(chosen)
    now = datetime.combine(day, time(10), UTC)
    try:
        moment = read(typed, now=now, worktime=worktime).moment
    except BadInput:
        return
    assert moment is not None
    back = moment.astimezone(worktime.tz)
    starts = worktime.starts(back.date())
    assert back.time() == (time(8) if starts is None else starts.time())


@pytest.mark.parametrize(
    ("year", "day"),
    [(2024, date(2024, 3, 31)), (2026, date(2026, 4, 5)), (2035, date(2035, 3, 25)), (2038, date(2038, 4, 25))],
)
def test_easter_falls_on_its_day(year: int, day: date) -> None:
    assert easter(year) == day


@pytest.mark.parametrize(
    ("name", "day", "weekday"),
    [
        ("maundy_thursday", date(2026, 4, 2), 3),
        ("ascension_eve", date(2026, 5, 13), 2),
        ("midsummer_eve", date(2026, 6, 19), 4),
        ("all_saints_eve", date(2026, 10, 30), 4),
    ],
)
def test_movable_eves_fall_on_their_weekday_every_year(name: str, day: date, weekday: int) -> None:
    assert day_of(name, 2026) == day
    assert all(day_of(name, year).weekday() == weekday for year in range(2020, 2060))


@pytest.mark.parametrize("day", [date(2026, 6, 19), date(2026, 12, 24), date(2026, 12, 31), date(2026, 4, 3), date(2026, 1, 6)])
def test_the_usual_eves_and_public_holidays_are_off(day: date) -> None:
    assert not SITE.is_working_day(day)


def test_a_short_eve_ends_early_and_the_policy_says_so() -> None:
    policy = read_policy('eves = ["maundy_thursday 12:00", "walpurgis 14:30", "christmas_eve off"]', "policy.toml")
    worktime = WorkingTime.of_policy(policy)
    ends = worktime.ends(date(2026, 4, 2))
    assert ends is not None
    assert ends.time() == time(12)
    assert worktime.is_working_day(date(2026, 6, 19))
    assert not worktime.is_working_day(date(2026, 12, 24))
    assert {read_eve(f"{name} off") for name in EVES}.isdisjoint({None})


@pytest.mark.parametrize("line", ["midsummer off", "walpurgis", "walpurgis 25:00", "walpurgis noon"])
def test_an_eve_that_is_not_understood_is_refused(line: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_policy(f'eves = ["{line}"]', "policy.toml")
    assert refused.value.code == "policy-file-broken"


def test_somebody_who_chose_to_work_on_an_eve_does() -> None:
    eve = date(2026, 12, 24)
    chosen = Preferences(exceptions=(DayException(eve, eve, (Span(time(9), time(12)),)),))
    assert SITE.chosen(chosen).starts(eve) == datetime(2026, 12, 24, 9, tzinfo=SITE.tz)


def test_part_time_has_days_off_and_a_lunch_of_its_own() -> None:
    chosen = Preferences(
        hours={0: (Span(time(7), time(11)), Span(time(12), time(16))), 2: (Span(time(8), time(12)),)},
        lunch_at=time(11),
        lunch_minutes=60,
    )
    worktime = SITE.chosen(chosen)
    monday = date(2026, 11, 23)
    assert [worktime.is_working_day(monday + timedelta(n)) for n in range(7)] == [True, False, True, False, False, False, False]
    assert len(worktime.spans(monday)) == 2
    assert (worktime.lunch_at, worktime.lunch_until) == (time(11), time(12))
    assert worktime.works_at(datetime(2026, 11, 23, 8, 30, tzinfo=UTC))
    assert not worktime.works_at(datetime(2026, 11, 23, 10, 30, tzinfo=UTC))
    moment = read("i morgon", now=datetime(2026, 11, 23, 9, tzinfo=UTC), worktime=worktime).moment
    assert moment == datetime(2026, 11, 25, 7, tzinfo=UTC)


def test_callbacks_are_due_inside_phone_hours_as_long_as_those_hold() -> None:
    phone = PhoneHours({weekday: (Span(time(9), time(11)),) for weekday in range(5)}, date(2026, 11, 25))
    worktime = SITE.chosen(Preferences(phone_hours=phone))
    asked = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
    assert after_working_minutes(asked, 60, worktime) == datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
    assert after_working_minutes(asked, 180, worktime) == datetime(2026, 11, 26, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "first_start", "second_start"),
    [
        (datetime(2026, 3, 27, 12, tzinfo=UTC), datetime(2026, 3, 30, 6, tzinfo=UTC), datetime(2026, 3, 31, 6, tzinfo=UTC)),
        (datetime(2026, 10, 23, 12, tzinfo=UTC), datetime(2026, 10, 26, 7, tzinfo=UTC), datetime(2026, 10, 27, 7, tzinfo=UTC)),
        (datetime(2026, 12, 30, 12, tzinfo=UTC), datetime(2027, 1, 4, 7, tzinfo=UTC), datetime(2027, 1, 5, 7, tzinfo=UTC)),
    ],
    ids=["spring", "autumn", "year end and week 53"],
)
def test_work_begins_at_the_same_wall_time_after_a_clock_change_and_a_year_end(
    before: datetime, first_start: datetime, second_start: datetime
) -> None:
    first = SITE.next_start(before)
    assert first == first_start
    assert first is not None
    assert SITE.next_start(first) == second_start


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (Preferences(hours={7: (Span(time(8), time(9)),)}), "hours"),
        (Preferences(hours={0: (Span(time(9), time(9)),)}), "hours"),
        (Preferences(hours={0: (Span(time(9), time(12)), Span(time(11), time(13)))}), "hours"),
        (Preferences(hours={0: (Span(time(9, tzinfo=UTC), time(12, tzinfo=UTC)),)}), "hours"),
        (Preferences(lunch_minutes=0), "lunch_minutes"),
        (Preferences(exceptions=(DayException(date(2026, 2, 2), date(2026, 2, 1)),)), "exceptions"),
        (Preferences(exceptions=(DayException(TODAY, TODAY),) * 201), "exceptions"),
        (Preferences(phone_hours=PhoneHours({}, TODAY)), "phone_hours"),
        (Preferences(phone_hours=PhoneHours({0: (Span(time(9), time(11)),)}, date(2029, 1, 1))), "phone_hours"),
    ],
)
def test_choices_that_make_no_sense_are_refused_by_field(wanted: Preferences, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        check(wanted, today=TODAY)
    assert refused.value.field == field


@given(preferences())
def test_sensible_choices_pass(chosen: Preferences) -> None:
    phone = chosen.phone_hours
    if phone is None or (any(phone.hours.values()) and phone.until < date(2030, 1, 1)):
        check(chosen, today=date(2030, 1, 1))


def test_what_the_site_has_locked_is_not_changed() -> None:
    refuse_locked(Preferences(), Preferences(copy_by_mail=True), ("hours",))
    with pytest.raises(Forbidden) as refused:
        refuse_locked(Preferences(), Preferences(hours={}), ("hours",))
    assert (refused.value.code, refused.value.field) == ("preferences-locked", "hours")


def test_the_next_start_is_on_a_later_day_than_the_one_it_is_where_the_person_works() -> None:
    tuesday_by_utc = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    following = SITE.next_start(tuesday_by_utc)
    assert following == SITE.starts(date(2026, 11, 26)), "Wednesday has begun in Kalix, so it is Thursday's"


def test_whoever_is_away_a_day_is_back_when_work_next_begins() -> None:
    friday = date(2026, 11, 27)
    assert SITE.back_after(friday) == datetime(2026, 11, 30, 7, tzinfo=UTC)
    assert SITE.back_after(date(2026, 12, 23)) == datetime(2026, 12, 28, 7, tzinfo=UTC)
    never = SITE.chosen(Preferences(hours={}))
    midnight = never.back_after(friday)
    assert midnight == datetime(2026, 11, 27, 23, tzinfo=UTC), "at midnight where nobody knows"
    assert midnight.utcoffset() == timedelta(hours=1)


def test_the_usual_working_time_is_all_that_the_policy_says_of_it() -> None:
    policy = Policy(
        zone="Europe/Helsinki", country="FI", day_start="07:30", day_end="15:45", lunch_at="11:15", lunch_until="11:45",
        closed_days=(TODAY,), eves=("walpurgis off",),
    )  # fmt: skip
    found = WorkingTime.of_policy(policy)
    week = dict.fromkeys(range(5), (Span(time(7, 30), time(15, 45)),))
    assert found == WorkingTime("Europe/Helsinki", "FI", week, (TODAY,), time(11, 15), time(11, 45), ("walpurgis off",))
