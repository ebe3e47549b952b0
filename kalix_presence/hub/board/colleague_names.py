"""The names of everybody who is in the directory, so that a caller from outside who gives one of them is noticed."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from kalix_presence.model.directory import Person, folded

Words = tuple[str, ...]
"""The words of a name, without case and accents, in the order of the alphabet: the same for "Anna Berg" and "BERG, Anna"."""


class ColleagueNames:
    """Kept up person by person: a call asks for one name, whatever the number of colleagues."""

    def __init__(self, people: Iterable[Person] = ()) -> None:
        self._having: defaultdict[str, Counter[Words]] = defaultdict(Counter)
        for person in people:
            self.change(None, person)

    def __contains__(self, name: str) -> bool:
        """Whether `name`, as somebody outside gives it, is or holds a colleague's, in whatever order and with whatever around
        it: "Berg, Anna" and "Anna Berg (IT)" are Anna Berg's."""
        given = set(_words(name))
        return any(given.issuperset(words) for word in given for words in self._having.get(word, ()))

    def change(self, before: Person | None, after: Person | None) -> None:
        """Somebody came, left, or has other facts."""
        if after is not None and (words := _words(after.name)):
            self._having[_rarest(words)][words] += 1
        if before is not None and (words := _words(before.name)):
            having = self._having[_rarest(words)]
            having[words] -= 1
            if having[words] <= 0:
                del having[words]
            if not having:
                del self._having[_rarest(words)]


def _words(name: str) -> Words:
    return tuple(sorted(set(re.findall(r"[^\W_]+", folded(name)))))


def _rarest(words: Words) -> str:
    """The word that a name is found by: the longest, for few share it."""
    return max(words, key=len)
