"""The file of reasons as a site writes it: read whole, or refused with the line of what it half understands."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from kalix_presence.model.absence import ForwardKind
from kalix_presence.model.errors import BadInput
from kalix_presence.model.preferences import Span
from kalix_presence.model.reason import EndRule, Reason, Reasons
from kalix_presence.model.site_toml import line_of, read_toml
from kalix_presence.model.when.typed_time import read
from kalix_presence.model.words import LANGUAGES
from kalix_presence.model.worktime import WorkingTime

NAMED_IN = ("sv", "en", "fi")
"""Languages in which every reason has a name; in any other one that has none is called as in English."""

COLOURS = ("green", "amber", "red", "blue", "violet", "grey", "teal")
SHAPES = ("circle", "square", "triangle", "diamond", "bar", "hexagon", "ring")
# A working Monday morning: whatever is a usual return time at all can be read then.
_SOME_MORNING = datetime(2026, 2, 2, 6, 0, tzinfo=UTC)


class _Broken(Exception):
    """A fault in one table of the file: which key, and what is wrong with it."""

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(key, problem)
        self.key, self.problem = key, problem


def read_reasons(text: str, filename: str) -> Reasons:
    """Read a reasons file (TOML, one [[reason]] table each).

    Raises BadInput `reasons-file-broken` with `file`, `line` (from 1) and `problem` for anything it cannot fully understand:
    a half-understood table would tell callers something nobody meant.
    """
    data = read_toml(text, filename, "reasons-file-broken")
    tables = data.get("reason")
    if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
        raise BadInput("reasons-file-broken", file=filename, line=1, problem="it has no [[reason]] table")
    unknown = sorted(set(data) - {"reason"})
    if unknown:
        line = line_of(text, unknown[0])
        raise BadInput("reasons-file-broken", file=filename, line=line, problem=f"'{unknown[0]}' is not known here")
    reasons: list[Reason] = []
    for index, table in enumerate(tables):
        try:
            reasons.append(_reason(table))
            _clashes(reasons)
        except _Broken as fault:
            line = line_of(text, "reason", index, fault.key)
            raise BadInput("reasons-file-broken", file=filename, line=line, problem=fault.problem) from None
    codes = {reason.code for reason in reasons}
    for index, reason in enumerate(reasons):
        if reason.shown_as not in codes:
            line = line_of(text, "reason", index, "shown_as")
            problem = f"shown_as '{reason.shown_as}' is not the code of a reason"
            raise BadInput("reasons-file-broken", file=filename, line=line, problem=problem)
    return Reasons(tuple(reasons))


def _reason(table: dict[str, object]) -> Reason:
    known = {
        "code",
        "name",
        "icon",
        "colour",
        "shape",
        "digit",
        "usual",
        "forward",
        "end",
        "shown_as",
        "told_as",
        "aliases",
        "copies",
        "selectable",
    }
    for key in table:
        if key not in known:
            raise _Broken(key, f"'{key}' is not known here; known are {', '.join(sorted(known))}")
    code = _text(table, "code", r"[a-z][a-z_]{0,30}")
    names = table.get("name")
    if not isinstance(names, dict):
        raise _Broken("name", "name must be a table with sv, en and fi")
    for language in NAMED_IN:
        if not isinstance(names.get(language), str) or not names[language].strip():
            raise _Broken("name", f"the name in '{language}' is missing")
    digit = _text(table, "digit", r"\d{1,2}") if "digit" in table else None
    usual = _usual(table) if "usual" in table else None
    aliases = table.get("aliases", [])
    if not isinstance(aliases, list) or not all(isinstance(alias, str) and alias for alias in aliases):
        raise _Broken("aliases", "aliases must be a list of words")
    return Reason(
        code=code,
        names={language: str(name) for language in LANGUAGES if (name := names.get(language))},
        icon=_text(table, "icon", r"[a-z][a-z0-9_-]*", code),
        colour=_one_of(table, "colour", COLOURS),
        shape=_one_of(table, "shape", SHAPES),
        digit=digit,
        usual=usual,
        forward=ForwardKind(_one_of(table, "forward", ("switchboard", "mobile", "none"), "switchboard")),
        end=EndRule(_one_of(table, "end", tuple(EndRule), "required")),
        shown_as=_text(table, "shown_as", r"[a-z][a-z_]*", code),
        told_as=_text(table, "told_as", r"[a-z][a-z_]*", code),
        aliases=tuple(alias.casefold() for alias in aliases),
        copies=_switch(table, "copies", default=True),
        selectable=_switch(table, "selectable", default=True),
    )


def _text(table: dict[str, object], key: str, pattern: str, default: str | None = None) -> str:
    value = table.get(key, default)
    if value is None:
        raise _Broken(key, f"{key} is missing")
    if not isinstance(value, str) or not re.fullmatch(pattern, value):
        raise _Broken(key, f"{key} = {value!r} does not have the form {pattern}")
    return value


def _switch(table: dict[str, object], key: str, *, default: bool) -> bool:
    value = table.get(key, default)
    if not isinstance(value, bool):
        raise _Broken(key, f"{key} must be true or false")
    return value


class _PlainWeek(WorkingTime):
    """Working time without public holidays: they do not decide what can be read, and their library is slow to load."""

    def wall_spans(self, day: date) -> tuple[Span, ...]:
        return tuple(self.hours.get(day.weekday(), ()))


def _usual(table: dict[str, object]) -> str:
    text = _text(table, "usual", r".{1,40}")
    try:
        read(text, now=_SOME_MORNING, worktime=_PlainWeek())
    except BadInput as fault:
        raise _Broken("usual", f"usual = '{text}' is not a return time such as '60 min' or '13.00'") from fault
    return text


def _one_of(table: dict[str, object], key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
    value = table.get(key, default)
    if value is None:
        raise _Broken(key, f"{key} is missing")
    if value not in allowed:
        raise _Broken(key, f"{key} = {value!r} is not one of {', '.join(allowed)}")
    return str(value)


def _clashes(reasons: list[Reason]) -> None:
    """Refuse what an earlier reason has taken already."""
    newest = reasons[-1]
    for earlier in reasons[:-1]:
        if earlier.code == newest.code:
            raise _Broken("code", f"the code '{newest.code}' is used twice")
        if newest.digit is not None and earlier.digit == newest.digit:
            raise _Broken("digit", f"the digit {newest.digit} already means '{earlier.code}'")
        shared = set(earlier.aliases) & set(newest.aliases)
        if shared:
            raise _Broken("aliases", f"'{min(shared)}' already means '{earlier.code}'")
