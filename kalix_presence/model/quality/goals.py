"""The goals that a site sets for its measures: a share to reach or to stay under, a wait that nine in ten are to keep."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from kalix_presence.model.quality.measures import MEASURES, Better, Measure, Shape, measure

GOALED = tuple(each.key for each in MEASURES if each.better is not Better.NEITHER)
"""The measures that a goal can be set for."""

_LINE = re.compile(r"([a-z_]+) (\d{1,4})", re.ASCII)


def read_goal(line: str) -> tuple[str, float] | None:
    """The measure's key and its goal: "answered_in_time 80" is 0.8, "switchboard_wait 60" 60 seconds; None for what is none."""
    found = _LINE.fullmatch(line)
    if found is None or found[1] not in GOALED:
        return None
    number = int(found[2])
    if measure(found[1]).shape is Shape.SHARE:
        return (found[1], number / 100) if number <= 100 else None
    return found[1], float(number)


def read_goals(lines: Iterable[str]) -> Mapping[str, float]:
    """The goals by measure; the last line of a measure holds."""
    return dict(goal for line in lines if (goal := read_goal(line)) is not None)


def reached(of: Measure, value: float, goal: float) -> bool:
    """Whether `value` (a share, or of a wait what nine in ten keep) is as good as the goal."""
    return value >= goal if of.better is Better.MORE else value <= goal
