"""Who acts for whom, in memory, by identity: looked up for what is shown and told. What acts asks in its own transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kalix_presence.model.delegation import Delegation, Right


class Delegated:
    """Delegations that nobody has ended. Only the hub's event loop touches it, after a commit."""

    def __init__(self) -> None:
        self._all: dict[str, Delegation] = {}
        self._of: dict[str, dict[str, Delegation]] = {}
        """Each once more by who gave it and by who holds it: what is asked is always about one of them."""

    def load(self, kept: Iterable[Delegation]) -> None:
        """These are all there are."""
        self._all, self._of = {}, {}
        for one in kept:
            self.put(one)

    def put(self, one: Delegation) -> None:
        """A new one."""
        self._all[one.id] = one
        for person in (one.giver, one.delegate):
            self._of.setdefault(person, {})[one.id] = one

    def end(self, delegation_id: str) -> None:
        """It has ended."""
        one = self._all.pop(delegation_id, None)
        if one is None:
            return
        for person in (one.giver, one.delegate):
            del self._of[person][one.id]
            if not self._of[person]:
                del self._of[person]

    def end_of(self, people: Iterable[str]) -> list[Delegation]:
        """These (by identity) have left: those that ended with it."""
        ended = {one.id: one for person in people for one in self.of(person)}
        for one in ended:
            self.end(one)
        return list(ended.values())

    def open(self, day: date) -> list[Delegation]:
        """Those that are not over before `day`, in the order in which they were given."""
        return [one for one in self._all.values() if one.until >= day]

    def of(self, person: str) -> list[Delegation]:
        """What `person` has given and holds, in that order, too."""
        return list(self._of.get(person, {}).values())

    def between(self, giver: str, delegate: str, rights: frozenset[Right], day: date) -> Delegation | None:
        """By which `delegate` may do all of `rights` for `giver` on `day`; None when they may not."""
        found = (one for one in self.of(delegate) if (one.giver, one.delegate) == (giver, delegate))
        return next((one for one in found if one.rights >= rights and one.holds(day)), None)

    def lent(self, delegate: str, right: Right, day: date) -> frozenset[str]:
        """Those who let `delegate` do `right` on `day`."""
        return frozenset(one.giver for one in self.of(delegate) if one.delegate == delegate and one.gives(right, day))

    def delegates(self, giver: str, right: Right, day: date) -> frozenset[str]:
        """Those whom `giver` lets do `right` on `day`."""
        return frozenset(one.delegate for one in self.of(giver) if one.giver == giver and one.gives(right, day))
