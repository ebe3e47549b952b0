"""Long work in small steps: whoever has a window to keep alive does as many as a moment has room for."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from heapq import merge
from typing import Any, TypeVar

T = TypeVar("T")

Steps = Generator[None, None, T]
"""Yields between two steps, each of about a millisecond or less, and returns what came of it."""

PORTION = 250
"""So many things are done in a step."""
_RUN = 1_000


def finished(steps: Steps[T]) -> T:
    """All of it at once."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            made: T = end.value
            return made


def portions(of: Iterable[T]) -> Generator[None, None, list[T]]:
    """`of` as a list, gathered in steps."""
    gathered = []
    for count, one in enumerate(of, 1):
        gathered.append(one)
        if not count % PORTION:
            yield
    return gathered


def in_order(unsorted: Sequence[T], key: Callable[[T], Any]) -> Generator[None, None, list[T]]:
    """What `sorted` would give, by runs that are merged."""
    runs = []
    for at in range(0, len(unsorted), _RUN):
        runs.append(sorted(unsorted[at : at + _RUN], key=key))
        yield
    if len(runs) < 2:
        return runs[0] if runs else []
    return (yield from portions(merge(*runs, key=key)))
