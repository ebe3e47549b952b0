"""Enter in a window that has a meaning of its own for it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from kalix_presence.desktop.grid.absence_form import AbsenceForm
from kalix_presence.desktop.presence import Presence


@pytest.fixture
def form(presence: Presence, qtbot: QtBot) -> AbsenceForm:
    """A colleague's lunch is typed, and would be set by Enter."""
    made = AbsenceForm(presence, "en")
    qtbot.addWidget(made)
    made.open_for(presence.people["2031"])
    QTest.keyClicks(made._line, "l 13")
    return made


def button(form: AbsenceForm, words: str) -> QPushButton:
    return next(each for each in form.findChildren(QPushButton) if each.text().startswith(words))


def test_enter_on_cancel_sets_nothing(form: AbsenceForm) -> None:
    sent: list[object] = []
    form.set_asked.connect(lambda *what: sent.append(what))
    cancel = button(form, "Cancel")
    cancel.setFocus()
    QTest.keyClick(cancel, Qt.Key.Key_Return)
    assert not form.isVisible()
    assert sent == []


def test_enter_anywhere_else_sets_it_once(form: AbsenceForm) -> None:
    sent: list[object] = []
    form.set_asked.connect(lambda *what: sent.append(what))
    for widget in (form._why, button(form, "Set")):
        form.show()
        widget.setFocus()
        QTest.keyClick(widget, Qt.Key.Key_Enter)
        assert not form.isVisible()
    assert len(sent) == 2
