"""The index of words: who has a word, begins so, holds it, or has nearly it."""

from __future__ import annotations

import pytest

from kalix_presence.model.finding.bits import chosen
from kalix_presence.model.finding.steps import finished
from kalix_presence.model.finding.tokens import TokenIndex

PEOPLE = (
    ("anna", "ek", "2041"),
    ("anna", "ekman", "2042"),
    ("lindqvist", "karin", "2043", "karin"),
    ("per", "20"),
    (),
    ("åke", "lindgren", "120412"),
)
INDEX = finished(TokenIndex.in_steps(PEOPLE, len(PEOPLE)))


def have(fits: object, word: str) -> list[int]:
    return chosen(range(len(PEOPLE)), fits(word))  # type: ignore[operator]


@pytest.mark.parametrize(
    "word",
    ["anna", "ek", "ekm", "karin", "lind", "2041", "204", "20", "41", "nn", "a", "å", "z", "0", "1204", "per", "qvi", ""],
)
def test_an_index_knows_who_has_a_word_so_or_so(word: str) -> None:
    assert have(INDEX.whole, word) == [at for at, words in enumerate(PEOPLE) if word in words]
    assert have(INDEX.beginning, word) == [at for at, words in enumerate(PEOPLE) if any(one.startswith(word) for one in words)]
    if word:
        assert have(INDEX.within, word) == [at for at, words in enumerate(PEOPLE) if any(word in one for one in words)]


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("anma", [0, 1]),
        ("lindkvist", [2]),
        ("lindgern", [5]),
        ("lidn", [2, 5]),
        ("ekm", []),
        ("2014", []),
        ("2041", []),
        ("karni", [2]),
        ("ekmna", [1]),
    ],
)
def test_an_index_forgives_slips_of_letters_but_not_of_figures(word: str, found: list[int]) -> None:
    assert have(INDEX.nearly, word) == found


def test_an_index_of_many_words_is_the_same_and_holds_few_answers() -> None:
    people = [(f"{number}", f"ord{number % 700}", "ord") for number in range(5_000)]
    index = finished(TokenIndex.in_steps(people, len(people)))
    everybody = range(len(people))
    for word in ("ord", "ord69", "699", "99", "d6", "ord700", *(str(number) for number in range(1_000, 1_100))):
        assert chosen(everybody, index.within(word)) == [
            at for at, words in enumerate(people) if any(word in one for one in words)
        ]
        assert chosen(everybody, index.whole(word)) == [at for at, words in enumerate(people) if word in words]
    assert list(index.within_in_steps("1099")) == [], "it is known still"
    assert list(index.within_in_steps("ord")), "what was asked for long ago is not"
