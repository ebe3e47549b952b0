"""Sources of the directory from a shell: how they stand, what waits, and one answer to exactly that, over a real hub."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator

import pytest

from kalix_presence.cli.exits import Exit
from tests.cli.newcomer import helps, misused, signed_out
from tests.cli.terminal import Terminal
from tests.client.house import Network
from tests.hub.serving import PASSWORD, Serving
from tests.hub.sync.waiting import BY_NOBODY, waits_with_anna


@pytest.fixture
def staff(hub: Serving, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """What an answer names."""
    monkeypatch.setattr(hub.hub.sources, "_section", BY_NOBODY)
    return waits_with_anna(hub)


@pytest.fixture
def ada(way: Network, terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """The administrator."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(PASSWORD + "\n"))
    assert terminal("sign-in", "--hub", way.url, "--user", "ada") == Exit.OK, terminal.err
    return terminal


def test_what_waits_is_shown_and_answered_by_its_letters(ada: Terminal, staff: str) -> None:
    assert ada("officers", "sources") == Exit.OK
    assert "1 people would be removed" in ada.out
    assert "officers sources staff" in ada.out
    assert ada("officers", "sources", "staff") == Exit.OK
    assert ada.out.splitlines()[0] == "Removed: Anna Ek (2041), Bygglov"
    assert f"--yes {staff}" in ada.out
    assert ada("officers", "sources", "staff", "--json") == Exit.OK
    assert json.loads(ada.out)["lines"][0]["extension"] == "2041"
    assert ada("officers", "sources", "--json") == Exit.OK
    assert json.loads(ada.out)[0]["held"]["shown"] == staff
    assert ada("officers", "sources", "staff", "--yes", "0" * 20) == Exit.REFUSED
    assert "something else by now" in ada.err
    assert ada("officers", "sources", "--no", staff) == Exit.NOT_UNDERSTOOD
    assert ada("officers", "sources", "staff", "--no", staff, "--yes", staff) == Exit.NOT_UNDERSTOOD
    assert ada("officers", "sources", "staff", "--no", staff) == Exit.OK
    assert "No is said" in ada.out


def test_without_a_source_it_says_so_and_for_others_nothing(ada: Terminal, hub: Serving) -> None:
    assert ada("officers", "sources") == Exit.OK
    assert ada.out == "No source is set up: people are imported by hand.\n"
    assert ada("officers", "sources", "staff") == Exit.NOT_UNDERSTOOD


def test_whoever_is_no_officer_is_refused(anna: Terminal) -> None:
    assert anna("officers", "sources") == Exit.REFUSED


def test_its_help_and_before_signing_in(terminal: Terminal) -> None:
    helps(terminal, "officers sources")
    misused(terminal, "officers sources staff --yes")
    signed_out(terminal, "officers sources")
