"""A conversation as Entra ID holds it, played against a real hub; and that quick answers are those of the protocol's own way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.hub.scim.pushing import ENTERPRISE, Push, pushing, user
from tests.hub.web.test_streams import until

PEOPLE = 120
GROUPS = 12
OFF = {"op": "Replace", "path": "active", "value": "False"}


@pytest.fixture(scope="module")
def push(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Push]:
    roles = {"grupp 0": "receptionist"}
    with pushing(tmp_path_factory.mktemp("scim") / "hub", roles=roles, leaver_days=0) as found:
        yield found


def found(push: Push, kind: str, attribute: str, value: str, more: str = "") -> list[Any]:
    answer = push.ask("GET", f'/{kind}?filter={attribute} eq "{value}"{more}')
    assert answer["totalResults"] == len(answer.get("Resources", ()))
    return list(answer.get("Resources", ()))


def test_a_first_cycle_and_what_comes_after_it(push: Push) -> None:
    # The test of the connection looks for somebody who cannot be there.
    assert found(push, "Users", "userName", "00000000-0000") == []
    ids = []
    for number in range(PEOPLE):
        name = f"p{number}"
        assert found(push, "Users", "userName", f"{name}@x.example") == []
        made = push.add(name, str(4000 + number), enterprise={"employeeNumber": f"E{number}"})
        if number % 10 == 0:  # its answer was lost
            assert push.add(name, str(4000 + number), enterprise={"employeeNumber": f"E{number}"})["id"] == made["id"]
        ids.append(made["id"])
    for number in range(1, PEOPLE):
        manager = [{"op": "Add", "path": f"{ENTERPRISE}:manager", "value": ids[0]}]
        said = push.patch("Users", ids[number], *manager)
        assert said[ENTERPRISE]["manager"]["value"] == ids[0]
    teams = []
    for number in range(GROUPS):
        assert found(push, "Groups", "displayName", f"grupp {number}", "&excludedAttributes=members") == []
        team = push.ask("POST", "/Groups", {"displayName": f"grupp {number}", "externalId": f"g{number}"})["id"]
        for one in ids[number::GROUPS]:
            push.patch("Groups", team, {"op": "Add", "path": "members", "value": [{"$ref": None, "value": one}]})
        teams.append(team)
    people = push.people()
    assert sum(extension.startswith(("40", "41")) for extension in people) == PEOPLE
    assert push.account("p0@x.example").roles == ("employee", "receptionist")  # type: ignore[union-attr]
    until(lambda: push.hub.on_loop(lambda: "4119" in push.hub.hub.board.people))

    # A user name changes; somebody goes, comes back, goes for good; a group loses members by a list.
    push.patch("Users", ids[1], {"op": "Replace", "path": "userName", "value": "ny@x.example"})
    assert push.account("ny@x.example").extension == "4001"  # type: ignore[union-attr]
    assert [one["id"] for one in found(push, "Users", "externalId", "id-p1")] == [ids[1]]
    push.patch("Users", ids[2], OFF)
    assert found(push, "Users", "userName", "p2@x.example")[0]["active"] is False
    push.look()
    assert "4002" not in push.people()
    push.add("p2", "4002")
    assert "4002" in push.people()
    push.ask("DELETE", f"/Users/{ids[3]}", status=204)
    push.ask("GET", f"/Users/{ids[3]}", status=404)
    team = push.ask("GET", f"/Groups/{teams[0]}")
    assert len(team["members"]) == PEOPLE // GROUPS
    gone = [{"value": each["value"]} for each in team["members"][:4]]
    push.patch("Groups", teams[0], {"op": "Remove", "path": "members", "value": gone})
    assert len(push.ask("GET", f"/Groups/{teams[0]}")["members"]) == PEOPLE // GROUPS - 4
    assert "members" not in push.ask("GET", f"/Groups/{teams[0]}?excludedAttributes=members")


def test_a_patch_with_what_nobody_knows_in_it_is_done_all_the_same(push: Push) -> None:
    one = push.add("blandat", "4500")["id"]
    said = push.patch(
        "Users",
        one,
        {"op": "Add", "path": "nickName", "value": "B"},
        {"op": "Add", "path": 'phoneNumbers[type eq "mobile"].value', "value": "070-174 06 09"},
        {"op": "Replace", "value": {"title": "Chef", "urn:x:y:User:shoe": "44"}},
        {"op": "Add", "path": "preferredLanguage", "value": "fi"},
    )
    assert (said["title"], said["phoneNumbers"][1]["value"]) == ("Chef", "070-174 06 09")
    person = push.people()["4500"]
    assert (person.title, person.mobile, person.language) == ("Chef", "070-174 06 09", "fi")
    push.patch("Users", one, {"op": "Remove", "path": "title"}, {"op": "Remove", "path": 'phoneNumbers[type eq "mobile"]'})
    person = push.people()["4500"]
    assert (person.title, person.mobile) == ("", "")
    same = push.patch("Users", one, {"op": "Add", "path": "nickName", "value": "C"})
    assert same["meta"] == push.ask("GET", f"/Users/{one}")["meta"]


def test_a_known_name_or_id_is_nobody_else_and_the_one_there_is_named(push: Push) -> None:
    one = push.add("dubbel", "4501")["id"]
    for other in (user("dubbel", "4502"), user("annan", "4502") | {"externalId": "id-dubbel"}):
        refused = push.ask("POST", "/Users", other, status=409)
        assert (refused["scimType"], one in refused["detail"]) == ("uniqueness", True)
    other = push.add("tredje", "4503")["id"]
    push.ask(
        "PATCH",
        f"/Users/{other}",
        {"Operations": [{"op": "replace", "path": "userName", "value": "DUBBEL@x.example"}]},
        status=409,
    )
    assert "4502" not in push.people()


def test_quick_answers_are_those_of_the_protocols_own_way(push: Push) -> None:
    boss = push.add("chef", "4510")["id"]
    one = push.add("snabb", "4511")["id"]
    push.patch("Users", one, {"op": "Add", "path": f"{ENTERPRISE}:manager", "value": {"value": boss, "$ref": f"Users/{boss}"}})
    team = push.group("snabba", one, boss)
    for kind, each, name, value in (("Users", one, "userName", "SNABB@x.example"), ("Groups", team, "displayName", "Snabba")):
        quick = push.ask("GET", f"/{kind}/{each}")
        assert quick == push.ask("GET", f"/{kind}/{each}?attributes=")
        listed = push.ask("GET", f'/{kind}?filter={name} eq "{value}"')
        assert listed == push.ask("GET", f'/{kind}?filter={name} eq "{value}"&attributes=')
        assert listed["Resources"] == [quick]
        assert quick["meta"]["location"].startswith(f"{push.hub.url}/scim/v2/{kind}/")
    assert push.ask("GET", f"/Users/{one}")[ENTERPRISE]["manager"]["$ref"] == f"{push.hub.url}/scim/v2/Users/{boss}"
    assert push.ask("GET", '/Users?filter=userName eq "x" and title pr')["totalResults"] == 0
    assert push.ask("GET", '/Users?filter=name.familyName eq "pushed"&count=2')["itemsPerPage"] == 2
    assert push.ask("GET", "/Users?count=0")["totalResults"] > 2


def test_pages_hold_each_once(push: Push) -> None:
    ids, start = [], 1
    while True:
        page = push.ask("GET", f"/Users?startIndex={start}&count=50")
        ids += [each["id"] for each in page.get("Resources", ())]
        start += page["itemsPerPage"]
        if not page["itemsPerPage"]:
            break
    assert len(ids) == len(set(ids)) == page["totalResults"]


def test_what_was_changed_meanwhile_is_not_written_over(push: Push) -> None:
    one = push.add("etag", "4520")
    version = one["meta"]["version"]
    title = {"Operations": [{"op": "replace", "path": "title", "value": "A"}]}
    assert push.client.get(f"/Users/{one['id']}", headers={"if-none-match": version}).status_code == 304
    assert push.client.patch(f"/Users/{one['id']}", json=title, headers={"if-match": version}).status_code == 200
    assert push.client.patch(f"/Users/{one['id']}", json=title, headers={"if-match": version}).status_code == 412
    assert push.client.delete(f"/Users/{one['id']}", headers={"if-match": version}).status_code == 412
    team = push.ask("POST", "/Groups", {"displayName": "etag"})
    join = {"Operations": [{"op": "add", "path": "members", "value": [{"value": one["id"]}]}]}
    assert push.client.patch(f"/Groups/{team['id']}", json=join, headers={"if-match": 'W/"9"'}).status_code == 412
    assert "members" not in push.ask("GET", f"/Groups/{team['id']}")


def test_of_a_large_group_members_come_and_go_by_themselves(push: Push) -> None:
    team = push.ask("POST", "/Groups", {"displayName": "stor"})["id"]
    values = [{"value": f"{number:032x}"} for number in range(300)]
    assert push.patch("Groups", team, {"op": "Add", "path": "members", "value": values}) is None
    assert len(push.ask("GET", f"/Groups/{team}")["members"]) == 300
    push.patch("Groups", team, {"op": "Remove", "path": "members", "value": values[:150]})
    left = push.ask("GET", f"/Groups/{team}")
    assert len(left["members"]) == 150
    push.patch("Groups", team, {"op": "Add", "path": "members", "value": [values[0]]}, {"op": "Remove", "path": "members"})
    assert "members" not in push.ask("GET", f"/Groups/{team}")


def test_behind_a_proxy_addresses_are_those_that_clients_see(tmp_path: Path) -> None:
    with pushing(tmp_path / "hub") as push:
        one = push.add("nils", "2050")["id"]
        seen = push.client.get(f"/Users/{one}", headers={"x-forwarded-proto": "https", "host": "hub.example"}).json()
        assert seen["meta"]["location"] == f"http://hub.example/scim/v2/Users/{one}"  # nobody said that it is one
