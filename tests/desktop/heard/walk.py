"""Goes through a window by real key presses: all that can be clicked is reached, by Tab or a key of its own; nothing keeps it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QCalendarWidget, QLineEdit, QTabBar, QWidget

from tests.desktop.sweep.looks import stops, told

Fault = tuple[str, QWidget]
SECTIONS = 4
"""Times that Tab may stay in one widget: a field for a time has a stop for hours and one for minutes."""
A_KEY = re.compile(r"\b(F\d+|Enter|Ctrl|Alt|Skift|Shift|Vaihto|Esc)\b")


def keyboard_faults(window: QWidget) -> Iterator[Fault]:
    """What Tab, or Shift and Tab, does not reach from the first stop; what keeps it; what can be clicked and nothing else."""
    wanted = stops(window)
    before = window.focusWidget()
    for key, how in ((Qt.Key.Key_Tab, "Tab"), (Qt.Key.Key_Backtab, "Shift+Tab")):
        yield from _walked(window, wanted, key, how)
    if before is not None:
        before.setFocus()
    for button in window.findChildren(QAbstractButton):
        shown = button.isVisible() and button.isEnabled() and button.window() is window
        if shown and not button.focusPolicy() & Qt.FocusPolicy.TabFocus and not _has_another_way(button):
            yield "can be clicked, and no key reaches it", button


def _walked(window: QWidget, wanted: list[QWidget], key: Qt.Key, how: str) -> Iterator[Fault]:
    if not wanted:
        return
    wanted[0].setFocus(Qt.FocusReason.TabFocusReason)
    reached: list[QWidget] = []
    stayed = 0
    for _ in range(SECTIONS * (len(wanted) + 1)):
        here = window.focusWidget()
        if here is None or (len(reached) > 1 and here is reached[0]):
            break
        stayed = stayed + 1 if reached and here is reached[-1] else 0
        if stayed >= SECTIONS:
            if len(wanted) > 1:
                yield f"{how} does not leave it", here
            break
        if not stayed:
            reached.append(here)
        QTest.keyClick(here, key)
    else:
        yield f"{how} does not come back to {told(wanted[0])}", reached[-1]
    for stop in wanted:
        if stop not in reached:
            yield f"is not reached by {how}", stop


def _has_another_way(button: QAbstractButton) -> bool:
    """A key that it names, arrows from a neighbour of its group, or the keys of what Qt made it for."""
    words = f"{button.text()} {button.accessibleName()} {button.toolTip()}"
    if A_KEY.search(words) or not button.shortcut().isEmpty():
        return True
    around: QWidget | None = button.parentWidget()
    if button.autoExclusive() and around is not None:
        group = [each for each in around.findChildren(QAbstractButton) if each.parentWidget() is around]
        if any(each.autoExclusive() and each.focusPolicy() & Qt.FocusPolicy.TabFocus for each in group):
            return True
    while around is not None:
        if (
            isinstance(around, (QCalendarWidget, QAbstractSpinBox, QTabBar, QLineEdit))
            or type(around).__name__ in TYPED_INSTEAD
        ):
            return True
        around = around.parentWidget()
    return False


TYPED_INSTEAD = {"ReasonChoice"}
"""What comes up under a pointer that has drawn over days: its reasons are typed in the line below as well."""
