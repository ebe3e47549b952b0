"""The store: one writer thread that groups changes into durable commits, and readers beside it."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

import structlog

from kalix_presence.hub.store import database
from kalix_presence.hub.store.asker import ASKER, Asker
from kalix_presence.hub.store.audit_trail import AuditLine, AuditTrail, id_of
from kalix_presence.hub.store.database import Database
from kalix_presence.hub.store.moment import Moment
from kalix_presence.hub.store.sql import ReadingSql, Sql
from kalix_presence.hub.store.statements import in_words
from kalix_presence.hub.supervision.faults import apart, described
from kalix_presence.model.audit import AuditAct
from kalix_presence.model.errors import StoreFull, Unavailable

T = TypeVar("T")

_log = structlog.get_logger("kalix.store")

GROUP_LIMIT = 256
"""Most changes that share one commit; bounds how long the first of a group waits."""

LINGER = 0.05
"""Seconds that a change nobody waits for is held back, so that it shares a commit with others of its kind.

It wakes no thread and makes no commit longer that somebody waits for; and by then a change has reached some thousands of
readers, so that its confirmation does not get in the way of it."""

_OUTSIDE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
}
"""What SQLite says that no program is to blame for."""

_OWN_MISTAKES = sqlite3.ProgrammingError, sqlite3.IntegrityError, sqlite3.DataError, sqlite3.NotSupportedError

_LAST_NUMBER = in_words("SELECT coalesce(max(id), 0) FROM event")
_KEPT_NUMBER = in_words("SELECT value FROM setting WHERE name = 'event_number'")

READERS = 4
"""Connections that read beside the writer."""


class Transaction:
    """What a change works with: the connection in the group's transaction, event numbers, what to do after."""

    __slots__ = ("after", "asker", "concern", "lines", "moment", "number", "sql", "trail")

    def __init__(self, sql: Sql, number: int, trail: AuditTrail | None = None, asker: Asker | None = None) -> None:
        self.sql, self.trail, self.asker = sql, trail, asker
        self.lines: list[AuditLine] = []
        self.concern = "", ""
        self.moment: Moment | None = None
        self.number = number
        self.after: list[Callable[[], None]] = []

    @property
    def known(self) -> Moment:
        """What the board said when this was submitted. Only for work that was given it (`Moment.given`)."""
        if self.moment is None:
            raise LookupError("give this work what it has to know")
        return self.moment

    def next_number(self) -> int:
        """The next event number; taken back when the change fails."""
        self.number += 1
        return self.number

    def audit(
        self,
        act: AuditAct,
        *,
        now: datetime,
        by: str = "",
        about: str = "",
        way: str = "",
        subject: str = "",
        detail: str = "",
        about_person: str | None = None,
    ) -> None:
        """Have the audit trail tell of this change, in its transaction (`AuditLine`). Without `by`: by whoever asks."""
        asker = self.asker
        own = asker is not None and by in ("", asker.by)
        if about_person is None:  # now: what follows may be their leaving
            about_person = id_of(self.sql, about)
        line = AuditLine(now, act, by, about, way, "", subject, detail, about_person=about_person)
        if asker is not None and own:
            line = replace(line, by=asker.by, by_person=asker.person, session=asker.session)
        self.lines.append(line)

    def concerns(self, about: str, subject: str) -> None:
        """Whose it is that is changed (an extension) and which (its id), for a line that the trail gets by itself."""
        self.concern = about, subject

    def forget_audit(self, *, before: datetime) -> int:
        """Erase lines of the audit trail of before `before`, at most `audit_trail.SLICE`; how many."""
        return 0 if self.trail is None else self.trail.forget(self.sql, before=before)

    def after_commit(self, call: Callable[[], None]) -> None:
        """Run `call` on the event loop once this is durable, in commit order, before any awaiting caller goes on."""
        self.after.append(call)


@dataclass(slots=True)
class _Change:
    work: Callable[[Transaction], Any]
    done: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop
    asker: Asker | None
    result: Any = None
    error: BaseException | None = None
    after: list[Callable[[], None]] = field(default_factory=list)


class Store:
    """The database that is told, or the one at a path (SQLite: WAL, synchronous=FULL). Opening it upgrades it first.

    Raises `Unavailable("store-from-the-future")` for a database that a newer version wrote and
    `Unavailable("store-unreadable")` for a file that is no database.
    """

    def __init__(self, kept: Path | Database) -> None:
        self.database = database.kept_in(kept) if isinstance(kept, Path) else kept
        self.database.upgrade()
        self.path = path = self.database.path
        self.when_behind: Callable[[], None] | None = None
        """Called, in the writer's thread, when something may be written of which whoever asked for it was told otherwise: what
        is held in memory is behind the database then."""
        self.callbacks_failed = 0
        self.full = False
        """Whether the last group of changes had no room."""
        self._queue: SimpleQueue[_Change | None] = SimpleQueue()
        self._held: list[_Change] = []
        self._sql = self.database.writer()
        self._trail = AuditTrail(path)
        self._file = _identity(path)
        self._number, self._unsure, self._unacknowledged = self._read_number(), False, False
        self._local = threading.local()
        self._readers: list[ReadingSql] = []
        self._pool = ThreadPoolExecutor(READERS, thread_name_prefix="kalix-reader")
        self._thread = threading.Thread(target=self._run, name="kalix-writer", daemon=True)
        self._thread.start()
        self._closed = False

    def submit(self, work: Callable[[Transaction], T], *, patient: bool = False) -> asyncio.Future[T]:
        """Queue `work` for the next grouped commit; the future is done once it is durable, or has `work`'s error.

        Changes are made in the order they were submitted. `work` runs in the writer thread and touches nothing else: what
        it has to know of the board it is given (`Moment.given`). A
        `patient` one, that nobody waits for, is held back for a moment: what comes meanwhile goes before it.
        """
        if self._closed:
            raise Unavailable("store-closed")
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()
        change = _Change(work, done, loop, ASKER.get())
        if not patient:
            self._queue.put(change)
            return done
        if not self._held:
            loop.call_later(LINGER, self._let_go)
        self._held.append(change)
        return done

    async def write(self, work: Callable[[Transaction], T]) -> T:
        """Do `work` in a durable transaction and return its result; other changes may share the commit.

        `work` has a savepoint of its own: when it raises, only its own changes are undone and the error comes here.
        Raises `Unavailable("store-unwritable")` when the database could not commit, `StoreFull("store-full")` when the disk
        has no room: nothing of the change is there then.
        """
        return await self.submit(work)

    async def read(self, work: Callable[[Sql], T]) -> T:
        """Do `work` with a read-only connection in another thread: all it reads is of one moment, the last committed state.

        Raises `Unavailable("store-unreadable")` when the database cannot be read.
        """
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._reading, work)

    def close(self) -> None:
        """Finish what is queued, then close; may be called twice."""
        if self._closed:
            return
        self._closed = True
        self._let_go()
        self._queue.put(None)
        self._thread.join()
        self._pool.shutdown(wait=True)
        for reader in self._readers:
            reader.close()
        self._sql.close()
        self._trail.close()

    def _let_go(self) -> None:
        held, self._held = self._held, []
        for change in held:
            self._queue.put(change)

    def _reading(self, work: Callable[[Sql], T]) -> T:
        reader: ReadingSql | None = getattr(self._local, "sql", None)
        if reader is None:
            reader = self.database.reader()
            self._local.sql = reader
            self._readers.append(reader)
        try:
            reader.execute("BEGIN")
            try:
                return work(reader)
            finally:
                if reader.in_transaction:
                    reader.execute("ROLLBACK")
        except Unavailable as refusal:
            if refusal.code == "store-unreadable":
                _log.error("store-not-read", trouble=refusal.code)
            raise
        except sqlite3.DatabaseError as broken:
            writes = getattr(broken, "sqlite_errorcode", 0) == sqlite3.SQLITE_READONLY  # a reader may not
            if writes or isinstance(broken, _OWN_MISTAKES):
                raise
            _log.error("store-not-read", **described(broken))
            raise Unavailable("store-unreadable", problem=type(broken).__name__) from broken

    @property
    def in_place(self) -> bool:
        """Whether the file that is written to is still the one at `path`: what is written to one that was removed is lost."""
        return not self.database.in_a_file or _identity(self.path) == self._file

    @property
    def alive(self) -> bool:
        """Whether the writer writes; it does until `close`."""
        return self._thread.is_alive()

    def _run(self) -> None:
        while True:
            change = self._queue.get()
            if change is None:
                return
            group = [change]
            ending = not self._gather(group)
            self._commit(group)
            if ending:
                return

    def _gather(self, group: list[_Change]) -> bool:
        """Add to `group` what else is queued; False when the queue has ended."""
        while len(group) < GROUP_LIMIT:
            try:
                more = self._queue.get_nowait()
            except Empty:
                return True
            if more is None:
                return False
            group.append(more)
        return True

    def _read_number(self) -> int:
        row = self._sql.execute(_LAST_NUMBER).fetchone()
        kept = self._sql.execute(_KEPT_NUMBER).fetchone()
        return max(int(row[0]), int(kept[0]) if kept else 0)

    def _commit(self, group: list[_Change]) -> None:
        number, written = self._number, False
        try:
            if self._sql.in_transaction:  # the last group could not even be undone
                self._sql.execute("ROLLBACK")
            self._sql.execute("BEGIN IMMEDIATE")
            if self._unsure:
                self._be_sure(number)
            for change in group:
                self._make(change)
            self._sql.execute("COMMIT")
            self.full, written = False, True
        except Exception as broken:  # noqa: BLE001  (whatever it is: who waits is answered, and the next group is written)
            self._number, self._unsure = number, True  # how much of it is there the database alone knows
            self._trail.undone()
            refusal = _refused(broken)
            self.full = isinstance(refusal, StoreFull)
            self._unacknowledged = self._unacknowledged or refusal.code == "store-unacknowledged"
            for change in group:
                change.error = change.error or refusal
            with apart("group-not-undone"):
                if self._sql.in_transaction:
                    self._sql.execute("ROLLBACK")
        by_loop: dict[asyncio.AbstractEventLoop, list[_Change]] = {}
        for change in group:
            by_loop.setdefault(change.loop, []).append(change)
        for loop, changes in by_loop.items():
            with suppress(RuntimeError):  # a loop that has ended waits for nothing
                loop.call_soon_threadsafe(_tell, self, changes)
        if written:  # after that: nobody waits for it, and whoever is killed in between has kept the one before
            with apart("audit-head-not-kept"):
                self._trail.committed()

    def _be_sure(self, number: int) -> None:
        """The last group was not written, or nobody knows: go on after what is there."""
        self._number, self._unsure = max(number, self._read_number()), False
        if self._unacknowledged and self.when_behind is not None:
            self.when_behind()
        self._unacknowledged = False

    def _make(self, change: _Change) -> None:
        transaction = Transaction(self._sql, self._number, self._trail, change.asker)
        self._sql.execute("SAVEPOINT change")
        try:
            rows = self._sql.total_changes
            change.result = change.work(transaction)
            self._audit(transaction, changed=self._sql.total_changes != rows)
        except Exception as error:  # whatever it is, it belongs to the caller who awaits the future
            change.error = (_refusal(error) if isinstance(error, sqlite3.Error) else None) or error
            if not self._sql.in_transaction:  # a full disk made SQLite undo the whole group
                raise
            self._sql.execute("ROLLBACK TO change")
        else:
            self._number = transaction.number
            change.after = transaction.after
        self._sql.execute("RELEASE change")

    def _audit(self, transaction: Transaction, *, changed: bool) -> None:
        """Tell of the change in its own transaction; also where nobody has thought of it (`Asker.owes`)."""
        asker = transaction.asker
        if asker is not None and asker.owes and changed and not transaction.lines:
            about, subject = transaction.concern
            transaction.audit(asker.act, now=asker.now, about=about or asker.about, subject=subject)
        if transaction.lines:
            self._trail.write(self._sql, transaction.lines)
            if asker is not None:
                asker.owes = False


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _refused(broken: Exception) -> Unavailable:
    """Why a group was not written, as those who wait are told."""
    refusal = broken if isinstance(broken, Unavailable) else None
    if isinstance(broken, sqlite3.Error):
        refusal = _refusal(broken)
    if refusal is None:
        _log.error("group-not-written", **described(broken))
        refusal = Unavailable("store-unwritable", problem=type(broken).__name__)
    return refusal


def _refusal(broken: sqlite3.Error) -> Unavailable | None:
    """What the disk refuses, as it is told; None for a mistake of our own."""
    code = getattr(broken, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return StoreFull("store-full")
    return Unavailable("store-unwritable", problem=type(broken).__name__) if code in _OUTSIDE else None


def _tell(store: Store, changes: list[_Change]) -> None:
    """Say what became of each: whatever a callback does, the next one runs, and whoever waits is answered."""
    for change in changes:
        if change.error is None:
            for call in change.after:
                try:
                    call()
                except Exception as fault:  # noqa: BLE001  (the others' are no less durable)
                    store.callbacks_failed += 1
                    _log.critical("commit-callback-failed", **described(fault))
        if change.done.done():
            continue
        if change.error is None:
            change.done.set_result(change.result)
        else:
            change.done.set_exception(change.error)
