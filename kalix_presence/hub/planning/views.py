"""Plans, what comes of them, and why something holds, as each reader may see them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from kalix_presence import shipped, wire
from kalix_presence.hub.access.private_numbers import is_open
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.names import name_of
from kalix_presence.hub.planning.planner import Planner
from kalix_presence.model.absence import Absence
from kalix_presence.model.holding import explain, strength, what_holds
from kalix_presence.model.line import is_known
from kalix_presence.model.plan import Plan, occurrences
from kalix_presence.model.planned import lifted

SOON = timedelta(days=800)
FOR_EVER = datetime.max.replace(tzinfo=UTC)


def plan_view(board: Board, plan: Plan, *, full: bool, numbers: bool, now: datetime) -> wire.PlanView:
    """A plan: the reason as it is and the note only in the `full` view, a private number likewise, the mobile number also with
    `numbers`."""
    reason = board.reasons.get(plan.reason) if plan.reason in board.reasons else None
    shown = plan.reason if full or reason is None else reason.shown_as
    deputy = board.people.get(plan.deputy or "")
    is_shown = full or is_open(board, board.person(plan.extension), plan.forward_to, mobile=numbers)
    following = next(occurrences(plan, now, now + SOON, back=board.worktime_of(plan.extension).back_after), None)
    return wire.PlanView(
        id=plan.id,
        version=plan.version,
        extension=plan.extension,
        name=board.person(plan.extension).name,
        reason=shown,
        starts=plan.starts.isoformat(timespec="minutes"),
        ends=plan.ends.isoformat(timespec="minutes"),
        zone=plan.zone,
        repeat=plan.repeat,
        skipped=list(plan.skipped),
        forward_to=plan.forward_to if is_shown else None,
        note=plan.note if full else "",
        deputy=plan.deputy,
        deputy_name=deputy.name if deputy else "",
        deputy_state=plan.deputy_state,
        set_by=plan.set_by,
        next_start=following.start if following else None,
        next_end=following.end if following else None,
    )


def coming(
    board: Board, planner: Planner, extension: str, first: datetime, last: datetime, *, full: bool
) -> list[wire.ComingAbsence]:
    """What holds or will from `first` to `last`, by start; what something stronger overlaps is marked."""
    plans: dict[str, str | None] = {}
    found: dict[str, Absence] = {}
    lifts = planner.lifts.get(extension, ())
    for each in planner.expected(extension, first, last):
        occurrence = lifted(each.occurrence, lifts)
        if occurrence is not None and occurrence.end > first:
            absence = planner.absence_of(extension, each, occurrence)
            found[absence.id], plans[absence.id] = absence, each.plan
    for absence in board.states[extension].absences:
        if not absence.source and absence.start < last and (absence.end is None or absence.end > first):
            found[absence.id] = absence
    behind, views = _behind(found.values()), []
    for absence in sorted(found.values(), key=lambda absence: (absence.start, absence.id)):
        shown = board.shown(absence, full=full)
        assert shown is not None  # noqa: S101 - only no absence shows as nothing
        views.append(wire.ComingAbsence(shown, plans.get(absence.id), absence.id in behind))
    return views


def holding_view(board: Board, extension: str, *, reader: str, full: bool, language: str, now: datetime) -> wire.HoldingView:
    """What holds for `extension`, why, what stands behind it and what comes after."""
    state = board.states[extension]
    absences = state.absences
    holding = replace(what_holds(absences, now), told=state.announced)
    behind = [each for each in absences if each.holds_at(now) and each != holding.absence]
    sentence = explain(
        holding,
        reader=reader,
        full=full,
        name_of=lambda who: name_of(board, who),
        reasons=board.reasons,
        words=shipped.words(language),
        now=now.astimezone(ZoneInfo(board.policy.zone)),
        overdue=state.overdue,
        known=is_known(state.line, pbx=board.pbx),
    )
    return wire.HoldingView(
        extension,
        sentence,
        holds=board.shown(holding.absence, full=full),
        since=holding.since,
        until=holding.until,
        then=board.shown(holding.then, full=full),
        behind=[
            shown for each in sorted(behind, key=strength, reverse=True) if (shown := board.shown(each, full=full)) is not None
        ],
    )


def _behind(absences: Iterable[Absence]) -> set[str]:
    """The ids of those that something stronger overlaps. Thousands may come within some weeks: no two of them are compared."""
    behind: set[str] = set()
    starts: list[datetime] = []  # what the stronger ones cover: times apart from one another, in order
    ends: list[datetime] = []
    for absence in sorted(absences, key=strength, reverse=True):
        start, end = absence.start, absence.end or FOR_EVER
        first, last = bisect_right(ends, start), bisect_left(starts, end)
        if first < last:
            behind.add(absence.id)
            start, end = min(start, starts[first]), max(end, ends[last - 1])
        starts[first:last], ends[first:last] = [start], [end]
    return behind
