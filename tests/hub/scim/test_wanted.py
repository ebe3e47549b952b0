"""What a pushed person would be: columns, units by every way, and faults that lose one column instead of somebody."""

from __future__ import annotations

from typing import Any

import pytest

from kalix_presence.hub.scim.wanted import NO_EXTENSION, NO_NAME, NO_UNIT, Wanted, wanted_of
from kalix_presence.hub.site.scim_section import ScimSection
from kalix_presence.hub.store.scim_resources import Pushed
from kalix_presence.model.directory import Unit
from kalix_presence.model.policy import Policy
from tests.clocks import NINE
from tests.hub.scim.pushing import ENTERPRISE, user

UNITS = {one.code: one for one in (Unit("sam", "Samhällsbyggnad"), Unit("bygglov", "Bygglov", "sam"), Unit("kansli", "Kansli"))}
OWN = "urn:kalix-presence:scim:schemas:extension:1.0:User"


def wanted(body: dict[str, Any], *teams: str, said: frozenset[str] = frozenset(), **section: Any) -> Wanted:
    pushed = Pushed("1", "User", "x", "", body, 1, NINE, NINE, said=said)
    return wanted_of(pushed, teams, ScimSection(**section), Policy(), UNITS)


def test_the_columns_are_those_of_a_people_file() -> None:
    body = user("anna", "2041", title="Handläggare", preferredLanguage="fi-FI", enterprise={"employeeNumber": "A17"})
    body["phoneNumbers"].append({"type": "mobile", "value": "0701740601"})
    body[OWN] |= {"place": "Plan 2", "duties": "bygglov; tillsyn"}
    row = wanted(body).row
    assert row is not None
    person = row.person
    assert (person.extension, person.name, person.title) == ("2041", "Anna Pushed", "Handläggare")
    assert (person.direct, person.mobile, person.email) == ("0923-650 41", "070-174 06 01", "anna@x.example")
    assert (person.language, person.reference, person.place) == ("fi", "A17", "Plan 2")
    assert (person.duties, row.username, row.path) == (("bygglov", "tillsyn"), "anna@x.example", ("Samhällsbyggnad", "Bygglov"))
    assert "deputy" not in row.said


@pytest.mark.parametrize(
    ("more", "trouble"),
    [
        ({OWN: {}}, NO_EXTENSION),
        ({OWN: {"extension": "not one"}}, NO_EXTENSION),
        ({"name": {}, "displayName": "Anna"}, NO_NAME),
        ({"name": {"givenName": "=1+1()", "familyName": "Ek"}}, NO_NAME),
        ({ENTERPRISE: {}}, NO_UNIT),
    ],
)
def test_who_cannot_be_in_the_directory_is_nobody_and_it_is_said_why(more: dict[str, Any], trouble: str) -> None:
    assert wanted(user("anna", "2041") | more) == Wanted(None, trouble)


def test_a_column_that_cannot_be_used_is_left_out_alone() -> None:
    body = user("anna", "2041") | {
        "emails": [{"value": "no address"}],
        "phoneNumbers": [{"type": "mobile", "value": "0900123456"}],
    }
    found = wanted(body)
    assert found.row is not None
    assert found.left_out == ("email", "mobile")
    assert not {"email", "mobile"} & found.row.said


def test_the_extension_is_the_end_of_the_work_number_where_the_site_says_so() -> None:
    body = user("anna") | {"phoneNumbers": [{"type": "work", "value": "+46 923 65041"}]}
    assert wanted(body).trouble == NO_EXTENSION
    row = wanted(body, extension_digits=4).row
    assert row is not None
    assert row.person.extension == "5041"


def test_names_come_from_what_is_shown_where_they_are_not_in_parts() -> None:
    row = wanted(user("anna", "2041") | {"name": {}, "displayName": "Anna Maria Ek"}).row
    assert row is not None
    assert (row.person.given_name, row.person.family_name) == ("Anna Maria", "Ek")


@pytest.mark.parametrize(
    ("enterprise", "teams", "section", "path"),
    [
        ({"department": "bygglov"}, (), {}, ("Samhällsbyggnad", "Bygglov")),
        ({"department": "Ny enhet"}, (), {}, ("Ny enhet",)),
        ({"department": "Ny enhet"}, (), {"administration": "Kansli"}, ("Kansli", "Ny enhet")),
        ({"department": "IT", "division": "Kansli"}, (), {}, ("Kansli", "IT")),
        ({"department": "IT", "organization": "Kansli"}, (), {}, ("Kansli", "IT")),
        ({"division": "Kansli"}, (), {}, ("Kansli",)),
        ({}, (), {"unit": "Kansli/IT"}, ("Kansli", "IT")),
        ({"department": "Bygglov"}, ("växeln",), {"units": {"Växeln": "Kansli/Växel"}}, ("Kansli", "Växel")),
    ],
)
def test_the_unit_is_found_by_every_way(enterprise: dict[str, str], teams: Any, section: Any, path: Any) -> None:
    row = wanted(user("anna", "2041") | {ENTERPRISE: enterprise}, *teams, **section).row
    assert row is not None
    assert row.path == path


def test_its_own_word_for_the_unit_goes_before_all_others() -> None:
    body = user("anna", "2041")
    body[OWN]["unit"] = "Kansli / IT / Drift"
    row = wanted(body, "växeln", units={"Växeln": "Kansli/Växel"}).row
    assert row is not None
    assert row.path == ("Kansli", "IT", "Drift")


def test_what_was_told_once_and_is_told_no_longer_is_taken_away() -> None:
    row = wanted(user("anna", "2041"), said=frozenset({"title", "username", "language"})).row
    assert row is not None
    assert "title" in row.said
    assert row.person.title == ""
    assert "language" not in row.said
