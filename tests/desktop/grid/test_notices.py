"""Notices of units: on top and at their people while the hub says so; proposed, published, withdrawn."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.client.session_events import Happened
from kalix_presence.desktop.grid.notice_bar import NoticeBar
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


def test_a_notice_is_at_its_unit_s_people_and_at_nobody_else(notices: GridNotices, presence: Presence) -> None:
    said = {person.unit: notices.at(person) for person in presence.people.values()}
    assert said.pop("Biblioteket") == "Stängt torsdag, inventering"
    assert set(said.values()) == {""}
    notices.put([msgspec.structs.replace(LIBRARY, version=3, unit="utbildningsförvaltningen")])
    told = {person.administration for person in presence.people.values() if notices.at(person)}
    assert told == {"utbildningsförvaltningen"}


def test_what_the_hub_tells_later_wins_and_what_is_gone_is_gone(notices: GridNotices) -> None:
    notices.put([msgspec.structs.replace(LIBRARY, version=1, text="old")])
    assert [each.text for each in notices.current] == ["Stängt torsdag, inventering"]
    over = msgspec.structs.replace(LIBRARY, version=3, current=False)
    notices.on_session_event(Happened(wire.NoticesChanged(7, NOON, [over], ["n2"])))
    assert notices.current == []
    assert notices.proposed == []


def test_the_bar_shows_what_is_valid_and_counts_what_is_proposed(
    qtbot: QtBot, presence: Presence, notices: GridNotices
) -> None:
    bar = NoticeBar(presence, notices, "en")
    qtbot.addWidget(bar)
    assert bar.accessibleName() == "Biblioteket: Stängt torsdag, inventering"
    assert not bar.isHidden()
    notices.forget()
    assert bar.isHidden()


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


def test_in_the_narrow_strip_a_notice_is_read_whole(notices: GridNotices, presence: Presence, qtbot: QtBot) -> None:
    window, bar = QWidget(), NoticeBar(presence, notices, "en")
    qtbot.addWidget(window)
    bar.setParent(window)
    window.show()
    bar.resize(900, 80)
    bar.show()
    assert not bar._all.isHidden()
    bar.resize(380, 80)

    def texts() -> list[str]:
        return [label.text() for label in bar.findChildren(QLabel) if label.isVisible()]

    whole = "Biblioteket: Stängt torsdag, inventering, until "
    qtbot.waitUntil(lambda: any(text.startswith(whole) for text in texts()))
    assert bar._all.isHidden(), "Ctrl+N still opens them"
    bar.resize(900, 80)
    assert not bar._all.isHidden()
