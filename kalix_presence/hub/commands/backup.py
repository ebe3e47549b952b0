"""kalix-hub backup and restore: a whole copy of the database while the hub serves, and back again while it does not."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Annotated

import typer

from kalix_presence.hub.commands.saying import Folder, configured, note, refusing, say
from kalix_presence.hub.store.claim import claimed
from kalix_presence.hub.store.connection import open_database
from kalix_presence.hub.store.events import newest
from kalix_presence.hub.store.generation import end_generation, served_last
from kalix_presence.hub.store.upgrade import copied, upgrade
from kalix_presence.model.errors import BadInput, PresenceError


def backup(file: Annotated[Path, typer.Argument(help="File to write; readable by you only.")], folder: Folder = Path()) -> None:
    """Copy the database, also while the hub serves."""
    with refusing():
        config = configured(folder)
        database = config.path(config.database)
        if not database.is_file():
            raise BadInput("config-file-missing", file=str(database))
        part = file.with_name(f"{file.name}.part")
        try:
            copied(database, part).replace(file)
        except OSError as fault:
            raise BadInput("folder-unwritable", folder=str(file.parent), problem=type(fault).__name__) from None
        note(config, "backup")
        say("backup-done", file=file)


def restore(file: Annotated[Path, typer.Argument(help="A file that `backup` wrote.")], folder: Folder = Path()) -> None:
    """Put a backup in place of the database; what was there is kept beside it. Stop the hub first."""
    with refusing():
        config = configured(folder)
        database = config.path(config.database)
        _refuse_damaged(file)
        with claimed(database):
            _put_back(file, database)
        note(config, "restore")
        say("restore-done", file=file)


def _put_back(file: Path, database: Path) -> None:
    part = database.with_name(f"{database.name}.part")
    copied(file, part)
    upgrade(part)
    with closing(open_database(part)) as sql:
        end_generation(sql, above=_reached(database))
    if database.exists():
        kept = copied(database, database.with_name(f"{database.name}.before-restore"))
        say("restore-kept", file=kept)
    for left in (f"{database.name}-wal", f"{database.name}-shm", f"{part.name}-wal", f"{part.name}-shm"):
        database.with_name(left).unlink(missing_ok=True)
    part.replace(database)


def _reached(database: Path) -> int:
    """The highest event number that is known to have been given out by what is replaced, which may be damaged or gone."""
    last = served_last(database)
    reached = 0 if last is None else last.number
    with suppress(PresenceError, sqlite3.Error):
        if database.exists():
            with closing(open_database(database)) as sql:
                reached = max(reached, newest(sql))
    return reached


def _refuse_damaged(file: Path) -> None:
    if not file.is_file():
        raise BadInput("config-file-missing", file=str(file))
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as sql:
            well = sql.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            ours = sql.execute("SELECT count(*) FROM sqlite_master WHERE name IN ('person', 'absence')").fetchone()[0] == 2
    except sqlite3.Error:
        well = ours = False
    if not (well and ours):
        raise BadInput("backup-damaged", file=str(file))
