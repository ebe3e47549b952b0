"""Who may see, change and accept the sketch of which unit: of the own administration, and nobody who is not named here."""

from __future__ import annotations

from collections.abc import Collection

from kalix_presence.hub.notices.rights import administration_of, named
from kalix_presence.hub.officer.rights import own_person, reaches, reaches_or_is_appointed
from kalix_presence.hub.store.moment import Known
from kalix_presence.model.access import Action, Caller, Scope, scope
from kalix_presence.model.appointment import Appointment
from kalix_presence.model.sketch import Placed, Proposal, ProposalPart, Sheet


def may_see_sketch(known: Known, caller: Caller, administration: str) -> bool:
    """Whether the caller may see that administration's: the own one, or any for the switchboard and administrators."""
    if administration not in known.units or known.units[administration].parent is not None:
        return False
    return reaches(known, caller, Action.SEE_SKETCH, administration)


def is_officer(known: Known, caller: Caller, unit: str, appointed: Collection[Appointment]) -> bool:
    """Whether the caller answers proposals of `unit`: its telephone officer, and who is `appointed` for it today."""
    return reaches_or_is_appointed(known, caller, Action.ACCEPT_SKETCH, unit, appointed)


def may_propose_sketch(
    known: Known, caller: Caller, unit: str, appointed: Collection[Appointment], owner: Placed | None
) -> bool:
    """Whether the caller proposes changes of `unit`'s part and says that it was reviewed: its officer, who is appointed for it,
    the head of it or of a unit above, and whoever owns the part."""
    if unit not in known.units or scope(caller, Action.PROPOSE_SKETCH) is Scope.NONE:
        return False
    if reaches_or_is_appointed(known, caller, Action.PROPOSE_SKETCH, unit, appointed):
        return True
    own = own_person(known, caller)
    return own is not None and owner is not None and owner == Placed(own.id, own.unit)


def parts_of(known: Known, caller: Caller, proposal: Proposal, appointed: Collection[Appointment]) -> set[ProposalPart]:
    """What the caller is to a proposal."""
    parts = {ProposalPart.PROPOSER} if proposal.proposed_by == named(caller) else set()
    if is_officer(known, caller, proposal.unit, appointed):
        parts.add(ProposalPart.OFFICER)
    return parts


def present(known: Known, unit: str, sheet: Sheet) -> Sheet:
    """The sheet of `unit` with those only who belong where they belonged when they were put there."""
    members = {each.id: each.unit for each in known.groups.by_unit.get(administration_of(known, unit), ())}
    return sheet.of(lambda one: members.get(one.person) == one.unit)
