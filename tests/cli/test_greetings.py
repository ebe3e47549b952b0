"""What one answers with, from a shell: one's own line, the units', set and cleared, with a real hub."""

from __future__ import annotations

import io
import sys

import pytest

from kalix_presence.cli.exits import Exit
from kalix_presence.client.local.folders import Folders
from kalix_presence.client.local.settings import load, save
from kalix_presence.hub.store import newcomers
from tests.cli.newcomer import helps, misused, signed_out
from tests.cli.terminal import Terminal
from tests.client.house import Network
from tests.hub.serving import PASSWORD, Serving, write


def test_a_newcomer_sees_the_line_and_until_when_and_chooses_longer(
    anna: Terminal, hub: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert anna("greeting") == Exit.OK
    assert anna.out == "Bygglov, Anna Ek\nIncoming calls do not show it. In the settings you choose otherwise.\n"
    identity = hub.on_loop(lambda: hub.hub.board.people["2041"].id)
    write(hub.config, lambda change: newcomers.add_newcomer(change, identity, now=hub.clock()))
    assert anna("greeting") == Exit.OK
    assert anna.out == "Bygglov, Anna Ek\nIncoming calls show it until 2027-01-18.\n"
    assert anna.json("greeting") == {"line": "Bygglov, Anna Ek", "until": "2027-01-18"}
    folder = Folders.usual().config
    kept = load(folder)
    for chosen, said in (("always", "that is your own choice"), ("never", "do not show it")):
        save(folder, type(kept)(**{name: getattr(kept, name) for name in kept.__struct_fields__} | {"greeting": chosen}))
        assert anna("greeting") == Exit.OK
        assert said in anna.out


def test_the_officer_sees_and_changes_what_units_answer_with(
    way: Network, anna: Terminal, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert anna("greeting", "units") == Exit.REFUSED
    monkeypatch.setattr(sys, "stdin", io.StringIO(PASSWORD + "\n"))
    assert terminal("sign-in", "--hub", way.url, "--user", "olle") == Exit.OK
    assert terminal("greeting", "set", "bygglov", "Lov,", "{given}", "{family}") == Exit.OK
    assert terminal.out.startswith("Bygglov answers: Lov, ")
    assert terminal("greeting", "units") == Exit.OK
    rows = {line.split()[0]: " ".join(line.split()) for line in terminal.out.splitlines()}
    assert "Lov, {given} {family} own line Lov, " in rows["bygglov"]
    assert "{unit}, {given} {family} as usual " in rows["miljo"]
    assert terminal.out.endswith("Newcomers are shown it for 56 days.\n")
    assert terminal("greeting", "set", "bygglov", "{tea}") == Exit.NOT_UNDERSTOOD
    assert "{tea} is nothing that can be filled in" in terminal.err
    assert terminal("greeting", "set", "tea", "{given}") == Exit.NOT_UNDERSTOOD
    assert terminal("greeting", "clear", "bygglov") == Exit.OK
    assert terminal("greeting", "units") == Exit.OK
    assert "Lov" not in terminal.out


def test_as_a_newcomer_to_the_shell_finds_it(terminal: Terminal) -> None:
    for line in ("greeting", "greeting units", "greeting set", "greeting clear"):
        helps(terminal, line)
    misused(terminal, "greeting set")
    misused(terminal, "greeting tea")
    for line in ("greeting", "greeting units", "greeting set bygglov {given}", "greeting clear bygglov"):
        signed_out(terminal, line)


def test_without_contact_the_line_is_what_was_known_last_and_units_are_not_known(anna: Terminal, way: Network) -> None:
    assert anna("greeting") == Exit.OK
    way.go("down")
    assert anna("greeting") == Exit.HUB_AWAY
    assert anna.out.startswith("Bygglov, Anna Ek\n")
    assert anna("greeting", "units") == Exit.HUB_AWAY
