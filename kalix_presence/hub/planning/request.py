"""From what somebody wishes to a plan: reason, times, repetition, note, forward and deputy checked against the policy."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import UNSET

from kalix_presence import wire
from kalix_presence.hub.absences.request import forward_of
from kalix_presence.hub.board.board import Board
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import BadInput, Conflict
from kalix_presence.model.plan import DEPUTY, AsImported, DeputyState, Plan, check
from kalix_presence.model.repeat import read_repeat


def plan_of(
    board: Board,
    person: Person,
    request: wire.PlanRequest,
    *,
    id_: str,
    by: str,
    now: datetime,
    uid: str = "",
    whole_days: int = 0,
) -> Plan:
    """The plan that `request` means.

    Raises BadInput `reason-unknown`, `reason-not-selectable`, `note-too-long`, `plan-zone`, `plan-deputy`, as
    `model.plan.check` and as `request.forward_of`.
    """
    zone = _zone(board.policy.zone if request.zone is None else request.zone)
    starts = _wall(request.starts, "starts")
    plan = Plan(
        id=id_,
        extension=person.extension,
        reason=request.reason,
        starts=starts,
        ends=_wall(request.ends, "ends"),
        zone=zone,
        set_by=by,
        repeat=read_repeat(request.repeat, starts=starts, zone=zone) if request.repeat.strip() else "",
        skipped=tuple(request.skipped),
        forward_to=request.forward_to,
        note=" ".join(request.note.split()),
        deputy=request.deputy,
        deputy_state=DeputyState.NONE if request.deputy is None else DeputyState.ASKED,
        uid=uid,
        whole_days=whole_days,
    )
    if uid:
        plan = replace(plan, imported=_as_imported(plan))
    return checked(board, person, plan, now=now)


def _as_imported(plan: Plan) -> AsImported:
    return AsImported(**{each.name: getattr(plan, each.name) for each in fields(AsImported)})


def changed(board: Board, before: Plan, request: wire.PlanChange, *, now: datetime) -> Plan:
    """`before` with what `request` says. Whoever had agreed to cover is asked again when the times change.

    Raises Conflict `plan-changed` when `request` was made of another version, and as `plan_of`.
    """
    if request.version != before.version:
        raise Conflict("plan-changed")
    zone = before.zone if request.zone is UNSET else _zone(request.zone)
    starts = before.starts if request.starts is UNSET else _wall(request.starts, "starts")
    repeat = before.repeat if request.repeat is UNSET else request.repeat.strip()
    after = replace(
        before,
        reason=before.reason if request.reason is UNSET else request.reason,
        starts=starts,
        ends=before.ends if request.ends is UNSET else _wall(request.ends, "ends"),
        zone=zone,
        repeat=read_repeat(repeat, starts=starts, zone=zone) if repeat else "",
        skipped=before.skipped if request.skipped is UNSET else tuple(request.skipped),
        forward_to=before.forward_to if request.forward_to is UNSET else request.forward_to,
        note=before.note if request.note is UNSET else " ".join(request.note.split()),
        deputy=before.deputy if request.deputy is UNSET else request.deputy,
    )
    times = (after.starts, after.ends, after.zone, after.repeat) != (before.starts, before.ends, before.zone, before.repeat)
    if times:
        after = replace(after, whole_days=0)  # from now on as somebody has typed it
    if after.deputy is None:
        after = replace(after, deputy_state=DeputyState.NONE)
    elif after.deputy != before.deputy or (times and before.deputy_state is DeputyState.ACCEPTED):
        after = replace(after, deputy_state=DeputyState.ASKED)
    return checked(board, board.person(before.extension), after, now=now)


def checked(board: Board, person: Person, plan: Plan, *, now: datetime) -> Plan:
    """`plan`, if the site allows it; raises as `plan_of`."""
    reason = board.reasons.get(plan.reason)
    if not reason.selectable:
        raise BadInput("reason-not-selectable", field="reason")
    if len(plan.note) > board.policy.note_limit:
        raise BadInput("note-too-long", field="note", limit=board.policy.note_limit)
    if plan.deputy is not None and (plan.deputy == plan.extension or plan.deputy not in board.people):
        raise BadInput("plan-deputy", field="deputy")
    if plan.forward_to == DEPUTY:
        if plan.deputy is None:
            raise BadInput("plan-deputy", field="deputy")
    else:
        forward_of(board, person, reason, plan.forward_to)
    check(plan, now=now)
    return plan


def _wall(text: str, field: str) -> datetime:
    try:
        wall = datetime.fromisoformat(text)
    except ValueError:
        raise BadInput("plan-wall-time", field=field) from None
    if wall.tzinfo is not None or not 2000 <= wall.year <= 2200:
        raise BadInput("plan-wall-time", field=field)
    return wall.replace(second=0, microsecond=0)


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadInput("plan-zone", field="zone") from None
    return name
