"""All that can be dragged can be done without dragging, by clicks and by keys (WCAG 2.5.7): each has a test that does it so."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
DESKTOP = ROOT / "kalix_presence" / "desktop"
DRAGS = {
    "planning/strip.py": (
        ("tests/desktop/planning/test_window.py", "test_days_are_chosen_without_drawing_by_a_click_and_another_with_shift"),
        ("tests/desktop/planning/test_window.py", "test_the_whole_way_by_keyboard"),
    ),
    "planning/window.py": (("tests/desktop/planning/test_window.py", "test_a_calendar_file_is_chosen_by_a_button_as_well"),),
    "officer/sketch_tree.py": (
        ("tests/desktop/officer/test_sketch_tree.py", "test_people_and_duties_are_moved_by_the_keyboard_and_it_is_undone"),
    ),
    "widgets/divider.py": (
        ("tests/desktop/widgets/test_divider.py", "test_clicks_go_through_the_widths"),
        ("tests/desktop/grid/test_keys.py", "test_every_key_does_something_and_leaves_a_way_back"),
    ),
}
"""Modules in which something is dragged, and what does the same otherwise."""
MARKS_NOTHING = {"grid/view.py"}
"""Takes the movement of a pressed pointer to leave it without effect."""
SIGNS = {"mouseMoveEvent", "dropEvent", "dragEnterEvent", "setDragDropMode", "setDragEnabled", "setSectionsMovable", "setMovable",
         "QSplitter", "QSlider", "QDial", "QDockWidget", "Interactive"}  # fmt: skip
"""What a module says that has something dragged."""


def drags(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names |= {node.name} if isinstance(node, ast.FunctionDef) else set()
        names |= {node.attr} if isinstance(node, ast.Attribute) else set()
        names |= {node.id} if isinstance(node, ast.Name) else set()
    return names & SIGNS


def test_whatever_is_dragged_is_known() -> None:
    found = {path.relative_to(DESKTOP).as_posix() for path in DESKTOP.rglob("*.py") if drags(path)}
    assert found - MARKS_NOTHING - {"widgets/tab_order.py"} == set(DRAGS), "say by which clicks and keys it is done as well"


@pytest.mark.parametrize("module", DRAGS)
def test_each_has_a_test_that_does_it_otherwise(module: str) -> None:
    for path, name in DRAGS[module]:
        assert f"def {name}(" in (ROOT / path).read_text("utf-8"), (module, name)
