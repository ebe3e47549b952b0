"""kalix-hub user: accounts that are made once each, changed by their name in any letters, and signed out where that is meant."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import Result

from kalix_presence.hub.commands.saying import read
from kalix_presence.hub.site.acts import Acts
from kalix_presence.hub.site.config import Config
from kalix_presence.hub.store.accounts import Account, find_account
from kalix_presence.hub.store.settings import account_version
from kalix_presence.model.access import Role
from tests.hub.commands.test_commands import run
from tests.hub.serving import PASSWORD, made_config, serving


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return made_config(tmp_path / "hub")


def user(config: Config, *words: str, typed: str | None = None) -> Result:
    return run("user", *words, "--config", config.folder, typed=typed)


def account(config: Config, username: str) -> Account:
    found = read(config, lambda sql: find_account(sql, username))
    assert found is not None
    return found


def refused(result: Result, said: str) -> None:
    assert result.exit_code == 1, result.output
    assert said in result.output
    assert "Traceback" not in result.output


def test_an_account_is_added_with_a_password_that_is_told_once(config: Config) -> None:
    added = user(config, "add", " Nils ")
    assert added.exit_code == 0, added.output
    made = account(config, "nils")
    assert (made.extension, made.administration, made.roles, made.locked) == (None, None, ("employee",), False)
    assert re.search(r"\S{12,}", added.output)
    assert made.password_hash is not None
    assert made.password_hash not in added.output


def test_an_officer_has_an_administration_and_each_role_once(config: Config) -> None:
    user(config, "add", "nils", "--role", "officer", "--role", "employee", "--role", "officer", "--administration", "kansli")
    made = account(config, "nils")
    assert (made.roles, made.administration) == (("officer", "employee"), "kansli")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("anna",), "anna"),
        (("nils", "--extension", "2999"), "2999"),
        (("nils", "--extension", "2041"), "2041"),
        (("nils", "--role", "king"), "king"),
        (("two words",), ""),
        (("",), ""),
    ],
    ids=["taken", "nobody", "has one", "no role", "strange", "empty"],
)
def test_an_account_that_cannot_be_is_refused_and_changes_nothing(config: Config, words: tuple[str, ...], said: str) -> None:
    before = read(config, account_version)
    refused(user(config, "add", *words), said)
    assert read(config, lambda sql: find_account(sql, "nils")) is None
    assert read(config, account_version) == before


def test_whoever_has_no_account_yet_gets_one_at_their_extension(config: Config) -> None:
    people = (config.folder.parent / "more.csv").resolve()
    people.write_text("extension,given_name,family_name,unit,administration\n2050,Nils,Holm,IT,Kansli\n", "utf-8")
    assert run("import", people, "--config", config.folder).exit_code == 0
    assert user(config, "add", "nils", "--extension", "2050").exit_code == 0
    assert account(config, "nils").extension == "2050"


def test_roles_are_set_and_the_administration_stays_where_none_is_named(config: Config) -> None:
    user(config, "roles", "OLLE", "officer", "--administration", "kansli")
    user(config, "roles", "olle", "officer", "receptionist")
    changed = account(config, "olle")
    assert (changed.roles, changed.administration) == (("officer", "receptionist"), "kansli")
    refused(user(config, "roles", "olle", "king"), "king")
    assert account(config, "olle") == changed
    assert set(changed.roles) <= {role.value for role in Role}


@pytest.mark.parametrize("command", ["password", "reset", "factor", "unbind", "lock", "unlock", "sessions", "sign-out"])
def test_an_account_that_is_not_there_is_told_by_its_name(config: Config, command: str) -> None:
    refused(user(config, command, "nobody"), "nobody")


def test_locked_is_shown_and_an_unlocked_one_is_as_before(config: Config) -> None:
    before = account(config, "anna")
    user(config, "lock", "anna")
    assert "anna\t2041\temployee\tlocked" in user(config, "list").output.splitlines()
    user(config, "unlock", "anna")
    assert "anna\t2041\temployee" in user(config, "list").output.splitlines()
    assert account(config, "anna") == before


def test_every_act_is_noted_by_a_mark_and_no_name(config: Config) -> None:
    acts = Acts(config.folder)
    for words in (("lock", "anna"), ("unlock", "anna"), ("roles", "anna", "officer"), ("sign-out", "anna")):
        assert user(config, *words).exit_code == 0
    told = [*acts.untold()]
    assert [act["act"] for act in told] == ["user-lock", "user-unlock", "user-roles", "user-sign-out"]
    assert len({act["account"] for act in told}) == 1
    assert "anna" not in str(told)
    assert user(config, "who", told[0]["account"].upper()).output.split() == ["anna"]
    refused(user(config, "who", "ffffffffff"), "ffffffffff")


def test_nobody_is_joined_to_a_service_that_the_site_does_not_have(config: Config) -> None:
    refused(user(config, "bind", "anna", "subject-1"), "")
    refused(user(config, "unbind", "anna"), "anna")


@pytest.mark.parametrize(
    ("words", "out"),
    [
        (("password",), True),
        (("reset",), True),
        (("factor",), True),
        (("lock",), True),
        (("unlock",), False),
        (("sign-out",), True),
    ],
)
def test_what_ends_somebody_s_sessions_ends_them_and_nothing_else_does(
    config: Config, words: tuple[str, ...], out: bool
) -> None:
    with serving(config.folder, config=config) as hub, hub.client("anna"), hub.client("per"):
        assert user(config, *words, "anna").exit_code == 0
        assert (user(config, "sessions", "anna").output == "") is out
        assert len(user(config, "sessions", "per").output.splitlines()) == 1


def test_one_session_is_signed_out_by_its_name_and_nobody_else_s(config: Config) -> None:
    with serving(config.folder, config=config) as hub, hub.client("anna"), hub.client("anna"), hub.client("per"):
        first, second = (line.split("\t")[0] for line in user(config, "sessions", "anna").output.splitlines())
        refused(user(config, "sign-out", "per", "--session", first), "")
        assert user(config, "sign-out", "anna", "--session", first.upper()).exit_code == 0
        assert [line.split("\t")[0] for line in user(config, "sessions", "anna").output.splitlines()] == [second]


def test_a_code_signs_in_once_and_asks_for_a_new_password(config: Config) -> None:
    with serving(config.folder, config=config) as hub, hub.client() as client:
        code = user(config, "reset", "anna", "--hours", "2").output.split()[-1]
        old = client.post("/api/v1/sign-in", json={"username": "anna", "password": PASSWORD})
        assert old.status_code in (401, 429)
        new = client.post("/api/v1/sign-in", json={"username": "anna", "password": code})
        assert new.json().get("token") is None or new.json().get("must_change") or new.status_code != 200
