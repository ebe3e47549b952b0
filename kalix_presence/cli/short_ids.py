"""Ids in a shell: their first letters are shown, and typed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

SHORTEST_ID = 4
SHOWN_ID = 8


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_Identified)


def fitting(found: Iterable[T], typed: str) -> list[T]:
    """Those whose id begins as `typed` says; nothing where that is too short to mean one."""
    begun = typed.strip().lower()
    return [one for one in found if one.id.startswith(begun)] if len(begun) >= SHORTEST_ID else []
