"""Cells of a table that a spreadsheet opens: none is worked out as a formula."""

from __future__ import annotations

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


def harmless(value: object) -> str:
    """The value as a cell, with an apostrophe before what would be a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
