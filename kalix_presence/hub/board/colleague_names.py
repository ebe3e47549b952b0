"""The names of everybody who is in the directory, so that a caller from outside who gives one of them is noticed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from kalix_presence.model.directory import Person, folded


class ColleagueNames:
    """Kept up person by person: a call asks for one name, whatever the number of colleagues."""

    def __init__(self, people: Iterable[Person] = ()) -> None:
        self._counts = Counter(folded(person.name) for person in people)

    def __contains__(self, name: str) -> bool:
        """Whether `name`, as somebody outside gives it, is a colleague's."""
        given = folded(name)
        return bool(given) and self._counts[given] > 0

    def change(self, before: Person | None, after: Person | None) -> None:
        """Somebody came, left, or has other facts."""
        if after is not None:
            self._counts[folded(after.name)] += 1
        if before is not None:
            name = folded(before.name)
            self._counts[name] -= 1
            if self._counts[name] <= 0:
                del self._counts[name]
