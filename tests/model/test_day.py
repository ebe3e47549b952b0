"""Reminders of a working day: asked at their time, never twice, never on a day off."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.model.day import (
    Asked,
    DayQuestion,
    Habits,
    asked_in_words,
    lunch_end,
    next_question,
    question_now,
    read_asked,
    today,
)
from kalix_presence.model.preferences import Preferences
from kalix_presence.model.worktime import WorkingTime

KALIX = ZoneInfo("Europe/Stockholm")
WORK = WorkingTime()
TUESDAY = date(2026, 11, 24)
USUAL = Habits(lunch_at=time(12))
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
moments = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))
lunches = st.one_of(st.none(), st.times(time(10), time(14)).map(lambda at: at.replace(second=0, microsecond=0)))
habits = st.builds(Habits, lunch_at=lunches, day_end=st.booleans())


def at(hour: int, minute: int = 0, day: date = TUESDAY) -> datetime:
    return datetime.combine(day, time(hour, minute), KALIX)


def asked_at(moment: datetime, asked: Asked | None = None) -> DayQuestion | None:
    return question_now(moment, USUAL, WORK, asked or Asked(TUESDAY))


@pytest.mark.parametrize(
    ("moment", "question"),
    [
        (at(11, 54), None),
        (at(11, 55), DayQuestion.LUNCH),
        (at(12, 29), DayQuestion.LUNCH),
        (at(12, 30), None),
        (at(16, 19), None),
        (at(16, 20), DayQuestion.DAY_END),
        (at(16, 59), DayQuestion.DAY_END),
        (at(17, 0), None),
    ],
)
def test_each_question_has_its_time(moment: datetime, question: DayQuestion | None) -> None:
    assert asked_at(moment) is question


def test_nothing_is_asked_on_a_day_off() -> None:
    saturday = date(2026, 11, 28)
    christmas_eve = date(2026, 12, 24)
    for day in (saturday, christmas_eve):
        assert question_now(at(12, 0, day), USUAL, WORK, Asked(day)) is None


def test_what_was_answered_is_not_asked_again_that_day_but_the_next() -> None:
    asked = Asked(TUESDAY).ended(DayQuestion.LUNCH)
    assert asked_at(at(12), asked) is None
    assert asked_at(at(12, 0, date(2026, 11, 25)), asked) is DayQuestion.LUNCH


def test_not_now_for_the_second_time_is_not_today() -> None:
    once = Asked(TUESDAY).put_off(DayQuestion.LUNCH, at(12))
    assert asked_at(at(12, 15), once.put_off(DayQuestion.LUNCH, at(12, 10))) is None


@given(minute=st.integers(0, 59))
def test_nobody_is_asked_to_a_lunch_that_lasts_beyond_the_day(minute: int) -> None:
    late = Habits(lunch_at=time(16, minute), day_end=False)
    moment = at(16, minute)
    asked = question_now(moment, late, WORK, Asked(TUESDAY))
    ends = WORK.ends(TUESDAY)
    assert ends is not None
    assert (asked is DayQuestion.LUNCH) is (moment < ends and lunch_end(moment, late, WORK) <= ends)


def test_not_now_asks_once_more_ten_minutes_later() -> None:
    asked = Asked(TUESDAY).put_off(DayQuestion.LUNCH, at(12))
    assert asked_at(at(12, 9), asked) is None
    assert next_question(at(12), USUAL, WORK, asked) == at(12, 10)
    assert asked_at(at(12, 10), asked) is DayQuestion.LUNCH


def test_the_day_is_that_of_the_workplace_wherever_the_laptop_is() -> None:
    tokyo = at(12).astimezone(ZoneInfo("Asia/Tokyo"))
    assert asked_at(tokyo) is DayQuestion.LUNCH
    assert today(datetime(2026, 11, 24, 23, 30, tzinfo=UTC), WORK) == date(2026, 11, 25)


def test_lunch_keeps_its_wall_time_over_a_clock_change() -> None:
    before, after = date(2026, 10, 23), date(2026, 10, 26)
    for day in (before, after):
        assert question_now(at(11, 55, day), USUAL, WORK, Asked(day)) is DayQuestion.LUNCH


@given(moments, habits)
def test_the_next_question_is_due_when_it_is_said_to_be_and_nothing_is_missed_before(now: datetime, wanted: Habits) -> None:
    asked = Asked(today(now, WORK))
    following = next_question(now, wanted, WORK, asked)
    if following is None:
        current = question_now(now, wanted, WORK, asked)
        for quarters in range(7 * 24 * 4):
            assert question_now(now + timedelta(minutes=15 * quarters), wanted, WORK, asked) in (None, current)
        return
    assert following > now
    assert question_now(following, wanted, WORK, asked) is not None
    current = question_now(now, wanted, WORK, asked)
    just_before = question_now(following - timedelta(seconds=1), wanted, WORK, asked)
    assert just_before in (None, current)


@given(moments, habits)
def test_a_question_that_is_over_is_not_asked(now: datetime, wanted: Habits) -> None:
    asked = Asked(today(now, WORK))
    for question in DayQuestion:
        asked = asked.ended(question)
    assert question_now(now, wanted, WORK, asked) is None


@given(moments)
def test_who_wants_no_questions_gets_none(now: datetime) -> None:
    nothing = Habits(lunch_at=None, day_end=False)
    assert question_now(now, nothing, WORK, Asked(today(now, WORK))) is None
    assert next_question(now, nothing, WORK, Asked(today(now, WORK))) is None


@pytest.mark.parametrize(
    ("now", "habits", "back"),
    [
        (at(11, 55), USUAL, at(13)),
        (at(12), USUAL, at(13)),
        (at(12, 12), USUAL, at(13, 15)),
        (at(11, 32), Habits(lunch_at=time(11, 35)), at(12, 35)),
        (at(11, 56), Habits(lunch_at=None), at(13)),
    ],
)
def test_lunch_lasts_as_long_as_it_is_from_when_one_goes(now: datetime, habits: Habits, back: datetime) -> None:
    assert lunch_end(now, habits, WORK) == back


def test_a_shorter_lunch_of_ones_own_is_shorter() -> None:
    own = WORK.chosen(Preferences(lunch_at=time(11, 30), lunch_minutes=45))
    assert lunch_end(at(11, 26), Habits(lunch_at=own.lunch_at), own) == at(12, 15)


@given(moments, lunches)
def test_lunch_always_ends_later_on_a_round_minute(now: datetime, lunch_at: time | None) -> None:
    back = lunch_end(now, Habits(lunch_at=lunch_at), WORK)
    assert back > now
    assert back.minute % 5 == 0


LUNCH, DAY_END, AWAY = DayQuestion.LUNCH, DayQuestion.DAY_END, DayQuestion.AWAY


def test_what_was_answered_on_two_computers_counts_together() -> None:
    here = Asked(TUESDAY, frozenset({LUNCH}), {LUNCH: at(12), DAY_END: at(16, 30), AWAY: at(9)})
    there = Asked(TUESDAY, frozenset({AWAY}), {LUNCH: at(12, 10), DAY_END: at(16, 20)})
    expected = Asked(TUESDAY, frozenset({LUNCH, AWAY}), {LUNCH: at(12, 10), DAY_END: at(16, 30), AWAY: at(9)})
    assert here.joined(there) == there.joined(here) == expected
    assert here.not_before[LUNCH] == at(12), "what it was made of stays as it was"
    only_there = Asked(TUESDAY).joined(there)
    assert only_there == there


def test_another_days_answers_say_nothing_of_this_one() -> None:
    here, yesterday = Asked(TUESDAY, frozenset({LUNCH})), Asked(TUESDAY - timedelta(1), frozenset({DAY_END}), {AWAY: at(9)})
    assert here.joined(yesterday) == here


def test_what_is_written_down_is_read_as_it_was() -> None:
    asked = Asked(TUESDAY, frozenset({LUNCH, DAY_END}), {AWAY: at(9), LUNCH: at(12)})
    over, not_before = asked_in_words(asked)
    assert (over, not_before) == (["day_end", "lunch"], {"away": at(9), "lunch": at(12)})
    assert read_asked(TUESDAY, over, not_before) == asked


def test_what_means_nothing_here_is_left_out() -> None:
    naive = datetime(2026, 11, 24, 9)  # noqa: DTZ001 - what a broken file may hold
    found = read_asked(TUESDAY, ["newer", "lunch"], {"newer": at(9), "away": naive, "day_end": at(16)})
    assert found == Asked(TUESDAY, frozenset({LUNCH}), {DAY_END: at(16)})
