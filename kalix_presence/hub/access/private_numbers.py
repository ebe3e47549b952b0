"""Which numbers that somebody's calls go to may be shown: the organisation's own, and their mobile to those who may see it.

Any other is a private number, which the person alone sees."""

from __future__ import annotations

from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.views import sees_full
from kalix_presence.model.absence import ForwardKind
from kalix_presence.model.access import Action, Caller, may
from kalix_presence.model.directory import Person
from kalix_presence.model.plan import DEPUTY
from kalix_presence.model.target import dialled

_NAMED = {DEPUTY, *(kind.value for kind in ForwardKind)}


def is_open(board: Board, person: Person, target: str | None, *, mobile: bool) -> bool:
    """Whether anybody may see where `person`'s calls go: a number as typed or dialled, or a target by its name. Their mobile
    number only with `mobile`."""
    if not target or target in _NAMED:
        return True
    digits = dialled(target)
    if digits in board.people or digits == board.policy.switchboard:
        return True
    return mobile and bool(person.mobile) and digits == dialled(person.mobile)


def sees_number(board: Board, caller: Caller, person: Person, target: str | None) -> bool:
    """Whether `caller` may see that `person`'s calls go to `target`."""
    mobile = may(caller, Action.SEE_PRIVATE_NUMBERS, person)
    return sees_full(board, caller, person) or is_open(board, person, target, mobile=mobile)
