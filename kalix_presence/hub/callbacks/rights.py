"""Who may do what with a callback message: the person, their groups, whoever stands in for them, the switchboard."""

from __future__ import annotations

from collections.abc import Collection

from kalix_presence.hub.board.names import units_of
from kalix_presence.hub.callbacks.views import deputy_of, members, was_reminded
from kalix_presence.hub.store.moment import Known
from kalix_presence.model.access import Action, Caller, Role, Scope, may, scope
from kalix_presence.model.callback import SWITCHBOARD, Actor, Addressee, AddresseeKind, CallbackMessage, is_concerned


def lends(board: Known, message: CallbackMessage, lent: Collection[str]) -> bool:
    """Whether whoever has to act on `message` is one of those (by identity) who let somebody see to theirs."""
    responsible = board.people.get(message.responsible or "")
    return responsible is not None and responsible.id in lent


def actor_of(board: Known, caller: Caller, message: CallbackMessage, lent: Collection[str] = ()) -> Actor:
    """What `caller` may do with `message`: their own, their groups', those of people they stand in for, and of those who have
    `lent` them theirs (by identity)."""
    groups, stands_in = set[Addressee](), False
    own = board.people.get(caller.extension or "")
    if own is not None:
        groups |= {Addressee(AddresseeKind.UNIT, code) for code in units_of(board, own)}
        if message.to.kind is AddresseeKind.DUTY and message.to.code.casefold() in map(str.casefold, own.duties):
            groups.add(message.to)
        addressed = board.people.get(message.to.code) if message.to.kind is AddresseeKind.PERSON else None
        if addressed is not None and _is_away(board, addressed.extension) and deputy_of(board, addressed) == own.extension:
            groups.add(message.to)
        if was_reminded(board, message, own):
            groups.add(message.to)
            stands_in = True
    if lends(board, message, lent):
        groups.add(message.to)
        stands_in = True
    if Role.RECEPTIONIST in caller.roles:
        groups.add(SWITCHBOARD)
    return Actor(
        caller.extension or caller.username, caller.extension, frozenset(groups), acts_on(board, caller, message), stands_in
    )


def by_leave(board: Known, caller: Caller, message: CallbackMessage, lent: Collection[str]) -> bool:
    """Whether `caller` acts on the message only because it was `lent` to them."""
    alone = actor_of(board, caller, message, ())
    return lends(board, message, lent) and not is_concerned(message, alone)


def may_see(board: Known, caller: Caller, message: CallbackMessage, lent: Collection[str] = ()) -> bool:
    """Whether the message is any of the caller's business; `lent` as for `actor_of`."""
    if scope(caller, Action.SEE_MESSAGES) is Scope.ALL or acts_on(board, caller, message):
        return True
    names = {caller.extension, caller.username} - {None}
    if names & {message.made_by, message.taker} or message.closed_by in names:
        return True
    own = Addressee(AddresseeKind.PERSON, caller.extension or "")
    groups = actor_of(board, caller, message, lent).groups | {own}
    return message.to in groups or message.former in groups


def acts_on(board: Known, caller: Caller, message: CallbackMessage) -> bool:
    """Whether the access table lets `caller` act on this message whoever's it is."""
    reach = scope(caller, Action.ACT_ON_MESSAGES)
    if reach is not Scope.ADMINISTRATION:
        return reach is Scope.ALL
    return any(may(caller, Action.ACT_ON_MESSAGES, person) for person in members(board, message.to))


def _is_away(board: Known, extension: str) -> bool:
    return board.held_by(extension) is not None
