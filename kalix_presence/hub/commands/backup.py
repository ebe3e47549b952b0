"""kalix-hub backup and restore: a whole copy of the database while the hub serves, and back again while it does not."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Annotated

import typer

from kalix_presence.hub.commands.backup_dump import dump_to, is_older_dump, put_back
from kalix_presence.hub.commands.saying import Folder, at_server, configured, note, refusing, say, write
from kalix_presence.hub.core.core import utc_now
from kalix_presence.hub.site.config import Config
from kalix_presence.hub.site.kept import kept_of
from kalix_presence.hub.store.connection import open_database
from kalix_presence.hub.store.database import Database
from kalix_presence.hub.store.database_file import MAGIC, is_ours, require_whole
from kalix_presence.hub.store.events import newest
from kalix_presence.hub.store.generation import end_generation, served_last
from kalix_presence.hub.store.upgrade import copied, upgrade
from kalix_presence.model.audit import AuditAct
from kalix_presence.model.errors import BadInput, PresenceError, StoreFull, Unavailable


def backup(file: Annotated[Path, typer.Argument(help="File to write; readable by you only.")], folder: Folder = Path()) -> None:
    """Copy the database, also while the hub serves. Only an older backup is ever written over."""
    with refusing():
        config = configured(folder)
        kept = kept_of(config)
        part = file.with_name(f"{file.name}.part")
        for target in (file, part):
            _refuse_other(target, kept)
        with _told(file):
            try:
                if kept.in_a_file:
                    copied(kept.path, part)
                    require_whole(part)
                    part.replace(file)
                else:
                    dump_to(kept, file, part)
            finally:
                _remove_parts(part)
        note(config, "backup")
        say("backup-done", file=file)


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `backup` wrote.")],
    folder: Folder = Path(),
    *,
    replace: Annotated[bool, typer.Option("--replace", help="Also where PostgreSQL has something in the database.")] = False,
) -> None:
    """Put a backup in place of the database; what was there is kept beside it. Stop the hub first."""
    with refusing():
        config = configured(folder, without_database=True)
        kept = kept_of(config)
        if kept.in_a_file:
            _refuse_damaged(file)
        with kept.claimed(), _told(kept.path):
            try:
                if kept.in_a_file:
                    _put_back(file, kept.path)
                else:
                    put_back(kept, file, replace=replace)
            finally:
                _remove_parts(kept.path.with_name(f"{kept.path.name}.part"))
        _audit_restore(config)
        note(config, "restore")
        say("restore-done", file=file)


def _audit_restore(config: Config) -> None:
    """The trail says itself which of its lines the backup lacks."""
    write(config, lambda change: change.audit(AuditAct.RESTORE, now=utc_now(), by=at_server(), way="server"))


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


def _refuse_other(target: Path, kept: Database) -> None:
    """Raises BadInput `backup-target` for anything there but a backup: another file, a folder, a database that a hub serves."""
    if not os.path.lexists(target):
        return
    # Half a copy is what a backup that was killed has left.
    half = target.suffix == ".part" and target.is_file() and (target.stat().st_size == 0 or target.read_bytes()[:16] == MAGIC)
    mine = kept.in_a_file and target.exists() and target.samefile(kept.path)
    served = target.with_name(f"{target.name}.generation").exists() or mine
    ours = is_ours(target) if kept.in_a_file else is_older_dump(kept, target)
    if target.is_symlink() or served or not (half or ours):
        raise BadInput("backup-target", file=str(target))


@contextmanager
def _told(file: Path) -> Iterator[None]:
    """What the disk refuses, as a sentence."""
    try:
        yield
    except OSError as fault:
        if fault.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise StoreFull("backup-no-room", folder=str(file.parent)) from None
        raise BadInput("folder-unwritable", folder=str(file.parent), problem=type(fault).__name__) from None
    except sqlite3.Error as fault:
        if getattr(fault, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            raise StoreFull("backup-no-room", folder=str(file.parent)) from None
        raise Unavailable("store-unreadable", problem=type(fault).__name__) from None


def _remove_parts(part: Path) -> None:
    for name in (part.name, f"{part.name}-wal", f"{part.name}-shm", f"{part.name}-journal"):
        with suppress(OSError):
            part.with_name(name).unlink(missing_ok=True)


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
