"""Callback messages from a shell, over a real hub."""

from __future__ import annotations

import asyncio

import pytest

from kalix_presence.cli.exits import Exit
from tests.cli.terminal import Terminal
from tests.client.house import Network, desk, until
from tests.hub.serving import Serving


@pytest.fixture
def message(hub: Serving) -> str:
    """Maria at the switchboard has left Anna a message; the beginning of its id."""
    with hub.client("maria") as maria:
        wish = {"to": "2041", "caller_name": "Eva Niemi", "caller_number": "0923-123 45", "about": "Bygglov", "urgent": True}
        return str(maria.post("/api/v1/messages", json=wish).raise_for_status().json()["id"][:8])


def test_what_waits_is_listed_and_done_and_found_among_the_done(anna: Terminal, message: str) -> None:
    assert anna("messages") == Exit.OK
    assert anna.out.startswith(message)
    for part in ("Eva Niemi", "0923-123 45", "URGENT: Bygglov", "by "):
        assert part in anna.out
    assert anna("messages", "done", message) == Exit.OK
    assert anna.out == "Done: Eva Niemi.\n"
    anna("messages")
    assert anna.out == "Nobody waits for your call.\n"
    anna("messages", "--done")
    assert anna.out.startswith(message)


def test_as_json_every_field_is_there(anna: Terminal, message: str) -> None:
    [found] = anna.json("messages")  # type: ignore[misc]
    assert found["id"].startswith(message)
    assert (found["stage"], found["attempts"], found["later"]) == ("new", [], None)


def test_no_answer_and_later_are_noted(anna: Terminal, message: str) -> None:
    assert anna("messages", "no-answer", message) == Exit.OK
    assert anna("messages", "later", message, "tomorrow", "9") == Exit.OK
    [found] = anna.json("messages")  # type: ignore[misc]
    assert [each["outcome"] for each in found["attempts"]] == ["no_answer"]
    assert found["later"] is not None


def test_a_message_is_handed_over_with_a_word(anna: Terminal, message: str, hub: Serving) -> None:
    assert anna("messages", "hand-over", message, "per", "Ditt", "ärende") == Exit.OK
    with hub.client("per") as per:
        [handed] = per.get("/api/v1/messages").json()["messages"]
    assert (handed["to"], handed["word"]) == ("2042", "Ditt ärende")


def test_ringing_says_whose_phone_rings(anna: Terminal, message: str) -> None:
    assert anna("messages", "ring", message) == Exit.OK
    assert "Your phone rings now" in anna.out


def test_leaving_one(anna: Terminal, hub: Serving) -> None:
    assert anna("messages", "leave", "per", "Ring", "om", "mötet", "--name", "Eva", "--number", "0923-12345") == Exit.OK
    assert anna.out == "The message is left for Per Berg.\n"
    assert anna("messages", "leave", "per", "--number", "ring mig") == Exit.REFUSED
    assert "cannot be read" in anna.err


@pytest.mark.parametrize(("typed", "code"), [("zzzz", "There is no open message"), ("1", "There is no open message")])
def test_an_id_that_is_none_is_said(anna: Terminal, message: str, typed: str, code: str) -> None:
    assert anna("messages", "done", typed) == Exit.NOT_UNDERSTOOD
    assert code in anna.err


async def tray(way: Network, anna: Terminal, message: str) -> None:
    """Her tray has shown the message, and ends."""
    async with desk(way.url, anna.home) as running:
        await until(lambda: any(each.startswith(message) for each in running.inbox.messages))


def test_without_contact_a_step_waits_and_is_sent_by_the_next_command(
    anna: Terminal, message: str, way: Network, hub: Serving
) -> None:
    asyncio.run(tray(way, anna, message))
    way.go("down")
    assert anna("messages", "done", message) == Exit.HUB_AWAY
    assert "waits on this computer" in anna.err
    way.go("open")
    anna("messages")
    assert anna.out == "Nobody waits for your call.\n"
