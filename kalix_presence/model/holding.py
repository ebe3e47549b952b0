"""What holds for a person at a given moment, and why: one answer out of any number of absences."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from kalix_presence.model.absence import Absence, ForwardKind, Way
from kalix_presence.model.reason import Reasons
from kalix_presence.model.words import Words

# Whoever speaks for himself now knows best, then who speaks for him, then his phone, which says no more than a digit. What was
# meant for this day goes before what a calendar says, and that before the hours of every week.
PRECEDENCE = {
    Way.TRAY: 6,
    Way.CLI: 6,
    Way.RECEPTIONIST: 5,
    Way.DELEGATE: 5,
    Way.PHONE: 4,
    Way.PLAN: 3,
    Way.CALENDAR: 2,
    Way.SCHEDULE: 1,
    Way.UNKNOWN: 0,
}
PLANNED = (Way.PLAN, Way.CALENDAR, Way.SCHEDULE)
"""Ways by which an absence comes by itself."""
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Holding:
    """What holds: `absence` (None = available), from `since` (None = as long as is known) to `until` (None = further notice).

    `then` is the absence that takes over at `until`, None when the person is available then. `told`, where it is known, is
    `absence` with the end of its chain, as callers hear it.
    """

    absence: Absence | None
    since: datetime | None
    until: datetime | None
    then: Absence | None
    told: Absence | None = None


def strength(absence: Absence) -> tuple[int, datetime, datetime, str]:
    """Which of two that hold at once goes before the other: the larger one.

    Of equals that were set by hand the one that started last. Of equals that were planned the one that ends last: callers who
    hear in the middle of a holiday that the weekly meeting is over at three would ring an empty room then (P5).
    """
    rank = PRECEDENCE[absence.way]
    ends = (absence.end or _NEVER) if absence.way in PLANNED else _NEVER
    return (rank, ends, absence.start, absence.id)


def holding_at(absences: Iterable[Absence], moment: datetime) -> Absence | None:
    """Which of one person's `absences` holds at `moment` (aware); None when nothing does."""
    return max((absence for absence in absences if absence.holds_at(moment)), key=strength, default=None)


def what_holds(absences: Iterable[Absence], moment: datetime) -> Holding:
    """What holds at `moment` among one person's absences.

    Precedence: set by oneself (tray, command line), receptionist, phone code, plan, calendar, schedule; of equals see
    `strength`. `until` is the next instant at which the answer changes.
    """
    known = list(absences)
    now = holding_at(known, moment)
    edges = {edge for absence in known for edge in (absence.start, absence.end) if edge is not None}
    until, then = None, None
    for edge in sorted(edge for edge in edges if edge > moment):
        following = holding_at(known, edge)
        if following != now:
            until, then = edge, following
            break
    since = max((edge for edge in edges if edge <= moment), default=None)
    if now:
        for edge in sorted((edge for edge in edges if now.start <= edge <= moment), reverse=True):
            if holding_at(known, edge) != now:
                break
            since = edge
    return Holding(now, since, until, then)


def explain(
    holding: Holding,
    *,
    reader: str,
    reasons: Reasons,
    words: Words,
    now: datetime,
    name_of: Callable[[str], str],
    full: bool = False,
    overdue: bool = False,
    known: bool = True,
) -> str:
    """One sentence for people: what holds, since when, who set it by which way, and what comes after.

    `overdue`: their return time has passed without a sign of life, so that nothing holding is not "available"; no more is it
    unless it is `known` what their line does (P5).

    `reader` is the extension of whoever reads it, so that "you" is said where it is true; `name_of` gives the name of whoever
    else set it. Anybody but the person, and those with the `full` view, reads a sensitive reason as what colleagues see. Times
    are wall times in the zone of `now`.
    """

    def clock(instant: datetime) -> str:
        local = instant.astimezone(now.tzinfo)
        if local.date() == now.date():
            return words.say("holding.clock", hour=local.hour, minute=local.minute)
        return words.say("holding.day", day=local.day, month=local.month, hour=local.hour, minute=local.minute)

    def name(absence: Absence | None) -> str:
        if absence is None:
            return words.say("holding.available")
        if absence.reason not in reasons:
            return words.say("holding.away")
        reason = reasons.get(absence.reason)
        shown = reason if full or absence.extension == reader else reasons.get(reason.shown_as)
        return shown.name(words.language)

    absence = holding.absence
    if absence is None and overdue:
        return words.say("holding.overdue")
    if absence is None and not known:
        return words.say("holding.unknown")
    if absence is None:
        if holding.until is None or holding.then is None:
            return words.say("holding.nothing")
        return words.say("holding.nothing-until", until=clock(holding.until), then=name(holding.then))
    who = (
        words.say("holding.by-you", way=words.say(f"holding.way-{absence.way.value}"))
        if absence.set_by == reader
        else words.say("holding.by-other", who=name_of(absence.set_by), way=words.say(f"holding.way-{absence.way.value}"))
    )
    since = clock(holding.since or absence.start)
    if holding.until is None:
        return words.say("holding.open", reason=name(absence), since=since, who=who)
    then = name(holding.then).lower() if holding.then is None else name(holding.then)
    key, back = _how_it_ends(holding, absence)
    place = {"reason": name(absence), "since": since, "who": who, "until": clock(holding.until), "then": then}
    return words.say(f"holding.{key}", back=clock(back) if back else "", **place)


def _how_it_ends(holding: Holding, absence: Absence) -> tuple[str, datetime | None]:
    """The sentence's key, and when the person is really back if that is later than `absence` ends."""
    told = holding.told
    if told is None or holding.until is None or absence.forward.kind is ForwardKind.NONE:
        return "ends", None
    if told.end is not None and told.end <= holding.until:
        return "ends", None
    if told.end is None:
        return "ends-open" if holding.then is not None else "open", None
    # Where nothing holds in between nobody works then.
    return "ends-chain" if holding.then is not None else "ends-gap", told.end
