"""What a tray that nobody has opened does not load: its memory is held all day on every desk."""

from __future__ import annotations

import subprocess
import sys

import pytest

STARTED = """
import linecache, sys
import kalix_presence.desktop.main, kalix_presence.desktop.controller
print(len(linecache.cache), *sys.modules)
"""

WAITING = [
    "httpx",
    "keyring",
    "holidays",
    "typer",
    "rich",
    "html",
    "desktop_notifier",
    "PySide6.QtNetwork",
    "PySide6.QtSvg",
    "tuf",
    "ctypes",
]
WAITING += ["kalix_presence.model.finding", "kalix_presence.desktop.grid.window", "kalix_presence.desktop.planning.strip"]


@pytest.fixture(scope="module")
def loaded() -> list[str]:
    done = subprocess.run([sys.executable, "-c", STARTED], capture_output=True, text=True, timeout=100, check=True)
    return done.stdout.split()


def test_no_source_is_read_and_kept_for_switches_that_nobody_wants(loaded: list[str]) -> None:
    assert loaded[0] == "0"


@pytest.mark.parametrize("module", WAITING)
def test_what_is_rare_is_loaded_when_it_is_first_wanted(loaded: list[str], module: str) -> None:
    assert module not in loaded[1:]


@pytest.mark.parametrize("window", ["status_panel", "colleagues", "sign_in", "settings_window", "reminder_card", "toast"])
def test_a_window_is_loaded_when_it_is_first_opened(loaded: list[str], window: str) -> None:
    assert f"kalix_presence.desktop.{window}" not in loaded[1:]
