"""Delegates from a shell, over a real hub: given, shown to both, acted for by `--for`, ended."""

from __future__ import annotations

import io
import sys

import pytest

from kalix_presence.cli.exits import Exit
from tests.cli.terminal import Terminal
from tests.client.house import Network
from tests.hub.serving import PASSWORD, Serving


def test_one_is_given_shown_and_ended(anna: Terminal, hub: Serving) -> None:
    assert anna("delegate") == Exit.OK
    assert anna.out == "You have no delegate, and are nobody's.\n"
    assert anna("delegate", "give", "Siv", "Ström", "--until", "2026-12-18", "--absence", "--plans") == Exit.OK
    assert anna.out == "Siv Ström (2061) is your delegate 2026-11-24 to 2026-12-18: absence, plans\n"
    with hub.client("per") as per:
        body = {"extension": "2041", "until": "2026-11-30", "messages": True}
        per.post("/api/v1/delegations", json=body).raise_for_status()
    assert anna("delegate") == Exit.OK
    first, second = anna.out.splitlines()
    assert "Siv Ström (2061) is your delegate" in first
    assert "You are the delegate of Per Berg (2042) 2026-11-24 to 2026-11-30: callbacks" in second
    found = anna.json("delegate")
    assert (found["given"][0]["delegate"], found["received"][0]["giver"]) == ("2061", "2042")  # type: ignore[call-overload, index]
    for each in (found["given"][0], found["received"][0]):  # type: ignore[call-overload, index]
        assert anna("delegate", "end", each["id"][:8]) == Exit.OK
    assert "Per Berg" in anna.out
    assert anna.json("delegate") == {"given": [], "received": []}
    assert anna("delegate", "end", "zzzz") == Exit.NOT_UNDERSTOOD
    assert anna("delegate", "give", "Siv", "--until", "2026-12-18") == Exit.NOT_UNDERSTOOD
    assert anna("delegate", "give", "Siv", "--until", "2028-12-18", "--plans") == Exit.NOT_UNDERSTOOD


def test_a_delegate_acts_by_for_and_reads_what_the_giver_has_to_ring_back(
    terminal: Terminal, hub: Serving, way: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(PASSWORD + "\n"))
    assert terminal("sign-in", "--hub", way.url, "--user", "siv") == Exit.OK, terminal.err
    assert terminal("set", "--for", "2041", "lunch 13") == Exit.REFUSED
    with hub.client("anna") as anna, hub.client("maria") as maria:
        body = {"extension": "2061", "until": "2026-11-30", "messages": True, "absence": True, "plans": True}
        given = anna.post("/api/v1/delegations", json=body).raise_for_status().json()
        for to in ("2041", "2061"):
            wish = {"to": to, "caller_name": "Karin", "caller_number": "0923-555 012", "about": f"till {to}"}
            maria.post("/api/v1/messages", json=wish).raise_for_status()
    assert terminal("set", "--for", "2041", "lunch 13") == Exit.OK, terminal.err
    assert terminal("plan", "add", "--for", "2041", "meeting tomorrow 9-10") == Exit.OK, terminal.err
    assert len(terminal.json("plan", "list", "--for", "2041")["plans"]) == 1  # type: ignore[call-overload, index, arg-type]
    assert {one["to"] for one in terminal.json("messages")} == {"2041", "2061"}  # type: ignore[index, union-attr, call-overload]
    [hers] = terminal.json("messages", "--for", "2041")  # type: ignore[misc]
    assert terminal("messages", "done", hers["id"]) == Exit.OK  # type: ignore[index, call-overload]
    assert terminal("back", "--for", "2041") == Exit.OK
    with hub.client("anna") as anna:
        anna.delete(f"/api/v1/delegations/{given['id']}").raise_for_status()
    assert terminal("back", "--for", "2041") == Exit.REFUSED
    assert {one["to"] for one in terminal.json("messages")} == {"2061"}  # type: ignore[index, union-attr, call-overload]
