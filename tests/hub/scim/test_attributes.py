"""What nobody here knows is left out, and what is known is brought to its form."""

from __future__ import annotations

from kalix_presence.hub.scim.attributes import attributes_of
from kalix_presence.hub.scim.schemas import CORE_USER, ENTERPRISE, made_provider

USER = attributes_of(made_provider(), "User")


def test_unknown_attributes_and_schemas_are_left_out_and_the_rest_stays() -> None:
    sent = {
        "schemas": [CORE_USER, "urn:other", ENTERPRISE.upper()],
        "USERNAME": "anna",
        "nickName": "A",
        "urn:other": {"x": 1},
        "name": {"givenName": "Anna", "middleName": "M"},
        ENTERPRISE: {"department": "Bygglov", "costCenter": "4"},
    }
    assert USER.formed(sent) == {
        "schemas": [CORE_USER, ENTERPRISE],
        "userName": "anna",
        "name": {"givenName": "Anna"},
        ENTERPRISE: {"department": "Bygglov"},
    }


def test_an_extension_of_which_nothing_is_known_is_not_there() -> None:
    assert ENTERPRISE not in USER.formed({"userName": "anna", ENTERPRISE: {"costCenter": "4"}})


def test_names_with_parts_and_with_their_schema_find_their_place() -> None:
    sent = {f"{CORE_USER}:title": "Chef", "name.familyName": "Ek", f"{ENTERPRISE}:employeeNumber": 17}
    assert USER.formed(sent) == {"title": "Chef", "name": {"familyName": "Ek"}, ENTERPRISE: {"employeeNumber": "17"}}


def test_values_come_to_the_form_that_is_asked_for() -> None:
    assert USER.formed({"active": " TRUE "}) == {"active": True}
    assert USER.formed({"active": "perhaps"}) == {"active": "perhaps"}  # for the standard to refuse
    assert USER.formed({"emails": "a@x"}) == {"emails": [{"value": "a@x"}]}
    assert USER.formed({"emails": [None, "", {"value": "a@x", "primary": "false"}]}) == {
        "emails": [{"value": "a@x", "primary": False}]
    }
    assert USER.formed({ENTERPRISE: {"manager": ["m1", "m2"]}}) == {ENTERPRISE: {"manager": {"value": "m1"}}}
    assert USER.formed({"title": ["Chef"], "displayName": []}) == {"title": "Chef", "displayName": None}
