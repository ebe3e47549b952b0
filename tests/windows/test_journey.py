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
    wait(hub.is_followed, "the tray signed in")
    desk.press_icon("select")
    panel = wait(lambda: desk.window(PANEL), "the panel, by a click on the icon")
    desk.picture("panel")
    told = desk.told()
    # Windows' name of a window (50032), as Qt itself tells it to a screen reader.
    assert any(line.startswith("Qt 50032 Sätt frånvaro") for line in told), told
    desk.enter(panel, "lunch 45 min", lambda: hub.reason() == "lunch", "a lunch that the hub has confirmed")
    desk.picture("lunch")
    desk.start_again("tray", "colleagues")
    wait(lambda: desk.window(GRID), "the grid, by a second start")
    desk.picture("grid")
    hub.leave_message("Bygglov för en altan")
    wait(lambda: desk.window(CARD), "the card of a callback")
    desk.picture("callback")
    told = desk.told()
    assert any(line.startswith("Qt 50032 Kollegor") for line in told), told
    assert any(line.startswith("Qt 50032 Ingrid Lundgren. 0923-55 51 28. Bygglov för en altan.") for line in told), told
    assert tray.poll() is None
    desk.press_icon("menu")
    wait(desk.menu, "the menu of the icon")
    desk.picture("menu")
    desk.key("Up", "Return")  # the last line: quit
    wait(lambda: tray.poll() is not None, "the end of the program")
    assert tray.returncode == 0
