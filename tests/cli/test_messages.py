"""Callback messages from a shell, over a real hub."""

from __future__ import annotations

import asyncio
import io
import sys
from datetime import timedelta

import pytest

from kalix_presence.cli.exits import Exit
from tests.cli.terminal import Terminal
from tests.client.house import Network, desk, until
from tests.hub.serving import PASSWORD, Serving


def is_away(hub: Serving, extension: str, reason: str, *, minutes: int | None) -> None:
    until = None if minutes is None else (hub.clock() + timedelta(minutes=minutes)).isoformat()
    with hub.client("maria") as maria:
        maria.put(f"/api/v1/people/{extension}/absence", json={"reason": reason, "until": until}).raise_for_status()


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


def test_who_leaves_one_is_told_first_that_the_addressee_is_away_and_who_stands_in(
    anna: Terminal, hub: Serving, way: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(PASSWORD + "\n"))
    maria = anna
    assert maria("sign-in", "--hub", way.url, "--user", "maria") == Exit.OK
    leaving = ("messages", "leave", "anna", "Ring", "om", "mötet", "--name", "Eva")
    is_away(hub, "2041", "lunch", minutes=30)
    assert maria(*leaving) == Exit.OK
    first, last = maria.out.splitlines()
    assert first.startswith("Anna Ek is away: Lunch, back ")
    assert last == "The message is left for Anna Ek."
    is_away(hub, "2041", "holiday", minutes=20 * 24 * 60)
    assert maria(*leaving) == Exit.OK
    away, late, deputy, last = maria.out.splitlines()
    assert away.startswith("Anna Ek is away: Holiday, back ")
    assert late.startswith("Cannot call back in time, by ")
    assert (deputy, last) == ("Deputy: Per Berg, 2042.", "The message is left for Anna Ek.")
    asyncio.run(tray(way, maria, "", "maria"))
    way.go("down")
    assert maria(*leaving) == Exit.HUB_AWAY
    assert maria.out.splitlines() == [away, deputy]


def test_who_hands_one_over_is_told_that_the_colleague_is_away(anna: Terminal, hub: Serving, message: str) -> None:
    is_away(hub, "2042", "sick", minutes=None)
    assert anna("messages", "hand-over", message, "per", "Ditt", "ärende") == Exit.OK
    away, late, last = anna.out.splitlines()
    assert away.startswith("Per Berg is away until further notice: ")
    assert "Sick" not in away
    assert late.startswith("Cannot call back in time, by ")
    assert last == "Handed over: Eva Niemi."


@pytest.mark.parametrize(("typed", "code"), [("zzzz", "There is no open message"), ("1", "There is no open message")])
def test_an_id_that_is_none_is_said(anna: Terminal, message: str, typed: str, code: str) -> None:
    assert anna("messages", "done", typed) == Exit.NOT_UNDERSTOOD
    assert code in anna.err


async def tray(way: Network, anna: Terminal, message: str, username: str = "anna") -> None:
    """Her tray has shown the message, and ends."""
    async with desk(way.url, anna.home, username) as running:
        await until(lambda: any(each.startswith(message) for each in running.known.inbox.messages))


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


def test_one_is_shown_with_what_has_happened_to_it_also_when_it_is_done(anna: Terminal, message: str, hub: Serving) -> None:
    anna("messages", "no-answer", message)
    assert anna("messages", "show", message) == Exit.OK
    lines = anna.out.splitlines()
    assert lines[0].startswith(message)
    assert lines[1] == "Eva Niemi  0923-123 45"
    assert lines[2:4] == ["Bygglov", "To Anna Ek"]
    assert lines[-2].endswith("Called back: no answer (Anna Ek, command line)")
    assert lines[-1].endswith("Taken down (Maria Holm, switchboard)")
    anna("messages", "done", message)
    assert anna("messages", "show", lines[0]) == Exit.OK
    assert "Done (Anna Ek, command line)" in anna.out
    assert anna("messages", "show", message) == Exit.NOT_UNDERSTOOD


def test_shown_as_json_it_has_every_field_and_every_step(anna: Terminal, message: str) -> None:
    shown = anna.json("messages", "show", message)
    assert isinstance(shown, dict)
    assert (shown["about"], shown["later"]) == ("Bygglov", None)
    assert [step["step"] for step in shown["steps"]] == ["leave"]
    assert shown["steps"][0].keys() == {"at", "step", "by_name", "way", "detail"}


def test_a_message_to_the_unit_is_taken(anna: Terminal, hub: Serving) -> None:
    with hub.client("maria") as maria:
        unit = maria.get("/api/v1/people/2041").json()["unit"]
        wish = {"to": unit, "to_kind": "unit", "caller_name": "Eva Niemi"}
        made = maria.post("/api/v1/messages", json=wish).raise_for_status().json()["id"]
        assert anna("messages", "take", made[:8]) == Exit.OK
        assert anna.out == "Taken: Eva Niemi.\n"
        assert maria.get(f"/api/v1/messages/{made}").json()["taker"] == "2041"


def test_ids_are_completed_from_what_was_known_last(
    anna: Terminal, message: str, way: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    asyncio.run(tray(way, anna, message))
    way.go("down")
    for name, value in {
        "COMP_WORDS": f"kalix-presence messages done {message[:4]}",
        "COMP_CWORD": "3",
        "_KALIX_PRESENCE_COMPLETE": "complete_bash",
    }.items():
        monkeypatch.setenv(name, value)
    anna()
    assert message in anna.out
