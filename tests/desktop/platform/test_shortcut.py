"""A combination is held once, let go before another, and where it cannot be had the reason is told and nothing is held."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtGui import QGuiApplication

from kalix_presence.desktop.platform import shortcut as its
from kalix_presence.desktop.platform.shortcut import BY_SYSTEM, NOT_HERE, TAKEN, UNUSABLE, GlobalShortcut, chord_of, unavailable


class Keyboard:
    """What is held, by whichever grab."""

    def __init__(self) -> None:
        self.held: list[tuple[int, int]] = []
        self.let_go = 0
        self.trouble: str | None = None
        self.there = True

    def make(self) -> Grab | None:
        return Grab(self) if self.there else None


class Grab:
    def __init__(self, keyboard: Keyboard) -> None:
        self._keyboard = keyboard

    def hold(self, key: int, modifiers: int) -> str | None:
        if self._keyboard.trouble is None:
            self._keyboard.held.append((key, modifiers))
        return self._keyboard.trouble

    def release(self) -> None:
        self._keyboard.let_go += 1
        self._keyboard.held.clear()


@pytest.fixture
def keyboard(qapp: object, monkeypatch: pytest.MonkeyPatch) -> Keyboard:
    made = Keyboard()
    monkeypatch.setattr(its, "unavailable", lambda: None)
    monkeypatch.setattr(GlobalShortcut, "_make", lambda _shortcut: made.make())
    return made


def test_one_combination_is_held_and_the_next_takes_its_place(keyboard: Keyboard) -> None:
    shortcut = GlobalShortcut()
    assert shortcut.start("Ctrl+Alt+1") is None
    assert shortcut.start("Ctrl+Alt+2") is None
    assert keyboard.held == [chord_of("Ctrl+Alt+2")]
    shortcut.stop()
    assert keyboard.held == []
    let_go = keyboard.let_go
    shortcut.stop()
    assert keyboard.let_go == let_go, "what is not held is not let go"


def test_what_cannot_be_held_is_let_go_at_once_and_the_reason_told(keyboard: Keyboard) -> None:
    shortcut = GlobalShortcut()
    keyboard.trouble = TAKEN
    assert shortcut.start("Ctrl+Alt+1") == TAKEN
    assert keyboard.let_go == 1
    shortcut.stop()
    assert keyboard.let_go == 1


@pytest.mark.parametrize(("sequence", "there", "why"), [("A", True, UNUSABLE), ("", True, UNUSABLE), ("F9", False, NOT_HERE)])
def test_another_that_cannot_be_had_lets_the_old_one_go(keyboard: Keyboard, sequence: str, there: bool, why: str) -> None:
    shortcut = GlobalShortcut()
    shortcut.start("Ctrl+Alt+1")
    keyboard.there = there
    assert shortcut.start(sequence) == why
    assert keyboard.held == []


@pytest.mark.parametrize(
    ("platform", "system", "why"),
    [
        ("xcb", "linux", None),
        ("windows", "win32", None),
        ("windows", "linux", NOT_HERE),
        ("wayland", "linux", BY_SYSTEM),
        ("wayland-egl", "linux", BY_SYSTEM),
        ("offscreen", "win32", NOT_HERE),
        ("cocoa", "darwin", NOT_HERE),
    ],
)
def test_why_there_is_none_goes_by_the_system(
    qapp: object, platform: str, system: str, why: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: platform)
    monkeypatch.setattr(sys, "platform", system)
    assert unavailable() == why
    if why is not None:
        assert GlobalShortcut().start("Ctrl+Alt+Space") == why


@pytest.mark.parametrize(
    ("sequence", "usable"),
    [
        ("Ctrl+A", True),
        ("Alt+A", True),
        ("Meta+A", True),
        ("Ctrl+Shift+A", True),
        ("Shift+A", False),
        ("A", False),
        ("F1", True),
        ("F35", True),
        ("Shift+F5", True),
        ("Home", False),
        ("Escape", False),
        ("Ctrl+K, Ctrl+C", False),
        ("Ctrl+", False),
        ("Ctrl+nosuchkey", False),
    ],
)
def test_only_what_nobody_types_may_be_taken_from_all_programs(qapp: object, sequence: str, usable: bool) -> None:
    assert (chord_of(sequence) is not None) is usable
