"""Finds people: by whole words, then beginnings, then anything inside, then nearly; of equals who can be reached now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import chain
from operator import and_
from typing import Protocol

from kalix_presence.model.directory import folded
from kalix_presence.model.duties import NO_DUTIES, Duties
from kalix_presence.model.finding.bits import bits_of, chosen, first, lowest
from kalix_presence.model.finding.reach import Reach, Reachability
from kalix_presence.model.finding.reading import number_of, query_words, words_of
from kalix_presence.model.finding.spelling import begins_nearly, slips_allowed
from kalix_presence.model.finding.steps import PORTION, Steps, finished, in_order, portions
from kalix_presence.model.finding.tokens import TokenIndex
from kalix_presence.model.finding.why import Match, Why

FEW = 3
"""With fewer hits than this, words that are spelled nearly so are looked for too."""


# The last three letters of the alphabet in Swedish and Finnish come after z, which "{|}" do too.
_LAST_LETTERS = str.maketrans("åäöÅÄÖ", "{|}{|}")


class Findable(Protocol):
    """What is searched of a person; `wire.PersonView` is one. Mobile numbers are "" for readers who may not see them."""

    @property
    def extension(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def family_name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def unit_name(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def direct(self) -> str: ...
    @property
    def mobile(self) -> str: ...
    @property
    def deputy(self) -> str | None: ...
    @property
    def duties(self) -> Sequence[str]: ...
    @property
    def does(self) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """The plain form of what is searched."""

    extension: str
    name: str
    family_name: str = ""
    title: str = ""
    unit: str = ""
    unit_name: str = ""
    place: str = ""
    direct: str = ""
    mobile: str = ""
    deputy: str | None = None
    duties: tuple[str, ...] = ()
    does: tuple[str, ...] = ()


class Matches:
    """Who was found, best first, and `why` the first is the first (None when nobody was found).

    It is worked out as far as it is asked for: `top` of what is painted first costs little, `extensions` and `len` all of it.
    `buckets` are sets of people, the best first; an empty one says only that a step was done.
    What happens to anybody's reach later does not change it.
    """

    def __init__(self, extensions: Sequence[str], buckets: Iterator[int], why: Callable[[int], Why]) -> None:
        self._extensions, self._more = extensions, buckets
        self._buckets: list[int] = []
        self._first = next(self._pulled(), 0)
        self.why = why(first(self._first)) if self._first else None

    def __len__(self) -> int:
        return sum(bits.bit_count() for bits in self._all())

    def __bool__(self) -> bool:
        return bool(self._first)

    def top(self, most: int) -> list[str]:
        """The first `most` extensions."""
        found: list[str] = []
        for bits in chain(list(self._buckets), self._pulled()):
            found += chosen(self._extensions, lowest(bits, most - len(found)))
            if len(found) >= most:
                break
        return found

    @property
    def extensions(self) -> list[str]:
        """All of them."""
        return finished(self.in_steps())

    def in_steps(self) -> Steps[list[str]]:
        """All of them, a step at a time; others may be found in between."""
        found: list[str] = []
        at = 0
        while True:
            while at < len(self._buckets):
                found += chosen(self._extensions, self._buckets[at])
                at += 1
                yield
            bits = next(self._more, None)
            if bits is None:
                return found
            if bits:
                self._buckets.append(bits)
            yield

    def _all(self) -> list[int]:
        for _ in self._pulled():
            continue
        return self._buckets

    def _pulled(self) -> Iterator[int]:
        for bits in self._more:
            if bits:
                self._buckets.append(bits)
                yield bits


class PeopleFinder:
    """The index of everybody. Order: whole words of name, extension, duty or title; then such words that begin so; then those
    of unit, place and direct number; then what holds it inside; then what is nearly so. Of equals `Reach`, then the name.

    One word more or one letter more never finds anybody that less did not find, slips of spelling apart. `place` keeps up with
    who can be reached; it costs microseconds. Not for two threads at once.
    """

    def __init__(self, people: Iterable[Findable], duties: Duties = NO_DUTIES) -> None:
        finished(self._make(people, duties))

    @classmethod
    def in_steps(cls, people: Iterable[Findable], duties: Duties = NO_DUTIES) -> Steps[PeopleFinder]:
        """The same, a step of a millisecond or less at a time."""
        finder = cls.__new__(cls)
        yield from finder._make(people, duties)
        return finder

    def _make(self, people: Iterable[Findable], duties: Duties) -> Steps[None]:
        self._duties = duties
        members = yield from portions(people)
        # One text for each and little else: whoever gives up half-way lets go of all there is in one moment.
        names = yield from portions(map(_order, members))
        ordered = yield from in_order(range(len(members)), names.__getitem__)
        size = len(members)
        self._people: list[Findable] = []
        self.extensions: list[str] = []
        self._position: dict[str, int] = {}
        for position, at in enumerate(ordered):
            person, names[at] = members[at], ""
            self._people.append(person)
            self.extensions.append(person.extension)
            self._position[person.extension] = position
            if not position % PORTION:
                yield
        self.everybody = (1 << size) - 1

        def index(words: Callable[[Findable], Iterable[str]]) -> Steps[TokenIndex]:
            return TokenIndex.in_steps(map(words, self._people), size)

        self._own = yield from index(lambda person: words_of(person.name))
        self._numbers = yield from index(lambda person: (person.extension,))
        self._does = yield from index(self._work)
        self._at = yield from index(_whereabouts)
        self._mobile = yield from index(_mobile)
        self.reach = Reachability()
        for at, person in enumerate(self._people):
            self.reach.add(person.extension, person.unit, person.deputy)
            if not at % PORTION:
                yield
        self._reach = [Reach.UNKNOWN] * size
        self._by_reach = dict.fromkeys(Reach, 0) | {Reach.UNKNOWN: self.everybody}

    def __len__(self) -> int:
        return len(self._people)

    def __contains__(self, extension: object) -> bool:
        return extension in self._position

    def where(self, extension: str) -> int | None:
        """Their position by name, which is also their bit in a mask; None for somebody unknown."""
        return self._position.get(extension)

    def place(self, extension: str, own: Reach) -> None:
        """`extension` can be reached like this by itself now (`own_reach`); who depends on it is placed as well."""
        for concerned in self.reach.put(extension, own):
            position = self._position[concerned]
            before, now = self._reach[position], self.reach[concerned]
            if before is not now:
                bit = 1 << position
                self._reach[position] = now
                self._by_reach[before] ^= bit
                self._by_reach[now] ^= bit

    def place_all(self, own: Callable[[str], Reach]) -> None:
        """Everybody anew, as `own` says of each."""
        finished(self.place_in_steps(own))

    def place_in_steps(self, own: Callable[[str], Reach]) -> Steps[None]:
        """The same, a step at a time; nothing may be found in between."""
        for at, extension in enumerate(self.extensions):
            self.reach.put(extension, own(extension))
            if not at % PORTION:
                yield
        positions: dict[Reach, list[int]] = {reach: [] for reach in Reach}
        for at, extension in enumerate(self.extensions):
            self._reach[at] = theirs = self.reach[extension]
            positions[theirs].append(at)
            if not at % PORTION:
                yield
        for reach in Reach:
            self._by_reach[reach] = bits_of(positions[reach], len(self))
            yield

    def mask(self, extensions: Iterable[str]) -> int:
        """These people as a set for `find(only=...)`; unknown ones are left out. Masks may be joined by & and |."""
        return bits_of([self._position[one] for one in extensions if one in self._position], len(self))

    def find(self, query: str, *, only: int | None = None, private: Callable[[str], bool] | None = None) -> Matches:
        """Those who match every word of `query`, within the mask `only`; a query without words finds everybody by name.

        `private` says whose mobile number the reader may see, where the index holds numbers of others too.
        """
        within = self.everybody if only is None else only
        words = query_words(query)
        if not words:
            return Matches(self.extensions, iter([within] if within else []), lambda at: self._why(at, words, private))
        buckets = _buckets(self._matching(words, within, private), list(self._by_reach.values()))
        return Matches(self.extensions, buckets, lambda at: self._why(at, words, private))

    def _matching(self, words: Sequence[str], within: int, private: Callable[[str], bool] | None) -> Iterator[int]:
        """Who matches at least so well, from the best class to the last; each is worked out only when it is asked for. Nobody
        at all: a step of one is done."""
        own, numbers, does, about = self._own, self._numbers, self._does, self._at
        each = [own.whole(word) | numbers.whole(word) | does.whole(word) for word in words]
        yield reduce(and_, each, within)
        each = [
            known | own.beginning(w) | numbers.beginning(w) | does.beginning(w) for known, w in zip(each, words, strict=True)
        ]
        yield reduce(and_, each, within)
        mobiles = [self._mobiles(word, private) for word in words]
        each = [known | about.beginning(w) | begins for known, w, (begins, _) in zip(each, words, mobiles, strict=True)]
        yield reduce(and_, each, within)
        for word in words:
            for index in (own, numbers, does, about):
                yield from index.within_in_steps(word)
        each = [
            known | own.within(w) | numbers.within(w) | does.within(w) | about.within(w) | inside
            for known, w, (_, inside) in zip(each, words, mobiles, strict=True)
        ]
        found = reduce(and_, each, within)
        yield found
        if found.bit_count() < FEW:
            each = [known | own.nearly(w) | does.nearly(w) | about.nearly(w) for known, w in zip(each, words, strict=True)]
            yield reduce(and_, each, within)

    def _mobiles(self, word: str, private: Callable[[str], bool] | None) -> tuple[int, int]:
        if not word.isdigit():
            return 0, 0
        begins, inside = self._mobile.beginning(word), self._mobile.within(word)
        if private is not None and inside:
            seen = self.mask(one for one in chosen(self.extensions, inside) if private(one))
            return begins & seen, inside & seen
        return begins, inside

    def _work(self, person: Findable) -> Iterator[str]:
        yield from words_of(person.title)
        for duty in chain(person.duties, person.does):
            for word in self._duties.words_of(duty):
                yield from words_of(word)

    def _why(self, position: int, words: Sequence[str], private: Callable[[str], bool] | None) -> Why:
        person, reach = self._people[position], self._reach[position]
        instead = self.reach.deputy_of(person.extension) if reach is Reach.DEPUTY else ""
        mobile = number_of(person.mobile) if private is None or private(person.extension) else ""
        matched = (self._matched(person, word, mobile) for word in words)
        match, what = min(matched, key=lambda each: _TELLING.index(each[0]), default=(Match.ALL, ""))
        return Why(match, what, reach, instead)

    def _matched(self, person: Findable, word: str, mobile: str) -> tuple[Match, str]:
        """By what of a person a word matched, in the order of the classes."""
        words_for = self._duties.words_of
        work = chain(person.duties, person.does)
        duties = [(Match.DUTY, duty, [each for other in words_for(duty) for each in words_of(other)]) for duty in work]
        does: list[tuple[Match, str, Sequence[str]]] = [
            (Match.NAME, "", words_of(person.name)),
            (Match.EXTENSION, "", [person.extension]),
            *duties,
            (Match.TITLE, person.title, words_of(person.title)),
        ]
        about: list[tuple[Match, str, Sequence[str]]] = [
            (Match.UNIT, person.unit_name, words_of(person.unit_name)),
            (Match.PLACE, person.place, words_of(person.place)),
            (Match.NUMBER, "", [number_of(person.direct)]),
            (Match.MOBILE, "", [mobile]),
        ]
        begins, inside = str.startswith, str.__contains__
        for texts, fits in ((does, str.__eq__), (does, begins), (about, begins), (does + about, inside)):
            for match, what, tokens in texts:
                if any(fits(token, word) for token in tokens):
                    return match, what
        slips = slips_allowed(word)
        for _, what, tokens in does + about:
            if any(begins_nearly(word, token, slips) for token in tokens):
                return Match.NEAR, what or person.name
        return Match.NAME, ""


def _buckets(classes: Iterator[int], by_reach: Sequence[int]) -> Iterator[int]:
    """Each class without those of the classes before it, by who can be reached best; nobody where only a step was done."""
    seen = 0
    for matching in classes:
        fresh = matching & ~seen
        seen |= matching
        if fresh:
            yield from filter(None, (fresh & theirs for theirs in by_reach))
        else:
            yield 0


# Of several words, what says most about why: a duty, before a name that is on the line anyway.
_TELLING = (
    Match.NEAR,
    Match.DUTY,
    Match.TITLE,
    Match.UNIT,
    Match.PLACE,
    Match.NUMBER,
    Match.MOBILE,
    Match.EXTENSION,
    Match.NAME,
    Match.ALL,
)


def _whereabouts(person: Findable) -> Iterator[str]:
    yield from words_of(person.unit_name or person.unit)
    yield from words_of(person.place)
    if person.direct and (number := number_of(person.direct)):
        yield number


def _mobile(person: Findable) -> Iterator[str]:
    if person.mobile and (number := number_of(person.mobile)):
        yield number


def _order(person: Findable) -> str:
    return "\0".join((_sorted_as(person.family_name), _sorted_as(person.name), person.extension))


def _sorted_as(text: str) -> str:
    return folded(text.translate(_LAST_LETTERS))
