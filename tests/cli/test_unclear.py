"""A colleague of whose line nothing is known is not said to be available, and the list of such is the officer's."""

from __future__ import annotations

from kalix_presence.cli.exits import Exit
from kalix_presence.model.line import LineState
from tests.cli.terminal import Terminal
from tests.hub.serving import Serving
from tests.hub.web.test_streams import until


def test_an_unknown_line_is_said_to_be_unknown(anna: Terminal, hub: Serving) -> None:
    hub.on_loop(lambda: hub.hub.pbx.set_line("2042", LineState.UNKNOWN))  # type: ignore[attr-defined]
    until(lambda: hub.hub.board.states["2042"].line is LineState.UNKNOWN)
    assert anna("who", "per") == Exit.OK
    assert "Not known if in" in anna.out
    assert "Available" not in next(line for line in anna.out.splitlines() if line.startswith("2042"))
    assert "not known whether they can be reached" in anna.out
    assert anna("status", "2042") == Exit.OK
    assert "It is not known whether the phone can be reached" in anna.out
    assert "Available" not in anna.out


def test_the_list_is_not_for_everybody(anna: Terminal) -> None:
    assert anna("unclear") == Exit.REFUSED
