"""Working time: when a person works, which days are none, and when they are best reached."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from kalix_presence.model.eves import USUAL, eves
from kalix_presence.model.preferences import DayException, PhoneHours, Preferences, Span, Week

if TYPE_CHECKING:
    from kalix_presence.model.policy import Policy  # the site's: a desk does without

Times = tuple[datetime, datetime]
"""From when until when, aware."""


@cache
def public_holidays(country: str, year: int) -> frozenset[date]:
    """Public holidays of `country` in `year`, by the `holidays` library; for Sweden without the Sundays it counts as such.
    Country "" has none: whoever uses it knows the days off already."""
    if not country:
        return frozenset()
    import holidays  # 30 MB and 200 ms: only once a day without a clock time is typed

    if country == "SE":
        known = holidays.country_holidays("SE", years=year, include_sundays=False)
        return frozenset(cast("Mapping[date, str]", known))
    return frozenset(holidays.country_holidays(country, years=year))


def _usual_week() -> Week:
    return dict.fromkeys(range(5), (Span(time(8), time(16, 30)),))


@dataclass(frozen=True)
class WorkingTime:
    """When somebody works. Wall times are in `zone`.

    `eve_rules` are the policy's lines, `short_days` ends of work that are known already. A person's `exceptions` say more than
    anything else: whoever has chosen to work on an eve does.
    """

    zone: str = "Europe/Stockholm"
    country: str = "SE"
    hours: Week = field(default_factory=_usual_week)
    closed_days: Container[date] = ()
    lunch_at: time = time(12)
    lunch_until: time = time(13)
    eve_rules: tuple[str, ...] = USUAL
    short_days: Mapping[date, time] = field(default_factory=dict)
    exceptions: tuple[DayException, ...] = ()
    phone_hours: PhoneHours | None = None

    @classmethod
    def of_policy(cls, policy: Policy) -> WorkingTime:
        """The site's usual working time."""
        day = (Span(time.fromisoformat(policy.day_start), time.fromisoformat(policy.day_end)),)
        return cls(
            zone=policy.zone,
            country=policy.country,
            hours=dict.fromkeys(range(5), day),
            closed_days=policy.closed_days,
            lunch_at=time.fromisoformat(policy.lunch_at),
            lunch_until=time.fromisoformat(policy.lunch_until),
            eve_rules=policy.eves,
        )

    def chosen(self, preferences: Preferences) -> WorkingTime:
        """This working time as somebody has changed it for themselves."""
        at = self.lunch_at if preferences.lunch_at is None else preferences.lunch_at
        usual = _minutes(self.lunch_until) - _minutes(self.lunch_at)
        length = usual if preferences.lunch_minutes is None else preferences.lunch_minutes
        until = min(_minutes(at) + length, 24 * 60 - 1)
        return WorkingTime(
            zone=self.zone,
            country=self.country,
            hours=self.hours if preferences.hours is None else preferences.hours,
            closed_days=self.closed_days,
            lunch_at=at,
            lunch_until=time(until // 60, until % 60),
            eve_rules=self.eve_rules,
            short_days=self.short_days,
            exceptions=preferences.exceptions,
            phone_hours=preferences.phone_hours,
        )

    @property
    def tz(self) -> ZoneInfo:
        """The zone its wall times are in."""
        return ZoneInfo(self.zone)

    def wall_spans(self, day: date) -> tuple[Span, ...]:
        """The hours worked on `day` as wall times, in order; none on days off, public holidays and local closed days."""
        for exception in reversed(self.exceptions):
            if exception.covers(day):
                return exception.spans
        usual = tuple(self.hours.get(day.weekday(), ()))
        if not usual or day in self.closed_days or day in public_holidays(self.country, day.year):
            return ()
        eve = eves(self.eve_rules, day.year)
        if day in eve and eve[day] is None:
            return ()
        ends = eve.get(day) or self.short_days.get(day)
        return usual if ends is None else _cut(usual, (Span(time.min, ends),))

    def spans(self, day: date) -> list[Times]:
        """The hours worked on `day`, aware in `zone`, in order."""
        return self._aware(day, self.wall_spans(day))

    def answering_spans(self, day: date) -> list[Times]:
        """When callers and callbacks are taken on `day`: the working time, inside the phone hours where there are any."""
        worked = self.wall_spans(day)
        phone = None if self.phone_hours is None else self.phone_hours.spans(day)
        return self._aware(day, worked if phone is None else _cut(worked, phone))

    def is_working_day(self, day: date) -> bool:
        """Whether the person works on `day`."""
        return bool(self.wall_spans(day))

    def works_at(self, moment: datetime) -> bool:
        """Whether `moment` (aware) lies in working time."""
        return any(starts <= moment < ends for starts, ends in self.spans(moment.astimezone(self.tz).date()))

    def works_between(self, first: datetime, last: datetime) -> bool:
        """Whether any working time lies from `first` to `last` (aware)."""
        day, end = first.astimezone(self.tz).date(), last.astimezone(self.tz).date()
        while day <= end:
            if any(starts < last and ends > first for starts, ends in self.spans(day)):
                return True
            day += timedelta(1)
        return False

    def next_working_day(self, day: date) -> date:
        """The first working day after `day`, at most a year on; `day + 1` when there is none."""
        following = (day + timedelta(n) for n in range(1, 366))
        return next((later for later in following if self.is_working_day(later)), day + timedelta(1))

    def next_start(self, moment: datetime) -> datetime | None:
        """When work next begins on a later day than that of `moment` (aware, in `zone`); None when not within a year."""
        return self.starts(self.next_working_day(moment.astimezone(self.tz).date()))

    def back_after(self, day: date) -> datetime:
        """When somebody who is away all `day` is back (aware): when work next begins, or at midnight where nobody knows."""
        following = self.next_working_day(day)
        return self.starts(following) or datetime.combine(following, time(), self.tz)

    def starts(self, day: date) -> datetime | None:
        """When work begins on `day` (aware, in `zone`); None on a day off."""
        spans = self.wall_spans(day)
        return datetime.combine(day, spans[0].starts, self.tz) if spans else None

    def ends(self, day: date) -> datetime | None:
        """When work ends on `day` (aware, in `zone`); None on a day off."""
        spans = self.wall_spans(day)
        return datetime.combine(day, spans[-1].ends, self.tz) if spans else None

    def _aware(self, day: date, spans: tuple[Span, ...]) -> list[Times]:
        return [(datetime.combine(day, span.starts, self.tz), datetime.combine(day, span.ends, self.tz)) for span in spans]


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _cut(spans: tuple[Span, ...], inside: tuple[Span, ...]) -> tuple[Span, ...]:
    """What of `spans` lies inside `inside`."""
    parts = (
        Span(max(one.starts, other.starts), min(one.ends, other.ends))
        for one in spans
        for other in inside
        if max(one.starts, other.starts) < min(one.ends, other.ends)
    )
    return tuple(sorted(parts, key=lambda span: span.starts))
