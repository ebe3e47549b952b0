"""PostgreSQL's connection is used as SQLite's is, and ends whatever does not answer."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from kalix_presence.hub.hubs.member import RENEW_SECONDS
from kalix_presence.hub.store import postgresql_connection
from kalix_presence.hub.store.named_values import put_setting, read_setting
from kalix_presence.hub.store.postgresql_connection import Fence, Overdue, connected
from kalix_presence.hub.store.postgresql_lease import LEASE_SECONDS
from kalix_presence.hub.store.statements import among, extended, in_words
from kalix_presence.model.errors import Unavailable
from tests.postgresql import at

_ALL = in_words("SELECT name FROM setting")
_IDLE = in_words("SELECT '' AS idle", "SELECT current_setting('idle_in_transaction_session_timeout')")
_HALF = in_words("SELECT :name, 7 % 2", "SELECT CAST(:name AS VARCHAR), 7 % 2")


def test_a_transaction_is_begun_and_ended_in_plain_words(tmp_path: Path) -> None:
    with closing(at(tmp_path / "hub.db").writer()) as sql:
        assert not sql.in_transaction
        sql.execute("BEGIN IMMEDIATE")
        assert sql.in_transaction
        before = sql.total_changes
        put_setting(sql, "kept", "1")
        assert sql.total_changes == before + 1
        sql.execute("SAVEPOINT change")
        put_setting(sql, "undone", "1")
        sql.execute("ROLLBACK TO change")
        sql.execute("RELEASE change")
        sql.execute("COMMIT")
        assert not sql.in_transaction
        assert (read_setting(sql, "kept"), read_setting(sql, "undone")) == ("1", None)


def test_marks_are_its_drivers_whatever_else_stands_there(tmp_path: Path) -> None:
    with closing(at(tmp_path / "hub.db").reader()) as sql:
        for name in ("a", "b"):
            with closing(at(tmp_path / f"{name}.db").writer()) as other:
                other.execute("BEGIN IMMEDIATE")
                put_setting(other, name, name)
                other.execute("COMMIT")
                assert other.execute(among(_ALL, " WHERE name", 2), ("a", "b")).fetchall() == [(name,)]
                assert other.execute(among(_ALL, " WHERE name", 0), ()).fetchall() == [], "of none nobody is"
                assert other.execute(extended(_ALL, " WHERE name LIKE ?"), ("%",)).rowcount == 1
        assert sql.execute(_HALF, {"name": "x"}).fetchone() == ("x", 1)
        assert sql.executemany(_ALL, []).rowcount <= 0


def test_true_is_a_number_and_none_is_none(tmp_path: Path) -> None:
    with closing(at(tmp_path / "hub.db").writer()) as sql:
        assert sql.execute(in_words("SELECT CAST(? AS BIGINT), ?"), (True, None)).fetchone() == (1, None)


def test_a_reader_may_think_between_two_statements_and_whoever_writes_may_not_for_long(tmp_path: Path) -> None:
    database = at(tmp_path / "hub.db")
    leading = database.fenced(Fence("a hub", 1, lambda: None))
    for sql, seconds in (
        (database.reader(), postgresql_connection.READING_SECONDS),
        (database.writer(), postgresql_connection.IDLE_SECONDS),
        (leading.writer(), postgresql_connection.FENCED_IDLE_SECONDS),
    ):
        with closing(sql):
            [allowed] = sql.execute(_IDLE).fetchone() or ("",)
            assert allowed in (f"{seconds / 60:g}min", f"{seconds:g}s", f"{seconds * 1000:g}ms")


def test_a_hub_that_stands_still_in_the_middle_of_a_change_keeps_nobody_from_its_lease_when_that_lapses() -> None:
    """The lease was renewed `RENEW_SECONDS` ago at most when it stopped; a transaction left open would hold up whoever takes it."""
    assert postgresql_connection.FENCED_IDLE_SECONDS <= LEASE_SECONDS - RENEW_SECONDS


def test_what_does_not_answer_is_left(tmp_path: Path) -> None:
    with closing(connected(at(tmp_path / "hub.db")._conninfo, seconds=0.2)) as sql, pytest.raises(Overdue):
        sql.execute("SELECT pg_sleep(60)")


def test_what_cannot_be_reached_is_said_without_how(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as refused:
        connected("host=/nowhere password=secret dbname=x")
    assert "secret" not in f"{refused.value} {refused.value.params}"
