"""What lies in a database of an earlier version is there after its upgrade."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command

from kalix_presence.hub.store.connection import engine
from kalix_presence.hub.store.upgrade import _config, upgrade

pytestmark = pytest.mark.in_a_file


def at_step(path: Path, revision: str) -> None:
    """Let the database at `path` be one that a version wrote whose newest step was `revision`."""
    config = _config()
    with engine(path).connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def test_what_waits_for_the_pbx_and_the_keys_of_retries_outlive_the_upgrade(tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    at_step(path, "0014")
    rows = {"pbx_job": [("2041", 7), ("2042", 9)], "idempotency": [("anna", "k-1", b"\x01", 5), ("erik", "k-1", b"\x02", 6)]}
    with closing(sqlite3.connect(path)) as sql:
        for table, kept in rows.items():
            sql.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(kept[0]))})", kept)
        sql.commit()
    upgrade(path)
    with closing(sqlite3.connect(path)) as sql:
        for table, kept in rows.items():
            assert sql.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() == kept
        indexes = {name for (name,) in sql.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}
        assert {"absence_ended", "idempotency_at"} <= indexes
        assert sql.execute("PRAGMA integrity_check").fetchone() == ("ok",)
