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
    of_administration = Role.OFFICER in caller.roles and caller.administration == administration_of(known, unit)
    if of_administration or is_appointed(known, caller, unit, appointed):
        parts.add(Part.OFFICER)
    return parts


def may_set_greeting(known: Known, caller: Caller, unit: str, appointed: Collection[Appointment]) -> bool:
    """Whether the caller says what `unit` answers with: its officer, who is `appointed` for it today, administrators, and the
    head of it or of a unit above."""
    return reaches_or_is_appointed(known, caller, Action.SET_GREETING, unit, appointed)


def reaches_or_is_appointed(
    known: Known, caller: Caller, action: Action, unit: str, appointed: Collection[Appointment]
) -> bool:
    """Whether the caller may do `action` to `unit`, which the directory has: by a role that reaches it, or because they are
    `appointed` for it, where the action is for somebody with their roles at all."""
    if unit not in known.units or scope(caller, action) is Scope.NONE:
        return False
    return reaches(known, caller, action, unit) or is_appointed(known, caller, unit, appointed)


def reaches(known: Known, caller: Caller, action: Action, unit: str) -> bool:
    """Whether the caller's roles let them do `action` to `unit`: SELF reaches no unit."""
    reach, own = scope(caller, action), own_person(known, caller)
    if reach is Scope.ALL:
        return True
    if reach is Scope.ADMINISTRATION:
        return caller.administration is not None and caller.administration == administration_of(known, unit)
    return reach is Scope.UNIT and own is not None and lies_in(known, unit, own.unit)


def is_appointed(known: Known, caller: Caller, unit: str, appointed: Collection[Appointment]) -> bool:
    """Whether one of these appointments is the caller's, and for `unit` or one above it."""
    own = own_person(known, caller)
    return own is not None and any(each.extension == own.extension and lies_in(known, unit, each.unit) for each in appointed)


def may_make_cards(known: Known, caller: Caller, unit: str, appointed: Collection[Appointment]) -> bool:
    """Whether the caller makes signatures and contact cards of everybody of `unit`: its officer, who is `appointed` for it, the
    head of it or of a unit above, and administrators."""
    return reaches_or_is_appointed(known, caller, Action.MAKE_CARDS, unit, appointed)


def below(known: Known, unit: str) -> list[str]:
    """`unit` and every unit below it, level by level."""
    under = [code for code in known.units if code != unit and lies_in(known, code, unit)]
    return [unit, *sorted(under, key=lambda code: len(known.groups.above[code]))]
