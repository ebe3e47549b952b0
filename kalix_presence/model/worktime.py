"""Working time: when a person's working day begins and ends, and which days are none."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import cast
from zoneinfo import ZoneInfo

from kalix_presence.model.policy import Policy


@cache
def public_holidays(country: str, year: int) -> frozenset[date]:
    """Days off of `country` in `year`, by the `holidays` library; for Sweden without the Sundays it counts as such, and with
    the eves on which offices are closed. Country "" has none: whoever uses it knows the days off already."""
    if not country:
        return frozenset()
    import holidays  # 30 MB and 200 ms: only once a day without a clock time is typed

    if country == "SE":
        known = holidays.country_holidays("SE", years=year, include_sundays=False)
        days = set(cast("Mapping[date, str]", known))
        midsummer_eve = next(day for day in (date(year, 6, 19) + timedelta(n) for n in range(7)) if day.weekday() == 4)
        return frozenset(days | {midsummer_eve, date(year, 12, 24), date(year, 12, 31)})
    return frozenset(holidays.country_holidays(country, years=year))


@dataclass(frozen=True)
class WorkingTime:
    """When somebody works. `hours` maps weekday (0 = Monday) to wall times in `zone`; a missing weekday is a day off."""

    zone: str = "Europe/Stockholm"
    country: str = "SE"
    hours: Mapping[int, tuple[time, time]] = field(default_factory=lambda: dict.fromkeys(range(5), (time(8), time(16, 30))))
    closed_days: Container[date] = ()
    lunch_until: time = time(13)

    @classmethod
    def of_policy(cls, policy: Policy) -> WorkingTime:
        """The site's usual working time."""
        day = (time.fromisoformat(policy.day_start), time.fromisoformat(policy.day_end))
        lunch = time.fromisoformat(policy.lunch_until)
        return cls(policy.zone, policy.country, dict.fromkeys(range(5), day), policy.closed_days, lunch)

    @property
    def tz(self) -> ZoneInfo:
        """The zone its wall times are in."""
        return ZoneInfo(self.zone)

    def is_working_day(self, day: date) -> bool:
        """Whether the person works on `day`: not on days off, public holidays or local closed days."""
        if day.weekday() not in self.hours or day in self.closed_days:
            return False
        return day not in public_holidays(self.country, day.year)

    def next_working_day(self, day: date) -> date:
        """The first working day after `day`, at most a year on; `day + 1` when there is none."""
        following = (day + timedelta(n) for n in range(1, 366))
        return next((later for later in following if self.is_working_day(later)), day + timedelta(1))

    def starts(self, day: date) -> datetime | None:
        """When work begins on `day` (aware, in `zone`); None on a day off."""
        return self._at(day, 0)

    def ends(self, day: date) -> datetime | None:
        """When work ends on `day` (aware, in `zone`); None on a day off."""
        return self._at(day, 1)

    def _at(self, day: date, which: int) -> datetime | None:
        if not self.is_working_day(day):
            return None
        return datetime.combine(day, self.hours[day.weekday()][which], self.tz)
