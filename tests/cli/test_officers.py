"""Telephone officers from a shell, over a real hub."""

from __future__ import annotations

import io
import sys

import pytest

from kalix_presence.cli.exits import Exit
from tests.cli.terminal import Terminal
from tests.client.house import Network
from tests.hub.serving import PASSWORD, Serving


def test_everybody_sees_whom_to_ask_and_nobody_but_who_may_appoints(anna: Terminal, hub: Serving) -> None:
    assert anna("officers") == Exit.OK
    assert anna.out == "No telephone officer is appointed. Ask the switchboard.\n"
    assert anna("officers", "appoint", "Olle", "Lind") == Exit.REFUSED
    with hub.client("ada") as ada:
        for extension, unit in (("2061", "utbildning"), ("2043", "samhallsbyggnad")):
            ada.post("/api/v1/appointments", json={"extension": extension, "unit": unit}).raise_for_status()
    assert anna("officers") == Exit.OK
    first, second = anna.out.splitlines()
    assert all(part in first for part in ("Samhällsbyggnad", "telephone officer", "Olle Lind (2043)"))
    assert "Siv Ström (2061)" in second
    found = anna.json("officers")
    assert [each["extension"] for each in found] == ["2043", "2061"]  # type: ignore[index, union-attr]
    assert anna("officers", "withdraw", found[0]["id"]) == Exit.REFUSED  # type: ignore[index]


def test_an_administrator_appoints_a_deputy_for_some_days_and_ends_it(
    terminal: Terminal, way: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(PASSWORD + "\n"))
    assert terminal("sign-in", "--hub", way.url, "--user", "ada") == Exit.OK, terminal.err
    assert terminal("officers", "appoint", "2041", "--unit", "bygglov", "--until", "2027-06-30", "--deputy") == Exit.OK
    assert "Anna Ek is appointed deputy for Bygglov" in terminal.out
    [made] = terminal.json("officers")  # type: ignore[misc]
    assert (made["unit"], made["post"], made["until"]) == ("bygglov", "deputy", "2027-06-30")
    assert terminal("officers", "end", made["id"][:8], "--until", "2027-01-31") == Exit.OK
    assert "ends 2027-01-31" in terminal.out
    assert terminal("officers") == Exit.OK
    assert "to 2027-01-31" in terminal.out
    assert terminal("officers", "end", "zzzz") == Exit.NOT_UNDERSTOOD
    assert terminal("officers", "appoint", "2041", "--until", "until further notice") == Exit.NOT_UNDERSTOOD
    assert terminal("officers", "withdraw", made["id"][:4]) == Exit.OK
    assert terminal.json("officers") == []


def test_without_contact_it_says_so(anna: Terminal, way: Network) -> None:
    way.go("down")
    assert anna("officers") == Exit.HUB_AWAY
