"""Whose an attribute is, as the site's order of sources says."""

from __future__ import annotations

import pytest

from kalix_presence.hub.directory.attributes import (
    COLUMNS,
    EDITABLE,
    Precedence,
    fixed_columns,
    source_of,
    value_of,
    with_value,
)
from kalix_presence.hub.store.sources import FILE, Claim, HandEdit, Origin
from kalix_presence.model.directory import Person, Unit
from kalix_presence.model.errors import BadInput
from tests.clocks import NINE

UNITS = {"bygg": Unit("bygg", "Bygg"), "lov": Unit("lov", "Lov", "bygg"), "deep": Unit("deep", "Deep", "lov")}
ANNA = Person("2041", "Anna", "Ek", "bygg", "bygg", duties=("a", "b"), deputy="2042", reference="p1")
BOTH = Origin(
    {
        "hr": Claim("1", frozenset({"title"})),
        "ad": Claim("2", frozenset({"title", "mobile"})),
        FILE: Claim("", frozenset({"place"})),
    },
    {"email": HandEdit(None, NINE, "uid:0")},
)


@pytest.mark.parametrize(
    ("source", "fixed"),
    [
        ("hr", {"email"}),
        ("ad", {"email", "title"}),
        (FILE, {"email", "title", "mobile"}),
        ("new", {"email", "title", "mobile", "place"}),
    ],
)
def test_a_source_may_not_change_what_a_hand_or_one_before_it_says(source: str, fixed: set[str]) -> None:
    assert fixed_columns(BOTH, Precedence(source, ("hr", "ad"))) == fixed


def test_the_first_that_says_a_column_is_its_source_and_a_source_that_is_gone_is_none() -> None:
    assert source_of(BOTH, "title", ("hr", "ad")) == "hr"
    assert source_of(BOTH, "title", ("ad", "hr")) == "ad"
    assert source_of(BOTH, "title", ()) == ""
    assert source_of(BOTH, "place", ("hr", "ad")) == FILE
    assert source_of(BOTH, "duties", ("hr", "ad")) == ""


def test_people_of_whom_no_source_is_known_are_the_files() -> None:
    assert not Precedence(FILE, ("hr",)).others(Origin())
    assert Precedence("hr", ("hr",)).others(Origin())
    assert Precedence(FILE, ("hr",)).others(Origin({"hr": Claim("1", frozenset())}))
    assert not Precedence(FILE, ()).others(Origin({"hr": Claim("1", frozenset())})), "of a source that the site has no longer"


@pytest.mark.parametrize("column", EDITABLE)
def test_what_is_put_into_a_column_is_what_is_found_there(column: str) -> None:
    text = "deep" if column == "unit" else "x"
    after = with_value(ANNA, column, text, UNITS)
    assert value_of(after, column) == text
    assert all(value_of(after, other) == value_of(ANNA, other) for other in COLUMNS if other != column)
    assert after.administration == "bygg"


def test_a_unit_that_is_not_there_and_who_somebody_is_are_no_attributes() -> None:
    with pytest.raises(BadInput, match="unit-unknown"):
        with_value(ANNA, "unit", "nowhere", UNITS)
    with pytest.raises(BadInput, match="attribute-unknown"):
        with_value(ANNA, "extension", "2042", UNITS)
