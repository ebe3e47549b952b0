"""What is done the short way comes to the same as what scim2-models makes of it, for whatever is drawn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scim2_models import Context, PatchOp

from kalix_presence.hub.scim.attributes import attributes_of
from kalix_presence.hub.scim.patches import PATCH_OP, Patch
from kalix_presence.hub.scim.plain import body_of, is_plain, patched
from kalix_presence.hub.scim.schemas import CORE_USER, ENTERPRISE, OWN, made_provider
from tests.draws import draws
from tests.hub.scim.pushing import pushing, user

PROVIDER = made_provider()
USER = attributes_of(PROVIDER, "User")
MODEL: Any = PROVIDER.model_for("User")
_TEXT = st.text("aåB1 ", min_size=1, max_size=4)
_NAMES = st.fixed_dictionaries({}, optional={"givenName": _TEXT, "familyName": _TEXT, "formatted": _TEXT})
_MAILS = st.lists(st.fixed_dictionaries({"value": _TEXT}, optional={"type": st.sampled_from(["work", "home"])}), max_size=2)
_BODIES = st.fixed_dictionaries(
    {"schemas": st.just([CORE_USER, ENTERPRISE]), "userName": _TEXT},
    optional={
        "name": _NAMES,
        "title": _TEXT | st.none(),
        "active": st.booleans(),
        "emails": _MAILS,
        ENTERPRISE: st.fixed_dictionaries(
            {},
            optional={
                "department": _TEXT,
                "manager": st.fixed_dictionaries({"value": _TEXT}, optional={"$ref": st.just("Users/x")}),
            },
        ),
    },
)
_OPERATIONS = st.one_of(
    st.fixed_dictionaries(
        {"op": st.just("remove"), "path": st.sampled_from(["title", "name", "name.givenName", f"{ENTERPRISE}:department"])}
    ),
    st.fixed_dictionaries(
        {
            "op": st.sampled_from(["add", "replace"]),
            "path": st.sampled_from(["title", "displayName", "name.givenName", f"{ENTERPRISE}:department", f"{OWN}:extension"]),
            "value": _TEXT,
        }
    ),
    st.fixed_dictionaries({"op": st.sampled_from(["add", "replace"]), "path": st.just("active"), "value": st.booleans()}),
    st.fixed_dictionaries({"op": st.sampled_from(["add", "replace"]), "path": st.just("name"), "value": _NAMES.filter(bool)}),
)


def told(resource: Any) -> dict[str, Any]:
    """As the library writes it, with the schemas that are used alone, whatever their order."""
    with PROVIDER:
        written: dict[str, Any] = resource.model_dump(scim_ctx=Context.DEFAULT)
    return without_schemas(written)


def without_schemas(body: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in body.items()
        if name not in ("schemas", "id", "meta", "externalId") and value not in ({}, [])
    }


@given(_BODIES)
@settings(max_examples=draws(100), deadline=None)
def test_somebody_whole_is_kept_as_the_library_would(sent: dict[str, Any]) -> None:
    formed = USER.formed(sent)
    assert is_plain(USER, formed)
    with PROVIDER:
        theirs = MODEL.model_validate(formed, scim_ctx=Context.RESOURCE_CREATION_REQUEST)
    assert without_schemas(body_of(USER, formed)) == told(theirs)


@given(_BODIES, st.lists(_OPERATIONS, min_size=1, max_size=4))
@settings(max_examples=draws(150), deadline=None)
def test_a_patch_of_single_values_comes_to_the_same(sent: dict[str, Any], operations: list[dict[str, Any]]) -> None:
    current = body_of(USER, USER.formed(sent))
    mended = Patch(USER, current).mended({"schemas": [PATCH_OP], "Operations": operations})
    after = patched(USER, current, mended["Operations"])
    assert after is not None
    if not mended["Operations"]:
        return
    with PROVIDER:
        theirs = MODEL.model_validate(current)
        PatchOp[MODEL].model_validate(mended, scim_ctx=Context.RESOURCE_PATCH_REQUEST).patch(theirs)
    assert without_schemas(after) == told(theirs)


def test_what_is_not_plain_goes_the_long_way() -> None:
    for wrong in (
        {"title": 7},
        {"active": "perhaps"},
        {"emails": [{"value": {}}]},
        {"emails": "x"},
        {"name": "x"},
        {"title": ""},
    ):
        assert not is_plain(USER, {"userName": "a", **wrong}), wrong
    two = [{"value": "a", "primary": True}, {"value": "b", "primary": True}]
    assert not is_plain(USER, {"userName": "a", "emails": two})
    for operation in (
        {"op": "replace", "path": "userName", "value": "b"},
        {"op": "add", "path": "emails", "value": [{"value": "a"}]},
        {"op": "replace", "path": 'emails[type eq "work"].value', "value": "a"},
        {"op": "replace", "path": "active", "value": "perhaps"},
        {"op": "replace", "path": "id", "value": "x"},
        {"op": "move", "path": "title"},
        {"op": "add", "value": {"title": "x"}},
        7,
    ):
        assert patched(USER, {"userName": "a"}, [operation]) is None, operation


def test_another_manager_has_not_the_address_of_the_one_before() -> None:
    before = {"userName": "a", ENTERPRISE: {"manager": {"value": "m1", "$ref": "Users/m1"}}}
    change = {"op": "replace", "path": f"{ENTERPRISE}:manager", "value": {"value": "m2"}}
    after = patched(USER, before, [change])
    assert after is not None
    assert after[ENTERPRISE]["manager"] == {"value": "m2"}


@pytest.mark.parametrize("way", ["", "?excludedAttributes=x"])
def test_what_says_nothing_is_neither_kept_nor_told(tmp_path: Path, way: str) -> None:
    with pushing(tmp_path / "hub") as push:
        said = [{"display": "nobody here knows that"}, {"value": None}, {"type": None, "value": "a@x.example"}]
        one = push.ask("POST", f"/Users{way}", user("tom", "4600", emails=said, name={"givenName": None}))
        assert (one["emails"], "name" in one) == ([{"value": "a@x.example"}], False)
        assert push.ask("GET", f"/Users/{one['id']}") == one
        assert [each for each in push.ask("GET", "/Users")["Resources"] if each["id"] == one["id"]] == [one]
