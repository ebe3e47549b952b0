"""From what somebody wishes to an absence: reason, end, note and forward checked against the policy."""

from __future__ import annotations

from datetime import UTC, datetime

from kalix_presence import wire
from kalix_presence.hub.board.board import Board
from kalix_presence.model.absence import Absence, Forward, ForwardKind, Way
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import BadInput
from kalix_presence.model.mobile import mobile_end
from kalix_presence.model.reason import EndRule, Reason
from kalix_presence.model.target import permitted_target


def absence_of(
    board: Board, person: Person, request: wire.AbsenceRequest, *, by: str, way: Way, id_: str, now: datetime
) -> Absence:
    """The absence that `request` means, from `now` on.

    Raises BadInput `reason-unknown`, `reason-not-selectable`, `until-needed`, `until-naive`, `until-past`, `note-too-long`,
    `mobile-missing`, `mobile-needs-end` or what `permitted_target` raises.
    """
    reason = board.reasons.get(request.reason)
    if not reason.selectable:
        raise BadInput("reason-not-selectable", field="reason")
    if len(request.note) > board.policy.note_limit:
        raise BadInput("note-too-long", field="note", limit=board.policy.note_limit)
    forward = forward_of(board, person, reason, request.forward_to)
    end = mobile_end(
        _end(reason, request.until, now),
        forward,
        person,
        policy=board.policy,
        worktime=board.worktime_of(person.extension),
        now=now,
    )
    return Absence(
        id=id_,
        extension=person.extension,
        reason=reason.code,
        start=now,
        end=end,
        forward=forward,
        note=" ".join(request.note.split()),
        set_by=by,
        way=way,
        zone=board.policy.zone,
        why="" if way not in (Way.RECEPTIONIST, Way.DELEGATE) else why_of(board, request.why),
    )


def why_of(board: Board, why: str) -> str:
    """Why somebody else sets or ends an absence, on one line. Raises BadInput `note-too-long`."""
    if len(why) > board.policy.note_limit:
        raise BadInput("note-too-long", field="why", limit=board.policy.note_limit)
    return " ".join(why.split())


def forward_of(board: Board, person: Person, reason: Reason, wanted: str | None) -> Forward:
    """Where callers go: what was asked for, else the reason's usual forward."""
    if wanted is None:
        usual = reason.forward
        if usual is ForwardKind.MOBILE and not person.mobile:
            usual = ForwardKind.SWITCHBOARD
        return Forward(usual)
    if wanted in (ForwardKind.SWITCHBOARD, ForwardKind.MOBILE, ForwardKind.NONE):
        return Forward(ForwardKind(wanted))
    digits = permitted_target(wanted, person, board.policy, board.people)
    if digits == board.policy.switchboard:
        return Forward(ForwardKind.SWITCHBOARD)
    return Forward(ForwardKind.COLLEAGUE if digits in board.people else ForwardKind.NUMBER, digits)


def _end(reason: Reason, until: datetime | None, now: datetime) -> datetime | None:
    if until is None:
        if reason.end is EndRule.REQUIRED:
            raise BadInput("until-needed", field="until")
        return None
    if until.tzinfo is None:
        raise BadInput("until-naive", field="until")
    end = until.astimezone(UTC).replace(microsecond=0)
    if end <= now:
        raise BadInput("until-past", field="until")
    return end
