"""A lunch and a callback at a computer with Windows (Wine), by real keys and messages, against a hub on Linux."""

from __future__ import annotations

import pytest

from tests.windows.computer import wait
from tests.windows.conftest import Office
from tests.windows.desk import CARD, GRID, PANEL

pytestmark = pytest.mark.xdist_group("windows")


def test_a_lunch_a_second_start_a_callback_and_quit(office: Office) -> None:
    computer, hub, desk = office.computer, office.hub, office.desk
    tray = computer.begin(*office.program)
    desk.press_icon("select")
    panel = wait(lambda: desk.window(PANEL), "the panel, by a click on the icon")
    desk.picture("panel")
    desk.enter(panel, "lunch 45 min", lambda: hub.reason() == "lunch", "a lunch that the hub has confirmed")
    desk.picture("lunch")
    desk.start_again("tray", "colleagues")
    wait(lambda: desk.window(GRID), "the grid, by a second start")
    desk.picture("grid")
    hub.leave_message("Bygglov för en altan")
    wait(lambda: desk.window(CARD), "the card of a callback")
    desk.picture("callback")
    assert tray.poll() is None
    desk.press_icon("menu")
    wait(desk.menu, "the menu of the icon")
    desk.picture("menu")
    desk.key("Up", "Return")  # the last line: quit
    wait(lambda: tray.poll() is not None, "the end of the program")
    assert tray.returncode == 0
