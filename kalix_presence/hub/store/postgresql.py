"""PostgreSQL as the hub's database: what has to be true of it, how it is brought to this version, and whose it is now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Self

import psycopg
import structlog
from psycopg import sql as composed
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from kalix_presence.hub.store.dialects import has_order
from kalix_presence.hub.store.postgresql_connection import SERVING, Fence, PostgresqlSql, connected
from kalix_presence.hub.store.postgresql_lease import Lease, Who
from kalix_presence.hub.store.schema import metadata
from kalix_presence.hub.store.sql import ReadingSql, Sql, WritingSql
from kalix_presence.hub.store.statements import in_words
from kalix_presence.hub.store.upgrade import known_steps, make_steps
from kalix_presence.hub.supervision.faults import described
from kalix_presence.model.errors import BadInput, Conflict, Unavailable

OLDEST = 150_000
"""The oldest version of PostgreSQL that is tried, as the server says it."""
UPGRADING = 0x6B616C75
"""The lock of whoever brings it to another version."""
UPGRADE_SECONDS = 3_600.0
LISTEN_SECONDS = 3.0
"""How long a poke may take that shows that one can be heard at all."""

_log = structlog.get_logger("kalix.store")
_IN_ORDER = ("C", "POSIX", "C.UTF-8", "C.utf8")
_VERSION = in_words("SELECT version_num FROM alembic_version")
_TABLES = in_words(
    "SELECT name FROM sqlite_master WHERE name IN ('person', 'absence', 'alembic_version')",
    "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
    " AND tablename IN ('person', 'absence', 'alembic_version')",
)
_ANY_TABLE = in_words(
    "SELECT count(*) FROM sqlite_master", "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"
)
DROPPING_SECONDS = 20.0
"""How long a table with a day's events may take to go; nobody waits for it but a hub that stops."""
_TAKEN_OUT = (
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND NOT relispartition AND relname ~ '^event_[0-9]{8}$'"
    " AND relnamespace = current_schema()::regnamespace ORDER BY relname"
)


class Postgresql:
    """The database that `conninfo` leads to; the hub's own files lie beside `path`, where nothing is.

    `name` is how it is called in sentences: without a password, and without a user.
    """

    in_a_file = False
    connection: type[PostgresqlSql] = PostgresqlSql

    def __init__(self, conninfo: str, path: Path, *, name: str, fence: Fence | None = None) -> None:
        self.path, self.name, self._conninfo, self._fence = path, name, conninfo, fence

    @property
    def led(self) -> bool:
        """As `Database` says."""
        return self._fence is not None

    @property
    def term(self) -> int:
        """As `Database` says."""
        return 0 if self._fence is None else self._fence.term

    def fenced(self, fence: Fence) -> Self:
        """The same for the hub that leads: what it writes is written under its lease, or not at all."""
        return type(self)(self._conninfo, self.path, name=self.name, fence=fence)

    def lease(self, who: Who) -> Lease:
        """The lease for one of several hubs. Raises as `Lease` does."""
        return Lease(self._conninfo, who)

    @property
    def conninfo(self) -> str:
        """How it is reached, with the password: for no sentence and no log."""
        return self._conninfo

    def server_version(self) -> int:
        """As the server says it: 150018 is 15.18. Raises Unavailable `store-unreadable`."""
        with closing(connected(self._conninfo)) as connection:
            return connection.info.server_version

    def writer(self) -> WritingSql:
        """As `Database` says."""
        return self.connection(self._conninfo, fence=self._fence)

    def reader(self) -> ReadingSql:
        """As `Database` says."""
        return self.connection(self._conninfo, read_only=True)

    @contextmanager
    def looking(self) -> Iterator[Sql]:
        """As `Database` says."""
        with closing(self.reader()) as sql:
            sql.execute("BEGIN")
            yield sql

    @contextmanager
    def claimed(self) -> Iterator[None]:
        """As `Database` says: as long as the connection stands on which it was claimed."""
        with closing(connected(self._conninfo)) as connection:
            if not _one(connection, "SELECT pg_try_advisory_lock(%s)", SERVING):
                raise Conflict("hub-serving-already", database=self.name)
            yield

    def clear_away(self) -> None:
        """As `Database` says: days of events (`store.event_days`)."""
        try:
            with closing(connected(self._conninfo, seconds=DROPPING_SECONDS)) as connection:
                connection.execute("SELECT set_config('lock_timeout', '1s', false)")
                for (name,) in connection.execute(_TAKEN_OUT).fetchall():
                    connection.execute(composed.SQL("DROP TABLE IF EXISTS {}").format(composed.Identifier(name)))
        except psycopg.Error as broken:
            raise Unavailable("store-unwritable", problem=type(broken).__name__) from broken

    def is_ours(self) -> bool:
        """As `Database` says."""
        try:
            with self.looking() as sql:
                return len(sql.execute(_TABLES).fetchall()) == 3
        except Unavailable:
            return False

    def require_there(self) -> None:
        """As `Database` says."""
        with self.looking() as sql:
            found = sql.execute(_TABLES).fetchall()
        if not found:
            raise BadInput("postgresql-empty", name=self.name)
        if len(found) != 3:
            raise BadInput("postgresql-strange", name=self.name)

    def is_older(self) -> bool:
        """As `Database` says."""
        with self.looking() as sql:
            row = sql.execute(_VERSION).fetchone()
        head, known = known_steps()
        if row is not None and row[0] not in known:
            raise Unavailable("store-from-the-future", found=row[0], known=head)
        return row is None or row[0] != head

    def require_current(self) -> None:
        """As `Database` says."""
        if self.is_older():
            raise Conflict("store-older")

    def require_whole(self, *, seconds: float | None = None) -> bool:
        """PostgreSQL looks at each page that it reads, where it was set up to (`initdb --data-checksums`)."""
        return True

    def upgrade(self) -> Path | None:
        """As `Database` says. No copy is made: PostgreSQL undoes a step that fails, whole.

        Raises BadInput `postgresql-old`, `postgresql-order` or `postgresql-pooled` for a server that does not do.
        """
        if self._fence is not None and not self.is_older():
            return None  # whoever leads has looked at the server while it stood by
        with closing(connected(self._conninfo)) as connection:
            require_suitable(connection)
        self._require_heard()
        engine = create_engine("postgresql+psycopg://", creator=self.slowly, poolclass=NullPool)
        try:
            with engine.connect() as held:
                held.exec_driver_sql(f"SELECT pg_advisory_lock({UPGRADING})")
                held.commit()
                if make_steps(held):
                    _finish(held)
                    held.commit()
        except (psycopg.Error, DBAPIError) as fault:
            cause = fault.orig if isinstance(fault, DBAPIError) else fault
            _log.error("store-not-upgraded", **described(fault))
            raise Unavailable("store-not-upgraded", problem=type(cause).__name__, folder=self.name) from None
        return None

    def require_nothing_else(self) -> None:
        """Raises BadInput `postgresql-strange` where there are tables, and not the hub's."""
        with self.looking() as sql:
            found, all_of_them = sql.execute(_TABLES).fetchall(), sql.execute(_ANY_TABLE).fetchone()[0]
        if all_of_them and len(found) != 3:
            raise BadInput("postgresql-strange", name=self.name)

    def slowly(self) -> psycopg.Connection[tuple[Any, ...]]:
        """A connection for long work in one transaction."""
        connection = connected(self._conninfo, seconds=UPGRADE_SECONDS)
        connection.execute("SET idle_in_transaction_session_timeout = 0")
        connection.autocommit = False
        return connection

    def _require_heard(self) -> None:
        """Raises BadInput `postgresql-pooled` where a poke does not reach whoever listens: by a pooler that lends connections
        for a transaction at a time."""
        with closing(connected(self._conninfo)) as hearing, closing(connected(self._conninfo)) as poking:
            hearing.execute("LISTEN kalix_poke")
            poking.execute("SELECT pg_notify('kalix_poke', 'start')")
            if not any(True for _ in hearing.notifies(timeout=LISTEN_SECONDS, stop_after=1)):
                raise BadInput("postgresql-pooled")


def require_suitable(connection: psycopg.Connection[tuple[Any, ...]]) -> None:
    """Raises BadInput `postgresql-old` or `postgresql-order`."""
    if connection.info.server_version < OLDEST:
        raise BadInput("postgresql-old", found=connection.info.server_version // 10_000, least=OLDEST // 10_000)
    sorted_by = "SELECT datlocprovider::text, datcollate FROM pg_database WHERE datname = current_database()"
    provider, order = connection.execute(sorted_by).fetchone() or ("", "")
    encoding = _one(connection, "SELECT current_setting('server_encoding')")
    in_order = provider == "b" or (provider == "c" and order in _IN_ORDER)  # "b": its own, which goes by code points as well
    if not in_order or encoding != "UTF8":
        raise BadInput("postgresql-order", found=f"{encoding}, {order}")


def _one(connection: psycopg.Connection[tuple[Any, ...]], words: str, *values: Any) -> Any:
    row = connection.execute(words.encode(), values).fetchone()
    return None if row is None else row[0]


def _finish(connection: Any) -> None:
    """What SQLite's tables have by themselves: rows in the order they came (`rowid`), and references that can wait for the end
    of a transaction."""
    for table in metadata.sorted_tables:
        if has_order(table):  # the others have no order of their own there either
            connection.exec_driver_sql(
                f'ALTER TABLE "{table.name}" ADD COLUMN IF NOT EXISTS rowid BIGINT GENERATED BY DEFAULT AS IDENTITY'
            )
    waiting = connection.exec_driver_sql(
        "SELECT conrelid::regclass::text, quote_ident(conname) FROM pg_constraint"
        " WHERE contype = 'f' AND NOT condeferrable AND connamespace = current_schema()::regnamespace"
    )
    for table, name in waiting.fetchall():
        connection.exec_driver_sql(f"ALTER TABLE {table} ALTER CONSTRAINT {name} DEFERRABLE INITIALLY IMMEDIATE")
