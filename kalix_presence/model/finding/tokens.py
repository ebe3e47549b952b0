"""One index of words: each word once, sorted, with who has it; beginnings by bisection, the rest in one joined text."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from kalix_presence.model.finding.bits import bits_of
from kalix_presence.model.finding.spelling import begins_nearly, slips_allowed
from kalix_presence.model.finding.steps import PORTION, Steps, in_order

_LAST = "\U0010ffff"
_SHORT = 2
_HELD = 64
"""So many answers of `within` are kept."""
_PLACES = 4_000
"""Words in a step of it."""
_MARK = "\n"


class TokenIndex:
    """Who has which word. `words`: those (folded) of each of `size` people, by position."""

    @classmethod
    def in_steps(cls, words: Iterable[Iterable[str]], size: int) -> Steps[TokenIndex]:
        """The index of these, made a step at a time."""
        index = cls()
        yield from index._make(words, size)
        return index

    def _make(self, words: Iterable[Iterable[str]], size: int) -> Steps[None]:
        self._size = size
        having: dict[str, int | list[int]] = {}  # most words are numbers, which one person has
        for position, theirs in enumerate(words):
            for word in theirs:
                who = having.setdefault(word, position)
                if isinstance(who, list):
                    if who[-1] != position:
                        who.append(position)
                elif who != position:
                    having[word] = [who, position]
            if not position % PORTION:
                yield
        self._words = yield from in_order(list(having), str)
        self._who, self._starts = array("I"), array("I", [0])
        self._offsets, offset = array("I"), 1
        self._spelt, self._letters = array("I"), array("L")
        for place, word in enumerate(self._words):
            who = having.pop(word)
            if isinstance(who, list):
                self._who.extend(who)
            else:
                self._who.append(who)
            self._starts.append(len(self._who))
            self._offsets.append(offset)
            offset += len(word) + 1
            if not word.isdigit():
                self._spelt.append(place)
            self._letters.append(_letters(word))
            if not place % PORTION:
                yield
        self._text = _MARK + _MARK.join(self._words) + _MARK
        # Asked for again with each key of one query, and again for its next word.
        self.beginning = lru_cache(128)(self._beginning)
        self._held: dict[str, int] = {}
        self.nearly = lru_cache(32)(self._nearly)

    def whole(self, word: str) -> int:
        """Those who have exactly `word`."""
        place = bisect_left(self._words, word)
        there = place < len(self._words) and self._words[place] == word
        return self._span(place, place + 1) if there else 0

    def _beginning(self, word: str) -> int:
        """Those who have a word that begins with `word`."""
        low, high = self._range(word)
        return self._span(low, high)

    def within(self, word: str) -> int:
        """Those who have a word that holds `word` anywhere."""
        for _ in self.within_in_steps(word):
            continue
        return self._held[word]

    def within_in_steps(self, word: str) -> Iterator[int]:
        """Have `within` know at once; an empty set for each step."""
        if word in self._held:
            return
        starts, who, found = self._starts, self._who, array("I")
        for places in self._holding(word):
            for place in places:
                found.extend(who[starts[place] : starts[place + 1]])
            yield 0
        known = bits_of(found, self._size) if found else 0
        while len(self._held) >= _HELD:
            del self._held[next(iter(self._held))]
        self._held[word] = known

    def _holding(self, word: str) -> Iterator[list[int]]:
        """The places of the words that hold `word`, some at a time."""
        if len(word) > _SHORT:
            offsets = self._offsets_of(word)
            while places := [self._place(offset) for offset in islice(offsets, _PLACES)]:
                yield places
            return
        words = self._words
        # Most words are numbers, and none of them holds a letter.
        among: Sequence[int] = range(len(words)) if word.isdigit() else self._spelt
        for at in range(0, len(among), _PLACES):
            yield [place for place in among[at : at + _PLACES] if word in words[place]]

    def _nearly(self, word: str) -> int:
        """Those who have a word that begins with `word` but for the slips its length allows."""
        slips = slips_allowed(word)
        if not slips or not word.isalpha():
            return 0
        # Each slip adds at most one letter that the other word lacks: most words are ruled out by their letters alone.
        letters, least = _letters(word), len(word) - slips
        likely = (place for place, theirs in enumerate(self._letters) if (letters & ~theirs).bit_count() <= slips)
        words = self._words
        return self._those(place for place in likely if len(words[place]) >= least and begins_nearly(word, words[place], slips))

    def _range(self, word: str) -> tuple[int, int]:
        return bisect_left(self._words, word), bisect_left(self._words, word + _LAST)

    def _offsets_of(self, piece: str) -> Iterator[int]:
        """Where `piece` stands in the joined text; once for each word."""
        at = self._text.find(piece)
        while at >= 0:
            yield at
            at = self._text.find(piece, self._text.find(_MARK, at))

    def _place(self, offset: int) -> int:
        return bisect_right(self._offsets, offset) - 1

    def _span(self, low: int, high: int) -> int:
        return bits_of(self._who[self._starts[low] : self._starts[high]], self._size) if low < high else 0

    def _those(self, places: Iterable[int]) -> int:
        starts, who = self._starts, self._who
        found = array("I")
        for place in places:
            found.extend(who[starts[place] : starts[place + 1]])
        return bits_of(found, self._size) if found else 0


def _letters(word: str) -> int:
    """Which letters a word has, one bit each; two letters may share one. Numbers have none: no slips are forgiven there."""
    found = 0
    if word.isalpha():
        for sign in word:
            found |= 1 << (ord(sign) & 31)
    return found
