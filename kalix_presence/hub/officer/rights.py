"""Who may do what at the telephone officer's desk: always in the own administration only, and nobody who is not named here."""

from __future__ import annotations

from kalix_presence.hub.notices.rights import administration_of
from kalix_presence.hub.store.moment import Known
from kalix_presence.model.access import Action, Caller, Scope, scope
from kalix_presence.model.directory import Person


def own_person(known: Known, caller: Caller) -> Person | None:
    """Whoever asks, as the directory has them; None for an account without a person, and while the extension changes hands."""
    own = known.people.get(caller.extension or "")
    return own if own is not None and caller.person in ("", own.id) else None


def may_appoint(known: Known, caller: Caller, unit: str) -> bool:
    """Whether the caller says who is officer of `unit`: an administrator, or the head of the administration it lies in."""
    if unit not in known.units:
        return False
    reach, own = scope(caller, Action.APPOINT_OFFICER), own_person(known, caller)
    if reach is Scope.UNIT:  # a head: of the unit that they belong to, which has to be the administration itself
        return own is not None and own.unit == administration_of(known, unit)
    return reach is Scope.ALL
