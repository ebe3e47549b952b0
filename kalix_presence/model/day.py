"""A working day's reminders (P4, P5): which question is asked now, and when to look again. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from kalix_presence.model.worktime import WorkingTime

LUNCH_AHEAD = timedelta(minutes=5)
DAY_END_AHEAD = timedelta(minutes=10)
LONGEST_LATE = timedelta(minutes=30)
"""A question that was kept back (a call, a full screen) for longer than this after its time is not asked any more."""
NOT_NOW = timedelta(minutes=10)
"""How long "not now" puts a question off."""


class DayQuestion(StrEnum):
    """What a reminder asks."""

    LUNCH = "lunch"
    DAY_END = "day_end"
    AWAY = "away"
    """Whether to set something after having been away without a word; its time is the return, not the clock."""


@dataclass(frozen=True, slots=True)
class Habits:
    """When somebody wants to be asked: `lunch_at` is a wall time in the zone of the working time, None for never.

    `learnt` says of how many of their own lunches that time was learnt; 0 when it is the one they or the site chose.
    """

    lunch_at: time | None = time(12)
    day_end: bool = True
    learnt: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked and answered on `day`: `over` is not asked again that day, the others not before their moments."""

    day: date
    over: frozenset[DayQuestion] = frozenset()
    not_before: Mapping[DayQuestion, datetime] = field(default_factory=dict)

    def on(self, day: date) -> Asked:
        """What of it still counts on `day`."""
        return self if day == self.day else Asked(day)

    def ended(self, question: DayQuestion) -> Asked:
        """It was answered, or is not wanted today."""
        return replace(self, over=self.over | {question})

    def joined(self, other: Asked) -> Asked:
        """With what was answered elsewhere on the same day; another day's says nothing of this one."""
        if other.day != self.day:
            return self
        moments = dict(self.not_before)
        for question, moment in other.not_before.items():
            moments[question] = max(moment, moments.get(question, moment))
        return replace(self, over=self.over | other.over, not_before=moments)

    def put_off(self, question: DayQuestion, now: datetime) -> Asked:
        """Not now; asked once more later, if its time has not passed by then. Put off a second time it is not wanted today."""
        if question in self.not_before:
            return self.ended(question)
        return replace(self, not_before={**self.not_before, question: now + NOT_NOW})


def asked_in_words(asked: Asked) -> tuple[list[str], dict[str, datetime]]:
    """What is over and what is put off, by name."""
    return sorted(asked.over), {question.value: moment for question, moment in asked.not_before.items()}


def read_asked(day: date, over: Iterable[str], not_before: Mapping[str, datetime]) -> Asked:
    """The same read again; questions and moments that mean nothing here are left out."""
    known = {question.value: question for question in DayQuestion}
    moments = {known[name]: moment for name, moment in not_before.items() if name in known and moment.tzinfo is not None}
    return Asked(day, frozenset(known[name] for name in over if name in known), moments)


def today(now: datetime, worktime: WorkingTime) -> date:
    """The day it is where the person works, whatever the zone of `now`."""
    return now.astimezone(worktime.tz).date()


def span(question: DayQuestion, day: date, habits: Habits, worktime: WorkingTime) -> tuple[datetime, datetime] | None:
    """From when until when (aware, UTC differences) `question` may be asked on `day`; None when it is not."""
    ends = worktime.ends(day)
    if ends is None:
        return None
    if question is DayQuestion.DAY_END:
        return (ends - DAY_END_AHEAD, ends + LONGEST_LATE) if habits.day_end else None
    if question is not DayQuestion.LUNCH or habits.lunch_at is None:
        return None
    lunch = datetime.combine(day, habits.lunch_at, worktime.tz)
    return lunch - LUNCH_AHEAD, lunch + LONGEST_LATE


def lunch_end(now: datetime, habits: Habits, worktime: WorkingTime) -> datetime:
    """Until when lunch lasts for who goes at `now` or, when that is still ahead, at their lunch time: a UTC instant.

    As long as their lunch is; to the next five minutes, for nobody comes back at 12.57.
    """
    day = today(now, worktime)
    length = datetime.combine(day, worktime.lunch_until) - datetime.combine(day, worktime.lunch_at)
    begins = now
    if habits.lunch_at is not None:
        begins = max(now, datetime.combine(day, habits.lunch_at, worktime.tz).astimezone(UTC))
    ends = (begins + length).astimezone(UTC).replace(second=0, microsecond=0)
    return ends + timedelta(minutes=-ends.minute % 5)


def question_now(now: datetime, habits: Habits, worktime: WorkingTime, asked: Asked) -> DayQuestion | None:
    """The question whose time it is at `now` (aware); of two, the later one: lunch is over by then."""
    day = today(now, worktime)
    asked = asked.on(day)
    for question in (DayQuestion.DAY_END, DayQuestion.LUNCH):
        times = span(question, day, habits, worktime)
        if times is None or question in asked.over:
            continue
        ends = worktime.ends(day)
        if question is DayQuestion.LUNCH and ends is not None and lunch_end(now, habits, worktime) > ends:
            continue  # nobody comes back from it today
        if times[0] <= now < times[1] and now >= asked.not_before.get(question, now):
            return question
    return None


def next_question(now: datetime, habits: Habits, worktime: WorkingTime, asked: Asked) -> datetime | None:
    """The first instant after `now` at which a question may become due; None when none does within a week."""
    first = today(now, worktime)
    moments: list[datetime] = []
    for ahead in range(8):
        day = first + timedelta(ahead)
        left = asked.on(day)
        for question in DayQuestion:
            times = span(question, day, habits, worktime)
            if times is None or question in left.over:
                continue
            begins = max(times[0], left.not_before.get(question, times[0]))
            if now < begins < times[1]:
                moments.append(begins)
        if moments:
            return min(moments)
    return None
