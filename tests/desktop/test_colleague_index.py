"""Finding colleagues as one types: the same hits in the same order as the model's own search, letter by letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence import wire
from kalix_presence.desktop.colleague_index import ColleagueIndex
from kalix_presence.model.directory import Person, search

WORDS = ("Anna", "Åsa", "Ek", "Öhman", "Ström-Berg", "bygglov", "avlopp", "Skola")
PEOPLE = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS), st.sampled_from(WORDS)), min_size=1, max_size=12)


def view(extension: str, name: str, unit: str = "Bygg", duties: tuple[str, ...] = (), mobile: str = "") -> wire.PersonView:
    return wire.PersonView(extension, name, unit, unit, "kommunen", duties=list(duties), mobile=mobile)


STAFF = [
    view("2041", "Anna Ek", "Bygg och miljö", ("bygglov",)),
    view("2042", "Åsa Öhman", "Skola", mobile="0701740601"),
    view("2043", "Bygge Ström-Berg", "Kansli"),
    view("2044", "Per Nybygge", "Kansli"),
]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["2041", "2043", "2044", "2042"]),
        ("anna", ["2041"]),
        ("asa ohman", ["2042"]),
        ("ÖHMAN", ["2042"]),
        ("2044", ["2044"]),
        ("berg", ["2043"]),
        ("kansli per", ["2044"]),
        ("bygg", ["2043", "2041", "2044"]),
        ("bygglov", ["2041"]),
        ("0701", []),
        ("nobody", []),
    ],
)
def test_it_finds_by_name_number_unit_and_duty_best_first(query: str, found: list[str]) -> None:
    assert ColleagueIndex(STAFF).find(query) == found


@given(people=PEOPLE, query=st.sampled_from([f"{a[:3]} {b[:2]}" for a in WORDS for b in WORDS] + [word[1:] for word in WORDS]))
def test_what_is_found_letter_by_letter_is_what_the_model_finds_at_once(people: list[tuple[str, str, str]], query: str) -> None:
    staff = [view(str(2000 + at), f"{given} {family}", duties=(duty,)) for at, (given, family, duty) in enumerate(people)]
    model = [
        Person(str(2000 + at), given, family, "Bygg", "kommunen", duties=(duty,))
        for at, (given, family, duty) in enumerate(people)
    ]
    typing = ColleagueIndex(staff)
    for end in range(len(query) + 1):
        found = typing.find(query[:end])
        assert set(found) == {person.extension for person in search(model, query[:end])}
        assert found == ColleagueIndex(staff).find(query[:end])


def test_taking_a_letter_away_finds_more_again() -> None:
    index = ColleagueIndex(STAFF)
    assert index.find("bygglov") == ["2041"]
    assert index.find("bygg") == ["2043", "2041", "2044"]
    assert index.find("") == ["2041", "2043", "2044", "2042"]


def test_taking_a_word_away_finds_more_again() -> None:
    index = ColleagueIndex(STAFF)
    assert index.find("bygg anna") == ["2041"]
    assert index.find("bygg") == ["2043", "2041", "2044"]


def test_letters_of_the_north_stand_last() -> None:
    names = ["Östen Ö", "Zoe Z", "Ärla Ä", "Åke Å", "André A"]
    index = ColleagueIndex([view(str(2000 + at), name) for at, name in enumerate(names)])
    assert [names[int(extension) - 2000] for extension in index.find("")] == ["André A", "Zoe Z", "Åke Å", "Ärla Ä", "Östen Ö"]
