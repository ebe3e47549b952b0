"""The file where the database lies, looked at without changing it: whether it is there, ours, whole and of this version."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from kalix_presence.hub.store.upgrade import known_steps
from kalix_presence.model.errors import BadInput, Conflict, Unavailable

MAGIC = b"SQLite format 3\0"
LOOK_SECONDS = 5.0
"""How long a start may look through the database; `kalix-hub check` takes the time it needs."""
_OPCODES = 100_000
"""Of SQLite's machine, between two looks at the clock."""


@contextmanager
def looking(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that can write nothing, also where nobody can (a read-only disk).

    Raises Unavailable `store-unreadable` for what cannot be opened or read, whenever that shows.
    """
    address = path.resolve().as_uri()
    try:
        sql = sqlite3.connect(f"{address}?mode=ro", uri=True, isolation_level=None, timeout=10)
        try:
            sql.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError:  # no room for the files of the write-ahead log beside it
            sql.close()
            sql = sqlite3.connect(f"{address}?mode=ro&immutable=1", uri=True, isolation_level=None)
        with closing(sql):
            yield sql
    except sqlite3.Error as broken:
        raise Unavailable("store-unreadable", problem=type(broken).__name__) from broken


def is_ours(path: Path) -> bool:
    """Whether a database of the hub lies at `path`, of whatever version and in whatever state; never raises."""
    try:
        with path.open("rb") as file:
            if file.read(len(MAGIC)) != MAGIC:
                return False
        with looking(path) as sql:
            names = "SELECT count(*) FROM sqlite_master WHERE name IN ('person', 'absence', 'alembic_version')"
            return int(sql.execute(names).fetchone()[0]) == 3
    except (OSError, Unavailable):
        return False


def require_there(path: Path) -> None:
    """Raises BadInput `database-missing`, `database-empty` or `database-strange`: then nothing is made in its place."""
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        raise BadInput("database-missing", file=str(path)) from None
    except OSError:
        raise Unavailable("store-unreadable") from None
    if size == 0:
        raise BadInput("database-empty", file=str(path))
    try:
        with path.open("rb") as file:
            found = file.read(len(MAGIC))
    except OSError as fault:
        raise Unavailable("store-unreadable", problem=type(fault).__name__) from None
    if found != MAGIC:
        raise BadInput("database-strange", file=str(path))
    with looking(path) as sql:
        names = {row[0] for row in sql.execute("SELECT name FROM sqlite_master")}
    if not {"person", "absence", "alembic_version"} <= names:
        raise BadInput("database-strange", file=str(path))


def is_older(path: Path) -> bool:
    """Whether an older version wrote it. Raises Unavailable `store-from-the-future` when a newer one did."""
    with looking(path) as sql:
        row = sql.execute("SELECT version_num FROM alembic_version").fetchone()
    head, known = known_steps()
    if row is not None and row[0] not in known:
        raise Unavailable("store-from-the-future", found=row[0], known=head)
    return row is None or row[0] != head


def require_current(path: Path) -> None:
    """Raises Conflict `store-older`: whoever only reads brings nothing up to date, for an older hub may be serving."""
    if is_older(path):
        raise Conflict("store-older")


def require_whole(path: Path, *, seconds: float | None = None, clock: Callable[[], float] = time.monotonic) -> bool:
    """Look through all of it, for `seconds` at most; False when that was not enough. Raises Unavailable `store-damaged`."""
    with looking(path) as sql:
        if seconds is not None:
            until = clock() + seconds
            sql.set_progress_handler(lambda: int(clock() > until), _OPCODES)
        try:
            found = sql.execute("PRAGMA quick_check(1)").fetchone()[0]
        except sqlite3.OperationalError as stopped:
            if stopped.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                return False
            raise Unavailable("store-damaged") from None
        except sqlite3.DatabaseError:
            raise Unavailable("store-damaged") from None
    if found != "ok":
        raise Unavailable("store-damaged")
    return True
