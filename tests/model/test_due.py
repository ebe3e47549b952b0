"""When a callback is due and who is reminded: counted in working time, over nights, weekends, holidays and changed clocks."""

from __future__ import annotations

import time as clocks
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from kalix_presence.model.callback import SWITCHBOARD, CallbackMessage, CallingParty, Stage
from kalix_presence.model.due import (
    LateStep,
    Reminded,
    after_working_minutes,
    due_time,
    late_steps,
    next_reminder,
    passed_due,
    working_minutes,
)
from kalix_presence.model.policy import Policy
from kalix_presence.model.preferences import DayException, PhoneHours, Preferences, Span
from kalix_presence.model.worktime import WorkingTime

POLICY = Policy(callback_minutes=120, callback_urgent_minutes=30, callback_late=("0 addressee", "30 deputy", "60 unit"))
WORK = replace(WorkingTime.of_policy(POLICY), hours=dict.fromkeys(range(5), (Span(time(8), time(16)),)))
"""From eight to four in Stockholm, Monday to Friday."""
NEVER = replace(WORK, hours={})


def at(text: str) -> datetime:
    """An instant by the wall clock in Kalix in winter."""
    return datetime.fromisoformat(f"{text}+01:00").astimezone(UTC)


TUESDAY = at("2026-11-24T10:00")


@pytest.mark.parametrize(
    ("begins", "minutes", "due"),
    [
        ("2026-11-24T10:00", 0, "2026-11-24T10:00"),
        ("2026-11-24T10:00", 120, "2026-11-24T12:00"),
        ("2026-11-24T15:00", 60, "2026-11-24T16:00"),
        ("2026-11-24T15:00", 61, "2026-11-25T08:01"),
        ("2026-11-24T17:00", 30, "2026-11-25T08:30"),
        ("2026-11-24T05:00", 30, "2026-11-24T08:30"),
        ("2026-11-27T15:30", 60, "2026-11-30T08:30"),
        ("2026-11-24T10:00", 8 * 60 * 3, "2026-11-27T10:00"),
        ("2026-12-23T15:30", 60, "2026-12-28T08:30"),
    ],
)  # the last is over Christmas and a weekend
def test_only_working_time_counts(begins: str, minutes: int, due: str) -> None:
    found = after_working_minutes(at(begins), minutes, WORK)
    assert found == at(due)
    assert found.tzinfo is UTC
    assert working_minutes(at(begins), at(due), WORK) == minutes


@pytest.mark.skipif(not hasattr(clocks, "tzset"), reason="only there can a test set the machine's zone")
@pytest.mark.parametrize("machine", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_it_is_counted_by_the_days_where_people_work_and_not_by_the_machine_s(
    machine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as zone:
        zone.setenv("TZ", machine)
        clocks.tzset()
        due = after_working_minutes(at("2026-11-24T13:00"), 120, WORK)
        passed = working_minutes(at("2026-11-24T13:00"), at("2026-11-25T09:00"), WORK)
    clocks.tzset()
    assert (due, passed) == (at("2026-11-24T15:00"), 240)


def test_in_phone_hours_alone_it_counts_where_there_are_any() -> None:
    phone = PhoneHours({1: (Span(time(9), time(10)),), 2: (Span(time(13), time(14)),)}, date(2026, 11, 25))
    work = WORK.chosen(Preferences(phone_hours=phone))
    assert after_working_minutes(at("2026-11-24T09:30"), 60, work) == at("2026-11-25T13:30")
    assert working_minutes(at("2026-11-24T08:00"), at("2026-11-25T16:00"), work) == 120


def test_who_does_not_work_within_a_year_counts_round_the_clock_after_it() -> None:
    assert after_working_minutes(TUESDAY, 90, NEVER) == TUESDAY + timedelta(days=366, minutes=90)
    assert working_minutes(TUESDAY, TUESDAY + timedelta(days=30), NEVER) == 0


@pytest.mark.parametrize(("day", "due"), [(365, timedelta(days=365, minutes=30)), (366, timedelta(days=366, minutes=90))])
def test_a_year_is_366_days(day: int, due: timedelta) -> None:
    begins = at("2026-11-24T00:00")
    works = begins.astimezone(NEVER.tz).date() + timedelta(day)
    once = replace(NEVER, exceptions=(DayException(works, works, (Span(time(0), time(1)),)),))
    assert after_working_minutes(begins, 30 if day == 365 else 90, once) == begins + due


def test_no_more_than_a_year_s_working_time_is_looked_for() -> None:
    year = working_minutes(TUESDAY, TUESDAY + timedelta(days=366), WORK)
    assert year > 0
    assert working_minutes(TUESDAY, TUESDAY + timedelta(days=366 * 5), WORK) == pytest.approx(year, abs=8 * 60)


@pytest.mark.parametrize(
    ("night", "minutes"), [("2028-03-26", 5 * 60), ("2026-10-25", 7 * 60)], ids=["an hour is skipped", "an hour comes twice"]
)
def test_a_night_whose_clock_changes_has_the_hours_it_has(night: str, minutes: int) -> None:
    work = replace(WORK, hours={6: (Span(time(0), time(6)),)})
    begins = datetime.fromisoformat(f"{night}T00:00").replace(tzinfo=work.tz).astimezone(UTC)
    ends = datetime.fromisoformat(f"{night}T06:00").replace(tzinfo=work.tz).astimezone(UTC)
    assert working_minutes(begins, ends, work) == minutes
    assert after_working_minutes(begins, minutes, work) == ends


@pytest.mark.parametrize(
    ("begins", "ends"), [("2026-11-24T10:00", "2026-11-24T09:00"), ("2026-11-24T17:00", "2026-11-24T22:00")]
)
def test_there_is_no_working_time_backwards_nor_at_night(begins: str, ends: str) -> None:
    assert working_minutes(at(begins), at(ends), WORK) == 0


@pytest.mark.parametrize(
    ("urgent", "after", "before", "due"),
    [
        (False, None, None, "12:00"),
        (True, None, None, "10:30"),
        (False, "13:00", None, "15:00"),
        (True, "13:00", None, "13:30"),
        (False, "09:00", None, "12:00"),
        (False, None, "11:00", "11:00"),
        (False, None, "14:00", "12:00"),
        (False, None, "09:00", "10:00"),
        (False, "13:00", "14:00", "14:00"),
        (False, "13:00", "12:00", "13:00"),
    ],
)
def test_due_is_the_policy_s_time_within_the_window_that_the_caller_wished(
    urgent: bool, after: str | None, before: str | None, due: str
) -> None:
    found = due_time(
        TUESDAY,
        urgent=urgent,
        policy=POLICY,
        worktime=WORK,
        call_after=after and at(f"2026-11-24T{after}"),
        call_before=before and at(f"2026-11-24T{before}"),
    )
    assert found == at(f"2026-11-24T{due}")


def message(**more: object) -> CallbackMessage:
    usual = CallbackMessage("m", SWITCHBOARD, CallingParty("Bo", "+46923", ""), "2001", TUESDAY, at("2026-11-24T12:00"))
    return replace(usual, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("now", "more", "due"),
    [
        ("10:10", {}, "12:00"),
        ("11:45", {}, "12:15"),
        ("14:00", {}, "14:30"),
        ("10:10", {"urgent": True}, "10:40"),
        ("10:10", {"call_after": at("2026-11-24T13:00")}, "15:00"),
        ("10:10", {"call_before": at("2026-11-24T11:00")}, "11:00"),
        ("14:00", {"call_before": at("2026-11-24T14:10")}, "14:10"),
        ("14:00", {"call_before": at("2026-11-24T13:00")}, "14:00"),
    ],
)
def test_whoever_it_is_passed_to_has_an_urgent_one_s_time_at_least(now: str, more: dict[str, object], due: str) -> None:
    before = message(**more)
    after = passed_due(before, now=at(f"2026-11-24T{now}"), policy=POLICY, worktime=WORK)
    assert after == replace(before, due=at(f"2026-11-24T{due}"))


def test_the_steps_are_the_policy_s_in_its_order() -> None:
    assert late_steps(POLICY) == (
        LateStep(0, Reminded.ADDRESSEE),
        LateStep(30, Reminded.DEPUTY),
        LateStep(60, Reminded.UNIT),
    )


@pytest.mark.parametrize(
    ("more", "due", "step"),
    [
        ({}, "12:00", LateStep(0, Reminded.ADDRESSEE)),
        ({"late": 1}, "12:30", LateStep(30, Reminded.DEPUTY)),
        ({"late": 2}, "13:00", LateStep(60, Reminded.UNIT)),
        ({"later": at("2026-11-24T14:00")}, "14:00", LateStep(0, Reminded.ADDRESSEE)),
        ({"later": at("2026-11-24T09:00")}, "12:00", LateStep(0, Reminded.ADDRESSEE)),
        ({"later": at("2026-11-24T14:00"), "late": 1}, "14:30", LateStep(30, Reminded.DEPUTY)),
    ],
)
def test_the_next_reminder_is_the_first_that_has_not_gone_out(more: dict[str, object], due: str, step: LateStep) -> None:
    assert next_reminder(message(**more), policy=POLICY, worktime=WORK) == (at(f"2026-11-24T{due}"), step)


@pytest.mark.parametrize("more", [{"late": 3}, {"late": 9}, {"stage": Stage.DONE, "closed_at": TUESDAY}])
def test_nobody_is_reminded_when_all_have_been_or_it_is_done(more: dict[str, object]) -> None:
    assert next_reminder(message(**more), policy=POLICY, worktime=WORK) is None
