"""Acting for somebody else by their leave: looked up before, and asked once more in the transaction that acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kalix_presence.hub.board.board import Board
from kalix_presence.hub.store import Transaction, delegations
from kalix_presence.model.absence import Way
from kalix_presence.model.access import Action, Caller, may, require
from kalix_presence.model.day import today
from kalix_presence.model.delegation import Delegation, Right
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import Forbidden


@dataclass(frozen=True, slots=True)
class Leave:
    """By what somebody may do `action`: `given` says by which delegation with which `rights`, None by the access table."""

    action: Action
    rights: tuple[Right, ...]
    day: date
    given: Delegation | None

    @property
    def way(self) -> Way:
        """By which way what is done for somebody else is done."""
        return Way.RECEPTIONIST if self.given is None else Way.DELEGATE

    def still(self, change: Transaction) -> None:
        """Raises Forbidden `not-permitted`, in the transaction that acts, when the delegation has been ended meanwhile."""
        if self.given is None:
            return
        kept = delegations.read_delegation(change.sql, self.given.id)
        if kept is None or not all(kept.gives(right, self.day) for right in self.rights):
            raise Forbidden("not-permitted", action=self.action.value)


def leave_to(board: Board, caller: Caller, action: Action, person: Person, *rights: Right, now: datetime) -> Leave:
    """By what `caller` may do `action` to `person`: by the access table, or by a delegation with all of `rights`.

    Raises Forbidden `not-permitted`.
    """
    day = today(now, board.worktime)
    if may(caller, action, person):
        return Leave(action, rights, day, None)
    given = board.delegated.between(person.id, caller.person, frozenset(rights), day)
    if given is None:
        require(caller, action, person)
    return Leave(action, rights, day, given)


def lent_to(board: Board, caller: Caller, right: Right, *, now: datetime) -> frozenset[str]:
    """The identities of those who let `caller` do `right`."""
    return board.delegated.lent(caller.person, right, today(now, board.worktime))
