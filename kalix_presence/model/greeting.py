"""The line to answer a call with (P3): one for each unit, with blanks for names, and for how long it is shown to whom. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum

from kalix_presence.model.errors import BadInput
from kalix_presence.model.plain_text import can_be_shown, is_one_line

BLANKS = ("unit", "given", "family", "administration")
"""What a line leaves open: {unit} and {administration} are names of them, {given} and {family} those of whoever answers."""
USUAL = "{unit}, {given} {family}"
"""What is said where no unit has another line: "Bygg och miljö, Anna Ek"."""
LONGEST = 120
"""Characters of a line, blanks as they are written."""
LONGEST_WORD = 30
"""Characters of a word of it: the card of a call is no wider, and breaks no word."""
MOST_DIGITS = 4
"""A place may have a number; a telephone number or a personal identity number is nothing to answer with."""

_BLANK = re.compile(r"\{(" + "|".join(BLANKS) + r")\}")
_OPENED = re.compile(r"\{[^{}]*\}?|\}")


class Shown(StrEnum):
    """When somebody sees the line at an incoming call, as they have chosen."""

    SITE = "site"
    """As long as the site says for whoever is new."""
    ALWAYS = "always"
    NEVER = "never"


def checked_line(text: str) -> str:
    """`text` as it is kept: on one line, without spaces around it; "" for none of its own.

    Raises BadInput `greeting-signs` for what is no plain line, `greeting-long` (`limit`), `greeting-word` (`limit`) for a word
    that no card holds, `greeting-blank` (`blank`) for braces that are none of `BLANKS`, `greeting-number` for more than
    `MOST_DIGITS` digits, `greeting-nameless` without {given}.
    """
    line = text.strip()
    if not is_one_line(line) or not can_be_shown(line):
        raise BadInput("greeting-signs", field="line")
    if len(line) > LONGEST:
        raise BadInput("greeting-long", field="line", limit=LONGEST)
    if any(len(word) > LONGEST_WORD for word in _BLANK.sub(" ", line).split()):
        raise BadInput("greeting-word", field="line", limit=LONGEST_WORD)
    wrong = _OPENED.search(_BLANK.sub("", line))
    if wrong is not None:
        raise BadInput("greeting-blank", field="line", blank=wrong[0])
    if sum(sign.isdigit() for sign in line) > MOST_DIGITS:
        raise BadInput("greeting-number", field="line", limit=MOST_DIGITS)
    if line and "{given}" not in line:
        raise BadInput("greeting-nameless", field="line")
    return line


def filled(line: str, names: Mapping[str, str]) -> str:
    """`line` with `names` (of `BLANKS`; one that is missing is empty) in its blanks, and no gap where one of them is empty."""
    said = _BLANK.sub(lambda blank: names.get(blank[1], ""), line)
    return " ".join(said.split()).replace(" ,", ",").strip(" ,")


def line_of(units: Iterable[str], lines: Mapping[str, str]) -> tuple[str, str]:
    """The line that counts for the first of `units` (a unit, then each one above it), and whose it is: of the nearest that has
    one in `lines`; the usual one, of "" nobody, where none has."""
    return next(((lines[unit], unit) for unit in units if lines.get(unit)), (USUAL, ""))


def last_day(began: date, days: int) -> date | None:
    """The last day on which the line is shown to whoever began on that day, for so many days; None for 0, which is never."""
    return began + timedelta(days=days - 1) if days > 0 else None


def is_shown(chosen: Shown, until: date | None, today: date) -> bool:
    """Whether somebody sees the line `today`; `until` is the last day that the site says for them, None for no day."""
    if chosen is Shown.SITE:
        return until is not None and today <= until
    return chosen is Shown.ALWAYS
