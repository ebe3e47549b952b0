"""Cards in the corner do not cover each other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect

from kalix_presence.desktop.widgets.corner import MARGIN, free_place

SCREEN = QRect(0, 0, 1280, 800)


def test_the_first_lies_in_the_corner() -> None:
    assert free_place(380, 150, SCREEN, []) == QPoint(1279 - 380 - MARGIN, 799 - 150 - MARGIN)


def test_the_next_lies_above_it() -> None:
    first = QRect(free_place(380, 150, SCREEN, []), QRect(0, 0, 380, 150).size())
    second = QRect(free_place(400, 120, SCREEN, [first]), QRect(0, 0, 400, 120).size())
    assert not second.intersects(first)
    assert second.bottom() < first.top()


def test_without_room_it_is_in_the_corner_all_the_same() -> None:
    whole = QRect(800, 0, 480, 800)
    assert free_place(380, 150, SCREEN, [whole]) == free_place(380, 150, SCREEN, [])


@given(st.lists(st.tuples(st.integers(300, 440), st.integers(60, 200)), max_size=5))
def test_as_many_as_there_is_room_for_stand_above_each_other(sizes: list[tuple[int, int]]) -> None:
    placed: list[QRect] = []
    for width, height in sizes:
        place = free_place(width, height, SCREEN, placed)
        made = QRect(place.x(), place.y(), width, height)
        assert SCREEN.contains(made)
        if any(made.intersects(other) for other in placed):
            assert place == free_place(width, height, SCREEN, []), "only when there is no room"
        placed.append(made)
