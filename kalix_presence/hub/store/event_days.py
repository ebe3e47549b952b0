"""In PostgreSQL the events of each day (UTC) lie in a table of their own, which goes whole: erased row by row, a day of a large
organisation would take longer to go than it took to come. SQLite has one table for all, and here nothing to do.

What comes on a day whose table nobody made lies with `REST`, and is erased row by row as in SQLite.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from kalix_presence.hub.store.events import keep_number
from kalix_presence.hub.store.schema import stored
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import extended, in_words
from kalix_presence.hub.store.writer import Transaction

AHEAD = 3
"""Days whose tables are made in time: today and those that follow."""
PATIENCE_MS = 100
"""Making a table or taking one out waits so long for whoever reads events (a backup does, for minutes), and everybody behind
it."""
REST = "event_rest"

_PREFIX = "event_"
_NAMES = in_words(
    "SELECT name FROM sqlite_master WHERE name IS NULL",
    "SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid WHERE inhparent = to_regclass('event')",
)
_LIE_WITH_REST = in_words(
    "SELECT 1 FROM event WHERE at >= ? AND at < ? LIMIT 1", "SELECT 1 FROM event_rest WHERE at >= ? AND at < ? LIMIT 1"
)
_IMPATIENT = in_words("SELECT ? AS patience", "SELECT set_config('lock_timeout', ?, true)")
_MAKE = in_words("CREATE TABLE")
_TAKE_OUT = in_words("ALTER TABLE event DETACH PARTITION")


def make_days(change: Transaction, *, now: datetime) -> None:
    """Make the tables of today and of the days that follow, where they are not there.

    Raises Unavailable `store-unwritable` where somebody reads events for so long: then another time.
    """
    make(change.sql, (now.astimezone(UTC).date() + timedelta(days=ahead) for ahead in range(AHEAD)))


def make(sql: Sql, days: Iterable[date]) -> None:
    """Make the tables of `days`, but those whose events lie with the rest already. Raises as `make_days`."""
    names = _names(sql)
    missing = [day for day in days if names and _name(day) not in names]
    for day in missing:
        first, end = _began(day), _began(day + timedelta(days=1))
        if sql.execute(_LIE_WITH_REST, (first, end)).fetchone() is None:
            sql.execute(_IMPATIENT, (str(PATIENCE_MS),))
            sql.execute(extended(_MAKE, f" {_name(day)} PARTITION OF event FOR VALUES FROM ({first}) TO ({end})"))


def forget_days(change: Transaction, *, before: datetime) -> int:
    """Take out the tables of all days that began before `before`, so that no event is read longer, but never reuse a number;
    how many there were. `Database.clear_away` drops them, which takes a while. Raises as `make_days`."""
    old = [name for name in _names(change.sql) if name != REST and _began(_day(name)) < stored(before)]
    if old:
        keep_number(change)
    for name in sorted(old):
        change.sql.execute(_IMPATIENT, (str(PATIENCE_MS),))
        change.sql.execute(extended(_TAKE_OUT, f" {name}"))
    return len(old)


def _names(sql: Sql) -> frozenset[str]:
    """Of all tables in which events lie; of none where there is one for all."""
    return frozenset(row[0] for row in sql.execute(_NAMES).fetchall())


def _name(day: date) -> str:
    return f"{_PREFIX}{day:%Y%m%d}"


def _day(name: str) -> date:
    return date.fromisoformat(name.removeprefix(_PREFIX))


def _began(day: date) -> int:
    return stored(datetime.combine(day, time(), UTC))
