"""Everything about a window that concerns whoever uses it by keyboard, voice or screen reader, or hits small things badly."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QLabel, QMenu, QWidget

from kalix_presence.desktop.widgets.said import Said
from tests.desktop.heard.qt_tree import qt_tree
from tests.desktop.heard.rules import faults_told
from tests.desktop.heard.still import motion_faults
from tests.desktop.heard.targets import small_targets
from tests.desktop.heard.walk import keyboard_faults
from tests.desktop.sweep.looks import told

ALOUD = ("error", "reading")
"""Labels that say what has just become of something."""


def told_faults(window: QWidget) -> Iterator[tuple[str, str]]:
    """What is wrong, and with what."""
    tree, kind = qt_tree(window), type(window).__name__
    for wrong, node in (*faults_told(tree), *small_targets(tree)):
        yield wrong, f"{node} in {kind}, {node.parent}"
    found = [*motion_faults(window), *silent(window)]
    if not isinstance(window, QMenu):
        found += keyboard_faults(window)
    for wrong, part in found:
        yield wrong, f"{told(part)} in {kind}"


def silent(window: QWidget) -> Iterator[tuple[str, QWidget]]:
    """What is said in a window is said to whoever hears it as well (4.1.3)."""
    for label in window.findChildren(QLabel):
        if label.isVisible() and label.text() and label.objectName() in ALOUD and not isinstance(label, Said):
            yield "is said to the eye alone", label
