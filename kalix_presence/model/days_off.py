"""The days on which a whole site does not work: holidays, eves that are off, and its own closed days."""

from __future__ import annotations

from datetime import date

from kalix_presence.model.eves import eves
from kalix_presence.model.policy import Policy
from kalix_presence.model.worktime import public_holidays


def days_off(policy: Policy, first: date, last: date) -> list[date]:
    """Those from `first` to `last`, both included, in order; weekends are not among them for being weekends."""
    years = range(first.year, last.year + 1)
    off = {day for year in years for day, ends in eves(policy.eves, year).items() if ends is None}
    holidays = {day for year in years for day in public_holidays(policy.country, year)}
    return sorted(day for day in {*policy.closed_days, *off, *holidays} if first <= day <= last)
