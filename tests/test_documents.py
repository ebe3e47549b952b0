"""What the documents about security rest on is there: each test that they name as evidence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
DOCS = TESTS.parent / "docs"


@pytest.mark.parametrize("document", ["threat-model.md", "asvs.md"])
def test_each_test_that_a_document_names_is_there(document: str) -> None:
    rooms: dict[str, str] = {}
    named = re.findall(r"`((?:[a-z]+/)*)(test_\w+\.py)`", (DOCS / document).read_text("utf-8"))
    assert named
    for room, name in named:
        rooms["last"] = room or rooms["last"]  # `a/test_x.py`, `test_y.py`: of the same room
        found = TESTS / (room or rooms["last"]) / name
        assert found.exists(), f"{document} names {found.relative_to(TESTS)}"
