"""Answers come in any order: what is shown is what the newest question was answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.client.local.known_plans import ShownPlans
from kalix_presence.desktop.day.questions import DayQuestions
from kalix_presence.desktop.planning.controller import PlanningController
from kalix_presence.desktop.planning.entry import Entered, PlanEntry
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.errors import Unavailable
from tests.desktop.planning.plan_sample import VIEW


def test_an_answer_that_is_late_takes_nothing_back(qtbot: QtBot, presence: Presence) -> None:
    waiting: list[Callable[[ShownPlans | None, Exception | None], None]] = []

    def submit(_work: object, done: Any = None, /, *_also: object) -> None:
        waiting.append(done)

    desk = PlanningController(presence, cast(DayQuestions, None), "en", submit=submit, say=lambda *_: None)
    desk.open()
    assert desk.window is not None
    desk.window.fetch()
    first, second = waiting[-2:]
    second(ShownPlans(VIEW), None)
    shown = [bar.name for bar in desk.window.strip.bars]
    assert shown
    first(ShownPlans(wire.PlansView([], [])), None)
    assert [bar.name for bar in desk.window.strip.bars] == shown
    desk.forget_window()


@pytest.mark.parametrize("enter", [False, True])
def test_what_is_typed_while_a_plan_is_on_its_way_stays(qtbot: QtBot, presence: Presence, enter: bool) -> None:
    entry = PlanEntry(presence, "en")
    qtbot.addWidget(entry)
    asked: list[Entered] = []
    entry.entered.connect(asked.append)
    entry.line.setText("meeting tomorrow 9-10")
    entry.deputy.setCurrentIndex(1)
    QTest.keyClick(entry.line, Qt.Key.Key_Return)
    QTest.keyClick(entry.line, Qt.Key.Key_Return)  # the same once more is not another one
    entry.line.setText("course tomorrow 9-12; Luleå")
    if enter:
        QTest.keyClick(entry.line, Qt.Key.Key_Return)
    assert [each.request.reason for each in asked] == ["meeting"]
    entry.done()
    assert entry.line.text() == "course tomorrow 9-12; Luleå"
    assert entry.deputy.currentIndex() == 0
    assert [(each.request.reason, each.request.deputy) for each in asked[1:]] == ([("course", None)] if enter else [])
    if enter:
        entry.done()
        assert entry.line.text() == ""
        assert len(asked) == 2
    else:
        QTest.keyClick(entry.line, Qt.Key.Key_Return)
        assert len(asked) == 2


def test_a_refusal_asks_for_nothing_more(qtbot: QtBot, presence: Presence) -> None:
    entry = PlanEntry(presence, "en")
    qtbot.addWidget(entry)
    asked: list[Entered] = []
    entry.entered.connect(asked.append)
    for line in ("meeting tomorrow 9-10", "course tomorrow 9-12"):
        entry.line.setText(line)
        QTest.keyClick(entry.line, Qt.Key.Key_Return)
    entry.refuse(Unavailable("hub-unreachable"))
    assert entry.line.text() == "course tomorrow 9-12"
    assert len(asked) == 1
