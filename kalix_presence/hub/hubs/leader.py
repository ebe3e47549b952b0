"""Which hub of the group leads, as every other of them has to know it to pass anything on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Leader:
    """The hub that leads: its `name`, the `address` at which hubs reach it ("https://hub1.example.org:8770", without a slash
    at its end), and the `term` under which it does, which grows each time another hub takes the lead."""

    name: str
    address: str
    term: int


LeaderNow = Callable[[], Leader | None]
"""Who leads now, as was learned last: half a second ago at most, or as soon as it was told. None while nobody does, or the
database that says it is away. It asks nobody, and may be called from any thread."""


@dataclass(frozen=True, slots=True)
class Group:
    """What a hub that stands by works with: who leads now, and the `secret` (32 bytes) that only the group's hubs know."""

    now: LeaderNow
    secret: bytes
