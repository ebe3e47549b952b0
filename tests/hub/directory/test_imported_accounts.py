"""Accounts that a people file asks for: names change hands, passwords stay with their people, nobody takes another's name."""

from __future__ import annotations

import pytest

from kalix_presence import shipped
from kalix_presence.hub.directory.difference import LinesRefused
from kalix_presence.hub.directory.imported_accounts import WantedAccounts, wanted_accounts
from kalix_presence.hub.directory.people_file import read_people_file
from kalix_presence.hub.store.accounts import Account
from kalix_presence.hub.store.leaving import Leaving
from kalix_presence.model.directory import Person

KNOWN = [
    Account("anna", "2041", password_hash="anna's"),
    Account("per", "2042", password_hash="per's", roles=("receptionist",)),
    Account("vikarie", None, password_hash="nobody's", locked=True),
]


def wanted(*lines: str, leaving: Leaving | None = None) -> WantedAccounts:
    head = "extension,given_name,family_name,unit,administration,username,roles"
    rows = [f"{extension},A,B,Bygglov,Bygg,{more}" for extension, _, more in (line.partition(",") for line in lines)]
    return wanted_accounts(
        KNOWN, leaving or Leaving(), read_people_file("\n".join([head, *rows]), shipped.default_policy()).rows
    )


def test_two_who_change_names_keep_their_passwords_and_roles() -> None:
    found = wanted("2041,per,", "2042,anna,")
    assert found.given_up == ("anna", "per")
    assert {(one.username, one.extension, one.password_hash, one.roles) for one in found.put} == {
        ("per", "2041", "anna's", ("employee",)),
        ("anna", "2042", "per's", ("receptionist",)),
    }
    assert dict(found.compared) == {one.username: one for one in KNOWN[:2]}


def test_a_name_is_free_once_whoever_had_it_has_left_and_not_before() -> None:
    with pytest.raises(LinesRefused) as refused:
        wanted("2043,per,")
    assert [each.line for each in refused.value.bad] == [2]
    found = wanted("2043,per,", leaving=Leaving({"2042": Person("2042", "Per", "Berg", "bygglov", "bygg")}))
    assert found.put == (Account("per", "2043"),), "with nothing of whoever had it"
    assert dict(found.compared) == {"per": KNOWN[1]}


def test_who_has_moved_takes_the_account_along() -> None:
    assert wanted("2077,anna,", leaving=Leaving(moved={"2041": "2077"})).put == ()
    [told] = wanted("2077,anna,officer", leaving=Leaving(moved={"2041": "2077"})).told
    assert (told.extension, told.before, told.after, told.renamed) == ("2077", ("employee",), ("officer",), "")


def test_an_account_of_nobodys_extension_is_taken_up_as_it_is() -> None:
    assert wanted("2043,vikarie,").put == (Account("vikarie", "2043", password_hash="nobody's", locked=True),)
