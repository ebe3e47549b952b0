"""The audit trail as it is written: lines in a chain of seals, with a key and the newest seal in files outside the database.

Each line is sealed together with the seal before it, so that whoever can write to the database and has not the key cannot
change, remove or reorder a line unseen; the newest seal, kept in a file after each commit, tells of lines cut off at the end.
"""

from __future__ import annotations

import hmac
import os
import secrets
import stat
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import msgspec
import structlog
from sqlalchemy import delete, literal_column, select

from kalix_presence.hub.store.schema import audit, audit_start, person, stored
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import adding, in_words, said, this, value
from kalix_presence.model.audit import AuditAct
from kalix_presence.model.errors import StoreFull, Unavailable

_log = structlog.get_logger("kalix.audit")

KEY_BYTES = 32
SEAL_BYTES = 16
FIRST = b"\0" * SEAL_BYTES
"""What the very first line is sealed with."""
SLICE = 2_000
"""Most lines that are forgotten in one transaction."""

_of = audit.c
COLUMNS = (
    _of.number,
    _of.at,
    _of.act,
    _of.by,
    _of.by_person,
    _of.about,
    _of.about_person,
    _of.way,
    _of.session,
    _of.subject,
    _of.detail,
)
_ADD = adding(*COLUMNS, _of.before, _of.seal)
_NEWEST = said(select(_of.number, _of.seal).order_by(_of.number.desc()).limit(literal_column("1")).offset(literal_column("0")))
_LAST_OLD = in_words(
    "SELECT max(number) FROM (SELECT number, at FROM audit ORDER BY number LIMIT ?) WHERE at < ?",
    "SELECT max(number) FROM (SELECT number, at FROM audit ORDER BY number LIMIT ?) AS oldest WHERE at < ?",
)
_SEAL = said(select(_of.seal).where(this(_of.number)))
_FORGET = said(delete(audit).where(_of.number <= value("last")))
_START = said(select(audit_start.c.number, audit_start.c.seal))
_NO_START = said(delete(audit_start))
_ADD_START = adding(*audit_start.c)
_PERSON = said(select(person.c.id).where(this(person.c.extension)))


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One act: when (aware, UTC), what, by whom, about whom, by which way, in which session, and on what (an id).

    `by` is an extension or a username, `about` an extension; "" where there is none. `detail` is a word of the program's own,
    never something that somebody wrote.
    """

    at: datetime
    act: AuditAct
    by: str = ""
    about: str = ""
    way: str = ""
    session: str = ""
    subject: str = ""
    detail: str = ""
    by_person: str | None = None
    about_person: str | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """The newest line of a trail; before the first it is number 0."""

    number: int = 0
    seal: bytes = FIRST


class AuditTrail:
    """The trail of the database at `database`. Only the writer's thread touches it."""

    def __init__(self, database: Path) -> None:
        self.key_file, self.head_file = files_of(database)
        self._database = database
        self._key = b""
        self._told: Head | None = None
        self._head: Head | None = None
        self._descriptor = -1

    def write(self, sql: Sql, lines: Iterable[AuditLine]) -> None:
        """Add `lines`, in the transaction of what they tell of.

        Raises `Unavailable("audit-key-unreadable")` and `StoreFull("store-full")` when the key can be neither read nor made.
        """
        if not self._key:
            self._key = key_of(self.key_file, like=self._database)
        lines = list(lines)
        if self._head is None:
            lines = self._told_of_gap(sql, lines)
        assert self._head is not None  # noqa: S101  (the line before)
        head = self._head
        for line in lines:
            head = self._add(sql, line, head)
        self._head = head  # only now: what fails half-way is undone

    def committed(self) -> None:
        """Keep the newest seal, which is durable now, where no change of the database reaches it."""
        if self._head is None or self._head == self._told:
            return
        self._told, self._head = self._head, None  # another process may write the next line
        text = told(self._key, self._told)
        try:
            if self._descriptor < 0:
                flags = os.O_WRONLY | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
                self._descriptor = os.open(self.head_file, flags, 0o600)
                _as_owner_of(self._descriptor, self._database)
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            os.write(self._descriptor, text)
        except OSError as fault:
            _log.error("audit-head-not-kept", trouble=type(fault).__name__)

    def undone(self) -> None:
        """The group was not written: what comes next is read from the database again."""
        self._head = None

    def forget(self, sql: Sql, *, before: datetime) -> int:
        """Erase lines of before `before`, the oldest first, and keep where the trail begins now; how many went."""
        row = sql.execute(_LAST_OLD, (SLICE, stored(before))).fetchone()
        if row[0] is None:
            return 0
        if not self._key:
            self._key = key_of(self.key_file, like=self._database)
        seal = sql.execute(_SEAL, (row[0],)).fetchone()[0]
        sql.execute(_NO_START)
        sql.execute(_ADD_START, (row[0], seal, mark(self._key, "start", row[0], seal)))
        return sql.execute(_FORGET, (row[0],)).rowcount

    def close(self) -> None:
        """Let go of the file."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _told_of_gap(self, sql: Sql, lines: list[AuditLine]) -> list[AuditLine]:
        """`lines`, and before them one that says which lines are gone that had been written."""
        self._head = newest(sql)
        kept = self._told or head_kept(self.head_file, self._key)
        if kept is None or kept.number <= self._head.number:
            return lines
        gone = f"{self._head.number + 1}-{kept.number}"
        if lines and lines[0].act is AuditAct.RESTORE:
            return [replace(lines[0], subject=gone), *lines[1:]]
        _log.error("audit-lines-gone", lines=gone)
        return [AuditLine(lines[0].at, AuditAct.CUT_OFF, subject=gone), *lines]

    def _add(self, sql: Sql, line: AuditLine, head: Head) -> Head:
        person = line.by_person if line.by_person is not None else id_of(sql, line.by)
        row = (
            head.number + 1,
            stored(line.at),
            line.act.value,
            line.by,
            person,
            line.about,
            id_of(sql, line.about) if line.about_person is None else line.about_person,
            line.way,
            line.session,
            line.subject,
            line.detail,
        )
        seal = sealed(self._key, row, head.seal)
        sql.execute(_ADD, (*row, head.seal, seal))
        return Head(head.number + 1, seal)


def files_of(database: Path) -> tuple[Path, Path]:
    """The key and the newest seal of the trail of `database`."""
    return database.with_name(f"{database.name}.audit-key"), database.with_name(f"{database.name}.audit-head")


def newest(sql: Sql) -> Head:
    """The last line that is there; where all are forgotten, the last one that was."""
    row = sql.execute(_NEWEST).fetchone()
    row = row or sql.execute(_START).fetchone()
    return Head() if row is None else Head(*row)


def sealed(key: bytes, row: tuple[object, ...], before: bytes) -> bytes:
    """The seal of a line: its columns as they are kept, and the seal of the line before."""
    return hmac.digest(key, msgspec.json.encode((row, before)), "sha256")[:SEAL_BYTES]


def mark(key: bytes, what: str, number: int, seal: bytes) -> bytes:
    """What shows that the hub itself has kept `number` and `seal` as `what`."""
    return hmac.digest(key, msgspec.json.encode((what, number, seal)), "sha256")[:SEAL_BYTES]


def told(key: bytes, head: Head) -> bytes:
    """The newest seal as it stands in its file: always of one length, so that it is written over in one go."""
    return b"%020d %s %s\n" % (head.number, head.seal.hex().encode(), mark(key, "head", head.number, head.seal).hex().encode())


def head_kept(file: Path, key: bytes) -> Head | None:
    """The newest seal that was kept; None when there is none, or none that the hub wrote."""
    try:
        number, seal, shown = file.read_bytes().split()
        head = Head(int(number), bytes.fromhex(seal.decode("ascii")))
        return (
            head
            if hmac.compare_digest(bytes.fromhex(shown.decode("ascii")), mark(key, "head", head.number, head.seal))
            else None
        )
    except (OSError, ValueError):
        return None


def key_of(file: Path, *, like: Path) -> bytes:
    """The key, made where there is none; its file belongs to whoever owns `like`, and is for nobody else.

    Raises `Unavailable("audit-key-unreadable")`, `StoreFull("store-full")`.
    """
    try:
        with suppress(FileNotFoundError):
            return key_kept(file)
        key = secrets.token_bytes(KEY_BYTES)
        part = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            _as_owner_of(descriptor, like)
            os.write(descriptor, key.hex().encode() + b"\n")
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        try:
            os.link(part, file)  # whole or not at all, and never over one that another process has made meanwhile
        finally:
            part.unlink()
    except FileExistsError:
        return key_kept(file)
    except OSError as fault:
        raise StoreFull("store-full", problem=type(fault).__name__) from fault
    return key


def key_kept(file: Path) -> bytes:
    """The key in `file`. Raises FileNotFoundError, and `Unavailable("audit-key-unreadable")` for one that others can read."""
    try:
        if sys.platform != "win32" and file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise Unavailable("audit-key-unreadable", file=file.name)
        key = bytes.fromhex(file.read_text("ascii"))
    except FileNotFoundError:
        raise
    except (OSError, ValueError):
        raise Unavailable("audit-key-unreadable", file=file.name) from None
    if len(key) != KEY_BYTES:
        raise Unavailable("audit-key-unreadable", file=file.name)
    return key


def _as_owner_of(descriptor: int, like: Path) -> None:
    """By sudo: the hub has to read it all the same."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        owner = (like if like.exists() else like.parent).stat()
        os.fchown(descriptor, owner.st_uid, owner.st_gid)


def id_of(sql: Sql, extension: str) -> str:
    """The identity of whoever holds `extension`; "" for nobody."""
    row = sql.execute(_PERSON, (extension,)).fetchone() if extension else None
    return row[0] if row is not None else ""
