"""Names of files out of names of people: taken by every system, readable in every alphabet, and never one for two."""

from __future__ import annotations

import unicodedata
from pathlib import PureWindowsPath

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kalix_presence.model.safe_names import LONGEST, safe_stem, told_apart
from tests.draws import draws

FORBIDDEN = set('<>:"/\\|?*')
TEXT = st.text(max_size=90)


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Anna Ek", "Anna-Ek"),
        ("Áilu Čáhppesluohkká", "Áilu-Čáhppesluohkká"),
        ("Ŋállá Đoŧŧa", "Ŋállá-Đoŧŧa"),
        (unicodedata.normalize("NFD", "Åsa Öhman"), "Åsa-Öhman"),
        ("g\u0331o", "g\u0331o"),
        ("Sam O'Neil jr.", "Sam-O-Neil-jr"),
        ("../..\\etc", "etc"),
        (" - ", ""),
        ("\u0301x", "x"),
        ("Con", "Con_"),
        ("Xerxes X", "Xerxes-X"),
        ("LPT1", "LPT1_"),
        ("com¹", "com¹_"),
        ("Conny", "Conny"),
        ("x" * 100, "x" * LONGEST),
    ],
)
def test_a_name_stays_readable(name: str, stem: str) -> None:
    assert safe_stem(name) == stem


@given(TEXT)
@settings(max_examples=draws(100))
def test_every_system_takes_it(name: str) -> None:
    stem = safe_stem(name)
    assert not FORBIDDEN & set(stem)
    assert all(sign.isprintable() for sign in stem)
    assert stem == stem.strip(" .")
    assert len(stem) <= LONGEST + 1
    assert not PureWindowsPath(stem or "x").is_reserved()


@given(st.lists(st.tuples(st.from_regex(r"\d{3,5}", fullmatch=True), st.sampled_from(["Anna Ek", "anna EK", "", "Con", "A-2"])),
                unique_by=lambda each: each[0], max_size=8))  # fmt: skip
@example([("2041", "Anna Ek"), ("2042", "Anna Ek"), ("2043", "Anna Ek-2042")])
@settings(max_examples=draws(60))
def test_nobody_shares_a_name_on_any_system(people: list[tuple[str, str]]) -> None:
    made = told_apart(people)
    assert made.keys() == {extension for extension, _ in people}
    folded = [unicodedata.normalize("NFKD", stem.casefold()) for stem in made.values()]
    assert len(set(folded)) == len(folded)
    assert all(made.values())


def test_two_of_a_name_have_their_extension_and_nobody_else() -> None:
    assert told_apart([("2041", "Anna Ek"), ("2042", "anna ek"), ("2043", "Per Berg"), ("2044", "?")]) == {
        "2041": "Anna-Ek-2041",
        "2042": "anna-ek-2042",
        "2043": "Per-Berg",
        "2044": "2044",
    }
