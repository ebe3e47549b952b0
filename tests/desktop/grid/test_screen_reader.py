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


def of_the_bus(x_display: str, *orders: str) -> list[list[str]]:
    """What a grid in a session of its own is read as; or what it announces upon each order."""
    env = {name: value for name, value in os.environ.items() if name not in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY")}
    env |= {"DISPLAY": x_display, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "PYTHONPATH": str(ROOT)}
    command = ["dbus-run-session", "--", sys.executable, "-m", "tests.desktop.grid.hear_grid", *orders]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=110, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    heard: list[list[str]] = json.loads(done.stdout.splitlines()[-1])
    return heard


def test_a_screen_reader_reads_each_row_over_the_bus(x_display: str) -> None:
    read = [tuple(each) for each in of_the_bus(x_display)]
    rows = [name for role, name in read if role == "list item"]
    lunch = "Karin Söderström, Lunch, åter 13.00, Linjen okänd, anknytning 2030, Bygglovshandläggare, Bygg och miljö"
    assert any(row.startswith(lunch) for row in rows), rows
    assert any(row.startswith("Lars Öhman, Tillgänglig, Upptagen i telefon, anknytning 2031") for row in rows), rows
    assert ("list", "Kollegor") in read
    assert ("text", "Sök kollegor") in read


def test_what_the_bus_has_of_it_breaks_no_rule(x_display: str) -> None:
    things, found = of_the_bus(x_display, "faults")
    assert found == []
    assert int(str(things)) > 50


def test_what_happens_elsewhere_is_announced_over_the_bus(x_display: str) -> None:
    orders = ("type karin", "call 0923-555012", "refuse Växeln svarar inte.", "done Karin Söderström: Lunch.")
    found, call, refused, done = of_the_bus(x_display, *orders)
    lunch = "Karin Söderström, Lunch, åter 13.00, Linjen okänd, anknytning 2030, Bygglovshandläggare, Bygg och miljö"
    assert (found[0][:5], lunch in found[0], found[1]) == ("1 av ", True, False)
    assert ("0923-555012" in call[0], call[1]) == (True, True), "a call does not wait"
    assert refused == ["Växeln svarar inte.", True]
    assert done == ["Karin Söderström: Lunch.", False]
