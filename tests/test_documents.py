"""What the documents about security rest on is there: each test that they name as evidence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
DOCS = TESTS.parent / "docs"


@pytest.mark.parametrize("document", ["threat-model.md", "asvs.md", "accessibility-report.md"])
def test_each_test_that_a_document_names_is_there(document: str) -> None:
    rooms: dict[str, str] = {}
    named = re.findall(r"`((?:[a-z]+/)*)(test_\w+\.py)`", (DOCS / document).read_text("utf-8"))
    assert named
    for room, name in named:
        rooms["last"] = room or rooms["last"]  # `a/test_x.py`, `test_y.py`: of the same room
        found = TESTS / (room or rooms["last"]) / name
        assert found.exists(), f"{document} names {found.relative_to(TESTS)}"


def test_each_clause_that_is_said_to_hold_says_what_shows_it() -> None:
    """A test, or that somebody looked; and those that do not hold whole say what is missing."""
    said = (DOCS / "accessibility-report.md").read_text("utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in said.splitlines() if re.match(r"\| \d", line)]
    assert len(rows) > 50
    for clause, stands, why, shown in rows:
        assert stands in ("supports", "partly", "does not", "not applicable"), clause
        assert why or stands == "not applicable", clause
        if stands in ("supports", "partly"):
            assert re.search(r"`[\w/]+\.py`", shown) or shown == "looked at", clause


def test_nothing_that_people_read_has_a_name_that_the_glossary_took_out() -> None:
    section = (DOCS / "glossary.md").read_text("utf-8").partition("### In Swedish and in Finnish")[2]
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in section.splitlines() if row.startswith("| ")]
    kept = {word for row in rows for cell in row[:3] for word in re.findall(r"\w+", cell)} | set(
        re.findall(r"\*(\w+)\*", section.casefold())
    )
    gone = {word for row in rows for word in row[3].split(", ") if re.fullmatch(r"[a-zåäö]{4,}", word)} - kept - {"post"}
    assert {"vikarie", "hubb", "keskitin", "vaihteenhoitaja"} <= gone
    root = TESTS.parent
    files = [*root.glob("resources/words/[sf][vi]/*.toml"), *root.glob("translations/*_[sf][vi].ts")]
    read = {
        path: "\n".join(
            re.findall(r"<translation>([^<]*)", path.read_text("utf-8"))
            if path.suffix == ".ts"
            else re.findall(r"^[\w-]+ = (.*)", path.read_text("utf-8"), re.MULTILINE)
        ).casefold()
        for path in files
    }
    assert not [(path.name, word) for path, text in read.items() for word in gone if re.search(rf"\b{word}", text)]
