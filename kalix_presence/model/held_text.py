"""What is held on a person, written to be read: a heading for each kind of thing, and under it each field with its value."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from kalix_presence.model.words import Words


def title_of(table: str, words: Words) -> str:
    """What people call what lies in `table`; a table that a newer hub has is called by its name."""
    key = f"hub.held-{table.replace('_', '-')}"
    return words.say(key) if words.has(key) else table


def readable(held: Mapping[str, Sequence[Mapping[str, Any]]], words: Words) -> str:
    """`held` as lines of text; a field that is empty has no line."""
    lines: list[str] = []
    for table, rows in held.items():
        title = f"{title_of(table, words)} ({len(rows)})"
        lines += [title, "=" * len(title)]
        for row in rows:
            lines += [f"{name}: {_shown(value)}" for name, value in row.items() if value not in (None, "", [], {})]
            lines.append("")
    return "\n".join(lines)


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
