"""Who acts for whom, in memory, by identity: looked up for what is shown and told. What acts asks in its own transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kalix_presence.model.delegation import Delegation, Right


class Delegated:
    """Delegations that nobody has ended. Only the hub's event loop touches it, after a commit."""

    def __init__(self) -> None:
        self._all: dict[str, Delegation] = {}

    def load(self, kept: Iterable[Delegation]) -> None:
        """These are all there are."""
        self._all = {one.id: one for one in kept}

    def put(self, one: Delegation) -> None:
        """A new one."""
        self._all[one.id] = one

    def end(self, delegation_id: str) -> None:
        """It has ended."""
        self._all.pop(delegation_id, None)

    def end_of(self, people: Iterable[str]) -> list[Delegation]:
        """These (by identity) have left: those that ended with it."""
        left = frozenset(people)
        ended = [one for one in self._all.values() if not left.isdisjoint((one.giver, one.delegate))]
        for one in ended:
            del self._all[one.id]
        return ended

    def open(self, day: date) -> list[Delegation]:
        """Those that are not over before `day`, in the order in which they were given."""
        return [one for one in self._all.values() if one.until >= day]

    def between(self, giver: str, delegate: str, rights: frozenset[Right], day: date) -> Delegation | None:
        """By which `delegate` may do all of `rights` for `giver` on `day`; None when they may not."""
        if not (giver and delegate):
            return None
        found = (one for one in self._all.values() if (one.giver, one.delegate) == (giver, delegate))
        return next((one for one in found if one.rights >= rights and one.holds(day)), None)

    def lent(self, delegate: str, right: Right, day: date) -> frozenset[str]:
        """Those who let `delegate` do `right` on `day`."""
        found = self._all.values() if delegate else ()
        return frozenset(one.giver for one in found if one.delegate == delegate and one.gives(right, day))

    def delegates(self, giver: str, right: Right, day: date) -> frozenset[str]:
        """Those whom `giver` lets do `right` on `day`."""
        found = self._all.values() if giver else ()
        return frozenset(one.delegate for one in found if one.giver == giver and one.gives(right, day))
