"""What a plot shows, as plain figures: drawn by `drawing`, which alone knows how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trend:
    """A share through the periods, with the ends of its interval; None where it is not shown. `goal` is a share."""

    periods: Sequence[str]
    shares: Sequence[float | None]
    lows: Sequence[float | None]
    highs: Sequence[float | None]
    goal: float | None
    goal_words: str


@dataclass(frozen=True, slots=True)
class Funnel:
    """Units by how many there were and what share: what lies between the lines round the `middle` chance explains.

    `inner` and `outer` are the lines of 95 and 99.8 %: how many, lower share, upper share.
    """

    names: Sequence[str]
    wholes: Sequence[int]
    shares: Sequence[float]
    outside: Sequence[bool]
    middle: float
    inner: Sequence[tuple[float, float, float]]
    outer: Sequence[tuple[float, float, float]]
    across: str
    upward: str


@dataclass(frozen=True, slots=True)
class Heat:
    """Calls by weekday and hour from `first` until before `last`: a row a weekday; the colour is the share unanswered."""

    days: Sequence[str]
    first: int
    last: int
    calls: Sequence[Sequence[int]]
    unanswered: Sequence[Sequence[float | None]]
    legend: str


@dataclass(frozen=True, slots=True)
class Curve:
    """A share by duration: of those over by then, or with `falling` of those that still wait. `marks` are upright lines."""

    edges: Sequence[float]
    shares: Sequence[float]
    falling: bool
    across: str
    marks: Sequence[tuple[float, str]]


@dataclass(frozen=True, slots=True)
class Bars:
    """Plain counts by name."""

    names: Sequence[str]
    counts: Sequence[int]


Plot = Trend | Funnel | Heat | Curve | Bars
