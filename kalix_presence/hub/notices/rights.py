"""Who may propose, publish and see a notice of which unit; and who hears of it."""

from __future__ import annotations

from kalix_presence.hub.board.names import units_of
from kalix_presence.hub.store.moment import Known
from kalix_presence.model.access import Action, Caller, Role, Scope, scope
from kalix_presence.model.notice import Notice


def administration_of(board: Known, unit: str) -> str:
    """The code of the administration that a unit belongs to; its own for one that is an administration."""
    seen: list[str] = []
    code: str | None = unit
    while code is not None and code not in seen:
        seen.append(code)
        found = board.units.get(code)
        code = found.parent if found is not None else None
    return seen[-1]


def may_propose(board: Known, caller: Caller, unit: str) -> bool:
    """Whether the caller may tell of a change of `unit`: everybody may of their own unit and those above it."""
    own = board.people.get(caller.extension or "")
    if own is not None and unit in units_of(board, own) and scope(caller, Action.PROPOSE_NOTICE) is not Scope.NONE:
        return True
    return _reaches(board, caller, Action.PROPOSE_NOTICE, unit)


def may_publish(board: Known, caller: Caller, unit: str) -> bool:
    """Whether the caller may publish what `unit` tells: receptionists, and the officer of its administration."""
    return _reaches(board, caller, Action.PUBLISH_NOTICE, unit)


def may_see(board: Known, caller: Caller, notice: Notice) -> bool:
    """Published ones are for everybody, proposals for whoever made them and for those who may publish them."""
    if scope(caller, Action.SEE_NOTICES) is Scope.NONE:
        return False
    return notice.published or notice.proposed_by == named(caller) or may_publish(board, caller, notice.unit)


def named(caller: Caller) -> str:
    """The caller as notices name people."""
    return caller.extension or f"user:{caller.username}"


def hears_proposal(board: Known, notice: Notice) -> frozenset[str]:
    """The audience of a proposal."""
    officer = f"officer:{administration_of(board, notice.unit)}"
    return frozenset({notice.proposed_by, officer, f"role:{Role.RECEPTIONIST.value}"})


def _reaches(board: Known, caller: Caller, action: Action, unit: str) -> bool:
    reach = scope(caller, action)
    if reach is not Scope.ADMINISTRATION:
        return reach is Scope.ALL
    return caller.administration is not None and caller.administration == administration_of(board, unit)
