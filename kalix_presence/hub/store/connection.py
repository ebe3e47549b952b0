"""Opening the SQLite file with the settings that make it durable, and its SQLAlchemy engine."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import NullPool

from kalix_presence.model.errors import Unavailable

BUSY_MILLISECONDS = 10_000
"""How long a connection waits for another process (backup, import) before it gives up."""


def open_database(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection in autocommit mode: transactions are begun and ended in plain words.

    Raises `Unavailable("store-unreadable")` when the file is no database or cannot be opened.
    """
    sql = None
    try:
        sql = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=256)
        sql.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        if not read_only:
            sql.execute("PRAGMA journal_mode = WAL")
        sql.execute("PRAGMA synchronous = FULL")
        sql.execute("PRAGMA foreign_keys = ON")
        sql.execute("PRAGMA secure_delete = ON")  # what is erased leaves no text behind in the file
        if read_only:
            sql.execute("PRAGMA query_only = ON")
    except sqlite3.Error as broken:
        if sql is not None:
            sql.close()
        raise Unavailable("store-unreadable", problem=type(broken).__name__) from broken
    return sql


def engine(path: Path) -> Engine:
    """SQLAlchemy's engine over the same kind of connection, for upgrades and commands."""
    return create_engine("sqlite://", creator=lambda: open_database(path), poolclass=NullPool)
