"""Who may do what at the telephone officer's desk: always in the own administration only, and nobody who is not named here."""

from __future__ import annotations

from collections.abc import Collection

from kalix_presence.hub.board.names import lies_in
from kalix_presence.hub.notices.rights import administration_of
from kalix_presence.hub.store.moment import Known
from kalix_presence.model.access import Action, Caller, Role, Scope, scope
from kalix_presence.model.appointment import Appointment
from kalix_presence.model.directory import Person
from kalix_presence.model.extension_request import Part


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


def may_ask(known: Known, caller: Caller, unit: str, appointed: Collection[Appointment]) -> bool:
    """Whether the caller asks for extensions of `unit`: its officer, whoever is `appointed` for it, and the head of it."""
    if Part.OFFICER in parts_in(known, caller, unit, appointed):
        return True
    own = own_person(known, caller)
    return Role.HEAD in caller.roles and own is not None and lies_in(known, unit, own.unit)


def parts_in(known: Known, caller: Caller, unit: str, appointed: Collection[Appointment]) -> set[Part]:
    """What the caller is to requests of `unit`. `appointed` are the appointments that hold today."""
    parts: set[Part] = set()
    if scope(caller, Action.CARRY_OUT_EXTENSIONS) is Scope.ALL:
        parts.add(Part.CARRIER)
    own = own_person(known, caller)
    mine = [each for each in appointed if own is not None and each.extension == own.extension]
    of_administration = Role.OFFICER in caller.roles and caller.administration == administration_of(known, unit)
    if of_administration or any(lies_in(known, unit, each.unit) for each in mine):
        parts.add(Part.OFFICER)
    return parts


def below(known: Known, unit: str) -> list[str]:
    """`unit` and every unit below it, level by level."""
    under = [code for code in known.units if code != unit and lies_in(known, code, unit)]
    return [unit, *sorted(under, key=lambda code: len(known.groups.above[code]))]
