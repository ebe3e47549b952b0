"""A measure's figure from its counts: a share with its interval, or a wait's median and ninth decile."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from kalix_presence.model.quality.measures import EDGES, Distribution, Measure, Shape

FEWEST_FOR_A_SHARE = 20
"""Calls (or whatever is counted) below which no percentage is shown: it would say more of chance than of quality."""

_Z = 1.959964
"""Two-sided 95 % of the normal distribution."""

Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Figure:
    """`part` of `whole` as counted. `share` with the ends of its 95 % interval (Wilson), 0 to 1; None when there is too little.

    For a wait `whole` is how many there were; `median` and `p90` are upper edges of classes ("at most"), None when there is too
    little, and `math.inf` beyond the last class.
    """

    part: int
    whole: int
    share: float | None = None
    low: float | None = None
    high: float | None = None
    median: float | None = None
    p90: float | None = None


def figure(measure: Measure, counts: Counts) -> Figure:
    """What `measure` comes to in `counts`."""
    if measure.distribution is not None:
        return _wait(measure.distribution, counts)
    part = counts.get(measure.part or "", 0)
    if measure.shape is Shape.COUNT:
        return Figure(part, part)
    whole = counts.get(measure.whole or "", 0)
    if whole < FEWEST_FOR_A_SHARE:
        return Figure(part, whole)
    low, high = wilson(part, whole)
    return Figure(part, whole, share=part / whole, low=low, high=high)


def wilson(part: int, whole: int) -> tuple[float, float]:
    """The 95 % interval of a share by Wilson's score (1927); holds near 0 and 1, where the plain one does not."""
    share, square = part / whole, _Z * _Z
    middle = share + square / (2 * whole)
    half = _Z * math.sqrt(share * (1 - share) / whole + square / (4 * whole * whole))
    below = 1 + square / whole
    # What is rounded last must not lead past the share itself: all of all is 1, and nothing of them 0.
    return min(share, max(0.0, (middle - half) / below)), max(share, min(1.0, (middle + half) / below))


def classes(distribution: Distribution, counts: Counts) -> list[tuple[float, int]]:
    """Upper edge and count of each class, in order; the last edge is infinity."""
    edges: list[tuple[float, str]] = [(float(edge), str(edge)) for edge in EDGES[distribution]]
    return [(edge, counts.get(f"{distribution}:{name}", 0)) for edge, name in [*edges, (math.inf, "over")]]


def _wait(distribution: Distribution, counts: Counts) -> Figure:
    table = classes(distribution, counts)
    whole = sum(count for _, count in table)
    if whole < FEWEST_FOR_A_SHARE:
        return Figure(whole, whole)
    return Figure(whole, whole, median=_quantile(table, whole, 0.5), p90=_quantile(table, whole, 0.9))


def _quantile(table: list[tuple[float, int]], whole: int, wanted: float) -> float:
    reached = 0
    for edge, count in table:
        reached += count
        if reached >= wanted * whole:
            return edge
    return math.inf
