"""Where the screen is low, what stands under each other stands closer together; where it is not, nothing changes."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QFormLayout, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kalix_presence.desktop.widgets.closer import LOW, draw_closer

ROOMY = (20, 24, 22, 18)


def made(kind: type) -> QWidget:
    window = QWidget()
    layout = kind(window)
    layout.setContentsMargins(*ROOMY)
    layout.setSpacing(14)
    for words in ("One", "Two"):
        layout.addWidget(QLabel(words))
    return window


def shown(window: QWidget) -> tuple[int, ...]:
    layout = window.layout()
    assert layout is not None
    edges = layout.contentsMargins()
    gap = layout.verticalSpacing() if isinstance(layout, QGridLayout | QFormLayout) else layout.spacing()
    return edges.left(), edges.top(), edges.right(), edges.bottom(), gap


@pytest.mark.parametrize("kind", [QVBoxLayout, QGridLayout, QFormLayout])
def test_it_comes_closer_once_and_goes_back(qapp: object, kind: type) -> None:
    window = made(kind)
    for _ in range(2):
        draw_closer(window, LOW - 1)
        assert shown(window) == (20, 12, 22, 9, 7)
    draw_closer(window, LOW)
    assert shown(window) == (*ROOMY, 14)


def test_what_stands_beside_each_other_keeps_its_distance(qapp: object) -> None:
    window = made(QHBoxLayout)
    draw_closer(window, LOW - 1)
    assert shown(window) == (20, 12, 22, 9, 14)


def test_what_was_close_or_touched_stays_so(qapp: object) -> None:
    window = made(QVBoxLayout)
    layout = window.layout()
    assert layout is not None
    layout.setContentsMargins(0, 0, 0, 1)
    layout.setSpacing(2)
    draw_closer(window, LOW - 1)
    assert shown(window) == (0, 0, 0, 1, 2)
