"""The periods that are reported: closed calendar weeks and months, nothing freer, so that no two reports differ by one day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from kalix_presence.model.errors import BadInput

QUARTER = 15 * 60
"""Seconds of a quarter-hour; they begin with the hours, so that one is told by its number since 1970."""

_MONTH = re.compile(r"(\d{4})-(\d{2})")
_WEEK = re.compile(r"(\d{4})-W(\d{2})")


class Span(StrEnum):
    """How long a period is."""

    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A calendar week (Monday to Sunday, ISO 8601) or a calendar month, by the first day of it."""

    first: date
    span: Span

    @property
    def last(self) -> date:
        """Its last day."""
        return self.next().first - timedelta(days=1)

    @property
    def days(self) -> list[date]:
        """Each of its days."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    def next(self) -> Period:
        """The period after it."""
        if self.span is Span.WEEK:
            return Period(self.first + timedelta(days=7), self.span)
        return Period((self.first + timedelta(days=31)).replace(day=1), self.span)

    def before(self) -> Period:
        """The period before it."""
        return period_of(self.first - timedelta(days=1), self.span)

    def bounds(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """When it begins and ends (exclusive), UTC: midnights of wall clocks in `zone`."""
        return _midnight(self.first, zone), _midnight(self.next().first, zone)

    def __str__(self) -> str:
        if self.span is Span.MONTH:
            return f"{self.first:%Y-%m}"
        year, week, _ = self.first.isocalendar()
        return f"{year}-W{week:02}"


def read_period(text: str) -> Period:
    """A month ("2026-10") or a week ("2026-W41").

    Raises `BadInput("period-unclear")`.
    """
    try:
        if found := _MONTH.fullmatch(text.strip()):
            return Period(date(int(found[1]), int(found[2]), 1), Span.MONTH)
        if found := _WEEK.fullmatch(text.strip().upper()):
            return Period(date.fromisocalendar(int(found[1]), int(found[2]), 1), Span.WEEK)
    except ValueError:
        pass
    raise BadInput("period-unclear", field="period", example="2026-10")


def period_of(day: date, span: Span) -> Period:
    """The week or month that `day` lies in."""
    return Period(day.replace(day=1) if span is Span.MONTH else day - timedelta(days=day.weekday()), span)


def quarter_of(moment: datetime) -> datetime:
    """The beginning of the quarter-hour (UTC) that `moment` (aware) lies in."""
    whole = moment.astimezone(UTC)
    return whole.replace(minute=whole.minute - whole.minute % 15, second=0, microsecond=0)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone).astimezone(UTC)
