"""kalix-hub scim: tokens shown once, who waits and why, what is held; and what `check` says of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from kalix_presence.hub.commands.saying import read, write
from kalix_presence.hub.commands.scim_check import check_scim
from kalix_presence.hub.pbx.protocol import Remark
from kalix_presence.hub.site.config import Config
from kalix_presence.hub.store.people import read_people
from kalix_presence.hub.store.scim_resources import USER, Pushed, find_resource, put_resource
from kalix_presence.hub.store.scim_tokens import note_seen, read_tokens
from kalix_presence.model.errors import BadInput, Conflict
from tests.clocks import NINE
from tests.hub.commands.test_commands import run
from tests.hub.scim.pushing import pushed_config

pytestmark = pytest.mark.xdist_group("audit")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return pushed_config(tmp_path / "hub")


def ask(config: Config, *words: str) -> str:
    done = run("scim", *words, "--config", config.folder)
    assert done.exit_code == 0, done.output
    return done.output


def push(config: Config, one: str, **more: object) -> Pushed:
    made = replace(Pushed(one, USER, one, "", {"userName": one}, 1, NINE, NINE), **more)  # type: ignore[arg-type]
    write(config, lambda change: put_resource(change, made))
    return made


@pytest.mark.in_a_file  # what the file holds is looked through
def test_a_token_is_shown_once_and_kept_as_nothing_that_opens(config: Config) -> None:
    said = ask(config, "token", "new", "entra", "--days", "20")
    text = said.splitlines()[-1]
    assert text.startswith("kalix-scim-")
    assert len(text) >= 50
    [kept] = read(config, read_tokens)
    assert (kept.name, (kept.expires - kept.created).days) == ("entra", 20)
    assert text.encode() not in config.path(config.database).read_bytes()
    listed = ask(config, "token", "list")
    assert kept.id in listed
    assert text not in listed + (config.folder / "acts.log").read_text("utf-8")
    assert "scim-token" in run("audit", "search", "--config", config.folder).output
    ask(config, "token", "revoke", kept.id)
    assert read(config, read_tokens) == []
    assert run("scim", "token", "revoke", kept.id, "--config", config.folder).exit_code == 1
    assert run("scim", "token", "new", "x" * 61, "--config", config.folder).exit_code == 1


def test_who_waits_is_listed_with_why_and_joined_by_an_administrator(config: Config) -> None:
    push(config, "1" * 32, trouble="known-already")
    push(config, "2" * 32, left_out=("mobile", "email"))
    push(config, "3" * 32)
    listed = ask(config, "list").splitlines()
    assert [line[:1] for line in listed] == ["1", "2"]
    assert "mobile, email" in listed[1]
    ask(config, "join", "1" * 32, "2041")
    joined = read(config, lambda sql: find_resource(sql, USER, "1" * 32))
    assert joined is not None
    assert joined.person == read(config, read_people)["2041"].id
    for wrong in (("1" * 32, "2042"), ("2" * 32, "2041"), ("9" * 32, "2042"), ("2" * 32, "2999")):
        assert run("scim", "join", *wrong, "--config", config.folder).exit_code == 1, wrong
    assert "scim-join" in run("audit", "search", "--about", "2041", "--config", config.folder).output


def test_what_is_held_is_let_go_by_its_number_alone(config: Config) -> None:
    for number in range(3):
        push(config, str(number) * 32, trouble="removal-held")
    shown = run("scim", "accept", "--config", config.folder)
    assert shown.exit_code == 1
    assert "0" * 32 in shown.output
    assert run("scim", "accept", "2", "--config", config.folder).exit_code == 1
    ask(config, "accept", "3")
    found = read(config, lambda sql: [find_resource(sql, USER, str(number) * 32) for number in range(3)])
    assert all(one is not None and one.accepted for one in found)
    assert ask(config, "accept") != ""


def code(config: Config) -> str:
    now = max((one.created for one in read(config, read_tokens)), default=NINE)
    try:
        return "none" if not check_scim(config, now=now) else "well"
    except (Remark, BadInput, Conflict) as told:
        return told.code


def test_check_says_how_it_stands(config: Config) -> None:
    assert code(pushed_config_without(config)) == "none"
    assert code(config) == "scim-check-no-token"
    ask(config, "token", "new", "old", "--days", "3")
    assert code(config) == "scim-check-ends"
    ask(config, "token", "new", "entra", "--days", "300")
    assert code(config) == "scim-check-never"
    token = read(config, read_tokens)[1]
    write(config, lambda change: note_seen(change, replace(token, seen=token.created)))
    assert code(config) == "scim-check-well"
    write(config, lambda change: note_seen(change, replace(token, seen=token.created, refused_at=token.created, refused="400")))
    assert code(config) == "scim-check-refused"
    push(config, "1" * 32, trouble="removal-held")
    assert code(config) == "scim-check-held"


def pushed_config_without(config: Config) -> Config:
    return msgspec.structs.replace(config, scim=msgspec.structs.replace(config.scim, enabled=False))
