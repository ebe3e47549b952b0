"""Reasons for an absence, as data that a site may edit, and the reading of that data."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum

from kalix_presence.model.absence import ForwardKind
from kalix_presence.model.errors import BadInput
from kalix_presence.model.preferences import Span
from kalix_presence.model.when import read
from kalix_presence.model.words import LANGUAGES
from kalix_presence.model.worktime import WorkingTime

NAMED_IN = ("sv", "en", "fi")
"""Languages in which every reason has a name; in any other one that has none is called as in English."""

COLOURS = ("green", "amber", "red", "blue", "violet", "grey", "teal")
SHAPES = ("circle", "square", "triangle", "diamond", "bar", "hexagon", "ring")
# A working Monday morning: whatever is a usual return time at all can be read then.
_SOME_MORNING = datetime(2026, 2, 2, 6, 0, tzinfo=UTC)


class EndRule(StrEnum):
    """Whether a return time must be given (P5)."""

    REQUIRED = "required"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for an absence.

    `usual` is a return time as people type it ("13.00", "30"), None when there is no usual one. `shown_as` is the code that
    colleagues see and `told_as` the clip that callers hear: for sensitive reasons both say plain absence. `digit` is what is
    dialled in a phone code; None when the reason cannot be set from a phone. `copies` false: a day off, on which nobody gets
    copies of callback messages. One that is not `selectable` comes by itself only.
    """

    code: str
    names: Mapping[str, str]
    icon: str
    colour: str
    shape: str
    digit: str | None
    usual: str | None
    forward: ForwardKind
    end: EndRule
    shown_as: str
    told_as: str
    aliases: tuple[str, ...] = ()
    copies: bool = True
    selectable: bool = True

    @property
    def sensitive(self) -> bool:
        """Whether colleagues must not see which reason it is."""
        return self.shown_as != self.code

    def name(self, language: str) -> str:
        """Its name in `language`, else in English."""
        return self.names.get(language, self.names["en"])


@dataclass(frozen=True)
class Reasons:
    """A site's reasons, in the order in which they are offered."""

    table: tuple[Reason, ...]
    _by_code: dict[str, Reason] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_code", {reason.code: reason for reason in self.table})

    def __iter__(self) -> Iterator[Reason]:
        return iter(self.table)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    @property
    def offered(self) -> tuple[Reason, ...]:
        """Those that people may choose."""
        return tuple(reason for reason in self.table if reason.selectable)

    def get(self, code: str) -> Reason:
        """The reason with this code; raises BadInput `reason-unknown`."""
        try:
            return self._by_code[code]
        except KeyError:
            raise BadInput("reason-unknown", field="reason", reason=code[:40]) from None

    def by_digit(self, digit: str) -> Reason | None:
        """The reason dialled by this phone digit, if any."""
        return next((reason for reason in self.table if reason.digit == digit), None)


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
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        found = re.search(r"line (\d+)", str(fault))
        line = int(found.group(1)) if found else text.count("\n") + 1
        raise BadInput("reasons-file-broken", file=filename, line=line, problem=str(fault)) from None
    tables = data.get("reason")
    if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
        raise BadInput("reasons-file-broken", file=filename, line=1, problem="it has no [[reason]] table")
    unknown = sorted(set(data) - {"reason"})
    if unknown:
        line = _line_of(text, None, unknown[0])
        raise BadInput("reasons-file-broken", file=filename, line=line, problem=f"'{unknown[0]}' is not known here")
    reasons: list[Reason] = []
    for index, table in enumerate(tables):
        try:
            reasons.append(_reason(table))
            _clashes(reasons)
        except _Broken as fault:
            line = _line_of(text, index, fault.key)
            raise BadInput("reasons-file-broken", file=filename, line=line, problem=fault.problem) from None
    codes = {reason.code for reason in reasons}
    for index, reason in enumerate(reasons):
        if reason.shown_as not in codes:
            line = _line_of(text, index, "shown_as")
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


def _line_of(text: str, table: int | None, key: str) -> int:
    """The line (from 1) of `key` in the table with this index, else of the table's own heading."""
    seen, heading = -1, 1
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip().startswith("[[reason]]"):
            seen += 1
            if seen == table:
                heading = number
        if (table is None or seen == table) and re.match(rf"\s*\[*{re.escape(key)}\b", line):
            return number
    return heading
