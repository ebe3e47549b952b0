"""Finds colleagues as one types: names, extensions, duties, titles and units, folded once so that each key is quick."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kalix_presence import wire
from kalix_presence.model.directory import folded

# The last three letters of the alphabet in Swedish and Finnish come after z, which "{|}" do too.
_LAST_LETTERS = str.maketrans("åäö", "{|}")


@dataclass(frozen=True, slots=True)
class _Entry:
    """What is searched of one person; each word has a space before it."""

    extension: str
    own: str
    work: str


class ColleagueIndex:
    """The same order of hits as `model.directory.search`: a name or extension that begins so, then a duty, title or unit that
    does, then anything that holds it; of equals by name. Mobile numbers are not searched."""

    def __init__(self, people: Iterable[wire.PersonView] = ()) -> None:
        self._entries = [_entry(person) for person in sorted(people, key=_order)]
        self._query: list[str] = []
        self._narrowed = self._entries

    def __len__(self) -> int:
        return len(self._entries)

    def find(self, query: str) -> list[str]:
        """Extensions of those who match every word of `query`, best first; an empty query finds everybody, by name."""
        words = folded(query).replace("-", " ").split()
        if not words:
            self._query, self._narrowed = [], self._entries
            return [entry.extension for entry in self._entries]
        hits: tuple[list[_Entry], ...] = ([], [], [])
        # One more letter can only narrow what was found before it.
        within = self._narrowed if _narrows(words, self._query) else self._entries
        for entry in within:
            rank = _rank(words, entry)
            if rank is not None:
                hits[rank].append(entry)
        found = [entry for rank in hits for entry in rank]
        kept = {id(entry) for entry in found}
        self._query, self._narrowed = words, [entry for entry in within if id(entry) in kept]
        return [entry.extension for entry in found]


def _narrows(words: list[str], before: list[str]) -> bool:
    return len(words) >= len(before) and all(new.startswith(old) for new, old in zip(words, before, strict=False))


def _rank(words: list[str], entry: _Entry) -> int | None:
    worst = 0
    for word in words:
        if word not in entry.own and word not in entry.work:
            return None
        start = f" {word}"
        worst = max(worst, 0 if start in entry.own else 1 if start in entry.work else 2)
    return worst


def _entry(person: wire.PersonView) -> _Entry:
    own = folded(f" {person.extension} {person.name}").replace("-", " ")
    work = folded(" " + " ".join((*person.duties, person.title, person.unit_name, person.direct))).replace("-", " ")
    return _Entry(person.extension, own, work)


def _order(person: wire.PersonView) -> tuple[str, str]:
    return folded(person.name.casefold().translate(_LAST_LETTERS)), person.extension
