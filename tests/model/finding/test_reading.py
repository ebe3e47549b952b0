"""Texts and queries as words, and numbers as they are dialled."""

from __future__ import annotations

import pytest

from kalix_presence.model.finding.reading import MOST_WORDS, number_of, query_words, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Eva-Lena", ["eva", "lena", "evalena"]),
        ("Eva-Lena Ek", ["eva", "lena", "ek", "evalena"]),
        ("Åsa Öberg", ["asa", "oberg"]),
        ("plan_2, rum 3", ["plan", "2", "rum", "3"]),
        ("", []),
    ],
)
def test_the_words_of_a_text(text: str, words: list[str]) -> None:
    assert list(words_of(text)) == words


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (" Anna  EK anna ", ["anna", "ek"]),
        ("070-174 06 99", ["0701740699"]),
        ("+46 (0)70 174", ["070174"]),
        ("12", ["12"]),
        ("1 2 3", ["123"]),
        ("204 a", ["204", "a"]),
        ("-", []),
        ("a b c d e f g h i", list("abcdefgh")),
    ],
)
def test_what_is_asked_for_word_by_word(query: str, words: list[str]) -> None:
    assert query_words(query) == words
    assert len(words) <= MOST_WORDS


@pytest.mark.parametrize(
    ("text", "digits"), [("0923-650 00", "092365000"), ("+46 923", "0923"), ("anna", ""), ("", ""), ("²", "")]
)
def test_a_number_is_its_digits(text: str, digits: str) -> None:
    assert number_of(text) == digits
