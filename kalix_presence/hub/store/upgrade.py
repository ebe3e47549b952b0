"""Numbered upgrades by Alembic: a copy first, then one step at a time; a database from the future is refused."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from kalix_presence.hub.store.connection import engine, open_database
from kalix_presence.model.errors import Unavailable

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(path: Path) -> Path | None:
    """Bring the database at `path` to this version; returns the copy made before, None when nothing had to change.

    Raises `Unavailable("store-from-the-future")` when a newer version wrote it, `Unavailable("store-not-upgraded")` when the
    disk is full or a step fails: then it is as it was.
    """
    is_new = not path.exists() or path.stat().st_size == 0
    if is_new:
        path.touch(mode=0o600)
    head, _ = known_steps()
    database = engine(path)
    with database.connect() as connection:
        if not is_due(connection):
            return None
    try:
        copy = None if is_new else copied(path, path.with_name(f"{path.name}.before-{head}"))
        with database.connect() as connection:
            make_steps(connection)
    except (sqlite3.Error, DBAPIError, OSError) as fault:
        cause = fault.orig if isinstance(fault, DBAPIError) else fault
        problem = getattr(cause, "sqlite_errorname", type(cause).__name__)
        raise Unavailable("store-not-upgraded", problem=problem, folder=str(path.parent)) from fault
    return copy


def is_due(connection: Connection) -> bool:
    """Whether there are steps to make. Raises Unavailable `store-from-the-future`."""
    head, known = known_steps()
    current = MigrationContext.configure(connection).get_current_revision()
    connection.rollback()
    if current is not None and current not in known:
        raise Unavailable("store-from-the-future", found=current, known=head)
    return current != head


def make_steps(connection: Connection, to: str = "head") -> bool:
    """Make those that are due, all or none; whether there were any. Raises Unavailable `store-from-the-future`."""
    due = is_due(connection)
    if due:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, to)
    return due


@cache
def known_steps() -> tuple[str, frozenset[str]]:
    """The newest step that this version knows, and all of them."""
    steps = ScriptDirectory.from_config(_config())
    return str(steps.get_current_head()), frozenset(step.revision for step in steps.walk_revisions())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def copied(path: Path, copy: Path) -> Path:
    """A whole copy of the live database at `path`, made by SQLite's own backup; readable by its owner only."""
    copy.unlink(missing_ok=True)
    copy.touch(mode=0o600)
    try:
        with closing(open_database(path)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")  # one file that is whole by itself
    except sqlite3.Error:
        copy.unlink(missing_ok=True)  # nobody shall take half of it for a way back
        raise
    return copy
