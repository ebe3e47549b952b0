"""A newcomer's first steps from a shell, and the officer's list of who has not finished, over a real hub."""

from __future__ import annotations

import io
import sys

import pytest

from kalix_presence.cli.exits import Exit
from kalix_presence.hub.commands.saying import write
from kalix_presence.hub.store import newcomers
from tests.cli.newcomer import helps, misused, signed_out
from tests.cli.terminal import Terminal
from tests.client.house import Network
from tests.hub.serving import PASSWORD, Serving


@pytest.fixture
def anna_is_new(anna: Terminal, hub: Serving) -> Terminal:
    identity = hub.on_loop(lambda: hub.hub.board.people["2041"].id)
    write(hub.config, lambda change: newcomers.add_newcomer(change, identity, now=hub.clock()))
    return anna


def test_all_steps_are_taken_and_shown(anna_is_new: Terminal, hub: Serving) -> None:
    anna = anna_is_new
    assert anna("newcomer") == Exit.OK
    assert anna.out.splitlines()[:2] == [
        "done   Your extension is 2041",
        "to do  Say when you work or are best reached: kalix-presence preferences set hours 8-16.30",
    ]
    assert anna.out.count("to do") == 6
    for step in ("signature", "codes"):
        assert anna("newcomer", "done", step) == Exit.OK
    assert anna.out.count("to do") == 4
    assert anna("newcomer", "done", "codes", "--undo") == Exit.OK
    assert anna.out.count("to do") == 5
    assert anna("newcomer", "done", "codes") == Exit.OK
    assert anna("newcomer", "done", "absence") == Exit.NOT_UNDERSTOOD
    assert "ticked by itself" in anna.err
    assert anna("newcomer", "done", "tea") == Exit.NOT_UNDERSTOOD
    assert anna("newcomer", "policy") == Exit.OK
    assert "five rings" in anna.out
    assert "newcomer policy --accept 1" in anna.out
    assert anna("newcomer", "policy", "--accept", "0") == Exit.REFUSED
    assert anna("newcomer", "policy", "--accept", "1") == Exit.OK
    assert anna("newcomer", "policy") == Exit.OK
    assert anna.out.endswith("You have accepted version 1.\n")
    assert anna("preferences", "set", "hours", "8-16.30") == Exit.OK
    assert anna("set", "lunch", "13") == Exit.OK
    assert anna("newcomer", "ring") == Exit.OK
    hub.on_loop(lambda: hub.hub.core.officer.newcomers.look(hub.clock()))
    assert anna("newcomer") == Exit.OK
    assert "to do" not in anna.out
    assert anna.out.endswith("Everything is done. Welcome!\n")


def test_who_was_there_before_has_none(anna: Terminal) -> None:
    assert anna("newcomer") == Exit.OK
    assert anna.out == "You have no first steps to take: they are for whoever is new.\n"
    for line in (("newcomer", "done", "codes"), ("newcomer", "policy"), ("newcomer", "ring")):
        assert anna(*line) == Exit.NOT_UNDERSTOOD, anna.out
    assert anna("officers", "newcomers") == Exit.REFUSED


def test_the_officer_sees_who_has_not_finished(
    anna_is_new: Terminal, way: Network, terminal: Terminal, hub: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert anna_is_new("newcomer", "done", "codes") == Exit.OK
    monkeypatch.setattr(sys, "stdin", io.StringIO(PASSWORD + "\n"))
    assert terminal("sign-in", "--hub", way.url, "--user", "olle") == Exit.OK
    assert terminal("officers", "newcomers") == Exit.OK
    lacks = "working hours, signature, policy, first absence, trial call"
    assert terminal.out == f"Bygglov  Anna Ek (2041) (has not signed in yet)  {lacks}\n"
    [one] = terminal.json("officers", "newcomers")  # type: ignore[misc]
    assert one["missing"] == ["hours", "signature", "policy", "absence", "call"]
    with hub.client("anna"):
        """Signs in."""
    assert terminal("officers", "newcomers") == Exit.OK
    assert terminal.out == f"Bygglov  Anna Ek (2041)  {lacks}\n"


def test_as_a_newcomer_to_the_shell_finds_it(terminal: Terminal) -> None:
    for line in ("newcomer", "newcomer done", "newcomer policy", "newcomer ring", "officers newcomers"):
        helps(terminal, line)
    misused(terminal, "newcomer done")
    misused(terminal, "newcomer tea")
    for line in ("newcomer", "newcomer done codes", "newcomer policy", "newcomer ring", "officers newcomers"):
        signed_out(terminal, line)


def test_without_contact_it_says_so(anna: Terminal, way: Network) -> None:
    way.go("down")
    assert anna("newcomer") == Exit.HUB_AWAY
