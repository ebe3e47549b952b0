"""Long work between two events of the window, as many steps of it as a moment has room for."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter


def done_within(seconds: float, steps: Iterator[object]) -> bool:
    """Take one step or more until `seconds` are over; whether none is left."""
    ends = perf_counter() + seconds
    return all(perf_counter() < ends for _ in steps)
