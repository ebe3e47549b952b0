"""When a callback is due, and who is reminded when it is late: policy counted in the addressee's working time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache

from kalix_presence.model.callback import CallbackMessage
from kalix_presence.model.policy import Policy
from kalix_presence.model.worktime import WorkingTime


class Reminded(StrEnum):
    """Who hears that a callback is late."""

    ADDRESSEE = "addressee"
    DEPUTY = "deputy"
    UNIT = "unit"
    OFFICER = "officer"


@dataclass(frozen=True, slots=True)
class LateStep:
    """`minutes` of working time after the due time, `whom` is reminded."""

    minutes: int
    whom: Reminded


def late_steps(policy: Policy) -> tuple[LateStep, ...]:
    """The policy's reminders, in order."""
    return _read_steps(policy.callback_late)


@cache
def _read_steps(lines: tuple[str, ...]) -> tuple[LateStep, ...]:
    return tuple(LateStep(int(minutes), Reminded(whom)) for minutes, whom in map(str.split, lines))


def due_time(
    made_at: datetime,
    *,
    urgent: bool,
    policy: Policy,
    worktime: WorkingTime,
    call_after: datetime | None = None,
    call_before: datetime | None = None,
) -> datetime:
    """When the callback should be done by: the policy's working minutes after `made_at` (or after the wished window opens), and
    no later than the window closes."""
    begins = made_at if call_after is None else max(made_at, call_after)
    minutes = policy.callback_urgent_minutes if urgent else policy.callback_minutes
    due = after_working_minutes(begins, minutes, worktime)
    return due if call_before is None else min(due, max(call_before, begins))


def passed_due(message: CallbackMessage, *, now: datetime, policy: Policy, worktime: WorkingTime) -> CallbackMessage:
    """The message with the due time of whoever it was just passed to: the caller's wait counts from the beginning, but the new
    one has at least an urgent message's time. `worktime` is theirs; the wished window still closes it."""
    wait = due_time(
        message.made_at,
        urgent=message.urgent,
        policy=policy,
        worktime=worktime,
        call_after=message.call_after,
        call_before=message.call_before,
    )
    least = due_time(now, urgent=True, policy=policy, worktime=worktime, call_before=message.call_before)
    return replace(message, due=max(wait, least))


def after_working_minutes(begins: datetime, minutes: int, worktime: WorkingTime) -> datetime:
    """The instant at which `minutes` of working time have passed since `begins`, in the zone of `begins`; only those inside the
    person's phone hours count, where there are any (P8).

    Somebody who does not work within the next year counts round the clock from then on, so that nothing is never due.
    """
    left = timedelta(minutes=minutes)
    moment = begins.astimezone(worktime.tz)
    day = moment.date()
    for _ in range(366):
        for starts, ends in worktime.answering_spans(day):
            # Durations are counted between instants: a wall clock skips or repeats an hour twice a year.
            first = max(starts.astimezone(begins.tzinfo), begins)
            free = ends.astimezone(begins.tzinfo) - first
            if left <= free:
                return first + left
            left -= max(free, timedelta(0))
        day += timedelta(1)
    return begins + timedelta(days=366) + left


def working_minutes(begins: datetime, ends: datetime, worktime: WorkingTime) -> float:
    """How many minutes of working time (of phone hours, where there are any) lie between two instants; at most a year's."""
    passed = timedelta(0)
    day = begins.astimezone(worktime.tz).date()
    last = min(ends, begins + timedelta(days=366)).astimezone(worktime.tz).date()
    while day <= last:
        for starts, stops in worktime.answering_spans(day):
            passed += max(min(stops.astimezone(UTC), ends) - max(starts.astimezone(UTC), begins), timedelta(0))
        day += timedelta(1)
    return passed / timedelta(minutes=1)


def next_reminder(message: CallbackMessage, *, policy: Policy, worktime: WorkingTime) -> tuple[datetime, LateStep] | None:
    """When the next reminder of an open message goes out, and to whom; None when it is done or everybody has been reminded.

    A message that its addressee has put off is not late before that.
    """
    steps = late_steps(policy)
    if not message.open or message.late >= len(steps):
        return None
    step = steps[message.late]
    due = message.due if message.later is None else max(message.due, message.later)
    return after_working_minutes(due, step.minutes, worktime), step
