"""Unit notices from a shell, over a real hub."""

from __future__ import annotations

from kalix_presence.cli.exits import Exit
from tests.cli.terminal import Terminal
from tests.client.house import Network
from tests.hub.serving import Serving


def test_a_notice_is_proposed_listed_and_withdrawn(anna: Terminal, hub: Serving) -> None:
    assert anna("notices") == Exit.OK
    assert anna.out == "No notices of units.\n"
    assert anna("notices", "propose", "Bygglov", "stängt", "--from", "tomorrow 9", "--until", "tomorrow 16") == Exit.OK
    assert "The proposal of Bygglov is in" in anna.out
    [found] = anna.json("notices")  # type: ignore[misc]
    assert (found["text"], found["published"], found["current"]) == ("Bygglov stängt", False, False)
    assert anna("notices") == Exit.OK
    assert anna.out.startswith(found["id"][:8])
    assert "PROPOSAL tomorrow" in anna.out
    assert anna("notices", "publish", found["id"][:8]) == Exit.REFUSED
    with hub.client("maria") as maria:
        maria.patch(f"/api/v1/notices/{found['id']}", json={"version": 1, "publish": True}).raise_for_status()
    anna("notices")
    assert "PROPOSAL" not in anna.out
    assert anna("notices", "withdraw", found["id"][:6]) == Exit.OK
    assert anna("notices") == Exit.OK
    assert anna.out == "No notices of units.\n"


def test_what_cannot_be_told_is_said(anna: Terminal) -> None:
    assert anna("notices", "propose", "x", "--until", "tomorrow 16", "--unit", "skola") == Exit.REFUSED
    assert anna("notices", "propose", "x", "--until", "until further notice") != Exit.OK
    assert anna("notices", "withdraw", "zzzz") == Exit.NOT_UNDERSTOOD
    assert "no longer there" in anna.err


def test_without_contact_it_says_so(anna: Terminal, way: Network) -> None:
    way.go("down")
    assert anna("notices") == Exit.HUB_AWAY
