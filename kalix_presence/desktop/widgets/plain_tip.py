"""A tool tip in which text stays text: Qt reads one that looks like markup as markup."""

from __future__ import annotations

import html


def plain_tip(text: str) -> str:
    """`text` as a tool tip, its lines kept; empty for none."""
    lines = "<br>".join(html.escape(line, quote=False) for line in text.splitlines())
    return f"<qt>{lines}</qt>" if lines else ""
