"""Whether what is clicked is large enough, or has enough room around it: WCAG 2.2, 2.5.8, with its exception for spacing alone."""

from __future__ import annotations

from collections.abc import Iterator

from tests.desktop.heard.node import Box, Node
from tests.desktop.heard.rules import ENTRIES, FILLED_IN, PRESSED, Fault

LEAST = 24
"""Logical pixels, both ways: those of CSS."""
TARGETS = PRESSED | FILLED_IN | ENTRIES | {"Grip", "ColumnHeader"}


def small_targets(window: Node) -> Iterator[Fault]:
    """Targets under `LEAST`, where a circle of that size around the middle meets another target, or the circle of another
    small one.

    Cells of a table that lets nobody choose among them are no targets, nor what is disabled or scrolled away.
    """
    targets = [node for node in window.everything() if is_target(node)]
    small = [node for node in targets if min(node.box[2:]) < LEAST]
    for node in small:
        for other in targets:
            if other is not node and other not in node.around() and node not in other.around():
                crowded = _near(node.box, other.box, LEAST / 2)
                crowded = crowded or (min(other.box[2:]) < LEAST and _apart(node.box, other.box) < LEAST)
                if crowded:
                    yield f"is a target under {LEAST} with {other} beside it", node
                    break


def is_target(node: Node) -> bool:
    """Whether it takes a click now."""
    if node.role not in TARGETS or not node.in_sight or node.has("disabled"):
        return False
    if node.role in ENTRIES - {"PageTab", "MenuItem"}:
        return node.has("selectable") or node.has("focusable")
    return node.role != "ColumnHeader" or bool(node.actions)


def _middle(box: Box) -> tuple[float, float]:
    return box[0] + box[2] / 2, box[1] + box[3] / 2


def _near(box: Box, other: Box, reach: float) -> bool:
    """Whether the circle around the middle of one meets the rectangle of the other."""
    x, y = _middle(box)
    across = max(other[0] - x, 0, x - (other[0] + other[2]))
    down = max(other[1] - y, 0, y - (other[1] + other[3]))
    return across**2 + down**2 < reach**2


def _apart(box: Box, other: Box) -> float:
    (x, y), (there_x, there_y) = _middle(box), _middle(other)
    return ((x - there_x) ** 2 + (y - there_y) ** 2) ** 0.5
