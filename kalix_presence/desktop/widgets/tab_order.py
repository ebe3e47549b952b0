"""The tab key goes where the eye goes: in the order of the layout, also after parts were made anew."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLayout, QScrollArea, QSplitter, QStackedWidget, QWidget


def follow_the_eye(window: QWidget) -> None:
    """Have the keyboard go through `window` as it is read: from left to right, then down."""
    stops = [part for part in _parts(window) if part.focusPolicy() is not Qt.FocusPolicy.NoFocus]
    for one, following in pairwise(stops):
        QWidget.setTabOrder(one, following)


def _parts(widget: QWidget | None) -> Iterator[QWidget]:
    if widget is None:
        return
    yield widget
    layout = widget.layout()
    if isinstance(widget, QScrollArea):
        yield from _parts(widget.widget())
    elif isinstance(widget, (QSplitter, QStackedWidget)):
        for at in range(widget.count()):
            yield from _parts(widget.widget(at))
    elif layout is not None:
        yield from _in_layout(layout)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    places = list(range(layout.count()))
    if isinstance(layout, QGridLayout):
        places.sort(key=lambda at: layout.getItemPosition(at)[:2])  # type: ignore[index]
    for at in places:
        item = layout.itemAt(at)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield from _parts(widget)
        elif inner is not None:
            yield from _in_layout(inner)
