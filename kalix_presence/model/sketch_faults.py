"""What is wrong with a unit's part of the sketch: a duty nobody answers for, somebody who stands nowhere, and so on. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from kalix_presence.model.absence import Absence, ForwardKind
from kalix_presence.model.line import LineState
from kalix_presence.model.sketch import Sheet
from kalix_presence.model.worktime import WorkingTime


class Fault(StrEnum):
    """What there is to see to."""

    EMPTY_DUTY = "empty_duty"
    """A duty that nobody holds."""
    UNREACHABLE_DUTY = "unreachable_duty"
    """A duty whose holders are all away beyond the day, or without a telephone."""
    NO_DUTY = "no_duty"
    """Somebody of the unit who stands nowhere in the sketch."""
    NO_DEPUTY = "no_deputy"
    NO_OWNER = "no_owner"
    NOT_REVIEWED = "not_reviewed"
    """Never, or longer ago than the site allows."""
    UNKNOWN = "unknown"

    @classmethod
    def _missing_(cls, value: object) -> Fault:
        return cls.UNKNOWN


@dataclass(frozen=True, slots=True)
class Found:
    """One fault, with the duty or the person (an identity) that it is about."""

    kind: Fault
    duty: str = ""
    person: str = ""


def out_of_reach(held: Absence | None, line: LineState, *, pbx: bool, now: datetime, worktime: WorkingTime) -> bool:
    """Whether somebody answers no more today nor when they begin to work next. Of a line that the hub cannot see now nothing is
    said; whoever is away without an end is out of reach, unless calls ring at their phone or mobile all the same."""
    if pbx and line is LineState.NOT_REGISTERED:
        return True
    if held is None or held.forward.kind in (ForwardKind.NONE, ForwardKind.MOBILE):
        return False
    begins = worktime.next_start(now)
    return held.end is None or (begins is not None and held.end > begins)


def is_due(reviewed: date | None, today: date, days: int) -> bool:
    """Whether a part is to be looked through: never reviewed, or `days` days ago or more."""
    return reviewed is None or today - reviewed >= timedelta(days=days)


def remind_now(reviewed: date | None, reminded: date | None, today: date, days: int) -> bool:
    """Whether the owner is to be told: it is due, and that was not said in this time."""
    return is_due(reviewed, today, days) and is_due(reminded, today, days)


def faults_of(
    sheet: Sheet,
    members: Collection[str],
    *,
    placed: Collection[str],
    unreachable: Collection[str],
    due: bool,
) -> list[Found]:
    """The faults of a unit's part, worst first. `sheet` holds only those who are there still, `members` are the identities of
    the unit's own people, `placed` of everybody who stands anywhere in the sketch, `unreachable` of those out of reach.

    A unit without people of its own of which nothing is said has no faults: it only holds others together.
    """
    if not members and sheet == Sheet():
        return []
    found = [Found(Fault.EMPTY_DUTY, duty.name) for duty in sheet.duties if not duty.people]
    found += [
        Found(Fault.UNREACHABLE_DUTY, duty.name)
        for duty in sheet.duties
        if duty.people and all(each.person in unreachable for each in duty.people)
    ]
    found += [Found(Fault.NO_DUTY, person=one) for one in members if one not in placed]
    if not sheet.deputies:
        found.append(Found(Fault.NO_DEPUTY))
    if sheet.owner is None:
        found.append(Found(Fault.NO_OWNER))
    if due:
        found.append(Found(Fault.NOT_REVIEWED))
    return found
