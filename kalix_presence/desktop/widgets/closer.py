"""Draws what stands under each other in a window closer together where the screen is low, so that more of it is in sight."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout, QFormLayout, QGridLayout, QLayout, QWidget

LOW = 480
"""Pixels of height below which a window's room counts as low: a usual laptop at 200 %."""
LEAST = 2
_ROOMY = "kalix_roomy"
"""Where a layout keeps what it had before."""


def draw_closer(window: QWidget, room: int) -> None:
    """Halve what is empty above and below each part where there is `room` for less than `LOW`; give it back otherwise."""
    low = room < LOW
    for layout in window.findChildren(QLayout):
        before = layout.property(_ROOMY)
        if low and before is None:
            edges = layout.contentsMargins()
            before = [edges.top(), edges.bottom(), _gap(layout)]
            layout.setProperty(_ROOMY, before)
            _set(layout, [_half(each) for each in before])
        elif before is not None and not low:
            layout.setProperty(_ROOMY, None)
            _set(layout, before)


def _half(pixels: int) -> int:
    return min(pixels, max(LEAST, pixels // 2))


def _gap(layout: QLayout) -> int:
    if isinstance(layout, QGridLayout | QFormLayout):
        return layout.verticalSpacing()
    return layout.spacing() if _stands(layout) else -1


def _set(layout: QLayout, wanted: list[int]) -> None:
    top, bottom, gap = wanted
    edges = layout.contentsMargins()
    layout.setContentsMargins(edges.left(), top, edges.right(), bottom)
    if isinstance(layout, QGridLayout | QFormLayout):
        layout.setVerticalSpacing(gap)
    elif _stands(layout):
        layout.setSpacing(gap)


def _stands(layout: QLayout) -> bool:
    down = (QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.BottomToTop)
    return isinstance(layout, QBoxLayout) and layout.direction() in down
