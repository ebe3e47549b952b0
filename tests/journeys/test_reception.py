"""A receptionist at work over a real Asterisk: two calls from outside, all by keyboard, in her own desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kalix_presence.desktop.controller import DesktopController
from kalix_presence.desktop.grid.window import Grid
from kalix_presence.model.present_call import CallState
from tests.clocks import machine_now
from tests.desktop.grid.seen import names, sentences
from tests.journeys.conftest import desk_of
from tests.journeys.hub_process import WITH_DUTIES, HubProcess
from tests.pbx.asterisk_server import AsteriskServer
from tests.pbx.hand_phone import Call, HandPhone

pytestmark = pytest.mark.asterisk

LONG = 120_000


@pytest.fixture
def hub(tmp_path: Path, asterisk: AsteriskServer) -> Iterator[HubProcess]:
    """A hub whose people have duties."""
    process = HubProcess(tmp_path, asterisk, people=WITH_DUTIES).start().connected()
    yield process
    process.stop()


@pytest.fixture
def desk(
    hub: HubProcess, qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[DesktopController]:
    """Maria's."""
    with desk_of("maria", hub, qapp, qtbot, tmp_path / "home", monkeypatch) as made:
        yield made


def opened(desk: DesktopController) -> Grid:
    desk.tray.colleagues_asked.emit()
    grid = desk.grid_controller.grid
    assert grid is not None
    return grid


def said_of(grid: Grid, name: str) -> str:
    return next((said for said in sentences(grid) if said.startswith(name)), "")


def at_lunch(hub: HubProcess) -> None:
    until = (machine_now().replace(microsecond=0) + timedelta(hours=1)).isoformat()
    with hub.client("anna") as anna:
        assert anna.put("/api/v1/people/2041/absence", json={"reason": "lunch", "until": until}).json()["in_force"]


def test_a_call_is_passed_on_by_duty_and_the_next_one_ends_in_a_message(
    hub: HubProcess, desk: DesktopController, phone: Callable[[str], HandPhone], qtbot: QtBot
) -> None:
    outside, switchboard, maria, per = phone("outside"), phone("9"), phone("2044"), phone("2042")
    at_lunch(hub)
    grid, calls = opened(desk), desk.grid_controller.calls
    qtbot.waitUntil(lambda: "Lunch, back" in said_of(grid, "Anna Ek"), timeout=LONG)

    # Karin calls Anna, hears that she is at lunch, and waits at the switchboard.
    first = outside.dial("2041", shown="Karin Berg")
    qtbot.waitUntil(lambda: len(calls.queue) == 1, timeout=LONG)
    [waits] = calls.queue
    assert (waits.diverted_from, waits.diverted_from_name, waits.why) == ("2041", "Anna Ek", "absence")
    assert "for Anna Ek: lunch" in grid.strip.lines[0].accessibleName()  # type: ignore[union-attr]

    # Maria takes it at her own phone.
    QTest.keyClick(grid.search, Qt.Key.Key_F10)
    ringing = answer(qtbot, maria)
    qtbot.waitUntil(lambda: calls.chosen is not None and calls.chosen.state is CallState.TALKING, timeout=LONG)

    # She finds who handles it: Per is in, Anna is not.
    QTest.keyClicks(grid.search, "bygglov")

    def found() -> None:
        assert names(grid)[:2] == ["Per Berg", "Anna Ek"], (grid.search.text(), sentences(grid)[:3])

    qtbot.waitUntil(found, timeout=LONG)
    assert grid.why.text().startswith("Per Berg: handles bygglov")
    QTest.keyClick(grid.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Ringing" in said_of(grid, "Per Berg"), timeout=LONG)
    talk = answer(qtbot, per)
    qtbot.waitUntil(lambda: "On the phone" in said_of(grid, "Per Berg"), timeout=LONG)
    qtbot.waitUntil(lambda: ringing.over, timeout=LONG)
    assert outside.connected(first) is first
    per.put_down(talk)
    qtbot.waitUntil(lambda: "On the phone" not in said_of(grid, "Per Berg"), timeout=LONG)

    # The second caller leaves word for Anna.
    outside.dial("2041", shown="Karin Berg")
    qtbot.waitUntil(lambda: len(calls.queue) == 1, timeout=LONG)
    QTest.keyClick(grid.search, Qt.Key.Key_F10)
    second = answer(qtbot, maria)
    qtbot.waitUntil(lambda: calls.chosen is not None and calls.chosen.state is CallState.TALKING, timeout=LONG)
    grid.search.setText("anna")
    QTest.keyClick(grid.search, Qt.Key.Key_Down)
    QTest.keyClicks(grid.view, "m")
    form = desk.callbacks.form
    assert form is not None
    assert form.isVisible()
    form._about.setPlainText("bygglov")
    QTest.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    with hub.client("anna") as anna:
        qtbot.waitUntil(lambda: bool(anna.get("/api/v1/messages").json()["messages"]), timeout=LONG)
        messages = anna.get("/api/v1/messages").json()["messages"]
    assert "bygglov" in {message.get("about") for message in messages}
    assert {message["to"] for message in messages} == {"2041"}
    maria.put_down(second)
    switchboard.close()


def answer(qtbot: QtBot, phone: HandPhone) -> Call:
    """Pick up once it rings, while the desk goes on living."""
    qtbot.waitUntil(lambda: phone._ringing() is not None, timeout=LONG)
    return phone.pick_up()
