"""Until when a message is put off: what is typed is read back, and what is suggested instead is taken by one key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from kalix_presence.desktop.callbacks.later_part import LaterPart
from kalix_presence.desktop.presence import Presence


@pytest.fixture
def part(presence: Presence, qtbot: QtBot) -> LaterPart:
    made = LaterPart(presence, "en")
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize("typed", ["9", "tomorow", "31/11"])
def test_a_suggestion_is_one_key_and_no_text_to_type_again(part: LaterPart, typed: str) -> None:
    part.when.setText(typed)
    assert part._answers.isVisible()
    QTest.keyClick(part.when, Qt.Key.Key_F2)
    assert part._answers.isHidden()
    spy = QSignalSpy(part.chosen)
    QTest.keyClick(part.when, Qt.Key.Key_Return)
    assert spy.count() == 1


def test_nothing_is_suggested_for_what_can_be_read(part: LaterPart) -> None:
    for typed in ("", "14.30", "30 min"):
        part.when.setText(typed)
        assert part._answers.isHidden()
