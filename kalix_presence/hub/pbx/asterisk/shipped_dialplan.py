"""The dialplan that ships, line by line, and where what the PBX runs is not that: an older one, a changed one, two mixed up."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kalix_presence import shipped
from kalix_presence.hub.pbx.asterisk.joining import Line


def shipped_lines() -> list[Line]:
    """All lines of kalix-presence.conf as Asterisk reads them."""
    text = (shipped.resources() / "asterisk" / "kalix-presence.conf").read_text("utf-8")
    found: list[Line] = []
    context = extension = ""
    priority = 0
    for raw in text.splitlines():
        row = re.split(r"(?<!\\);", raw)[0].replace("\\;", ";").strip()
        if section := re.fullmatch(r"\[([\w-]+)\]", row):
            context = section[1]
        elif line := re.fullmatch(r"(?:exten => ([^,]+),(1|hint)|same => n)(?:\(\w+\))?,(.+)", row):
            extension = line[1] or extension
            priority = 1 if line[1] else priority + 1
            if line[2] == "hint":
                found.append(Line(context, extension, "hint", line[3], ""))
                continue
            application, _, data = line[3].partition("(")
            found.append(Line(context, extension, str(priority), application, data.removesuffix(")")))
    return found


def changed(plan: Iterable[Line]) -> list[str]:
    """The contexts of ours that the PBX does not run as they ship, in the order of the file."""
    ours, there = _by_context(shipped_lines()), _by_context(plan)
    return [context for context, lines in ours.items() if there.get(context) != lines]


def _by_context(lines: Iterable[Line]) -> dict[str, set[Line]]:
    found: dict[str, set[Line]] = {}
    for line in lines:
        found.setdefault(line.context, set()).add(line)
    return found
