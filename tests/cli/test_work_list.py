"""What a telephone officer should see to, from a shell, over a real hub."""

from __future__ import annotations

import io
import sys
from zoneinfo import ZoneInfo

import pytest

from kalix_presence.cli.exits import Exit
from kalix_presence.hub.commands.saying import write
from kalix_presence.hub.store import Transaction, lines_answered
from kalix_presence.model.work_list import month_of
from tests.cli.terminal import Terminal
from tests.client.house import Network
from tests.hub.serving import PASSWORD, Serving


def test_whoever_is_no_officer_is_refused(anna: Terminal) -> None:
    assert anna("officers", "worklist") == Exit.REFUSED


def test_an_officer_is_told_of_lines_and_goals_by_unit(
    hub: Serving, way: Network, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(PASSWORD + "\n"))
    assert terminal("sign-in", "--hub", way.url, "--user", "olle") == Exit.OK, terminal.err
    assert terminal("officers", "worklist") == Exit.OK
    assert terminal.out == "There is nothing to see to.\n"
    month = month_of(hub.clock(), ZoneInfo("Europe/Stockholm"))

    def quiet(change: Transaction) -> None:
        lines_answered.begin_looking(change, ["2041"], month - 3)
        for each in (month - 3, month - 2, month - 1):
            lines_answered.were_answered(change, [("2042", each)])

    write(hub.config, quiet)
    hub.on_loop(lambda: hub.hub.core.quality.counting.catch_up())
    assert terminal("officers", "worklist") == Exit.OK
    assert "no call answered there for a whole month" in terminal.out
    assert "2041" in terminal.out
    assert "2042" not in terminal.out
