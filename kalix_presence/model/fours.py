"""A key or code as people read it: four signs at a time."""

from __future__ import annotations


def in_fours(text: str, between: str = " ") -> str:
    """`text` with `between` after each fourth sign but the last."""
    return between.join(text[at : at + 4] for at in range(0, len(text), 4))
