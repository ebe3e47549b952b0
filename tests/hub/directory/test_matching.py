"""What a source calls somebody for good says who they are, whatever else of them is new; and nobody takes what is another's."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from kalix_presence import shipped
from kalix_presence.hub.directory.attributes import Precedence
from kalix_presence.hub.directory.comparing import compare, read_known, read_known_about
from kalix_presence.hub.directory.difference import Agreed, LinesRefused
from kalix_presence.hub.directory.matching import Holders, Matching
from kalix_presence.hub.directory.people_file import PeopleFile, PersonRow, read_people_file
from kalix_presence.hub.store.accounts import Account
from kalix_presence.hub.store.sources import Claim, HandEdit, Origin
from kalix_presence.model.directory import Person
from tests.clocks import NINE
from tests.hub.sync.house import SyncHouse, line

ANNA = Person("2041", "Anna", "Ek", "bygg", "bygg", reference="p1", id="anna")
PER = Person("2042", "Per", "Berg", "bygg", "bygg", id="per")
LOCAL = Person("2050", "Lotta", "Lokal", "bygg", "bygg", id="lotta")
ORIGINS = {"anna": Origin({"ad": Claim("A", frozenset())}), "per": Origin({"ad": Claim("P", frozenset())})}


def row(line: int, extension: str, given: str, key: str = "", username: str = "", reference: str = "") -> PersonRow:
    return PersonRow(line, Person(extension, given, "Ny", "bygg", "bygg", reference=reference), username, (), key=key)


def matched(*rows: PersonRow, source: str = "ad", remove_missing: bool = False, wanted: PeopleFile | None = None) -> Holders:
    people = {one.extension: one for one in (ANNA, PER, LOCAL)}
    accounts = [Account("anna", "2041"), Account("per", "2042")]
    matching = Matching(people, accounts, ORIGINS, Precedence(source, ("ad",)))
    return matching.holders(list(rows), wanted or PeopleFile(list(rows)), remove_missing=remove_missing)


def test_somebody_with_another_name_number_and_user_name_is_the_same_by_their_key() -> None:
    who = matched(row(1, "2077", "Annika", "A", "annika"), row(2, "2042", "Per", "P"))
    assert who.moved == {"2041": "2077"}
    assert [person.id for person in who.people] == ["anna", "per"]


def test_two_who_have_changed_extensions_are_told_apart_by_their_keys() -> None:
    who = matched(row(1, "2042", "Anna", "A"), row(2, "2041", "Per", "P"))
    assert who.moved == {"2041": "2042", "2042": "2041"}
    assert not who.ended


def test_another_key_is_somebody_else_unless_the_staff_register_says_the_same_person() -> None:
    who = matched(replace(row(1, "2041", "Anna", "B"), person=replace(ANNA, id="", reference="")))
    assert who.ended == {"2041": ANNA}
    assert who.people[0].id not in ("", "anna")
    same = matched(row(1, "2041", "Anna", "B", reference="p1"))
    assert same.staying == {"2041"}
    # Nor are they found by a user name that has been given to somebody new.
    assert not matched(row(1, "2077", "Bo", "B", "anna"), row(2, "2041", "Anna", "A")).moved


def test_only_the_sources_own_are_gone_when_it_does_not_name_them() -> None:
    assert matched(row(1, "2041", "Anna", "A"), remove_missing=True).ended == {"2042": PER}
    assert matched(row(1, "2041", "Anna", "A")).ended == {}
    wanted = PeopleFile([row(1, "2041", "Anna", "A")], unusable={"P"})
    assert matched(*wanted.rows, remove_missing=True, wanted=wanted).ended == {}, "named, though not in a way that can be used"
    gone = PeopleFile([row(1, "2041", "Anna", "A")], gone={"P"})
    assert matched(*gone.rows, wanted=gone).ended == {"2042": PER}


@pytest.mark.parametrize(("source", "extension"), [("ad", "2050"), ("file", "2041")])
def test_an_extension_of_another_source_is_taken_by_nobody(source: str, extension: str) -> None:
    with pytest.raises(LinesRefused) as refusal:
        matched(row(7, extension, "Bo", "B" if source == "ad" else ""), source=source)
    assert [(each.line, each.error.code) for each in refusal.value.bad] == [(7, "import-extension-of-another")]


def test_a_name_that_was_edited_is_known_by_what_the_source_had() -> None:
    edited = {
        "lotta": Origin({}, {"given_name": HandEdit("Charlotta", NINE, "uid:0"), "family_name": HandEdit("Ny", NINE, "uid:0")})
    }
    matching = Matching({"2050": LOCAL}, [], edited, Precedence())
    rows = [row(1, "2050", "Charlotta")]
    assert matching.holders(rows, PeopleFile(rows), remove_missing=False).staying == {"2050"}


async def test_a_few_lines_are_compared_alike_with_everybody_and_with_whom_they_concern(tmp_path: Path) -> None:
    house = SyncHouse(tmp_path, "hr")
    try:
        await house.by_hand(line(50, username="lotta"), line(51))
        await house.run("hr", *[line(one, username=f"anna{one}", deputy="2007" if one < 3 else "") for one in range(1, 20)])
        columns = "extension;given_name;family_name;unit;administration;username;person"
        for lines in (
            ["2077;Anna7;Ek;Ny enhet;Bygg;anna7;p7"],
            ["2001;Bo;Ny;Bygglov;Bygg;bo;q1"],
            ["2001;Anna2;Ek;Bygglov;Bygg;anna2;p2", "2002;Anna1;Ek;Bygglov;Bygg;anna1;p1"],
            ["2050;Lotta;Ny;Bygglov;Bygg;lotta;q9"],
            ["2060;Ny;Ny;Bygglov;Bygg;lotta;q9"],
        ):
            wanted = read_people_file("\n".join([columns, *lines]), shipped.default_policy())

            def both(sql: sqlite3.Connection, wanted: PeopleFile = wanted) -> list[str]:
                told = []
                for known in (read_known(sql), read_known_about(sql, wanted, "hr")):
                    try:
                        found = compare(known, wanted, precedence=Precedence("hr", ("hr",)), agreed=Agreed(100))
                        done = replace(
                            found.done,
                            added=tuple(replace(one, id="") for one in found.done.added),
                            changed=tuple(sorted(found.done.changed, key=lambda pair: pair[1].extension)),
                        )
                        told.append(repr((done, found.leaving, found.accounts, len(found.origins.claims))))
                    except LinesRefused as refusal:
                        told.append(repr([(each.line, each.error.code) for each in refusal.bad]))
                return told

            everybody, some = await house.store.read(both)
            assert some == everybody
    finally:
        house.store.close()
