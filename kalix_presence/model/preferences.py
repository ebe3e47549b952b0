"""What somebody has chosen about their time: working hours, lunch, exceptions, phone hours, copies, calendar rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, time, timedelta
from enum import StrEnum
from itertools import pairwise

from kalix_presence.model.errors import BadInput, Forbidden

MOST_SPANS = 6
"""Working spans in one day."""
MOST_EXCEPTIONS = 200
LONGEST_EXCEPTION = timedelta(days=366)
LONGEST_PHONE_HOURS = timedelta(days=400)
"""Phone hours are the exception (P8): they always have an end, and not one in the far future."""


@dataclass(frozen=True, slots=True)
class Span:
    """From one wall time to a later one of the same day."""

    starts: time
    ends: time


Week = Mapping[int, tuple[Span, ...]]
"""Weekday (0 = Monday) -> spans in order; a missing weekday is a day off."""


@dataclass(frozen=True, slots=True)
class DayException:
    """Other hours than usual from `first` to `last`, both included: none at all (a day off) or `spans`."""

    first: date
    last: date
    spans: tuple[Span, ...] = ()

    def covers(self, day: date) -> bool:
        """Whether `day` is one of its days."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class PhoneHours:
    """When somebody is best reached ("träffas säkrast"), up to and including the day `until`."""

    hours: Week
    until: date

    def spans(self, day: date) -> tuple[Span, ...] | None:
        """The phone hours of `day`; None once they are over: then every working hour is one."""
        return None if day > self.until else tuple(self.hours.get(day.weekday(), ()))


class AllDay(StrEnum):
    """Which all-day entries of a calendar become an absence."""

    AWAY = "away"
    """Those marked out of office only."""
    BUSY = "busy"
    """Those marked busy too."""
    NONE = "none"

    @classmethod
    def _missing_(cls, value: object) -> AllDay:
        return cls.AWAY


@dataclass(frozen=True, slots=True)
class CalendarRules:
    """What entries of one's calendars do. `marks`: "MÖT: ..." closes the phone, "MÖT; ..." only informs."""

    on: bool = True
    busy: bool = True
    out_of_office: bool = True
    all_day: AllDay = AllDay.AWAY
    marks: bool = True


@dataclass(frozen=True, slots=True)
class Preferences:
    """One person's choices; wall times are in the zone of the policy. None everywhere means: as the site has it.

    `copy_by_mail` and `copy_by_sms`: callback messages are also sent so while away; `copies_when_off`: on days off too (sick,
    holiday), which counts only where the policy allows it.
    `gone_at_day_end`: gone for the day by itself when working time ends. `lunch_when_locked`: a screen that is locked at lunch
    time sets lunch. `report_by_mail`: the policy report of each month comes by e-mail, to those who may see one.
    `status_elsewhere`: reason and time stand in the programs that the site names (Teams), as colleagues see them.
    `calls_elsewhere`: that one is in a call or a meeting there is shown beside the line.
    `reply_elsewhere`: the mailbox answers while an absence of a day or more holds.
    """

    hours: Week | None = None
    lunch_at: time | None = None
    lunch_minutes: int | None = None
    exceptions: tuple[DayException, ...] = ()
    phone_hours: PhoneHours | None = None
    copy_by_mail: bool = False
    copy_by_sms: bool = False
    copies_when_off: bool = False
    gone_at_day_end: bool = False
    lunch_when_locked: bool = False
    report_by_mail: bool = False
    status_elsewhere: bool = False
    calls_elsewhere: bool = False
    reply_elsewhere: bool = False
    calendar: CalendarRules = field(default_factory=CalendarRules)


FIELDS = tuple(part.name for part in fields(Preferences))


def check(wanted: Preferences, *, today: date) -> None:
    """Raise BadInput `preferences-hours`, `preferences-lunch`, `preferences-exceptions` or `preferences-phone-hours`
    (`field` names the one) for choices that make no sense."""
    if wanted.hours is not None and not _is_week(wanted.hours):
        raise BadInput("preferences-hours", field="hours")
    if wanted.lunch_at is not None and wanted.lunch_at.tzinfo is not None:
        raise BadInput("preferences-lunch", field="lunch_at")
    if wanted.lunch_minutes is not None and not 5 <= wanted.lunch_minutes <= 180:
        raise BadInput("preferences-lunch", field="lunch_minutes")
    if len(wanted.exceptions) > MOST_EXCEPTIONS or not all(_is_exception(each) for each in wanted.exceptions):
        raise BadInput("preferences-exceptions", field="exceptions", most=MOST_EXCEPTIONS)
    phone = wanted.phone_hours
    if phone is not None:
        # Ones that are over may stay where they are until somebody changes them.
        far = phone.until > today + LONGEST_PHONE_HOURS
        if far or not any(phone.hours.values()) or not _is_week(phone.hours):
            raise BadInput("preferences-phone-hours", field="phone_hours", days=LONGEST_PHONE_HOURS.days)


def refuse_locked(before: Preferences, wanted: Preferences, locked: tuple[str, ...]) -> None:
    """Raise Forbidden `preferences-locked` (`name`) when something changes that the site has locked."""
    for name in locked:
        if getattr(before, name) != getattr(wanted, name):
            raise Forbidden("preferences-locked", field=name, name=name)


def _is_week(week: Week) -> bool:
    return all(0 <= weekday <= 6 and _are_spans(spans) for weekday, spans in week.items())


def _is_exception(exception: DayException) -> bool:
    days = exception.last - exception.first
    return timedelta(0) <= days <= LONGEST_EXCEPTION and _are_spans(exception.spans)


def _are_spans(spans: tuple[Span, ...]) -> bool:
    edges = [edge for span in spans for edge in (span.starts, span.ends)]
    if len(spans) > MOST_SPANS or any(edge.tzinfo is not None for edge in edges):
        return False
    in_order = all(earlier <= later for earlier, later in pairwise(edges))
    return in_order and all(span.starts < span.ends for span in spans)
