"""A connection to PostgreSQL that is used as SQLite's is: the same statements, plain words for transactions, rows as tuples.

It takes only what `hub.store.statements` made. One that is broken is opened anew by the next transaction. Whatever it waits for
ends by its own deadline: a commit that no standby acknowledges waits for ever, and no setting of PostgreSQL ends that.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

import psycopg
import structlog
from psycopg import errors, pq, waiting
from psycopg import sql as composed
from psycopg.abc import Buffer
from psycopg.adapt import Dumper

from kalix_presence.hub.store.postgresql_hosts import Hosts
from kalix_presence.hub.store.sql import Rows
from kalix_presence.hub.store.statements import for_postgresql
from kalix_presence.hub.supervision.faults import described
from kalix_presence.model.errors import StoreFull, Unavailable

R = TypeVar("R")

SECONDS = 10.0
"""How long anything may take, a commit too; as long as SQLite waits for another process."""
READING_SECONDS = 60.0
AGAIN_SECONDS = 2
"""After how long whoever was refused may try again: a standby is promoted meanwhile, or soon."""
IDLE_SECONDS = 5.0
"""After so long without a word in the middle of a transaction PostgreSQL ends it: a hub that stands still stops no other."""
FENCED_IDLE_SECONDS = 1.5
"""The same for a hub that leads: no longer than what is left of its lease at the least, so that another one can take that as it
lapses."""
WRITING = 0x6B616C69
"""The lock that whoever writes has until the commit: one at a time, so that the order of events is the order of commits."""
LEADING = 0x6B616C6C
"""The lock that a hub of a group shares while it writes under its lease, and has alone while it takes that."""
SERVING = 0x6B616C78
"""The lock of whoever serves the database: a hub that is alone has it to itself, those of a group share it."""

HOSTS = Hosts()
"""For all connections of this process, so that none reads where another does not write."""

_log = structlog.get_logger("kalix.store")
_BEGIN_WRITING = f"BEGIN; SELECT pg_advisory_xact_lock({WRITING})".encode()
# Each statement sees what was committed before it began: the lease is looked at when nobody can take it any longer.
_BEGIN_FENCED = composed.SQL(
    """BEGIN; SELECT pg_advisory_xact_lock({writing}); SELECT pg_advisory_xact_lock_shared({leading});
 SELECT term FROM lease WHERE role = 'lead' AND holder = {holder} AND term = {term}
 AND until > (extract(epoch FROM clock_timestamp()) * 1000000)::bigint"""
)
_BEGIN_READING = b"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_PLAIN = {
    "SAVEPOINT change": b"SAVEPOINT change",
    "ROLLBACK TO change": b"ROLLBACK TO change",
    "RELEASE change": b"RELEASE change",
}
_OWN_MISTAKES = psycopg.ProgrammingError, psycopg.IntegrityError, psycopg.DataError, psycopg.NotSupportedError
_READS_ONLY = errors.ReadOnlySqlTransaction


@dataclass(frozen=True, slots=True)
class Fence:
    """The lease under which a hub writes: another `holder`, another `term` or a lease that has lapsed refuses all it would
    write. `refused` is called then, in the thread that writes."""

    holder: str
    term: int
    refused: Callable[[], None]


class Overdue(psycopg.OperationalError):
    """What was waited for did not come in time."""


class _Number(Dumper):
    """True and False as numbers, as they are kept."""

    oid = psycopg.adapters.types["int8"].oid

    def dump(self, obj: Any) -> Buffer:
        return b"1" if obj else b"0"


class _Bounded(psycopg.Connection[tuple[Any, ...]]):
    """Waits no longer than its deadline, whatever for."""

    seconds = SECONDS

    def wait(self, gen: Generator[Any, Any, R], interval: float = 0.1, timeout: float | None = None) -> R:
        if timeout is not None:
            return super().wait(gen, interval, timeout)
        return waiting.wait(_until(gen, time.monotonic() + self.seconds), self.pgconn.socket, interval=interval)


def _until(gen: Generator[Any, Any, R], deadline: float) -> Generator[Any, Any, R]:
    try:
        wanted = next(gen)
        while True:
            ready = yield wanted
            if not ready and time.monotonic() > deadline:
                raise Overdue("no answer")
            wanted = gen.send(ready)
    except StopIteration as ended:
        result: R = ended.value
        return result


def connected(
    conninfo: str, *, seconds: float = SECONDS, idle: float = IDLE_SECONDS, told: bool = True
) -> psycopg.Connection[tuple[Any, ...]]:
    """A connection in autocommit mode. Raises Unavailable `store-unreadable`, which is logged where that is to be `told`."""
    try:
        connection = _Bounded.connect(HOSTS.ordered(conninfo), autocommit=True, prepare_threshold=3)
        connection.seconds = seconds
        connection.prepared_max = 500
        connection.adapters.register_dumper(bool, _Number)
        connection.execute(
            "SELECT set_config('idle_in_transaction_session_timeout', %s, false), set_config('timezone', 'UTC', false),"
            " set_config('lock_timeout', %s, false), set_config('client_min_messages', 'warning', false)",
            (f"{int(idle * 1000)}ms", f"{int(seconds * 900)}ms"),
        )
    except psycopg.Error as broken:
        if told:
            _log.error("store-not-reached", **described(broken))
        raise Unavailable("store-unreadable", problem=type(broken).__name__) from None
    return connection


class PostgresqlSql:
    """As `WritingSql` and, `read_only`, as `ReadingSql`.

    Raises Unavailable for what no program is to blame for (`store-unwritable`, `store-full`, `store-unreadable`, and
    `store-unacknowledged` where a commit may have been made), and psycopg's own errors for mistakes of ours.
    """

    def __init__(
        self,
        conninfo: str,
        *,
        read_only: bool = False,
        fence: Fence | None = None,
        over: psycopg.Connection[tuple[Any, ...]] | None = None,
    ) -> None:
        self._conninfo, self._read_only, self._fence = conninfo, read_only, fence
        self._warned = False
        self._connection = self._opened() if over is None else over
        if over is not None:
            over.add_notice_handler(self._notice)
        self.total_changes = 0

    @property
    def in_transaction(self) -> bool:
        """Whether one was begun and has not ended."""
        connection = self._connection
        return not connection.closed and connection.pgconn.transaction_status != pq.TransactionStatus.IDLE

    def execute(self, statement: str, values: Sequence[Any] | Mapping[str, Any] = (), /) -> Rows:
        """Run `statement`. Raises ValueError for one that `hub.store.statements` has not made."""
        plain = _PLAIN.get(statement)
        if plain is not None:
            with self._told():
                return self._connection.execute(plain)
        if statement.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
            return self._transaction(statement)
        text = for_postgresql(statement)
        with self._told():
            rows = self._connection.execute(text, values)
        self._count(rows)
        return rows

    def executemany(self, statement: str, values: Iterable[Sequence[Any]], /) -> Rows:
        """Run `statement` with each of `values`."""
        text = for_postgresql(statement)
        rows = self._connection.cursor()
        with self._told():
            rows.executemany(text, list(values))
        self._count(rows)
        return rows

    def close(self) -> None:
        """Undo what was not written, and end."""
        self._connection.close()

    def _opened(self) -> psycopg.Connection[tuple[Any, ...]]:
        idle = IDLE_SECONDS if self._fence is None else FENCED_IDLE_SECONDS
        if self._read_only:  # it keeps nobody waiting, and whoever reads 50,000 people is busy with them between two statements
            idle = READING_SECONDS
        connection = connected(self._conninfo, seconds=READING_SECONDS if self._read_only else SECONDS, idle=idle)
        connection.add_notice_handler(self._notice)
        return connection

    def _notice(self, notice: errors.Diagnostic) -> None:
        """That a commit was cancelled while it waited for a standby is told as a warning after which it "succeeds"."""
        self._warned = self._warned or notice.severity_nonlocalized == "WARNING"

    def _count(self, rows: psycopg.Cursor[tuple[Any, ...]]) -> None:
        if rows.rowcount > 0 and (rows.statusmessage or "").startswith(("INSERT", "UPDATE", "DELETE")):
            self.total_changes += rows.rowcount

    def _transaction(self, statement: str) -> Rows:
        if statement == "COMMIT":
            return self._commit()
        if statement == "ROLLBACK":
            with self._told():
                return self._connection.execute(b"ROLLBACK")
        if self._connection.closed or self._connection.broken:
            self._connection.close()
            HOSTS.look_again(self._conninfo)
            self._reopen()
        with self._told():
            if self._fence is not None:
                return self._begun(self._fence)
            return self._connection.execute(_BEGIN_READING if self._read_only else _BEGIN_WRITING)

    def _reopen(self) -> None:
        try:
            self._connection = self._opened()
        except Unavailable as refusal:
            if self._read_only:
                raise
            raise Unavailable("store-unwritable", problem=refusal.params["problem"], seconds=AGAIN_SECONDS) from None

    def _begun(self, fence: Fence) -> Rows:
        given = {"writing": WRITING, "leading": LEADING, "holder": fence.holder, "term": fence.term}
        named = {name: composed.Literal(one) for name, one in given.items()}
        rows = self._connection.execute(_BEGIN_FENCED.format(**named))
        while rows.nextset():
            pass
        if rows.fetchone() is None:
            self._connection.execute(b"ROLLBACK")
            fence.refused()
            raise Unavailable("hub-leads-no-longer", seconds=1)
        return rows

    def _commit(self) -> Rows:
        """What was answered is on the disks that PostgreSQL is set up to wait for; else nobody is told that it is done."""
        self._warned = False
        try:
            rows = self._connection.execute(b"COMMIT")
        except errors.IdleInTransactionSessionTimeout as late:  # it was ended before: nothing of it is there
            self._connection.close()
            raise Unavailable("store-unwritable", problem=type(late).__name__) from late
        except psycopg.OperationalError as broken:
            self._unacknowledged(type(broken).__name__)
        if self._warned:
            self._unacknowledged("Warning")
        if rows.statusmessage != "COMMIT":  # of a transaction in which something had failed
            raise Unavailable("store-unwritable", problem=str(rows.statusmessage).title())
        return rows

    def _unacknowledged(self, problem: str) -> NoReturn:
        self._connection.close()
        _log.error("commit-not-acknowledged", trouble=problem)
        raise Unavailable("store-unacknowledged", problem=problem, seconds=AGAIN_SECONDS) from None

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except errors.DiskFull as full:
            raise StoreFull("store-full", problem=type(full).__name__) from full
        except _READS_ONLY as refused:
            if self._read_only:
                raise
            self._connection.close()  # it has become a standby: another server is the one to write to
            raise Unavailable("store-unwritable", problem=type(refused).__name__, seconds=AGAIN_SECONDS) from refused
        except _OWN_MISTAKES:
            raise
        except psycopg.Error as broken:
            if isinstance(broken, Overdue):
                self._connection.close()
            if self._read_only:
                raise Unavailable("store-unreadable", problem=type(broken).__name__) from broken
            raise Unavailable("store-unwritable", problem=type(broken).__name__, seconds=AGAIN_SECONDS) from broken
