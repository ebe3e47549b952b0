"""How a query and the texts of a person are read as words: without case and accents, numbers as they are dialled."""

from __future__ import annotations

import re
from functools import lru_cache

from kalix_presence.model.directory import folded
from kalix_presence.model.target import dialled

_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\+?\d[\d \u00a0\u202f()/.\-]{2,}")
MOST_WORDS = 8


@lru_cache(8_192)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, folded: "Eva-Lena" is "eva", "lena" and "evalena"."""
    found = _WORD.findall(folded(text))
    if "-" in text:
        found += ["".join(_WORD.findall(part)) for part in folded(text).split() if "-" in part]
    return tuple(found)


def number_of(text: str) -> str:
    """A telephone number as the digits that are dialled; "" for none."""
    digits = dialled(text)
    return digits if digits.isascii() and digits.isdigit() else ""


def query_words(query: str) -> list[str]:
    """What is asked for, word by word; a telephone number is one word however it is spaced."""
    text = query.strip()
    if _NUMBER.fullmatch(text) and (digits := number_of(text)):
        return [digits]
    return list(dict.fromkeys(_WORD.findall(folded(text))))[:MOST_WORDS]
