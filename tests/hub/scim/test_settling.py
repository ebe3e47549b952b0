"""A pushed person becomes somebody in the directory, and nobody is taken over whom the service was not given."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kalix_presence import shipped
from kalix_presence.hub.commands.saying import write
from kalix_presence.hub.directory.attributes import Precedence
from kalix_presence.hub.directory.importing import import_people
from kalix_presence.hub.directory.people_file import read_people_file
from kalix_presence.hub.scim.settling import BY_HAND, KNOWN_ALREADY, NAME_TAKEN, TAKEN
from kalix_presence.hub.store.accounts import Account, put_account
from kalix_presence.hub.store.scim_resources import join_person
from kalix_presence.hub.store.settings import touch_accounts
from kalix_presence.hub.store.sources import HandEdit, put_edit, read_origin
from tests.hub.scim.pushing import ENTERPRISE, Push, pushing, user
from tests.hub.serving import PEOPLE
from tests.hub.web.test_streams import until

ANNA = {"userName": "anna", "name": {"givenName": "Anna", "familyName": "Ek"}, "emails": [{"value": "anna@x.example"}]}


def test_somebody_new_is_in_the_grid_and_may_sign_in(tmp_path: Path) -> None:
    with pushing(tmp_path / "hub") as push:
        push.add("nils", "2050", enterprise={"employeeNumber": "N1"})
        until(lambda: push.hub.on_loop(lambda: "2050" in push.hub.hub.board.people))
        until(lambda: "2050" in push.hub.on_loop(lambda: push.hub.hub.pbx.lines()))
        person = push.people()["2050"]
        assert (person.name, person.unit, person.reference, person.direct) == ("Nils Pushed", "bygglov", "N1", "0923-650 50")
        account = push.account("nils@x.example")
        assert account is not None
        assert (account.extension, account.roles, account.locked, account.password_hash) == ("2050", ("employee",), False, None)
        line = push.lines()[0]
        assert (line.act, line.way, line.about, line.detail, line.by) == ("import", "scim", "2050", "added", "scim")
        with push.hub.client("anna") as anna:
            assert anna.get("/api/v1/people/2050").json()["name"] == "Nils Pushed"


def test_a_new_name_number_and_unit_leave_somebody_who_they_are(tmp_path: Path) -> None:
    with pushing(tmp_path / "hub") as push:
        one = push.add("nils", "2050")["id"]
        before = push.people()["2050"]
        changed = user("nils", "2051") | {"userName": "nils.ny@x.example", "name": {"givenName": "Nils", "familyName": "Ny"}}
        changed["emails"], changed[ENTERPRISE] = [{"value": "ny@x.example"}], {"department": "Skola", "employeeNumber": "N9"}
        push.ask("PUT", f"/Users/{one}", changed)
        people = push.people()
        after = people["2051"]
        assert "2050" not in people
        assert (after.id, after.name, after.unit, after.email) == (before.id, "Nils Ny", "skola", "ny@x.example")
        assert push.account("nils@x.example") is None
        assert push.account("nils.ny@x.example") is not None


def test_what_others_have_said_of_somebody_stays(tmp_path: Path) -> None:
    with pushing(tmp_path / "hub", first_sight=["username"]) as push:
        push.ask("POST", "/Users", user("anna", "2041") | ANNA)
        person = push.people()["2041"]
        assert (person.deputy, person.mobile, person.duties, person.title) == (
            "2042",
            "070-174 06 01",
            ("bygglov",),
            "Handläggare",
        )


@pytest.mark.parametrize(
    ("more", "extension", "section", "trouble"),
    [
        ({}, "2041", {}, TAKEN),  # whoever holds an extension keeps it
        ({}, "2041", {"first_sight": ["username"]}, TAKEN),
        ({"userName": "anna"}, "2041", {}, KNOWN_ALREADY),  # first sight by what the site names alone
        ({"userName": "anna"}, "2041", {"first_sight": ["reference"]}, KNOWN_ALREADY),
        ({"userName": "ada"}, "2002", {"first_sight": ["username"]}, BY_HAND),  # an administrator is nobody's by a push
        ({"userName": "olle"}, "2043", {"first_sight": ["username"]}, BY_HAND),
        ({"userName": "root"}, "2099", {"first_sight": ["username"]}, BY_HAND),  # an account that is no person's
        ({"userName": "plain"}, "2099", {"first_sight": ["username"]}, BY_HAND),
    ],
)
def test_nobody_who_is_there_is_taken_over(tmp_path: Path, more: Any, extension: str, section: Any, trouble: str) -> None:
    with pushing(tmp_path / "hub", **section) as push:
        for name, roles in (("root", ("administrator",)), ("plain", ("employee",))):
            write(push.hub.config, lambda change, name=name, roles=roles: put_account(change, Account(name, roles=roles)))
        before = push.people(), [push.account(name) for name in ("anna", "ada", "olle", "root", "plain")]
        made = push.ask("POST", "/Users", user("nils", extension) | more)
        assert push.pushed(made["id"]).trouble == trouble
        push.patch("Users", made["id"], {"op": "replace", "path": "active", "value": False})
        push.ask("DELETE", f"/Users/{made['id']}")
        push.look()
        assert (push.people(), [push.account(name) for name in ("anna", "ada", "olle", "root", "plain")]) == before


def test_at_first_sight_somebody_known_becomes_the_services(tmp_path: Path) -> None:
    with pushing(tmp_path / "hub", first_sight=["username"]) as push:
        before = push.people()["2041"]
        made = push.ask("POST", "/Users", user("anna", "2041") | ANNA | {"title": "Chef"})
        after = push.people()["2041"]
        assert (after.id, after.title) == (before.id, "Chef")
        again = push.ask("POST", "/Users", user("other", "2041") | {"userName": "other"})
        assert push.pushed(again["id"]).trouble == TAKEN
        assert push.pushed(made["id"]).person == before.id


def test_what_was_edited_by_hand_stays_and_what_the_service_would_have_is_kept_beside_it(tmp_path: Path) -> None:
    with pushing(tmp_path / "hub") as push:
        one = push.add("nils", "2050", title="Handläggare")["id"]
        nils = push.people()["2050"]
        edit = HandEdit(None, push.hub.clock(), "uid:0")
        write(push.hub.config, lambda change: put_edit(change, nils.id, "title", edit))
        push.patch("Users", one, {"op": "Replace", "path": "title", "value": "Chef"})
        assert push.people()["2050"].title == "Handläggare"
        origin = push.read(lambda sql: read_origin(sql, nils.id))
        assert (origin.hand["title"].offered, origin.claims["scim"].key) == ("Chef", one)


def test_a_file_takes_nobody_away_whom_the_service_pushes_nor_says_what_it_does(tmp_path: Path) -> None:
    with pushing(tmp_path / "hub") as push:
        push.add("nils", "2050", title="Chef")
        text = PEOPLE + "2050,Nils,Pushed,Bygglov,Samhällsbyggnad,Annat,,070-174 06 08,,nils@x.example,employee,,,sv\n"
        for people in (text, PEOPLE):
            wanted = read_people_file(people, shipped.default_policy())
            how = {
                "now": push.hub.clock(),
                "remove_missing": True,
                "precedence": Precedence(order=push.hub.config.source_order),
            }
            write(push.hub.config, lambda change, wanted=wanted, how=how: import_people(change, wanted, **how))
            assert (push.people()["2050"].title, push.people()["2050"].mobile) == ("Chef", "070-174 06 08")


def test_a_user_name_that_somebody_has_is_not_given_twice(tmp_path: Path) -> None:
    with pushing(tmp_path / "hub") as push:
        one = push.add("nils", "2050")["id"]
        push.patch("Users", one, {"op": "replace", "path": "userName", "value": "anna"})
        assert push.pushed(one).trouble == NAME_TAKEN
        assert push.account("anna").extension == "2041"  # type: ignore[union-attr]


def test_who_waits_for_an_extension_gets_it_when_it_is_free(tmp_path: Path) -> None:
    with pushing(tmp_path / "hub", leaver_days=0) as push:
        first, second = push.add("nils", "2050")["id"], push.add("lisa", "2050")["id"]
        assert push.pushed(second).trouble == TAKEN
        push.ask("DELETE", f"/Users/{first}")
        until(lambda: getattr(push.people().get("2050"), "given_name", "") == "Lisa")


def test_an_administrator_says_who_somebody_is_and_keeps_the_account_by_hand(tmp_path: Path) -> None:
    with pushing(tmp_path / "hub") as push:
        made = push.ask("POST", "/Users", user("ada", "2002") | {"userName": "ada"})
        ada = push.people()["2002"]

        def join(change: Any) -> None:
            join_person(change, made["id"], ada.id)
            touch_accounts(change)

        write(push.hub.config, join)
        push.look()
        assert push.pushed(made["id"]).trouble == ""
        assert push.people()["2002"].family_name == "Pushed"
        push.patch("Users", made["id"], {"op": "replace", "path": "active", "value": False})
        assert push.pushed(made["id"]).trouble == BY_HAND
        push.ask("DELETE", f"/Users/{made['id']}")
        push.look()
        account = push.account("ada")
        assert account is not None
        assert (account.locked, account.roles) == (False, ("administrator",))
        assert "2002" in push.people()


def test_groups_give_roles_and_take_them_away(tmp_path: Path) -> None:
    roles = {"Telefonister": "receptionist", "group-Chefer": "head"}
    with pushing(tmp_path / "hub", roles=roles, first_sight=["username"]) as push:
        one = push.add("nils", "2050")["id"]
        desk, heads, others = push.group("Telefonister", one), push.group("Chefer", one), push.group("Alla", one)
        assert roles_of(push) == {"employee", "receptionist", "head"}
        push.patch("Groups", desk, {"op": "Remove", "path": "members", "value": [{"value": one}]})
        push.patch("Groups", others, {"op": "Remove", "path": f'members[value eq "{one}"]'})
        assert roles_of(push) == {"employee", "head"}
        push.patch("Groups", heads, {"op": "Replace", "path": "members", "value": []})
        assert roles_of(push) == {"employee"}
        push.patch("Groups", desk, {"op": "Add", "path": "members", "value": [{"value": one}, {"value": one}]})
        push.patch("Groups", desk, {"op": "Replace", "path": "displayName", "value": "Andra"})
        assert roles_of(push) == {"employee"}
        push.patch("Groups", desk, {"op": "Replace", "path": "displayName", "value": "telefonister"})
        assert roles_of(push) == {"employee", "receptionist"}
        push.ask("DELETE", f"/Groups/{desk}")
        assert roles_of(push) == {"employee"}
        maria = push.ask("POST", "/Users", user("maria", "2001") | {"userName": "maria"})["id"]
        assert push.pushed(maria).trouble == ""  # a role that groups give is no sign of a hand
        assert push.account("maria").roles == ("employee",)  # type: ignore[union-attr]


def roles_of(push: Push) -> set[str]:
    account = push.account("nils@x.example")
    assert account is not None
    return {*account.roles}


def test_groups_give_units(tmp_path: Path) -> None:
    with pushing(tmp_path / "hub", units={"Växeln": "Kansli/Växel"}) as push:
        one = push.add("nils", "2050")["id"]
        group = push.group("Växeln", one)
        assert push.people()["2050"].unit == "vaxel"
        push.patch("Groups", group, {"op": "Remove", "path": "members"})
        assert push.people()["2050"].unit == "bygglov"
