"""How nearly a typed word is the beginning of another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.model.finding.spelling import begins_nearly, slips_allowed


@pytest.mark.parametrize(
    ("word", "slips"), [("", 0), ("ek", 0), ("eks", 0), ("ekma", 1), ("lindqvi", 1), ("lindqvis", 2), ("abrahamsson", 2)]
)
def test_the_longer_a_word_the_more_slips_it_may_have(word: str, slips: int) -> None:
    assert slips_allowed(word) == slips


NEARLY = [
    ("lind", "lindqvist", 0),
    ("lint", "lindqvist", 1),
    ("lnd", "lindqvist", 1),
    ("liind", "lindqvist", 1),
    ("ilnd", "lindqvist", 1),
    ("lidn", "lindqvist", 1),
    ("xind", "lindqvist", 1),
    ("linds", "lind", 1),
    ("lindss", "lind", 2),
    ("lintk", "lindqvist", 2),
    ("ildn", "lindqvist", 2),
    ("lndqist", "lindqvist", 2),
    ("abc", "cab", 2),
    ("abcd", "badc", 2),
    ("abcd", "dcba", 3),
    ("lindqxyz", "lindqvist", 3),
    ("ilndqvixt", "lindqvist", 2),  # a swap is one slip at the very beginning too
    ("lindqvitsx", "lindqvist", 2),
    ("", "lind", 0),
    ("l", "", 1),
]


@pytest.mark.parametrize(("word", "token", "needed"), NEARLY)
def test_a_word_begins_another_but_for_so_many_slips(word: str, token: str, needed: int) -> None:
    for slips in range(4):
        assert begins_nearly(word, token, slips) is (slips >= needed)


@given(st.text("abc", max_size=6), st.text("abc", max_size=7), st.integers(0, 3))
def test_slips_are_counted_as_by_hand(word: str, token: str, slips: int) -> None:
    assert begins_nearly(word, token, slips) is (min(_slips(word, token[:end]) for end in range(len(token) + 1)) <= slips)


def _slips(one: str, other: str) -> int:
    """The least number of changes, omissions, additions and swaps of neighbours, each sign in one of them at most."""
    if not one or not other:
        return len(one) + len(other)
    found = [
        _slips(one[1:], other[1:]) + (one[0] != other[0]),
        _slips(one[1:], other) + 1,
        _slips(one, other[1:]) + 1,
    ]
    if len(one) > 1 and len(other) > 1 and (one[0], one[1]) == (other[1], other[0]):
        found.append(_slips(one[2:], other[2:]) + 1)
    return min(found)
