"""Finding people: without accents, by the beginning of words, the best first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.model.directory import Person, search

ANNA = Person(
    "2041", "Anna", "Ek", "bygg-och-miljo", "samhall", "Bygglovshandläggare", mobile="070-174 06 99", duties=("bygglov",)
)
KARIN = Person("2030", "Karin", "Söderström", "bygg-och-miljo", "samhall", "Miljöinspektör", duties=("avlopp",))
BYGGMARK = Person("2101", "Eva-Lena", "Byggmark", "manhemsskolan", "utbildning", "Lärare")
EKMAN = Person("2102", "Åke", "Ekman", "manhemsskolan", "utbildning", "Rektor", duties=("skolskjuts",))
ALL = [EKMAN, BYGGMARK, KARIN, ANNA]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ek", [ANNA, EKMAN, KARIN]),
        ("soder", [KARIN]),
        ("SÖDER", [KARIN]),
        ("ake", [EKMAN]),
        ("lena", [BYGGMARK]),
        ("eva-lena", [BYGGMARK]),
        ("2041", [ANNA]),
        ("210", [BYGGMARK, EKMAN]),
        ("bygg", [BYGGMARK, ANNA, KARIN]),
        ("bygg anna", [ANNA]),
        ("skjuts", [EKMAN]),
        ("nobody", []),
    ],
)
def test_people_are_found_as_they_are_looked_for(query: str, expected: list[Person]) -> None:
    assert search(ALL, query) == expected


def test_an_empty_query_finds_everybody_in_order_of_names() -> None:
    assert search(ALL, "  ") == [BYGGMARK, ANNA, EKMAN, KARIN]


def test_nobody_is_found_by_a_private_number() -> None:
    assert search(ALL, "174") == []


@given(st.sampled_from(ALL), st.integers(1, 10))
def test_every_beginning_of_a_name_finds_the_person(person: Person, length: int) -> None:
    assert person in search(ALL, person.family_name[:length])
    assert person in search(ALL, person.given_name.upper()[:length])


@given(st.text(max_size=20))
def test_any_query_is_answered_with_some_of_the_people_once_each(query: str) -> None:
    found = search(ALL, query)
    assert len(found) == len({person.extension for person in found})
    assert set(found) <= set(ALL)
