"""What a real screen, tray, notification server and autostart folder are told to be, and what is told without any."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kalix_presence.desktop.platform.autostart_xdg import DesktopEntry
from tests.desktop.virtual_screen import VirtualScreen, virtual_screen

pytestmark = pytest.mark.desktop


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[VirtualScreen]:
    with virtual_screen(tmp_path / "screen") as made:
        yield made


def told(environment: dict[str, str]) -> tuple[dict[str, object], int]:
    command = [sys.executable, "-m", "kalix_presence", "tray", "--surroundings"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    known: dict[str, object] = {}
    for line in done.stdout.splitlines():
        known |= json.loads(line)
    return known, done.returncode


def test_a_bare_screen_has_no_place_for_icons_and_no_notifications(screen: VirtualScreen) -> None:
    known, code = told(screen.environment)
    assert code == 0
    assert (known["screen"], known["tray"], known["notifications"]) == ("xcb", False, None)
    assert (known["autostart"], known["everybody"], known["gone"]) == (False, False, "")


def test_a_tray_and_a_notification_server_are_seen(screen: VirtualScreen) -> None:
    screen.start("trayer")
    screen.wait(lambda: told(screen.environment)[0].get("tray"), "the tray")
    screen.with_notifications()
    found = told(screen.environment)[0]["notifications"]
    assert isinstance(found, dict)
    assert found["actions"] is True
    assert "xfce" in str(found["name"]).lower()


def test_a_notification_server_without_buttons_is_told_from_one_with(screen: VirtualScreen) -> None:
    screen.start(sys.executable, Path(__file__).parents[1] / "buttonless_server.py", "free")
    screen.wait(lambda: screen.owns("org.freedesktop.Notifications"), "the notification server")
    found = told(screen.environment)[0]["notifications"]
    assert isinstance(found, dict)
    assert found["actions"] is False


def test_one_that_never_answers_is_none(screen: VirtualScreen) -> None:
    screen.start(sys.executable, Path(__file__).parents[1] / "buttonless_server.py", "silent")
    screen.wait(lambda: screen.owns("org.freedesktop.Notifications"), "the notification server")
    assert told(screen.environment)[0]["notifications"] is None


@pytest.mark.parametrize("display", [None, ":not-there", "offscreen"])
def test_what_needs_no_screen_is_told_without_one(screen: VirtualScreen, display: str | None) -> None:
    environment = {name: value for name, value in screen.environment.items() if name not in ("DISPLAY", "QT_QPA_PLATFORM")}
    if display == "offscreen":
        environment["QT_QPA_PLATFORM"] = display
    elif display is not None:
        environment["DISPLAY"] = display
    known, _ = told(environment)
    assert known["autostart"] is False
    assert known["qt"]
    assert not known.keys() & {"screen", "tray", "notifications"}


def test_an_entry_of_a_program_that_is_gone_is_said(screen: VirtualScreen, tmp_path: Path) -> None:
    folder = Path(screen.environment["XDG_CONFIG_HOME"]) / "autostart"
    there = tmp_path / "a place with spaces % and $"
    there.write_bytes(b"")
    DesktopEntry(folder, [str(there)]).set(True)
    assert told(screen.environment)[0]["gone"] == ""
    assert told(screen.environment)[0]["autostart"] is True
    there.unlink()
    assert told(screen.environment)[0]["gone"] == str(there)
