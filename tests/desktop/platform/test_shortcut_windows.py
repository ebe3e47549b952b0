"""Keys as Windows counts them, on keyboards of the North."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import Qt

from kalix_presence.client.local.settings_table import TABLE, usual_shortcut
from kalix_presence.desktop.platform.shortcut import GlobalShortcut, chord_of
from kalix_presence.desktop.platform.shortcut_windows import scan_layout, virtual_key

SWEDISH = {"å": 0xDD, "ä": 0xDE, "ö": 0xC0, ",": 0xBC, ".": 0xBE, "-": 0xBD, "+": 0xBB, "?": 0x1BB, "@": 0x632, "§": 0xDC}


def scan(letter: str) -> int:
    return SWEDISH.get(letter, -1)


@pytest.mark.parametrize(
    ("sequence", "code"),
    [
        ("Ctrl+Alt+Å", 0xDD), ("Ctrl+Alt+Ä", 0xDE), ("Ctrl+Alt+Ö", 0xC0), ("Ctrl+.", 0xBE), ("Ctrl+Alt++", 0xBB),
        ("Ctrl+Shift+?", 0xBB), ("Ctrl+?", 0), ("Ctrl+@", 0), ("Ctrl+Ñ", 0), ("Ctrl+A", 0x41), ("Ctrl+7", 0x37),
        ("Alt+Shift+Space", 0x20), ("F9", 0x78),
    ],
)  # fmt: skip
def test_each_key_of_a_swedish_keyboard_is_found_where_it_lies(sequence: str, code: int) -> None:
    chord = chord_of(sequence)
    assert chord is not None
    assert virtual_key(*chord, scan) == code


@pytest.mark.parametrize("platform", ["win32", "linux", "darwin"])
def test_the_usual_keys_are_not_those_of_altgr_on_windows(platform: str) -> None:
    chord = chord_of(usual_shortcut(platform))
    assert chord is not None
    altgr = Qt.KeyboardModifier.ControlModifier.value | Qt.KeyboardModifier.AltModifier.value
    assert (chord[1] & altgr == altgr) is (platform != "win32")


def test_the_usual_keys_are_this_systems() -> None:
    assert TABLE["shortcut"].default == usual_shortcut(sys.platform)


@pytest.mark.skipif(sys.platform != "win32", reason="keyboard layouts as Windows counts them")
def test_this_keyboard_is_asked() -> None:
    assert scan_layout("a") & 0xFF == 0x41
    assert scan_layout("\u4e00") == -1


@pytest.mark.skipif(sys.platform != "win32", reason="hot keys are a thing of Windows")
def test_the_usual_keys_can_be_had(qapp: object) -> None:
    if getattr(qapp, "platformName", str)() != "windows":
        pytest.skip("needs Qt's own Windows platform: nothing is shown here")
    shortcut = GlobalShortcut()
    assert shortcut.start(usual_shortcut(sys.platform)) is None
    shortcut.stop()
