"""Asterisk's configuration files as text: which sections and dialplan lines they have, and which patterns fit a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

SECTION = re.compile(r"\[([^\]]+)\](\([^)]*\))?")
LINE = re.compile(r"((?:exten\s*=>?\s*([^,]+),|same\s*=>?)\s*[\w+-]+(?:\([^)]*\))?\s*,\s*)(\w+)(?:\((.*)\))?\s*$")


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A line of the dialplan: `at` is its place in the file's lines, counted from 0, `head` all before the application."""

    at: int
    context: str
    pattern: str
    head: str
    application: str
    data: str

    def fits(self, number: str) -> bool:
        """Whether a call to `number` would be this extension's."""
        return re.fullmatch(_expression(self.pattern), number) is not None


def bare(raw: str) -> str:
    """A line without its comment."""
    return re.split(r"(?<!\\);", raw)[0].strip()


def sections(text: str) -> dict[str, list[tuple[int, str]]]:
    """Each section's lines with their places, comments gone; sections of one name together, as they come."""
    found: dict[str, list[tuple[int, str]]] = {}
    name = ""
    for at, raw in enumerate(text.splitlines()):
        row = bare(raw)
        if section := SECTION.match(row):
            name = section[1]
            found.setdefault(name, [])
        elif row and name:
            found[name].append((at, row))
    return found


def plan_lines(text: str) -> Iterator[PlanLine]:
    """The lines of the dialplan in a file, as they come in each context; hints, which run nothing, are left out."""
    for context, rows in sections(text).items():
        pattern = ""
        for at, row in rows:
            if line := LINE.match(row):
                pattern = (line[2] or pattern).strip()
                yield PlanLine(at, context, pattern, line[1], line[3], line[4] or "")


def option(rows: list[tuple[int, str]], name: str) -> str:
    """What a section says for `name`; "" when it does not, the last word when it says so more than once."""
    pairs = (row.partition("=") for _, row in rows)
    return next((value.lstrip(">").strip() for key, _, value in reversed(list(pairs)) if key.strip() == name), "")


def _expression(pattern: str) -> str:
    if not pattern.startswith("_"):
        return re.escape(pattern)
    kinds = {"X": "[0-9]", "Z": "[1-9]", "N": "[2-9]", ".": ".+", "!": ".*", "-": ""}
    parts = re.findall(r"\[[^\]]*\]|.", pattern[1:])
    return "".join(part if part.startswith("[") else kinds.get(part.upper(), re.escape(part)) for part in parts)
