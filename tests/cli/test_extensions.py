"""Requests for extensions from a shell, over a real hub."""

from __future__ import annotations

import io
import sys

import pytest

from kalix_presence.cli.exits import Exit
from kalix_presence.model.line import LineState
from tests.cli.terminal import Terminal
from tests.client.house import Network
from tests.hub.serving import PASSWORD, Serving


def test_an_officer_asks_and_approves_and_the_switchboard_orders(
    terminal: Terminal, way: Network, hub: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(PASSWORD + "\n"))
    assert terminal("sign-in", "--hub", way.url, "--user", "olle") == Exit.OK, terminal.err
    assert terminal("extensions") == Exit.OK
    assert terminal.out == "Nothing is asked for.\n"
    assert terminal("extensions", "ask", "order", "Nina Ny", "--day", "2026-12-20", "--word", "after Christmas") == Exit.OK
    assert "The request for Nina Ny is in" in terminal.out
    assert terminal("extensions", "ask", "end", "2041", "--day", "2026-12-01") == Exit.OK
    ends, order = terminal.json("extensions")  # type: ignore[misc]
    assert (ends["kind"], ends["about"], ends["due"]) == ("end", "Anna Ek", 1)
    assert (order["kind"], order["unit_name"], order["words"]) == ("order", "Miljö", "after Christmas")
    assert terminal("extensions", "step", order["id"][:8], "approve") == Exit.OK
    assert terminal.out == "Nina Ny: approved.\n"
    assert terminal("extensions", "step", order["id"][:8], "order", "--number", "2099") == Exit.REFUSED
    assert terminal("extensions", "step", "zzzz", "approve") == Exit.NOT_UNDERSTOOD
    with hub.client("maria") as maria:
        step = {"version": 2, "step": "order", "number": "2099"}
        maria.patch(f"/api/v1/extension-requests/{order['id']}", json=step).raise_for_status()
    assert terminal("extensions") == Exit.OK
    first, second = terminal.out.splitlines()
    assert "(due soon)" in first
    assert "Nina Ny 2099" in second
    assert terminal("officers", "worklist") == Exit.OK
    assert terminal.out == "There is nothing to see to.\n"
    hub.on_loop(lambda: setattr(hub.hub.board.states["2041"], "line", LineState.NOT_REGISTERED))
    assert terminal("officers", "worklist") == Exit.OK
    assert terminal.out == "Bygglov  telephone not connected now  2041\n"
    assert terminal("extensions", "numbers") == Exit.OK
    assert "not known" in terminal.out
    assert "Reserved: 2099" in terminal.out


def test_nobody_else_asks(anna: Terminal) -> None:
    assert anna("extensions", "ask", "order", "Nina Ny", "--day", "tomorrow") == Exit.REFUSED
    assert anna("extensions", "numbers") == Exit.REFUSED
    assert anna("officers", "worklist") == Exit.REFUSED
    assert anna.json("extensions") == []


def test_without_contact_it_says_so(anna: Terminal, way: Network) -> None:
    way.go("down")
    assert anna("extensions") == Exit.HUB_AWAY


def test_the_switchboard_has_the_hub_set_up_the_phone_and_is_told_its_secret_once(
    terminal: Terminal, way: Network, hub: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hub.client("olle") as olle:
        wish = {"kind": "order", "unit": "miljo", "wanted": "2026-12-20", "name": "Nina Ny"}
        made = olle.post("/api/v1/extension-requests", json=wish).raise_for_status().json()
        olle.patch(f"/api/v1/extension-requests/{made['id']}", json={"version": 1, "step": "approve"}).raise_for_status()
    monkeypatch.setattr(sys, "stdin", io.StringIO(PASSWORD + "\n"))
    assert terminal("sign-in", "--hub", way.url, "--user", "maria") == Exit.OK, terminal.err
    assert terminal("extensions", "step", made["id"][:8], "order", "--number", "2099") == Exit.OK
    assert terminal("extensions", "step", made["id"][:8], "set_up") == Exit.OK
    first, told = terminal.out.splitlines()
    assert first == "Nina Ny 2099: done."
    assert told.startswith("The phone 2099 signs in as 2099 with this secret, which is shown only now: ")
    assert terminal("extensions") == Exit.OK
    assert "(not connected yet)" in terminal.out
    assert told.rpartition(" ")[2] not in terminal.out
    assert terminal("extensions", "step", made["id"][:8], "new_secret") == Exit.OK
    assert terminal.out.splitlines()[1] != told
