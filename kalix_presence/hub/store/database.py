"""Where everything is kept: SQLite's file or PostgreSQL (`store.postgresql`), and what is asked of either."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from kalix_presence.hub.store import claim, database_file, upgrade
from kalix_presence.hub.store.connection import open_database
from kalix_presence.hub.store.sql import ReadingSql, Sql, WritingSql
from kalix_presence.hub.store.statements import in_words

_SIZE = in_words(
    "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    "SELECT pg_database_size(current_database())",
)


class Database(Protocol):
    """One of the two."""

    path: Path
    """SQLite's file. Beside it, whatever the database is, lie the hub's own keys and what it served last."""

    @property
    def in_a_file(self) -> bool:
        """Whether it is `path` itself, so that it can be copied, moved and taken away."""

    @property
    def led(self) -> bool:
        """Whether hubs serve it in turn, of which this process is the one that leads."""

    @property
    def term(self) -> int:
        """The term under which it does; 0 for a hub that is alone."""

    def upgrade(self) -> Path | None:
        """Bring it to this version; the copy that was made before, if any. Raises Unavailable as `store.upgrade` says."""

    def writer(self) -> WritingSql:
        """A connection that writes. Raises Unavailable `store-unreadable`."""

    def reader(self) -> ReadingSql:
        """A connection that only reads. Raises Unavailable `store-unreadable`."""

    def looking(self) -> AbstractContextManager[Sql]:
        """A connection that changes nothing, for a command. Raises Unavailable `store-unreadable`, whenever that shows."""

    def claimed(self) -> AbstractContextManager[None]:
        """Have it to oneself, as the hub that serves it. Raises Conflict `hub-serving-already`."""

    def clear_away(self) -> None:
        """Drop what was taken out of it as a whole and nobody reads any longer, beside whoever writes; in a thread of its own.
        Raises Unavailable `store-unwritable`: then another time."""

    def is_ours(self) -> bool:
        """Whether there is one, of whatever version; never raises."""

    def require_there(self) -> None:
        """Raises BadInput `database-missing`, `database-empty` or `database-strange`, Unavailable `store-unreadable`."""

    def is_older(self) -> bool:
        """Whether an older version wrote it. Raises Unavailable `store-from-the-future` when a newer one did."""

    def require_current(self) -> None:
        """Raises Conflict `store-older`."""

    def require_whole(self, *, seconds: float | None = None) -> bool:
        """Look through it, for `seconds` at most; False when that was not enough. Raises Unavailable `store-damaged`."""


class SqliteFile:
    """The file at `path`."""

    in_a_file, led, term = True, False, 0

    def __init__(self, path: Path) -> None:
        self.path = path

    def upgrade(self) -> Path | None:
        """As `Database` says."""
        return upgrade.upgrade(self.path)

    def writer(self) -> WritingSql:
        """As `Database` says."""
        return open_database(self.path)

    def reader(self) -> ReadingSql:
        """As `Database` says."""
        return open_database(self.path, read_only=True)

    def looking(self) -> AbstractContextManager[Sql]:
        """As `Database` says."""
        return database_file.looking(self.path)

    def claimed(self) -> AbstractContextManager[None]:
        """As `Database` says."""
        return claim.claimed(self.path)

    def clear_away(self) -> None:
        """As `Database` says: there is nothing of the kind."""

    def is_ours(self) -> bool:
        """As `Database` says."""
        return database_file.is_ours(self.path)

    def require_there(self) -> None:
        """As `Database` says."""
        database_file.require_there(self.path)

    def is_older(self) -> bool:
        """As `Database` says."""
        return database_file.is_older(self.path)

    def require_current(self) -> None:
        """As `Database` says."""
        database_file.require_current(self.path)

    def require_whole(self, *, seconds: float | None = None) -> bool:
        """As `Database` says."""
        return database_file.require_whole(self.path, seconds=seconds)


def size(sql: Sql) -> int:
    """Bytes that the database takes where it lies."""
    return int(sql.execute(_SIZE).fetchone()[0])


kept_in: Callable[[Path], Database] = SqliteFile
"""The database of which nothing but a path is known. Tests put PostgreSQL in its place, to run on that."""
