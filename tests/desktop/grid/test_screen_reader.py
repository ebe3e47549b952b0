"""The grid as it is heard: one sentence a row, through Qt's own tree and over the real accessibility bus (AT-SPI)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from kalix_presence.client.session_events import StandingsChanged
from kalix_presence.desktop.grid.window import Grid
from kalix_presence.desktop.presence import Presence
from tests.desktop.grid.seen import sentences
from tests.desktop.sample import absent

ROOT = Path(__file__).resolve().parents[3]


def heard(grid: Grid) -> list[str]:
    """The name of each child of the list, as Qt hands it to whoever reads the screen."""
    tree = QAccessible.queryAccessibleInterface(grid.view)
    children = [tree.child(at) for at in range(tree.childCount())]
    return [child.text(QAccessible.Text.Name) for child in children if child is not None]


def test_each_row_is_one_sentence_in_qt_s_tree(grid: Grid, presence: Presence) -> None:
    QTest.keyClicks(grid.search, "bygglov")
    assert heard(grid) == sentences(grid)
    presence.on_session_event(StandingsChanged([absent("2031", "lunch", version=2)], whole=False))
    grid._flow.flush()
    assert any("Lars Öhman, Lunch, back 13:00" in said for said in heard(grid))


def test_the_list_is_a_list_and_everything_else_has_a_name(grid: Grid) -> None:
    assert QAccessible.queryAccessibleInterface(grid.view).role() is QAccessible.Role.List
    for widget in (grid.search, grid.view, grid.pane.tree, *grid.pane.boxes):
        assert QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def test_a_screen_reader_reads_each_row_over_the_bus(x_display: str) -> None:
    env = {name: value for name, value in os.environ.items() if name not in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY")}
    env |= {"DISPLAY": x_display, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "PYTHONPATH": str(ROOT)}
    command = ["dbus-run-session", "--", sys.executable, "-m", "tests.desktop.grid.hear_grid"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=110, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    read = [tuple(each) for each in json.loads(done.stdout.splitlines()[-1])]
    rows = [name for role, name in read if role == "list item"]
    lunch = "Karin Söderström, Lunch, åter 13.00, Linjen okänd, anknytning 2030, Bygglovshandläggare, Bygg och miljö"
    assert any(row.startswith(lunch) for row in rows), rows
    assert any(row.startswith("Lars Öhman, Tillgänglig, Upptagen i telefon, anknytning 2031") for row in rows), rows
    assert ("list", "Kollegor") in read
    assert ("text", "Sök kollegor") in read
