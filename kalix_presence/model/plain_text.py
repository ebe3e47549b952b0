"""Which texts can be shown to others as they were typed: no controls, nothing that turns the writing round, nothing unseen."""

from __future__ import annotations

import unicodedata

_BREAKS = frozenset("\n\r\t")
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2028\u2029\u2800\u3164\uffa0")
"""Signs that Unicode counts as letters, marks or spaces, and that nobody sees."""

_JOINER, _EMOJI_STYLE = "\u200d", "\ufe0f"


def is_one_line(text: str) -> bool:
    """Whether `text` has neither line breaks nor tabs."""
    return _BREAKS.isdisjoint(text)


def can_be_shown(text: str) -> bool:
    """Whether every sign of `text` is seen where it stands. Line breaks and tabs are; so is what joins two emoji into one."""
    if text.isascii():
        return text.isprintable() or all(sign in _BREAKS or sign.isprintable() for sign in text)
    before = ""
    for sign in text:
        if sign in _UNSEEN or _is_none(sign):
            return False
        if unicodedata.category(sign) in ("Cc", "Cf", "Cs") and sign not in _BREAKS:
            joins = sign == _JOINER and (before == _EMOJI_STYLE or unicodedata.category(before or " ") in ("So", "Sk"))
            if not joins:
                return False
        before = sign
    return True


def _is_none(sign: str) -> bool:
    """Whether Unicode says that this will never be a sign: the last two of each plane, and 32 in the first."""
    return ord(sign) & 0xFFFE == 0xFFFE or "\ufdd0" <= sign <= "\ufdef"
