"""Which texts can be shown as they were typed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.model.plain_text import can_be_shown, is_one_line

SEEN = ("", "Anna", "Åter 13.00 – ring mig!", "två\nrader", "a\tb", "å\nä\r\n", "日本語", "مرحبا", "e\u0301", "👍", "❤\ufe0f")
JOINED = ("👩\u200d💻", "❤\ufe0f\u200d🔥", "👍🏽\u200d👍")
"""Emoji that a joiner makes one: after a picture, after its style, after a colour of skin."""
UNSEEN = "\u034f\u115f\u1160\u17b4\u17b5\u2028\u2029\u2800\u3164\uffa0"
NO_SIGNS = "\ufdd0\ufdd1\ufdee\ufdef\ufffe\uffff\U0001fffe\U0001ffff\U000ffffe\U0010fffe\U0010ffff"
TURNS = "\u202a\u202b\u202d\u202e\u2066\u2067\u200e\u200f\u061c"
CONTROLS = "\0\x07\x0b\x0c\x1b\x7f\x80\x85\x9f\xad\ufeff\ud800"


@pytest.mark.parametrize("text", [*SEEN, *JOINED])
def test_what_people_write_can_be_shown(text: str) -> None:
    assert can_be_shown(text)


@pytest.mark.parametrize("sign", [*UNSEEN, *NO_SIGNS, *TURNS, *CONTROLS], ids=lambda sign: f"{ord(sign):x}")
@pytest.mark.parametrize("around", ["{}", "Anna {} Ek", "Åsa{}", "{}å", "👍{}"])
def test_what_nobody_sees_where_it_stands_cannot(sign: str, around: str) -> None:
    assert not can_be_shown(around.format(sign))


@pytest.mark.parametrize("sign", ["\ufdcf", "\ufdf0", "\ufffd", "\ufffc", "\U0001fffd"], ids=lambda sign: f"{ord(sign):x}")
def test_the_neighbours_of_what_is_no_sign_are_signs(sign: str) -> None:
    assert can_be_shown(f"å{sign}")


@pytest.mark.parametrize("text", ["\u200d", "å\u200d👍", "a\u200db å", "\u200d👍", "👍\u200d\u200d👍"])
def test_a_joiner_joins_nothing_but_emoji(text: str) -> None:
    assert not can_be_shown(text)


@given(st.text())
def test_a_text_can_be_shown_when_each_part_can(text: str) -> None:
    """But for the joiner, which needs what stands before it."""
    plain = text.replace("\u200d", "")
    assert can_be_shown(plain) is all(map(can_be_shown, plain))
    assert can_be_shown(plain) is can_be_shown(f"å{plain}"), "whether or not it is ASCII alone"


@given(st.characters(categories=["L", "N", "P", "Sm", "Sc", "Zs", "Mn", "Mc"]))
def test_letters_figures_and_marks_can_be_shown(sign: str) -> None:
    assert can_be_shown(sign) is (sign not in UNSEEN), unicodedata.name(sign, "?")


@pytest.mark.parametrize(("text", "one"), [("", True), ("Anna Ek", True), ("a\nb", False), ("a\rb", False), ("a\tb", False)])
def test_a_line_has_neither_breaks_nor_tabs(text: str, one: bool) -> None:
    assert is_one_line(text) is one
