"""Somebody new walks through the first steps at their own desk: hub, window, a real Asterisk, and their telephone rings once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kalix_presence.desktop.controller import DesktopController
from kalix_presence.model.newcomer import FirstStep
from tests.journeys.hub_process import HubProcess
from tests.pbx.hand_phone import HandPhone

pytestmark = pytest.mark.asterisk

LONG = 120_000


def test_every_step_is_walked_through_and_the_officer_s_list_has_nobody_left(
    hub_with_olle_new: HubProcess, olles_desk: DesktopController, phone: Callable[[str], HandPhone], qtbot: QtBot
) -> None:
    telephone = phone("2043")
    olles_desk.first_steps.begin()
    qtbot.waitUntil(
        lambda: olles_desk.first_steps.window is not None and olles_desk.first_steps.window.isVisible(), timeout=LONG
    )
    window = olles_desk.first_steps.window
    assert window is not None

    def at_hand() -> list[FirstStep]:
        return [step for step, card in window.cards.items() if card.at_hand]

    def press(step: FirstStep, words: str) -> None:
        """The button of the step at hand, once it may be pressed."""
        qtbot.waitUntil(lambda: at_hand() == [step], timeout=LONG)
        [button] = [each for each in window.cards[step].findChildren(QPushButton) if each.text() == words]
        qtbot.waitUntil(lambda: button.isVisible() and button.isEnabled(), timeout=LONG)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def left() -> list[str]:
        with hub_with_olle_new.client("admin") as admin:
            return [each["extension"] for each in admin.get("/api/v1/newcomers").raise_for_status().json()["newcomers"]]

    assert left() == ["2043"]
    press(FirstStep.HOURS, "These are my hours")
    press(FirstStep.SIGNATURE, "Copy signature")
    assert "Olle Lind" in QApplication.clipboard().text()
    press(FirstStep.CODES, "I know how")
    press(FirstStep.POLICY, "Read it")
    press(FirstStep.POLICY, "I have read it and accept it")
    press(FirstStep.ABSENCE, "Set an absence …")
    panel = olles_desk.status.panel
    assert panel is not None
    panel._line.setText("lunch 45 min")
    QTest.keyClick(panel, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: olles_desk.presence.my_status().reason == "lunch", timeout=LONG)
    assert left() == ["2043"], "nothing is done before it was done"
    press(FirstStep.CALL, "Ring my telephone")
    telephone.pick_up()
    qtbot.waitUntil(lambda: at_hand() == [], timeout=LONG)
    assert "Everything is done." in [label.text() for label in window.findChildren(QLabel)]
    assert len([each for each in telephone.calls if each.theirs.startswith("INVITE")]) == 1, "it rang once"
    assert left() == []
