"""What a caller may see of people and standings: the one place where an answer is cut to its reader."""

from __future__ import annotations

import msgspec

from kalix_presence import wire
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.senders import address_of
from kalix_presence.hub.site.sentences import language_of, sentence
from kalix_presence.model.access import Action, Caller, Scope, may, scope
from kalix_presence.model.contact import Contact
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.line import LineState
from kalix_presence.model.preferences import Preferences


def sees_all(caller: Caller, board: Board) -> bool:
    """Whether `caller` has the full view of everybody: by the access table, or by a role that the policy names."""
    named = any(role.value in board.policy.sees_sensitive for role in caller.roles)
    return named or scope(caller, Action.SEE_FULL_ABSENCE) is Scope.ALL


def sees_full(board: Board, caller: Caller, person: Person) -> bool:
    """Whether `caller` has the full view of `person`'s absence."""
    return sees_all(caller, board) or may(caller, Action.SEE_FULL_ABSENCE, person)


def person_view(board: Board, caller: Caller, person: Person) -> wire.PersonView:
    """A person as `caller` may see them; a mobile number only with the right to private numbers. Without the PBX nobody knows
    what the line does."""
    standing = board.standing(person.extension, full=sees_full(board, caller, person))
    return msgspec.structs.replace(
        open_view(board, person.extension, board.preferences_of(person.extension)),
        mobile=person.mobile if may(caller, Action.SEE_PRIVATE_NUMBERS, person) else "",
        standing=standing if board.pbx else msgspec.structs.replace(standing, line=LineState.UNKNOWN),
    )


def directory_view(board: Board, person: Person, *, number: bool) -> wire.PersonView:
    """A person as everybody may see them, without the standing; the mobile number only for readers who may see everybody's."""
    shown = open_view(board, person.extension, board.preferences_of(person.extension))
    return msgspec.structs.replace(shown, mobile=person.mobile) if number else shown


def open_view(board: Board, extension: str, chosen: Preferences) -> wire.PersonView:
    """A person with `chosen` preferences, as everybody may see them; for events."""
    person = board.person(extension)
    unit, administration = board.units.get(person.unit), board.units.get(person.administration)
    return wire.PersonView(
        extension=extension,
        name=person.name,
        unit=person.unit,
        unit_name=unit.name if unit else person.unit,
        administration=person.administration,
        administration_name=administration.name if administration else "",
        title=person.title,
        direct=person.direct,
        email=person.email,
        deputy=person.deputy,
        duties=list(person.duties),
        does=list(person.does),
        place=person.place,
        phone_hours=chosen.phone_hours,
        family_name=person.family_name,
    )


def card_view(board: Board, caller: Caller, person: Person) -> wire.PersonView:
    """One person with who covers for them and whom they cover: as the directory's deputy, or because they have agreed to for
    the absence that holds now."""
    deputy = board.people.get(person.deputy or "")
    covered = sorted(board.covered_by(person.extension), key=_by_name)
    named = [wire.NamedPerson(other.extension, other.name) for other in covered]
    view = person_view(board, caller, person)
    return msgspec.structs.replace(view, deputy_name=deputy.name if deputy is not None else "", covers=named)


def contact_of(board: Board, person: Person) -> Contact:
    """What the public may have of a person: the direct number (P10), never the mobile."""
    unit, administration = board.units.get(person.unit), board.units.get(person.administration)
    return Contact(
        name=person.name,
        title=person.title,
        unit=unit.name if unit is not None else "",
        administration=administration.name if administration is not None else "",
        organisation=board.policy.organisation,
        direct=person.direct,
        email=person.email,
        family_name=person.family_name,
        address=address_of(board, person.unit),
        web=board.policy.organisation_web,
    )


def _by_name(person: Person) -> tuple[str, str]:
    return person.name, person.extension


def seen_reply(board: Board, caller: Caller, reply: wire.StatusReply, accept: str) -> wire.StatusReply:
    """The answer to a status change in the caller's view and language."""
    extension = reply.standing.extension
    standing, before = reply.standing, reply.before
    if not sees_full(board, caller, board.person(extension)):
        standing = board.standing(extension, full=False)
        before = None if before is None else board.cut(before)
    detail = None
    if reply.trouble:
        detail = sentence(Unavailable(reply.trouble), language_of(accept))
    return msgspec.structs.replace(reply, standing=standing, before=before, detail=reply.detail or detail)
