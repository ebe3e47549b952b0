"""The window of notices: proposed, published and withdrawn by those who may, with nothing typed lost."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.desktop.grid.notice_window import NoticeWindow
from kalix_presence.desktop.grid.notices import GridNotices
from kalix_presence.desktop.presence import Presence
from tests.desktop.sample import NOON

LIBRARY = wire.NoticeView(
    "n1", 2, "Biblioteket", "Biblioteket", "Utbildningsförvaltningen", "Stängt torsdag, inventering", NOON, NOON + timedelta(days=2),
    "2303", "Axel Öberg", NOON, True, "Maria Lind", True,
)  # fmt: skip


PROPOSED = msgspec.structs.replace(LIBRARY, id="n2", text="Ny öppettid", published=False, current=False)


@pytest.fixture
def notices(qapp: object) -> GridNotices:
    made = GridNotices()
    made.replace([LIBRARY, PROPOSED])
    return made


@pytest.fixture
def window(qtbot: QtBot, presence: Presence, receptionist: wire.Me, notices: GridNotices) -> NoticeWindow:
    made = NoticeWindow(presence, notices, "en")
    qtbot.addWidget(made)
    made.open()
    return made


def test_a_notice_is_told_with_its_times_as_people_type_them(window: NoticeWindow, qtbot: QtBot) -> None:
    window._unit.setCurrentIndex(window._unit.findData("Biblioteket"))
    window._text.setText("Stängt")
    QTest.keyClicks(window._until, "thursday 17")
    with qtbot.waitSignal(window.notice_requested) as told:
        QTest.keyClick(window._text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    [wish] = told.args
    assert (wish.unit, wish.text, wish.valid_from, wish.publish) == ("Biblioteket", "Stängt", None, True)
    assert wish.valid_until.isoformat() == "2026-11-26T16:00:00+00:00"


@pytest.mark.parametrize(
    ("text", "until", "said"),
    [("", "thursday", "Write what"), ("Stängt", "", "Write until when"), ("Stängt", "xyzzy", "xyzzy")],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(window: NoticeWindow, text: str, until: str, said: str) -> None:
    window._text.setText(text)
    window._until.setText(until)
    window._publish.click()
    assert said in window._trouble.text()
    assert (window._text.text(), window._until.text()) == (text, until)


def test_who_may_publishes_and_takes_back(window: NoticeWindow, qtbot: QtBot) -> None:
    buttons = {button.text(): button for button in window._list.findChildren(QPushButton)}
    with qtbot.waitSignal(window.changed) as changed:
        buttons["Publish"].click()
    assert changed.args == ["n2", wire.NoticeChange(2, publish=True)]
    with qtbot.waitSignal(window.changed) as changed:
        buttons["Take back"].click()
    assert changed.args == ["n1", wire.NoticeChange(2, publish=False)]


def test_an_employee_proposes_for_the_own_unit_only(qtbot: QtBot, presence: Presence, notices: GridNotices) -> None:
    assert presence.me is not None
    presence.me = msgspec.structs.replace(presence.me, may={"propose_notice": "self"})
    window = NoticeWindow(presence, notices, "en")
    qtbot.addWidget(window)
    window.open()
    assert not window._publish.isVisible()
    assert [window._unit.itemText(at) for at in range(window._unit.count())] == ["Bygg och miljö"]
    assert window._list.findChildren(QPushButton) == []
