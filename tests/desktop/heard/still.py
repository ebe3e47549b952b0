"""Whether anything in a window moves by itself: whoever asked the system for less motion sees none, since there is none."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QAbstractAnimation
from PySide6.QtGui import QMovie
from PySide6.QtWidgets import QProgressBar, QTreeView, QWidget

Fault = tuple[str, QWidget]


def motion_faults(window: QWidget) -> Iterator[Fault]:
    """Animations, those of the style among them, films, bars that run back and forth, trees that slide open."""
    for part in (window, *window.findChildren(QWidget)):
        if part.isVisible() and part.window() is window:
            running = [each for each in part.children() if isinstance(each, QAbstractAnimation)]
            if any(each.state() is QAbstractAnimation.State.Running for each in running):
                yield "is animated", part
            if any(isinstance(each, QMovie) for each in part.children()):
                yield "shows a film", part
            if isinstance(part, QProgressBar) and part.minimum() == part.maximum():
                yield "runs back and forth", part
            if isinstance(part, QTreeView) and part.isAnimated():
                yield "slides open", part
