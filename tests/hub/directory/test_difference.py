"""What an import changes, field by field, and how much of it is done without being asked, to the very person."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.hub.directory.difference import (
    FEW,
    AccountChange,
    Agreed,
    Imported,
    ImportHeld,
    LinesRefused,
    NewHolder,
    changed_fields,
)
from kalix_presence.hub.directory.file_text import BadLine
from kalix_presence.model.directory import Person, Unit
from kalix_presence.model.errors import BadInput, Conflict

ANNA = Person("2041", "Anna", "Ek", "bygglov", "bygg", deputy="2042", duties=("bygglov", "tillsyn"))


def done(removed: int = 0, passed: int = 0) -> Imported:
    people = tuple(replace(ANNA, extension=f"{number}") for number in range(removed))
    return Imported(removed=people, passes=frozenset(map(str, range(passed))))


def held(removed: int, passed: int, known: int, agreed: Agreed) -> tuple[int, int] | None:
    """(removed, passed) of what is held back; None when it is done."""
    try:
        agreed.refuse(done(removed, passed), known)
    except ImportHeld as refusal:
        assert refusal.code == "import-held"
        assert refusal.params == {"removed": refusal.removed, "passed": refusal.passed}
        assert len(refusal.done.removed) == removed
        return refusal.removed, refusal.passed
    return None


@pytest.mark.parametrize(
    ("number", "known", "much"),
    [
        (0, 0, False),
        (0, 100, False),
        (5, 100, False),
        (6, 100, True),
        (2, 10, False),
        (FEW, 10, True),
        (2, 5, False),
        (2, 4, True),
        (1, 2, True),
        (1, 3, False),
        (1, 1, True),
        (50, 1000, False),
        (51, 1000, True),
    ],
)
def test_more_than_the_share_is_held_back_and_few_are_not_unless_they_are_half_of_the_house(
    number: int, known: int, much: bool
) -> None:
    assert held(number, 0, known, Agreed()) == ((number, 0) if much else None)
    assert held(0, number, known, Agreed()) == ((0, number) if much else None)


@pytest.mark.parametrize(
    ("agreed", "kept"),
    [
        (Agreed(), (20, 30)),
        (Agreed(removed=20), (0, 30)),
        (Agreed(passed=30), (20, 0)),
        (Agreed(removed=20, passed=30), None),
        (Agreed(removed=19, passed=31), (20, 30)),
        (Agreed(removed=30, passed=20), (20, 30)),
        (Agreed(percent=25), (0, 30)),
        (Agreed(percent=30), None),
        (Agreed(percent=0, removed=20, passed=30), None),
    ],
)
def test_the_number_that_somebody_named_is_agreed_to_and_no_other(agreed: Agreed, kept: tuple[int, int] | None) -> None:
    assert held(20, 30, 100, agreed) == kept


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_whoever_names_what_is_taken_away_is_never_held_back(removed: int, passed: int, known: int) -> None:
    assert held(removed, passed, known, Agreed(percent=0, removed=removed, passed=passed)) is None


OTHER: dict[str, tuple[Any, str, str, str]] = {
    "given_name": ("Anne", "given_name", "Anna", "Anne"),
    "family_name": ("Berg", "family_name", "Ek", "Berg"),
    "unit": ("skola", "unit", "bygglov", "skola"),
    "title": ("Chef", "title", "", "Chef"),
    "direct": ("0923555041", "direct", "", "0923555041"),
    "mobile": ("0701740601", "mobile", "", "0701740601"),
    "email": ("a@b.example", "email", "", "a@b.example"),
    "deputy": (None, "deputy", "2042", ""),
    "duties": (("tillsyn",), "duties", "bygglov;tillsyn", "tillsyn"),
    "language": ("fi", "language", "sv", "fi"),
    "place": ("Plan 2", "place", "", "Plan 2"),
    "reference": ("p17", "person", "", "p17"),
    "administration": ("skola", "administration", "bygg", "skola"),
}


@pytest.mark.parametrize("name", [each.name for each in fields(Person)])
def test_each_field_of_the_file_that_is_different_is_named_with_before_and_after(name: str) -> None:
    if name in ("id", "extension", "does"):
        assert changed_fields(ANNA, replace(ANNA, **{name: ("x",) if name == "does" else "x"})) == []
        return
    value, column, before, after = OTHER[name]
    changed = replace(ANNA, **{name: value})
    assert changed_fields(ANNA, changed) == [(column, before, after)]
    assert changed_fields(changed, ANNA) == [(column, after, before)]


def test_what_is_the_same_is_not_named_and_with_another_unit_its_administration_goes_without_saying() -> None:
    assert changed_fields(ANNA, replace(ANNA)) == []
    moved = replace(ANNA, unit="skola", administration="skola", title="Chef")
    assert changed_fields(ANNA, moved) == [("unit", "bygglov", "skola"), ("title", "", "Chef")]


@pytest.mark.parametrize(
    "more",
    [
        {"added": (ANNA,)},
        {"changed": ((ANNA, ANNA),)},
        {"removed": (ANNA,)},
        {"units": (Unit("a", "A"),)},
        {"accounts": (AccountChange("anna", "2041", None, ("employee",)),)},
    ],
)
def test_whatever_is_different_is_something(more: dict[str, Any]) -> None:
    assert Imported(**more).anything
    assert not Imported().anything
    assert not Imported(successions=(NewHolder("2041", "a", "b"),)).anything, "it is told of people that are added and removed"


def test_lines_that_do_not_go_with_what_is_known_are_counted_and_kept() -> None:
    bad = [BadLine(2, BadInput("import-twice")), BadLine(3, BadInput("import-twice"))]
    refusal = LinesRefused(bad)
    assert (refusal.code, refusal.params, refusal.bad) == ("import-lines", {"count": 2}, bad)
    assert isinstance(ImportHeld(Imported(), 1, 2), Conflict)
