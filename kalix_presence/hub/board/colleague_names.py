"""The names of everybody who is in the directory, so that a caller from outside who gives one of them is noticed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from kalix_presence.model.directory import Person
from kalix_presence.model.name_shapes import looks, mixes_writings

Words = tuple[str, ...]
"""The words of a name as they look, in the order of the alphabet: the same for "Anna Berg" and "BERG, Anna"."""


class ColleagueNames:
    """Kept up person by person: a call asks for one name, whatever the number of colleagues."""

    def __init__(self, people: Iterable[Person] = ()) -> None:
        self._having: defaultdict[str, Counter[Words]] = defaultdict(Counter)
        self._run_together: Counter[str] = Counter()
        for person in people:
            self.change(None, person)

    def __contains__(self, name: str) -> bool:
        """Whether `name`, as somebody outside gives it, is or holds a colleague's, in whatever order and with whatever around
        it: "Berg, Anna" and "Anna Berg (IT)" are Anna Berg's. So is what only looks like that, in other letters or run
        together; and a word of two writings is made to be taken for another one, whosever it is."""
        in_order = looks(name)
        if mixes_writings(name) or "".join(in_order) in self._run_together:
            return True
        given = set(in_order)
        return any(given.issuperset(words) for word in given for words in self._having.get(word, ()))

    def change(self, before: Person | None, after: Person | None) -> None:
        """Somebody came, left, or has other facts."""
        if after is not None and (named := _Named(after)).words:
            self._having[_rarest(named.words)][named.words] += 1
            self._run_together.update(named.run_together)
        if before is not None and (named := _Named(before)).words:
            having = self._having[_rarest(named.words)]
            having[named.words] -= 1
            if having[named.words] <= 0:
                del having[named.words]
            if not having:
                del self._having[_rarest(named.words)]
            for each in named.run_together:
                self._run_together[each] -= 1
                if self._run_together[each] <= 0:
                    del self._run_together[each]


class _Named:
    """What is kept of a person's name: its words, and all of it in one word, in either order."""

    def __init__(self, person: Person) -> None:
        given, family = looks(person.given_name), looks(person.family_name)
        self.words: Words = tuple(sorted({*given, *family}))
        self.run_together = {"".join((*given, *family)), "".join((*family, *given))}


def _rarest(words: Words) -> str:
    """The word that a name is found by: the longest, for few share it."""
    return max(words, key=len)
