"""The field that records a combination: what is recorded, refused or left to the window, and what it shows meanwhile."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kalix_presence.desktop.platform.shortcut import BY_SYSTEM, NOT_HERE, TAKEN, UNUSABLE
from kalix_presence.desktop.settings.shortcut_field import ShortcutField, why

CTRL, ALT, SHIFT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)
Key = Qt.Key


class Field:
    """The field, what it told, and whether it took the last key."""

    def __init__(self, qtbot: QtBot) -> None:
        self.field = ShortcutField()
        qtbot.addWidget(self.field)
        self.heard: list[str] = []
        self.field.recorded.connect(self.heard.append)
        self.field.refused.connect(lambda: self.heard.append("refused"))

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        event = QKeyEvent(QEvent.Type.KeyPress, key, modifiers)
        self.field.keyPressEvent(event)
        return event.isAccepted()


@pytest.fixture
def field(qtbot: QtBot) -> Field:
    return Field(qtbot)


@pytest.mark.parametrize(
    ("key", "modifiers", "sequence"),
    [(Key.Key_Space, CTRL | ALT, "Ctrl+Alt+Space"), (Key.Key_F9, NONE, "F9"), (Key.Key_Tab, CTRL, "Ctrl+Tab")],
)
def test_a_combination_is_recorded_and_shown(field: Field, key: Qt.Key, modifiers: Qt.KeyboardModifier, sequence: str) -> None:
    field.press(key, modifiers)
    assert (field.heard, field.field.sequence()) == ([sequence], sequence)
    assert field.field.text()


@pytest.mark.parametrize(("key", "modifiers"), [(Key.Key_A, NONE), (Key.Key_A, SHIFT), (Key.Key_Home, NONE)])
def test_what_people_type_is_refused_and_the_old_one_stays(field: Field, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    field.field.show_sequence("Ctrl+Alt+1")
    field.press(key, modifiers)
    assert (field.heard, field.field.sequence()) == (["refused"], "Ctrl+Alt+1")


@pytest.mark.parametrize("key", [Key.Key_Control, Key.Key_Shift, Key.Key_Alt, Key.Key_Meta, Key.Key_CapsLock, Key.Key_unknown])
def test_a_modifier_on_its_way_to_a_combination_is_none_yet(field: Field, key: Qt.Key) -> None:
    field.press(key, CTRL)
    assert field.heard == []


@pytest.mark.parametrize("key", [Key.Key_Backspace, Key.Key_Delete])
def test_backspace_and_delete_mean_none_and_with_ctrl_are_combinations(field: Field, key: Qt.Key) -> None:
    field.field.show_sequence("Ctrl+Alt+1")
    field.press(key, NONE)
    assert (field.heard, field.field.sequence(), field.field.text()) == ([""], "", "")
    field.press(key, CTRL)
    assert field.heard[-1].startswith("Ctrl+")


@pytest.mark.parametrize("key", [Key.Key_Tab, Key.Key_Backtab, Key.Key_Escape, Key.Key_Return, Key.Key_Enter])
@pytest.mark.parametrize("modifiers", [NONE, SHIFT])
def test_the_field_is_no_trap_for_the_keyboard(field: Field, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    assert not field.press(key, modifiers)
    assert field.heard == []


def test_no_shortcut_of_the_window_takes_what_is_pressed_here(field: Field) -> None:
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Key.Key_S, CTRL)
    event.ignore()
    assert field.field.event(event)
    assert event.isAccepted()


def test_while_it_waits_for_keys_it_says_so(field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    it = field.field
    it.show_sequence("")
    assert it.placeholderText() == "None"
    for kind, has, said in ((QEvent.Type.FocusIn, True, "Press the keys"), (QEvent.Type.FocusOut, False, "None")):
        monkeypatch.setattr(it, "hasFocus", lambda has=has: has)
        QApplication.sendEvent(it, QFocusEvent(kind))
        assert it.placeholderText() == said


def test_each_trouble_has_words_of_its_own(qapp: object) -> None:
    assert len({why(trouble) for trouble in (TAKEN, BY_SYSTEM, NOT_HERE, UNUSABLE)}) == 4
    assert "Wayland" in why(BY_SYSTEM)
    assert "Another program" in why(TAKEN)
