"""What events tell of somebody, or told them, is found before it is erased; what came since is found as well."""

from __future__ import annotations

from datetime import timedelta
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
from tests.hub.store.kept import opened


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


async def test_what_came_after_a_number_is_read_in_order_as_it_was_sent_and_only_so_much(tmp_path: Path) -> None:
    sent = [
        Frame(EventKind.STANDING, 1, "2041", b"full", b"less", None),
        Frame(EventKind.PLANS, 2, None, b"two", None, frozenset({"2041", "2042"})),
        Frame(EventKind.PLANS, 3, None, b"three", None, frozenset()),
    ]
    async with opened(tmp_path) as store:
        assert await store.read(events.oldest) is None
        await store.write(lambda change: [events.add_event(change, each, now=NINE) for each in reversed(sent)])
        assert await store.read(lambda sql: events.read_after(sql, 0)) == sent
        assert await store.read(lambda sql: events.read_after(sql, 1)) == sent[1:]
        assert await store.read(lambda sql: events.read_after(sql, 0, limit=2)) == sent[:2]
        assert await store.read(lambda sql: events.read_after(sql, 3)) == []
        assert (await store.read(events.oldest), await store.read(events.newest)) == (1, 3)


async def test_old_ones_are_erased_slice_by_slice_and_no_number_is_given_again(tmp_path: Path) -> None:
    later = NINE + timedelta(hours=1)
    async with opened(tmp_path) as store:
        assert await store.read(events.newest) == 0
        for number, at in ((1, NINE), (2, NINE), (3, NINE), (4, later)):
            frame = Frame(EventKind.STANDING, number, "2041", b"{}", b"{}", None)
            await store.write(lambda change, frame=frame, at=at: events.add_event(change, frame, now=at))
        for before, erased in ((NINE, 0), (later, 2), (later, 1), (later, 0), (later + timedelta(seconds=1), 1)):
            assert await store.write(lambda change, b=before: events.forget_events(change, before=b, most=2)) == erased
        assert (await store.read(events.oldest), await store.read(events.newest)) == (None, 4)


async def test_a_thousand_are_read_at_once(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        many = [Frame(EventKind.STANDING, number, "2041", b"{}", b"{}", None) for number in range(1, 1002)]
        await store.write(lambda change: [events.add_event(change, each, now=NINE) for each in many])
        assert len(await store.read(lambda sql: events.read_after(sql, 0))) == 1000
