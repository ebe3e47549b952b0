"""What of the sketch somebody types who may not, or without contact, ends with its sentence and its code."""

from __future__ import annotations

from kalix_presence.cli.exits import Exit
from tests.cli.terminal import Terminal
from tests.client.house import Network


def test_who_may_not_is_told_so(anna: Terminal, way: Network) -> None:
    assert anna("sketch", "show") == Exit.OK
    assert anna("sketch", "duty", "Ritningar", "--who", "2041") == Exit.REFUSED
    assert anna("sketch", "reviewed") == Exit.REFUSED
    assert anna("sketch", "show", "--administration", "utbildning") == Exit.REFUSED
    assert anna("sketch", "show", "--unit", "x") == Exit.NOT_UNDERSTOOD
    assert anna("sketch", "accept", "abcd") == Exit.NOT_UNDERSTOOD
    way.go("down")
    assert anna("sketch", "show") == Exit.HUB_AWAY
