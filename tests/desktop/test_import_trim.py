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
    "dns",
    "ctypes",
]
WAITING += ["kalix_presence.model.finding", "kalix_presence.desktop.grid.window", "kalix_presence.desktop.planning.strip"]
WAITING += ["difflib", "statistics"]
WAITING += ["kalix_presence.model.policy", "kalix_presence.model.signature", "kalix_presence.model.reasons_file"]
WAITING += ["kalix_presence.model.when.typed_time", "kalix_presence.model.when.swedish", "kalix_presence.model.when.grammar"]
WAITING += [
    "kalix_presence.model.sketch",
    "kalix_presence.wire.sketch",
    "kalix_presence.wire.report",
    "kalix_presence.wire.audit",
]
WAITING += ["kalix_presence.desktop.grid.actions", "kalix_presence.desktop.grid.keys", "kalix_presence.desktop.grid.rows"]
WAITING += ["kalix_presence.desktop.callbacks.undo", "kalix_presence.desktop.widgets.fields"]


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


MENU = """
import sys
from datetime import UTC, datetime
from kalix_presence.model.when.usual import usual
from kalix_presence.model.worktime import WorkingTime
from kalix_presence.shipped import default_reasons, words
before = set(sys.modules)
reasons = default_reasons()
for name in set(sys.modules) - before:
    sys.modules.pop(name)
for reason in reasons.offered:
    usual(reason, now=datetime(2026, 11, 30, 8, tzinfo=UTC), worktime=WorkingTime(country=""))
words("sv").say("when.today", clock="")
print(*sys.modules)
print(*words("sv").sentences._read)
"""


def test_the_menu_of_a_waiting_tray_wants_neither_what_reads_typed_times_nor_all_sentences() -> None:
    done = subprocess.run([sys.executable, "-c", MENU], capture_output=True, text=True, timeout=100, check=True)
    modules, topics = (line.split() for line in done.stdout.splitlines())
    assert not [name for name in modules if name.startswith("kalix_presence.model.when.typed_time")]
    assert topics == ["when"]
