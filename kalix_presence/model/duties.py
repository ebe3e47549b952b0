"""Duties and their other words, so that "byggnadslov" finds those who handle "bygglov": data that a site may edit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kalix_presence.model.directory import folded
from kalix_presence.model.errors import BadInput
from kalix_presence.model.site_toml import line_of, read_toml

MOST_WORDS = 50
LONGEST = 60


@dataclass(frozen=True)
class Duties:
    """Each duty with its synonyms, as they are written."""

    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    _by_word: dict[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_word: dict[str, tuple[str, ...]] = {}
        for duty, words in self.synonyms.items():
            for word in (duty, *words):
                by_word[folded(word)] = (*by_word.get(folded(word), ()), duty, *words)
        object.__setattr__(self, "_by_word", by_word)

    def words_of(self, duty: str) -> tuple[str, ...]:
        """`duty` and every word that means the same, whichever of them stands in the directory."""
        return tuple(dict.fromkeys((duty, *self._by_word.get(folded(duty), ()))))


NO_DUTIES = Duties()


def read_duties(text: str, filename: str) -> Duties:
    """Read a duties file: TOML, `"duty" = ["other word", ...]` in each line.

    Raises BadInput `duties-file-broken` with `file`, `line` (from 1) and `problem`.
    """
    data = read_toml(text, filename, "duties-file-broken")
    for duty, words in data.items():
        problem = _fault(duty, words)
        if problem:
            raise BadInput("duties-file-broken", file=filename, line=line_of(text, duty), problem=problem)
    return Duties({duty: tuple(words) for duty, words in data.items()})


def _fault(duty: str, words: object) -> str | None:
    if not folded(duty).strip():
        return "a duty has a name"
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        return f'"{duty}" must be a list of words, such as ["byggnadslov", "attefall"]'
    if len(words) > MOST_WORDS:
        return f'"{duty}" has more than {MOST_WORDS} words'
    for word in (duty, *words):
        if not word.strip() or len(word) > LONGEST or not word.isprintable():
            return f'"{duty}": each word has 1 to {LONGEST} signs that can be shown'
    return None
