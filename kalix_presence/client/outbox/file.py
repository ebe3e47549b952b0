"""A small SQLite file of what waits for the hub: durable, readable by its owner only, set aside when it is damaged."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from kalix_presence.client.local.held_file import patiently
from kalix_presence.model.errors import Unavailable


class OutboxFile:
    """One table in one file at `path`; `probe` is a query that fails when the file is not what it should be.

    Every method raises Unavailable `outbox-unwritable`.
    """

    def __init__(self, path: Path, table: str, probe: str, version: int) -> None:
        """Open or make it. A damaged file is set aside; one of a newer version raises Unavailable `outbox-newer`."""
        self._path, self._table, self._probe, self._version = path, table, probe, version
        try:
            self._make()
        except sqlite3.OperationalError as fault:
            raise Unavailable("outbox-unwritable") from fault
        except sqlite3.DatabaseError:
            self._set_aside()

    @contextmanager
    def database(self) -> Iterator[sqlite3.Connection]:
        """A transaction that is durable when the block has ended."""
        try:
            if not self._is_there():
                self._make()
            with closing(self._open()) as database, database:
                yield database
        except sqlite3.Error as fault:
            raise Unavailable("outbox-unwritable") from fault

    def _is_there(self) -> bool:
        """Whether nobody has taken it away since it was made: SQLite would put an empty one there, for all to read."""
        try:
            return self._path.stat().st_size > 0
        except OSError:
            return False

    def _open(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._path, timeout=5)
        try:
            database.execute("PRAGMA synchronous=FULL")
        except sqlite3.Error:
            database.close()
            raise
        return database

    def _make(self) -> None:
        try:
            os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as fault:
            raise Unavailable("outbox-unwritable") from fault
        with closing(self._open()) as database, database:
            found = int(database.execute("PRAGMA user_version").fetchone()[0])
            if found > self._version:
                raise Unavailable("outbox-newer")
            if found < self._version:
                database.execute("BEGIN IMMEDIATE")
                database.execute(self._table)
                database.execute(f"PRAGMA user_version = {self._version}")
            database.execute(self._probe).fetchone()

    def _set_aside(self) -> None:
        try:
            patiently(lambda: self._path.replace(self._path.with_suffix(".broken")))
            self._make()
        except (OSError, sqlite3.Error) as fault:
            raise Unavailable("outbox-unwritable") from fault
