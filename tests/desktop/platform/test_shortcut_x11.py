"""The global shortcut on a real X server, with really pressed keys."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt

from kalix_presence.desktop.platform.shortcut import GlobalShortcut, chord_of
from tests.desktop.talking import Talking

pytestmark = pytest.mark.desktop


def holder_on(display: str) -> Talking:
    """One program with a shortcut, on the display."""
    return Talking("shortcut_holder.py", {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"})


@pytest.fixture
def holders(x_display: str) -> Iterator[Callable[[], Talking]]:
    made: list[Talking] = []

    def make() -> Talking:
        made.append(holder_on(x_display))
        return made[-1]

    yield make
    assert [holder.end() for holder in made] == [0] * len(made)


def press(display: str, *keys: str) -> None:
    subprocess.run(["xdotool", "key", *keys], env={**os.environ, "DISPLAY": display}, check=True)


def test_a_key_pressed_anywhere_reaches_the_program(holders: Callable[[], Talking], x_display: str) -> None:
    holder = holders()
    assert holder.ask("Ctrl+Alt+Space") == "holds"
    press(x_display, "ctrl+alt+space")
    assert holder.next_line() == "pressed"


def test_it_works_with_num_lock_and_caps_lock_on(holders: Callable[[], Talking], x_display: str) -> None:
    holder = holders()
    assert holder.ask("Ctrl+Shift+F8") == "holds"
    for lock in ("Num_Lock", "Caps_Lock"):
        press(x_display, lock)
        press(x_display, "ctrl+shift+F8")
        assert holder.next_line() == "pressed"
    press(x_display, "Num_Lock", "Caps_Lock")


def test_a_combination_that_another_program_has_is_told_and_ends_nothing(holders: Callable[[], Talking]) -> None:
    first, second = holders(), holders()
    assert first.ask("Meta+J") == "holds"
    assert second.ask("Meta+J") == "shortcut-taken"
    assert second.ask("Meta+K") == "holds"


def test_a_combination_let_go_is_free_for_others(holders: Callable[[], Talking]) -> None:
    first, second = holders(), holders()
    assert first.ask("Ctrl+Alt+P") == "holds"
    assert first.ask("stop") == "stopped"
    assert second.ask("Ctrl+Alt+P") == "holds"


def test_a_new_combination_takes_the_place_of_the_old(holders: Callable[[], Talking], x_display: str) -> None:
    holder = holders()
    assert holder.ask("Ctrl+Alt+1") == "holds"
    assert holder.ask("Ctrl+Alt+2") == "holds"
    press(x_display, "ctrl+alt+1")
    press(x_display, "ctrl+alt+2")
    assert holder.next_line() == "pressed"
    assert holder.ask("stop") == "stopped"  # not a second "pressed"


@pytest.mark.parametrize("sequence", ["", "A", "Shift+A", "Ctrl+K, Ctrl+C", "no such key"])
def test_a_combination_that_would_eat_typing_is_no_shortcut(sequence: str) -> None:
    assert chord_of(sequence) is None


def test_a_combination_is_read_as_qt_reads_it() -> None:
    assert chord_of("F9") == (Qt.Key.Key_F9.value, 0)
    both = Qt.KeyboardModifier.ControlModifier.value | Qt.KeyboardModifier.AltModifier.value
    assert chord_of("Ctrl+Alt+Space") == (Qt.Key.Key_Space.value, both)


def test_without_a_display_that_gives_shortcuts_it_says_so(qapp: object) -> None:
    assert GlobalShortcut().start("Ctrl+Alt+Space") == "shortcut-not-here"
