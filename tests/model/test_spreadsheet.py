"""No cell of a table is worked out as a formula."""

from __future__ import annotations

import pytest

from kalix_presence.model.spreadsheet import harmless


@pytest.mark.parametrize("text", ["=1+1", "+46 70", "-1", "@SUM(A1)", "\t=1", "\r=1", "="])
def test_what_would_be_a_formula_is_text(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "cell"), [("Anna", "Anna"), ("a=b", "a=b"), (12, "12"), (-3, "'-3"), ("", ""), (" =1", " =1")]
)
def test_anything_else_is_as_it_was(value: object, cell: str) -> None:
    assert harmless(value) == cell
