"""The line to answer with: what it may hold, whose counts, how it is said, and on which days it is shown."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kalix_presence.model.errors import BadInput
from kalix_presence.model.greeting import (
    BLANKS,
    LONGEST,
    LONGEST_WORD,
    MOST_DIGITS,
    USUAL,
    Shown,
    checked_line,
    filled,
    is_shown,
    last_day,
    line_of,
)
from tests.draws import draws

ANNA = {"unit": "Bygg och miljö", "given": "Anna", "family": "Ek", "administration": "Samhällsbyggnad"}
DAY = date(2026, 11, 30)
PARTS = st.lists(
    st.sampled_from(
        [*(f"{{{name}}}" for name in BLANKS), "{", "}", "{tea}", "{}", " ", ", ", "Bygg", "12", "Å", "\n", "\u202e"]
    ),
    max_size=14,
).map("".join)


def refused(text: str) -> str:
    with pytest.raises(BadInput) as fault:
        checked_line(text)
    return fault.value.code


@settings(max_examples=draws(300))
@given(PARTS)
@example("{given}" + " x" * LONGEST)
@example("{given}}")
def test_what_is_taken_is_one_line_with_known_blanks_few_digits_and_a_name(text: str) -> None:
    try:
        line = checked_line(text)
    except BadInput:
        return
    assert line == text.strip() == checked_line(line)
    assert len(line) <= LONGEST
    assert all(len(word) <= LONGEST_WORD for word in re.sub(r"\{\w+\}", " ", line).split())
    assert not {"\n", "\u202e"} & set(line)
    rest = re.sub(r"\{(unit|given|family|administration)\}", "", line)
    assert not {"{", "}"} & set(rest)
    assert sum(sign.isdigit() for sign in line) <= MOST_DIGITS
    assert not line or "{given}" in line


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{given}\n{family}", "greeting-signs"),
        ("{given}\u202e", "greeting-signs"),
        ("{given}" + " x" * 57, "greeting-long"),
        ("{given}" + "x" * (LONGEST_WORD + 1), "greeting-word"),
        ("{given}, {name}", "greeting-blank"),
        ("{given}, {", "greeting-blank"),
        ("}{given}", "greeting-blank"),
        ("{{given}}", "greeting-blank"),
        ("{given} 0923-55", "greeting-number"),
        ("{unit}", "greeting-nameless"),
    ],
)
def test_what_is_refused_is_refused_with_its_own_word(text: str, code: str) -> None:
    assert refused(text) == code


@pytest.mark.parametrize(
    "text", ["", "  ", USUAL, "{given}x" + " x" * 56, f"{'x' * LONGEST_WORD}{{given}}", "Plan 1234, {given}"]
)
def test_what_just_fits_is_taken(text: str) -> None:
    assert checked_line(text) == text.strip()


@pytest.mark.parametrize(
    ("line", "names", "said"),
    [
        (USUAL, ANNA, "Bygg och miljö, Anna Ek"),
        ("{administration}: {given}", ANNA, "Samhällsbyggnad: Anna"),
        (USUAL, ANNA | {"family": ""}, "Bygg och miljö, Anna"),
        (USUAL, ANNA | {"unit": ""}, "Anna Ek"),
        ("{unit} , {given}", ANNA, "Bygg och miljö, Anna"),
        (USUAL, {"given": "Anna"}, "Anna"),
    ],
)
def test_blanks_are_filled_without_gaps(line: str, names: dict[str, str], said: str) -> None:
    assert filled(line, names) == said


@given(st.sampled_from(BLANKS), st.sampled_from([f"{{{name}}}" for name in BLANKS]))
def test_a_name_that_looks_like_a_blank_is_filled_in_as_it_is(blank: str, odd: str) -> None:
    assert filled(f"{{{blank}}}!", ANNA | {blank: odd}) == f"{odd}!"


UNITS = ("a", "b", "c", "d")


@given(
    st.integers(0, 4).map(lambda length: UNITS[:length]),
    st.dictionaries(st.sampled_from(UNITS), st.sampled_from(["", "{given}", "x {given}"])),
)
def test_the_nearest_unit_with_a_line_says_which_counts(units: tuple[str, ...], lines: dict[str, str]) -> None:
    line, of = line_of(units, lines)
    having = [unit for unit in units if lines.get(unit)]
    assert (line, of) == ((lines[having[0]], having[0]) if having else (USUAL, ""))


@given(st.integers(0, 730), st.integers(-5, 800))
@example(1, 0)
@example(1, 1)
@example(56, 55)
@example(56, 56)
def test_it_is_shown_for_exactly_so_many_days_and_always_or_never_at_will(days: int, ahead: int) -> None:
    until, today = last_day(DAY, days), DAY + timedelta(ahead)
    assert is_shown(Shown.SITE, until, today) is (ahead < days and days > 0)
    assert is_shown(Shown.ALWAYS, until, today)
    assert not is_shown(Shown.NEVER, until, today)


def test_whoever_is_no_newcomer_is_shown_it_at_will_alone() -> None:
    assert [is_shown(chosen, None, DAY) for chosen in Shown] == [False, True, False]
