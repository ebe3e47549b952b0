"""Keys and codes are read four signs at a time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.model.fours import in_fours


@pytest.mark.parametrize(
    ("text", "expected"), [("", ""), ("abc", "abc"), ("abcd", "abcd"), ("abcde", "abcd e"), ("abcdefghij", "abcd efgh ij")]
)
def test_a_space_stands_after_each_fourth_sign(text: str, expected: str) -> None:
    assert in_fours(text) == expected
    assert in_fours(text, "-") == expected.replace(" ", "-")


@given(st.text(st.characters(exclude_characters="-")))
def test_nothing_is_lost(text: str) -> None:
    parts = in_fours(text, "-").split("-")
    assert "".join(parts) == text
    assert all(len(part) == 4 for part in parts[:-1])
    assert len(parts[-1]) <= 4
