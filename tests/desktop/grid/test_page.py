"""The page for receptionists names every key that the program binds, and every picture it shows is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kalix_presence.desktop.grid.keys import KEYS, Key

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "grid.md").read_text("utf-8")
WITHIN = {"Alt+2", "Alt+3", "Alt+4"}
"""These stand between the first and the last of a row of keys."""


@pytest.mark.parametrize("key", [key for key in KEYS if key.everywhere not in WITHIN], ids=lambda key: key.do.value)
def test_the_page_names_every_key(key: Key) -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| ")]
    name = {"Return": "Enter"}.get(key.everywhere, key.everywhere)
    [row] = [row for row in rows if re.search(rf"(^|[ ,/…]){re.escape(name)}([ ,/…]|$)", row.split("|")[1])]
    assert all(letter in row.split("|")[2] for letter in key.in_list)


def test_every_picture_is_there_and_small() -> None:
    shown = re.findall(r"\]\((screenshots/[^)]+)\)", PAGE)
    assert shown
    for name in shown:
        assert (ROOT / "docs" / name).stat().st_size < 100_000, name
