"""What somebody who mistyped may have meant: the same words with those that nobody knows spelled as the nearest known one."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from kalix_presence.model.when.lexicon import Lexicon

_WORD = re.compile(r"([^\W\d_]+)")
_MOST_MENDED = 2
_LIKE = 0.66
_SHORTEST = 3
_PAST = frozenset(("igår", "förrgår", "nyss", "yesterday", "ago", "eilen", "toissapäivänä", "sitten"))
"""Nobody who says these means the day whose name is like them."""


def nearest(text: str, lexicon: Lexicon, reads: Callable[[str], bool]) -> str | None:
    """`text` (lower case, single spaces) with its unknown words mended, where `reads` says that this can be read; else None."""
    from difflib import get_close_matches  # only for what could not be read: `when` starts without it

    parts, known = _WORD.split(text), _known(lexicon)  # every second part is a word
    unknown = [at for at in range(1, len(parts), 2) if len(parts[at]) >= _SHORTEST and parts[at] not in known]
    if not unknown or len(unknown) > _MOST_MENDED or not _PAST.isdisjoint(parts):
        return None
    for at in unknown:
        near = get_close_matches(parts[at], known, 1, _LIKE)
        if not near:
            return None
        parts[at] = near[0]
    meant = "".join(parts)
    return meant if reads(meant) else None


@cache
def _known(lexicon: Lexicon) -> tuple[str, ...]:
    """Every single word of the language, the longest name of a day before its short forms."""
    said: dict[str, None] = {}
    phrases: list[str] = []
    for value in vars(lexicon).values():
        if isinstance(value, (tuple, dict)):
            phrases.extend(value)
    for phrase in phrases:
        said |= dict.fromkeys(word for word in phrase.split() if len(word) >= _SHORTEST and word.isalpha())
    return tuple(said)
