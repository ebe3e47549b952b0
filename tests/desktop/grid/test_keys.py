"""One table of keys: it binds them, names them on buttons, and is what F1 shows."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QKeySequence

from kalix_presence.desktop.grid.keys import KEYS, Do
from kalix_presence.desktop.grid.window import Grid


def test_no_key_means_two_things_and_every_act_has_one() -> None:
    assert {key.do for key in KEYS} == set(Do)
    names = [key.everywhere for key in KEYS]
    letters = [letter for key in KEYS for letter in key.in_list]
    assert len(names) == len(set(names))
    assert len(letters) == len(set(letters))
    assert all(not QKeySequence(name).isEmpty() for name in names)


@pytest.mark.parametrize("do", Do)
def test_every_key_does_something_and_leaves_a_way_back(grid: Grid, do: Do) -> None:
    grid.act(do)
    if grid.isVisible():
        grid.act(Do.SEARCH)
        assert grid.focusWidget() is grid.search
