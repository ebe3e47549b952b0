"""A newcomer's first steps (P15): what there is to do, what of it is true, and who is a newcomer. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum


class FirstStep(StrEnum):
    """One step, in the order in which it is walked through."""

    EXTENSION = "extension"
    """The directory says which extension is theirs."""
    HOURS = "hours"
    """They have said when they work or are best reached, or the site has decided it."""
    SIGNATURE = "signature"
    """Their e-mail signature has the direct number (P10); only they know."""
    CODES = "codes"
    """They know how to code the phone; a code of theirs says so too."""
    POLICY = "policy"
    """The telephone policy that counts now is read and accepted."""
    ABSENCE = "absence"
    """They have set an absence."""
    CALL = "call"
    """Their own telephone was rung by the hub and picked up."""
    UNKNOWN = "unknown"

    @classmethod
    def _missing_(cls, value: object) -> FirstStep:
        """A step that a newer hub knows reads as unknown rather than breaking an older client."""
        return cls.UNKNOWN


STEPS = tuple(step for step in FirstStep if step is not FirstStep.UNKNOWN)
SAID = frozenset({FirstStep.SIGNATURE, FirstStep.CODES})
"""What somebody may say of themselves; everything else is ticked by what is true."""


@dataclass(frozen=True, slots=True)
class PolicyText:
    """The telephone policy to be read: a `link`, or "" and `text`; `day` is when it was adopted."""

    version: str
    day: date
    link: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who came into the directory at `since`, and signed in first at `begun` (None: not yet; both aware, UTC).

    `done` are steps that were true once, or were said; `version` and `day` are of the policy that was accepted last.
    """

    person: str
    since: datetime
    begun: datetime | None = None
    done: frozenset[FirstStep] = frozenset()
    version: str = ""
    day: date | None = None
    reminded: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """What the hub knows of them now."""

    hours: bool
    absence: bool
    coded: bool


def steps_done(one: Newcomer, seen: Seen, policy: PolicyText) -> frozenset[FirstStep]:
    """What is done. Whoever is here has an extension; a policy that is newer than the accepted one is not accepted."""
    true = {
        FirstStep.EXTENSION: True,
        FirstStep.HOURS: seen.hours,
        FirstStep.ABSENCE: seen.absence,
        FirstStep.CODES: seen.coded,
    }
    found = {step for step, holds in true.items() if holds} | one.done
    found.discard(FirstStep.POLICY)
    if (one.version, one.day) == (policy.version, policy.day):
        found.add(FirstStep.POLICY)
    return frozenset(found)


def missing(done: Iterable[FirstStep], *, can_ring: bool = True) -> list[FirstStep]:
    """What is left, in order; no call is where the PBX cannot make it (`can_ring`), for nobody could finish then."""
    there = {*done} if can_ring else {*done, FirstStep.CALL}
    return [step for step in STEPS if step not in there]


def is_walked_through(one: Newcomer, days: int, now: datetime) -> bool:
    """Whether the program shows them the steps by itself: for `days` from the first sign-in on; never where that is 0."""
    return days > 0 and (one.begun is None or now < one.begun + timedelta(days=days))


def is_to_be_reminded_of(one: Newcomer, days: int, now: datetime) -> bool:
    """Whether whoever is officer has to be told, once, that they have not finished: `days` after the first sign-in, or after
    they came where nobody has signed in; never where that is 0."""
    return days > 0 and not one.reminded and now >= (one.begun or one.since) + timedelta(days=days)
