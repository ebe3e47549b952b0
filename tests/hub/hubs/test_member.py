"""A hub in its group: it leads when nobody does, for as long as it has the lease, and knows at each moment who does."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest

from kalix_presence.hub.hubs import member as members
from kalix_presence.hub.hubs.leader import Leader
from kalix_presence.hub.hubs.member import Member, Part
from kalix_presence.hub.store.generation import ServedLast, keep_served, served_last
from kalix_presence.hub.store.postgresql import Postgresql
from kalix_presence.hub.store.postgresql_lease import ANSWER_SECONDS, LEASE_SECONDS, Who
from kalix_presence.hub.supervision.acting import Acting
from tests.hub.hubs.grouped import eventually
from tests.postgresql import Cluster, at


@pytest.fixture
def database(tmp_path: Path) -> Postgresql:
    return at(tmp_path / "hub.db")


@contextmanager
def member(database: Postgresql, name: str = "a", *, settle: float = 0.05) -> Iterator[Member]:
    made = Member(database, name=name, address=f"https://{name}.example/", acting=Acting(), settle=settle)
    made.begin()
    try:
        yield made
    finally:
        made.end()


def says(database: Postgresql, words: str) -> None:
    with psycopg.connect(database._conninfo, autocommit=True) as one:
        one.execute(words.encode())


@contextmanager
def of_its_own(folder: Path) -> Iterator[tuple[Cluster, Postgresql]]:
    """A server that may be stopped, and a database of the newest version there."""
    own = Cluster()
    try:
        name = own.made()
        database = Postgresql(own.conninfo(name), folder / "hub.db", name=name)
        database.upgrade()
        yield own, database
    finally:
        own.remove()


def leads(one: Member) -> bool:
    return one.part is Part.LEADS


def test_the_first_leads_and_the_next_one_knows_it_and_leads_as_soon_as_that_is_over(database: Postgresql) -> None:
    with member(database) as first:
        eventually(lambda: leads(first))
        assert first._acting.may
        assert first.fence().holder == first.who.id
        with member(database, "b") as second:
            eventually(lambda: second.leader() == Leader("a", "https://a.example", 1))
            assert not second._acting.may
            assert second.part is Part.STANDS_BY
            first.end()
            assert not first._acting.may
            eventually(lambda: leads(second))
            assert second.term == 2


def test_one_whose_lease_was_taken_leads_no_longer_and_says_so(database: Postgresql) -> None:
    with member(database) as first:
        eventually(lambda: leads(first))
        told = threading.Event()
        first.changed = told.set
        says(database, "UPDATE lease SET holder = 'other', term = 2")
        first.look()
        assert told.wait(60)
        assert first.part is Part.LOST
        assert not first._acting.may


def test_it_may_act_for_a_little_less_than_the_lease_lasts_counted_from_before_it_was_asked_for(
    database: Postgresql,
) -> None:
    now = [1000.0]
    acting = Acting(lambda: now[0])
    one = Member(database, name="a", address="https://a.example", acting=acting, clock=lambda: now[0])
    one.term, one.part, one._asks_at = 1, Part.LEADS, 1e9

    class Slow:
        def keep(self, term: int, part: Part) -> bool:
            now[0] += 1.0  # the answer takes a second
            return True

    one._keep(Slow())  # type: ignore[arg-type]
    now[0] = 1000.0 + LEASE_SECONDS - members.MARGIN_SECONDS - 0.001
    assert acting.may
    now[0] += 0.002
    assert not acting.may


def test_a_renewal_that_is_not_answered_is_tried_again_on_another_connection_before_the_hub_has_to_stop_acting() -> None:
    given_up = members.RENEW_SECONDS + ANSWER_SECONDS + members.RECONNECT_SECONDS
    assert given_up <= LEASE_SECONDS - members.MARGIN_SECONDS


def test_a_lease_that_lapses_before_a_hub_has_looked_at_it_for_a_moment_is_left_to_whoever_led(database: Postgresql) -> None:
    """As after PostgreSQL was away: whoever led comes back, and nothing has to begin anew."""
    with member(database) as first:
        eventually(lambda: leads(first))
        with member(database, "b", settle=3600.0) as waiting:
            eventually(lambda: waiting.leader() is not None)
            says(database, "UPDATE lease SET until = 0")
            waiting.look()
            first.look()
            eventually(lambda: first._acting.may)
            assert waiting.part is Part.STANDS_BY
            assert (first.part, first.term) == (Part.LEADS, 1)


def test_a_lapsed_lease_is_looked_at_for_a_moment_before_it_is_taken(database: Postgresql) -> None:
    now = [1000.0]
    one = Member(database, name="a", address="https://a.example", acting=Acting(), clock=lambda: now[0], settle=1.0)
    with closing(database.lease(one.who)) as lease:
        now[0] = 1000.75
        assert one._watch(lease, since=1000.0) == 0.25
        assert one.part is Part.STANDS_BY
        now[0] = 1001.0
        one._watch(lease, since=1000.0)
        assert one.part is Part.LEADS


@pytest.mark.parametrize("why", [Part.TOO_OLD, Part.OTHER_KEYS])
def test_one_that_cannot_lead_leaves_a_lapsed_lease_to_others_and_takes_it_when_it_can(database: Postgresql, why: Part) -> None:
    one = Member(database, name="a", address="https://a.example", acting=Acting(), settle=0.0)
    known = one._known
    if why is Part.TOO_OLD:
        one._known = frozenset()
    else:
        one.other_keys = lambda: ["factors.key"]
    with closing(database.lease(one.who)) as lease, closing(database.lease(Who("other", "b", "", ""))) as other:
        one._watch(lease, since=0.0)
        assert one.part is why
        assert other.look("stands-by") is None, "nobody has taken it"
        one._known, one.other_keys = known, list
        one._watch(lease, since=0.0)
        assert one.part is Part.LEADS


def test_a_hub_that_reaches_no_database_steps_down_when_another_says_that_one_leads_under_a_higher_term(
    database: Postgresql,
) -> None:
    now = [1000.0]
    acting = Acting(lambda: now[0])
    one = Member(database, name="a", address="https://a.example", acting=acting, clock=lambda: now[0])
    one.part, one.term, one._others = Part.LEADS, 3, ["https://b.example"]
    asked: list[list[str]] = []

    def says(term: int) -> None:
        def highest(addresses: list[str]) -> int:
            asked.append(addresses)
            return term

        one.highest_term = highest
        now[0] += 1.0
        one._ask_others()

    acting.until(2000.0)
    says(4)
    assert asked == [], "as long as its lease lasts nobody else can lead"
    acting.until(0.0)
    says(3)
    assert (one.part, asked) == (Part.LEADS, [["https://b.example"]])
    says(4)
    assert one.part is Part.LOST


def test_the_hub_that_led_goes_on_when_the_database_was_away(tmp_path: Path) -> None:
    with of_its_own(tmp_path) as (own, database), member(database) as first:
        eventually(lambda: leads(first))
        moved = threading.Event()
        first.moved = moved.set
        says(database, "INSERT INTO setting (name, value) VALUES ('x', '1')")  # on the disk, and the lease before it
        own.stop()
        eventually(lambda: not first._acting.may)
        own.start()
        assert moved.wait(60)
        eventually(lambda: first._acting.may)
        assert (first.part, first.term) == (Part.LEADS, 1)


def test_a_hub_that_told_more_than_the_database_has_now_begins_anew(tmp_path: Path) -> None:
    """A failover to a server that had not everything yet: what it has in memory was never written."""
    with of_its_own(tmp_path) as (own, database), member(database) as first:
        eventually(lambda: leads(first))
        first.told = lambda: 1
        says(database, "INSERT INTO setting (name, value) VALUES ('x', '1')")
        own.stop()
        own.start()
        eventually(lambda: first.part is Part.LOST)


def test_a_version_that_does_not_know_the_database_stands_by(database: Postgresql) -> None:
    says(database, "UPDATE alembic_version SET version_num = '9999'")
    with member(database) as old:
        eventually(lambda: old.part is Part.TOO_OLD)
        assert not old._acting.may


def test_the_first_hub_of_a_new_database_brings_it_up_to_date(tmp_path: Path) -> None:
    with member(at(tmp_path / "hub.db", empty=True)) as first:
        eventually(lambda: leads(first))


def test_one_that_stands_by_remembers_how_far_the_events_have_come_and_never_less(database: Postgresql) -> None:
    says(database, "INSERT INTO setting (name, value) VALUES ('event_number', '7'), ('generation', 'abcdef01')")
    with member(database):
        eventually(lambda: served_last(database.path) == ServedLast("abcdef01", 7))
    keep_served(database.path, ServedLast("abcdef01", 9))
    with member(database) as again:
        eventually(lambda: leads(again))
    assert served_last(database.path) == ServedLast("abcdef01", 9)
