"""What a directory server says of somebody, as columns: units from where they lie, and nothing guessed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence import shipped
from kalix_presence.hub.site.sync_section import LdapSource
from kalix_presence.hub.sync.ldap_job import Entry, Read
from kalix_presence.hub.sync.ldap_people import mapping, reading_of, unit_path
from kalix_presence.hub.sync.reading import Reading
from kalix_presence.model.access import Role

BASE = "OU=Kommunen,DC=kommun,DC=example"
ANNA = {
    "ipphone": ["2041"],
    "givenname": ["Anna"],
    "sn": ["Ek"],
    "department": ["Bygglov"],
    "company": ["Samhällsbyggnad"],
    "telephonenumber": ["+46 923 650 41"],
    "samaccountname": ["Anna"],
}


def source(**more: Any) -> LdapSource:
    return LdapSource(("ldaps://dc1",), "reader", "secret", **more)


def read(*entries: Entry, whole: bool = True, **more: Any) -> Reading:
    said = Read(BASE, list(entries), whole=whole, members=more.pop("members", {}))
    return reading_of(said, source(**more), shipped.default_policy())


def anna(dn: str = f"CN=Anna Ek,OU=Bygglov,OU=Bygg,{BASE}", key: str = "k1", **values: list[str]) -> Entry:
    return Entry(key, dn, {**ANNA, **values})


def test_an_active_directory_is_read_by_what_is_usual_there() -> None:
    [row] = read(anna()).people.rows
    assert (row.person.extension, row.person.direct, row.username) == ("2041", "0923-650 41", "anna")
    assert row.path == ("Samhällsbyggnad", "Bygglov")
    assert mapping(source(attributes={"title": "", "place": "l"})).keys() >= {"place", "extension"}
    assert "title" not in mapping(source(attributes={"title": ""}))


@pytest.mark.parametrize(
    ("dn", "path"),
    [
        (f"CN=Anna Ek,OU=Bygglov,OU=Bygg,{BASE}", ["Bygg", "Bygglov"]),
        (f"CN=Anna Ek,OU=Users,OU=Bygg,{BASE}", ["Bygg"]),
        (f"CN=Anna Ek,{BASE}", []),
        (f"CN=Ek\\, Anna,OU=Bygg\\, miljö,{BASE}", ["Bygg, miljö"]),
        (f"CN=OU\\=Falsk\\, x,ou=Bygg,{BASE}", ["Bygg"]),
        (f"CN=A,OU=V\\C3\\A5rd,{BASE}", ["Vård"]),
        ("CN=A,DC=other", []),
    ],
)
def test_units_are_where_somebody_lies_below_the_base(dn: str, path: list[str]) -> None:
    assert unit_path(dn, BASE, ("Users",)) == path


@given(st.text(max_size=60), st.text(max_size=30))
def test_no_name_of_an_entry_breaks_the_reading(dn: str, base: str) -> None:
    assert all(isinstance(name, str) for name in unit_path(dn, base, ()))


def test_whose_unit_is_not_known_is_of_the_sites_unit_or_left_out() -> None:
    nowhere = anna(f"CN=Anna Ek,{BASE}")
    assert read(nowhere, units="ou").people.unusable == {"k1"}
    [row] = read(nowhere, units="ou", no_unit="Övriga").people.rows
    assert row.path == ("Övriga", "Övriga")
    [row] = read(anna(), units="ou").people.rows
    assert row.path == ("Bygg", "Bygglov")


def test_the_extension_may_be_a_part_of_a_number() -> None:
    found = {"attributes": {"extension": "telephoneNumber"}, "extension_match": r"(\d{4})$"}
    [row] = read(anna(telephonenumber=["+46 (0)923-65 20 41"]), **found).people.rows
    assert row.person.extension == "2041"
    assert read(anna(telephonenumber=["041"]), **found).people.gone == {"k1"}


def test_of_two_with_one_extension_or_user_name_neither_is_taken() -> None:
    reading = read(anna(), anna(key="k2", samaccountname=["bo"]), anna(key="k3", ipphone=["2043"], samaccountname=["eva"]))
    assert [row.key for row in reading.people.rows] == ["k3"]
    assert reading.people.unusable == {"k1", "k2"}
    assert {one.code for one in reading.left_out} == {"import-twice"}


def test_roles_are_said_only_when_all_groups_were_read() -> None:
    group = "CN=Telefonister"
    [row] = read(anna(), roles={group: Role.RECEPTIONIST}, members={group: ["k1"]}).people.rows
    assert (row.roles, row.governed) == (("receptionist",), {"receptionist"})
    [row] = read(anna(), whole=False, roles={group: Role.RECEPTIONIST}).people.rows
    assert (row.roles, row.governed) == ((), frozenset())


def test_what_is_wrong_with_one_fact_leaves_the_others() -> None:
    reading = read(anna(mobile=["sju"], mail=["ingen"], title=["=A1"]))
    [row] = reading.people.rows
    assert not {"mobile", "email", "title"} & row.said
    assert {one.entry.split(",")[0] for one in reading.left_out} == {"CN=Anna Ek"}
    assert len(reading.left_out) == 3
    assert read(anna(givenname=["=A1"])).people.unusable == {"k1"}
