"""The sample organisation that ships: a whole small municipality, and nobody real in it.

The telephone numbers lie in the ranges that the Swedish regulator keeps for fiction: 070-174 06 05 to 99, 0980-319 200 to 299.
"""

from __future__ import annotations

import csv
import re

from kalix_presence import shipped
from kalix_presence.model.access import Role
from kalix_presence.model.words import LANGUAGES


def rows() -> list[dict[str, str]]:
    with (shipped.resources() / "sample" / "people.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_it_has_about_sixty_people_in_eight_units() -> None:
    people = rows()
    assert 55 <= len(people) <= 65
    assert len({person["unit"] for person in people}) == 8
    assert 3 <= len({person["administration"] for person in people}) <= 4
    anna = next(person for person in people if person["extension"] == "2041")
    assert (anna["given_name"], anna["family_name"], anna["unit"]) == ("Anna", "Ek", "Bygg och miljö")


def test_everybody_is_one_of_a_kind_and_has_a_deputy_who_exists() -> None:
    people = rows()
    extensions = {person["extension"] for person in people}
    assert len(extensions) == len({person["username"] for person in people}) == len(people)
    for person in people:
        assert person["deputy"] in extensions - {person["extension"]} | {""}
        assert set(person["roles"].split(";")) <= {role.value for role in Role}
        assert person["language"] in LANGUAGES


def test_every_administration_has_its_telephone_officer_and_somebody_is_receptionist() -> None:
    officers = {person["administration"] for person in rows() if Role.OFFICER in person["roles"].split(";")}
    assert officers == {person["administration"] for person in rows()}
    assert any(Role.RECEPTIONIST in person["roles"].split(";") for person in rows())


def test_nobody_real_can_be_reached_through_it() -> None:
    for person in rows():
        assert person["email"].endswith(".invalid")
        if person["mobile"]:
            assert re.fullmatch(r"070-174 06 (0[5-9]|[1-9]\d)", person["mobile"])
        assert re.fullmatch(r"0980-319 2\d\d", person["direct"])
