"""Who holds an extension after an import: the same person, whatever changed about them, or somebody else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.hub.directory.people_file import PersonRow
from kalix_presence.hub.directory.same_person import is_same
from kalix_presence.model.directory import Person

HOLDER = Person("2041", "Anna", "Ek", "bygg", "bygg", email="anna@x.example", reference="p1")


def row(given: str, family: str, username: str = "", email: str = "", reference: str = "") -> PersonRow:
    person = Person("2041", given, family, "bygg", "bygg", email=email, reference=reference)
    return PersonRow(2, person, username, ("employee",))


@pytest.mark.parametrize(
    ("wanted", "same"),
    [
        (row("Anna", "Ek"), True),
        (row("anna", "EK", "anna.ek", "ny@x.example"), True),
        (row("Anna", "Berg", "anna"), True),
        (row("Anna", "Berg", "anna.berg", "anna@x.example"), True),
        (row("Anna", "Berg"), False),
        (row("Bo", "Ny", "bo", "bo@x.example"), False),
        (row("Bo", "Ny"), False),
        (row("Bo", "Ny", "bo", "anna@x.example"), False),
        (row("Bo", "Ny", "", "Anna@X.example"), True),
        (row("Anna", "Ek", "anna", "anna@x.example", "p2"), False),
        (row("Bo", "Ny", "bo", "bo@x.example", "p1"), True),
    ],
)
def test_what_says_that_it_is_the_same_person(wanted: PersonRow, same: bool) -> None:
    assert is_same(HOLDER, "anna", wanted) is same


_word = st.sampled_from(["", "a", "b", "c"])


@given(st.builds(row, _word, _word, _word, _word, _word))
def test_nobody_is_taken_for_the_holder_without_something_in_common(wanted: PersonRow) -> None:
    assert not is_same(HOLDER, "anna", wanted)
