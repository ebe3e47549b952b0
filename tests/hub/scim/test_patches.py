"""PATCH in the forms that services send: each is brought to what it means, and what nobody knows is left out alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scim2_models import PatchOp, SCIMException

from kalix_presence.hub.scim.attributes import attributes_of
from kalix_presence.hub.scim.patches import PATCH_OP, Patch
from kalix_presence.hub.scim.schemas import ENTERPRISE, OWN, made_provider
from tests.draws import draws

PROVIDER = made_provider()
USER, GROUP = attributes_of(PROVIDER, "User"), attributes_of(PROVIDER, "Group")
ANNA = {
    "userName": "anna@x.example",
    "title": "Handläggare",
    "emails": [{"value": "anna@x.example", "type": "work"}],
    ENTERPRISE: {"department": "Bygglov", "manager": {"value": "m1"}},
}
TEAM = {"displayName": "Alla", "members": [{"value": "one"}, {"value": "two"}]}


def done(*operations: Any, current: Any = ANNA, attributes: Any = USER) -> Any:
    return Patch(attributes, current).mended({"schemas": [PATCH_OP], "Operations": list(operations)})["Operations"]


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ({"op": "Replace", "path": "active", "value": "False"}, [{"op": "replace", "path": "active", "value": False}]),
        ({"OP": "Add", "Path": "title", "Value": "Chef"}, [{"op": "add", "path": "title", "value": "Chef"}]),
        ({"op": "replace", "value": {"active": "True"}}, [{"op": "replace", "path": "active", "value": True}]),
        (
            {"op": "Replace", "value": {f"{ENTERPRISE}:department": "Skola", "name.givenName": "Anna"}},
            [
                {"op": "replace", "path": f"{ENTERPRISE}:department", "value": "Skola"},
                {"op": "replace", "path": "name.givenName", "value": "Anna"},
            ],
        ),
        (
            {"op": "replace", "value": {ENTERPRISE: {"employeeNumber": 17, "costCenter": "4"}}},
            [{"op": "replace", "path": f"{ENTERPRISE}:employeeNumber", "value": "17"}],
        ),
        (
            {"op": "Add", "path": 'emails[type eq "work"].value', "value": "a@x"},
            [{"op": "add", "path": 'emails[type eq "work"].value', "value": "a@x"}],
        ),
        (
            {"op": "Add", "path": 'emails[type eq "other"].value', "value": "a@x"},
            [{"op": "add", "path": "emails", "value": [{"type": "other", "value": "a@x"}]}],
        ),
        (
            {"op": "Replace", "value": {'phoneNumbers[type eq "mobile"].value': "070"}},
            [{"op": "add", "path": "phoneNumbers", "value": [{"type": "mobile", "value": "070"}]}],
        ),
        ({"op": "Remove", "path": 'emails[type eq "other"].value'}, []),
        ({"op": "Remove", "path": "displayName"}, []),
        ({"op": "Remove", "path": "title"}, [{"op": "remove", "path": "title"}]),
        ({"op": "Replace", "path": "title", "value": None}, [{"op": "remove", "path": "title"}]),
        (
            {"op": "Add", "path": f"{ENTERPRISE}:manager", "value": "m2"},
            [{"op": "add", "path": f"{ENTERPRISE}:manager", "value": {"value": "m2"}}],
        ),
        (
            {"op": "Add", "path": f"{ENTERPRISE}:manager", "value": [{"$ref": "../Users/m2", "value": "m2"}]},
            [{"op": "add", "path": f"{ENTERPRISE}:manager", "value": {"$ref": "../Users/m2", "value": "m2"}}],
        ),
        ({"op": "Replace", "path": f"{ENTERPRISE}:manager", "value": ""}, [{"op": "remove", "path": f"{ENTERPRISE}:manager"}]),
        ({"op": "Add", "path": "nickName", "value": "x"}, []),
        ({"op": "Add", "path": "urn:ietf:params:scim:schemas:extension:other:2.0:User:shoe", "value": "44"}, []),
        ({"op": "Add", "path": 'addresses[type eq "work"].country', "value": "SE"}, []),
        ({"op": "replace", "value": {"roles": ["x"], "title": "Chef"}}, [{"op": "replace", "path": "title", "value": "Chef"}]),
        (
            {"op": "replace", "path": OWN, "value": {"extension": "2041"}},
            [{"op": "replace", "path": f"{OWN}:extension", "value": "2041"}],
        ),
    ],
)
def test_each_form_is_what_it_means(sent: dict[str, Any], meant: list[dict[str, Any]]) -> None:
    assert done(sent) == meant


def test_parts_of_one_value_that_is_not_there_yet_become_one_value() -> None:
    made = done(
        {"op": "Add", "path": 'phoneNumbers[type eq "mobile"].value', "value": "070"},
        {"op": "Add", "path": 'phoneNumbers[type eq "mobile"].primary', "value": "True"},
    )
    assert made == [{"op": "add", "path": "phoneNumbers", "value": [{"type": "mobile", "value": "070", "primary": True}]}]


def test_a_list_of_members_to_be_removed_removes_those_and_no_others() -> None:
    sent = {"op": "Remove", "path": "members", "value": [{"value": "one"}, {"value": "nobody"}]}
    assert done(sent, current=TEAM, attributes=GROUP) == [{"op": "remove", "path": 'members[value eq "one"]'}]
    everybody = {"op": "Remove", "path": "members"}
    assert done(everybody, current=TEAM, attributes=GROUP) == [{"op": "remove", "path": "members"}]


@pytest.mark.parametrize("sent", [None, 7, [], "x", {}, {"Operations": "x"}, {"schemas": []}])
def test_what_is_no_patch_comes_back_to_be_refused(sent: Any) -> None:
    assert Patch(USER, ANNA).mended(sent) == sent


_PATHS = st.sampled_from(
    [
        "active", "userName", "name.givenName", "emails", "emails.value", 'emails[type eq "work"].value', 'emails[type eq "x"]', "manager",
        f"{ENTERPRISE}:manager", f"{ENTERPRISE}:manager.value", ENTERPRISE, "urn:x:y", "members", 'members[value eq "one"]', "a[", "", " ", "schemas", "meta",
    ]
) | st.text(max_size=12)  # fmt: skip
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5) | st.sampled_from(["True", "m2"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["value", "type", "primary", "$ref", "x", "active", "userName"]), inner, max_size=3)
    ),
    max_leaves=6,
)
_OPERATIONS = st.fixed_dictionaries(
    {"op": st.sampled_from(["Add", "replace", "REMOVE", "move", ""])}, optional={"path": _PATHS, "value": _VALUES}
)


@given(st.lists(_OPERATIONS, max_size=4), st.booleans())
@settings(max_examples=draws(150), deadline=None)
def test_whatever_is_sent_is_done_or_refused_by_the_standard(operations: list[dict[str, Any]], group: bool) -> None:
    attributes, current = (GROUP, TEAM) if group else (USER, ANNA)
    kind = "Group" if group else "User"
    made = Patch(attributes, current).mended({"schemas": [PATCH_OP], "Operations": operations})
    if not made["Operations"]:
        return
    with PROVIDER:
        model: Any = PROVIDER.model_for(kind)
        try:
            wanted: Any = PatchOp[model].model_validate(made)  # type: ignore[valid-type]
            wanted.patch(model.model_validate({"schemas": [attributes.schema], **current}))
        except (SCIMException, ValueError):
            pass
