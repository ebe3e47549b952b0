"""Whose number it is: kept up person by person, so that a call waits for no index, however many colleagues there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from kalix_presence.model.directory import Person
from kalix_presence.model.finding import number_of

SHORTEST_NUMBER = 5
"""Digits a telephone number has at least; a place may have a shorter number of its own ("rum 204")."""


class NumberOwners:
    """Direct and mobile numbers by the digits that are dialled."""

    def __init__(self, people: Iterable[Person] = ()) -> None:
        self._direct: defaultdict[str, set[str]] = defaultdict(set)
        self._mobile: defaultdict[str, set[str]] = defaultdict(set)
        for person in people:
            self.change(None, person)

    def who_has(self, number: str, *, private: Callable[[str], bool]) -> list[str]:
        """Whose direct number this is or, as far as `private` lets the reader know, whose mobile number."""
        digits = number_of(number)
        if len(digits) < SHORTEST_NUMBER:
            return []
        mobile = sorted(self._mobile.get(digits, ()))
        return sorted(self._direct.get(digits, ())) + [one for one in mobile if private(one)]

    def change(self, before: Person | None, after: Person | None) -> None:
        """Somebody came, left, or has other facts."""
        for person, put in ((before, False), (after, True)):
            if person is None:
                continue
            for having, number in ((self._direct, person.direct), (self._mobile, person.mobile)):
                digits = number_of(number) if number else ""
                if not digits:
                    continue
                if put:
                    having[digits].add(person.extension)
                elif digits in having:
                    having[digits].discard(person.extension)
                    if not having[digits]:
                        del having[digits]
