"""What events tell of somebody, or told them, is found before it is erased; what came since is found as well."""

from __future__ import annotations

from pathlib import Path

import pytest

from kalix_presence.hub.commands.saying import write
from kalix_presence.hub.store import Transaction, events
from kalix_presence.hub.store.frames import Frame
from kalix_presence.hub.store.holdings import end_holdings, told_of
from kalix_presence.hub.store.leaving import Leaving
from kalix_presence.hub.store.people import read_people
from kalix_presence.wire.event_kinds import EventKind
from tests.clocks import NINE
from tests.hub.serving import made_config


def event(change: Transaction, extension: str | None, *audience: str) -> int:
    number = change.next_number()
    hear = frozenset(audience) or None
    events.add_event(change, Frame(EventKind.STANDING, number, extension, b"{}", b"{}", hear), now=NINE)
    return number


@pytest.mark.parametrize("found_for", ["them", "others", "nobody"])
def test_events_of_a_leaver_go_whether_they_were_found_before_or_came_since(tmp_path: Path, found_for: str) -> None:
    def work(change: Transaction) -> None:
        people = read_people(change.sql)
        leaving = Leaving({"2041": people["2041"]})
        looked = {"them": leaving, "others": Leaving({"2042": people["2042"]}), "nobody": None}[found_for]
        kept = {}
        for turn in range(2):
            event(change, "2041")
            event(change, None, "2041")
            event(change, None, "user:anna")
            kept[event(change, "2042")] = None
            kept[event(change, None, "2041", "2042", "user:anna")] = '["2042"]'
            kept[event(change, None, "2042")] = '["2042"]'
            if turn == 0:
                told = None if looked is None else told_of(change.sql, looked)
        end_holdings(change, leaving, now=NINE, told=told)
        assert dict(change.sql.execute("SELECT id, audience FROM event").fetchall()) == kept

    write(made_config(tmp_path / "hub"), work)
