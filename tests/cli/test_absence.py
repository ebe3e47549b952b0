"""`set` and `back` over a real hub: what is asked for, what a script is answered, and what is known of oneself afterwards."""

from __future__ import annotations

import io
import json
import sys
from typing import Any

import pytest

from kalix_presence import shipped
from kalix_presence.cli.exits import Exit
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from tests.cli.terminal import Terminal
from tests.client.house import Network
from tests.hub.serving import PASSWORD, Serving


def absence_of(anna: Terminal, who: str = "2041") -> Any:
    found = anna.json("status", who)
    assert isinstance(found, dict)
    return found["standing"]["absence"]


def answer(anna: Terminal, *command: str) -> Any:
    """What a script is answered; the hub of this process may log beside it."""
    anna(*command, "--json")
    return json.loads(next(line for line in anna.out.splitlines() if line.startswith("{")))


def test_a_time_alone_moves_the_end_and_leaves_the_rest_as_it_is(anna: Terminal) -> None:
    assert anna("set", "meeting 13; room 3", "--forward", "mobile") == Exit.OK
    before = absence_of(anna)
    assert anna("set", "14") == Exit.OK, anna.err
    after = absence_of(anna)
    assert [after[name] for name in ("reason", "note", "forward")] == ["meeting", "room 3", "mobile"]
    assert (before["end"], after["end"]) == ("2026-11-24T12:00:00Z", "2026-11-24T13:00:00Z")
    assert anna("set", "15; room 4", "--forward", "none") == Exit.OK
    changed = absence_of(anna)
    assert [changed[name] for name in ("reason", "note", "forward")] == ["meeting", "room 4", "none"]


def test_a_time_alone_moves_nothing_where_nothing_holds(anna: Terminal) -> None:
    assert anna("set", "14") == Exit.NOT_UNDERSTOOD
    assert anna.out == ""
    assert absence_of(anna) is None


def test_another_reason_keeps_nothing_of_what_held_before(anna: Terminal) -> None:
    anna("set", "meeting 13; room 3", "--forward", "mobile")
    assert anna("set", "lunch 13") == Exit.OK
    now = absence_of(anna)
    assert [now[name] for name in ("reason", "note", "forward")] == ["lunch", "", "switchboard"]


def test_a_note_of_its_own_goes_before_one_in_the_line(anna: Terminal) -> None:
    assert anna("set", "meeting 13; room 3", "--note", "room 4") == Exit.OK
    assert "Note: room 4" in anna.out
    assert absence_of(anna)["note"] == "room 4"


@pytest.mark.parametrize(
    ("forward", "said"),
    [
        ("switchboard", "Calls go to the switchboard."),
        ("mobile", "Calls go to the mobile."),
        ("none", "The phone rings as usual."),
        ("2042", "Calls go to 2042."),
        ("", "Calls go to the switchboard."),
    ],
)
def test_where_calls_go_is_said_before_it_is_done(anna: Terminal, forward: str, said: str) -> None:
    assert anna("set", "lunch 13", *(("--forward", forward) if forward else ())) == Exit.OK
    assert anna.out.splitlines()[0] == f"From now: Lunch, back today at 13:00. {said}"


def test_what_has_no_end_is_said_to_be_open(anna: Terminal) -> None:
    assert anna("set", "sick") == Exit.OK
    assert anna.out.startswith("From now: Sick, until further notice.")
    assert "end" not in absence_of(anna) or absence_of(anna)["end"] is None


def test_what_lies_ahead_is_not_begun_now(anna: Terminal) -> None:
    assert anna("set", "holiday week 50") == Exit.NOT_UNDERSTOOD
    assert absence_of(anna) is None


def test_a_script_is_answered_with_every_field(anna: Terminal, way: Network, hub: Serving) -> None:
    assert answer(anna, "set", "lunch", "13") == {
        "state": "in_force",
        "extension": "2041",
        "reason": "lunch",
        "until": "2026-11-24T12:00:00+00:00",
        "reading": "From now: Lunch, back today at 13:00. Calls go to the switchboard.",
        "error": None,
        "detail": "",
    }
    refused = answer(anna, "set", "lunch", "13", "--for", "2061")
    assert (refused["state"], refused["extension"], refused["error"]) == ("refused", "2061", "not-permitted")
    assert refused["detail"]
    back = answer(anna, "back")
    assert [back[name] for name in ("state", "reason", "until", "error")] == ["in_force", None, None, None]
    assert isinstance(hub.hub.pbx, EmbeddedPbx)
    hub.on_loop(hub.hub.pbx.unplug)
    pending = answer(anna, "set", "sick")
    assert (pending["state"], pending["until"]) == ("pending", None)
    way.go("down")
    queued = answer(anna, "back")
    assert (queued["state"], queued["extension"]) == ("queued", "2041")


def test_what_was_set_here_is_what_is_known_without_contact(anna: Terminal, way: Network) -> None:
    assert anna("set", "meeting", "15") == Exit.OK
    way.go("down")
    assert anna("status") == Exit.HUB_AWAY
    assert "Meeting since 9.00, set by you on the command line; until 15.00" in anna.out
    assert shipped.words("en").say("cli.was-in-force") in anna.out
    assert "waits" not in anna.out


def test_what_was_ended_here_is_known_to_be_over_without_contact(anna: Terminal, way: Network) -> None:
    anna("set", "meeting", "15")
    assert anna("back") == Exit.OK
    way.go("down")
    assert anna("status") == Exit.HUB_AWAY
    assert "Meeting" not in anna.out


def test_back_is_said_for_oneself_and_for_another(way: Network, terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"maria\n{PASSWORD}\n"))
    assert terminal("sign-in", "--hub", way.url) == Exit.OK
    terminal("set", "lunch", "13", "--for", "2041")
    assert terminal("back", "--for", "anna") == Exit.OK
    other = terminal.out
    assert absence_of(terminal) is None
    terminal("set", "lunch", "13")
    assert terminal("set", "back") == Exit.OK
    assert absence_of(terminal, "2001") is None
    assert terminal("back") == Exit.OK
    assert other != terminal.out


def test_nobody_is_back_by_a_name_that_fits_several(anna: Terminal) -> None:
    assert anna("back", "--for", "l") == Exit.NOT_UNDERSTOOD
    assert anna.out == ""
