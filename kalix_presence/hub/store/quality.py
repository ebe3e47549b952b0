"""What is counted of the policy's quality: cells by unit and quarter-hour, unit sizes by day, and what was published."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kalix_presence.hub.store.messages import decoded
from kalix_presence.hub.store.named_values import put_setting, read_setting
from kalix_presence.hub.store.schema import moment_of, stored
from kalix_presence.hub.store.writer import Transaction
from kalix_presence.model.callback import CallbackMessage
from kalix_presence.model.quality.periods import Period, Span, quarter_of
from kalix_presence.model.quality.publishing import People

BATCH = 500
"""Rows counted in one transaction, so that nobody waits behind a long one."""

_COUNTED_UNTIL = "quality_counted_until"
_ADD = (
    "INSERT INTO tally(unit, quarter, counter, count) VALUES (?, ?, ?, ?)"
    " ON CONFLICT(unit, quarter, counter) DO UPDATE SET count = count + excluded.count"
)
_ABSENCES = (
    'SELECT id, extension, way, forward_kind, "end", set_at, ended_at, ended_by, confirmed_at, at_desk,'
    " EXISTS(SELECT 1 FROM absence AS later WHERE later.extension = absence.extension"
    " AND later.set_at = absence.ended_at AND later.id <> absence.id) FROM absence"
)
_SIZE = (
    "INSERT INTO unit_day(day, unit, parent, fewest, most) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT(day, unit) DO UPDATE SET parent = excluded.parent,"
    " fewest = min(fewest, excluded.fewest), most = max(most, excluded.most)"
)


@dataclass(frozen=True, slots=True)
class UnitDay:
    """How a unit stood on a day: under which, and how many people it held itself."""

    day: date
    unit: str
    parent: str
    people: People


@dataclass(frozen=True, slots=True)
class Frozen:
    """A period as it was published: `body` is never written again."""

    period: Period
    frozen_at: datetime
    body: bytes


@dataclass(frozen=True, slots=True)
class CountedAbsence:
    """Of an absence, what counting needs to know: neither its reason nor its note."""

    id: str
    extension: str
    way: str
    forward_kind: str
    end: datetime | None
    set_at: datetime
    ended_at: datetime | None
    ended_by: str | None
    confirmed_at: datetime | None
    at_desk: bool
    """Whether its forward still held when the person was at the desk."""
    followed: bool
    """Whether another absence was set as it ended."""


def add(change: Transaction, unit: str, at: datetime, counts: Mapping[str, int]) -> None:
    """Count `counts` for `unit` in the quarter-hour of `at`; in the first one still open when that quarter was published."""
    quarter = max(stored(quarter_of(at)), _counted_until(change.sql))
    for counter, count in counts.items():
        change.sql.execute(_ADD, (unit, quarter, counter, count))


def note_sizes(change: Transaction, sizes: Iterable[UnitDay]) -> None:
    """Note how units stand; of a day the smallest and the largest number is kept."""
    rows = [(each.day.toordinal(), each.unit, each.parent, each.people.fewest, each.people.most) for each in sizes]
    change.sql.executemany(_SIZE, rows)


def read_sizes(sql: sqlite3.Connection, first: date, last: date) -> list[UnitDay]:
    """Every unit on each day that was noted, both days included."""
    rows = sql.execute(
        "SELECT day, unit, parent, fewest, most FROM unit_day WHERE day BETWEEN ? AND ? ORDER BY day, unit",
        (first.toordinal(), last.toordinal()),
    )
    return [UnitDay(date.fromordinal(row[0]), row[1], row[2], People(row[3], row[4])) for row in rows]


def day_noted_before(sql: sqlite3.Connection, day: date) -> date | None:
    """The newest day at or before `day` of which the sizes are known."""
    (found,) = sql.execute("SELECT max(day) FROM unit_day WHERE day <= ?", (day.toordinal(),)).fetchone()
    return None if found is None else date.fromordinal(found)


def first_noted(sql: sqlite3.Connection) -> date | None:
    """The day on which counting began."""
    (found,) = sql.execute("SELECT min(day) FROM unit_day").fetchone()
    return None if found is None else date.fromordinal(found)


def read_cells(sql: sqlite3.Connection, begins: datetime, ends: datetime) -> list[tuple[str, datetime, str, int]]:
    """Unit, quarter-hour, counter and count of all cells from `begins` until before `ends`."""
    rows = sql.execute(
        "SELECT unit, quarter, counter, count FROM tally WHERE quarter >= ? AND quarter < ?", (stored(begins), stored(ends))
    )
    return [(row[0], moment_of(row[1]), row[2], row[3]) for row in rows]


def put_frozen(change: Transaction, frozen: Frozen, *, ends: datetime) -> None:
    """Keep what is published of a period, unless something was; from now on nothing is counted before `ends`."""
    change.sql.execute(
        "INSERT INTO quality_report(span, first, frozen_at, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (frozen.period.span.value, frozen.period.first.toordinal(), stored(frozen.frozen_at), frozen.body),
    )
    until = max(stored(ends), _counted_until(change.sql))
    put_setting(change.sql, _COUNTED_UNTIL, str(until))


def read_frozen(sql: sqlite3.Connection, period: Period) -> Frozen | None:
    """What was published of `period`; None when it was not."""
    row = sql.execute(
        "SELECT span, first, frozen_at, body FROM quality_report WHERE span = ? AND first = ?",
        (period.span.value, period.first.toordinal()),
    ).fetchone()
    return None if row is None else _frozen(row)


def read_frozen_between(sql: sqlite3.Connection, first: date, last: date) -> list[Frozen]:
    """All published periods that have a day between `first` and `last` in them."""
    rows = sql.execute(
        "SELECT span, first, frozen_at, body FROM quality_report WHERE first BETWEEN ? AND ? ORDER BY first",
        (first.toordinal() - 31, last.toordinal()),
    )
    found = [_frozen(row) for row in rows]
    return [each for each in found if each.period.last >= first]


def read_frozen_of(sql: sqlite3.Connection, span: Span, first: date, last: date) -> list[Frozen]:
    """The published weeks or months that begin from `first` until `last`, the oldest first."""
    rows = sql.execute(
        "SELECT span, first, frozen_at, body FROM quality_report WHERE span = ? AND first BETWEEN ? AND ? ORDER BY first",
        (span.value, first.toordinal(), last.toordinal()),
    )
    return [_frozen(row) for row in rows]


def frozen_periods(sql: sqlite3.Connection) -> list[Period]:
    """Every published period, the newest first."""
    rows = sql.execute("SELECT span, first FROM quality_report ORDER BY first DESC, span")
    return [Period(date.fromordinal(row[1]), Span(row[0])) for row in rows]


def forget(change: Transaction, *, cells_before: datetime, reports_before: date) -> None:
    """Erase cells that are published long since, and reports and sizes that are older than the site keeps them."""
    cells = min(stored(cells_before), _counted_until(change.sql))
    change.sql.execute("DELETE FROM tally WHERE quarter < ?", (cells,))
    change.sql.execute("DELETE FROM quality_report WHERE first < ?", (reports_before.toordinal(),))
    change.sql.execute("DELETE FROM unit_day WHERE day < ?", (moment_of(cells).date().toordinal() - 40,))


def absences_begun(sql: sqlite3.Connection, now: datetime) -> list[CountedAbsence]:
    """Some of the absences that hold or have held and are not counted yet."""
    return _absences(sql, "counted = 0 AND start <= ?", (stored(now),))


def absences_ended(sql: sqlite3.Connection, *, known_by: datetime) -> list[CountedAbsence]:
    """Some of the absences that are over and not counted as such; one whose return is still waited for only from `known_by`."""
    return _absences(
        sql, "counted = 1 AND ended_at IS NOT NULL AND (confirmed_at IS NOT NULL OR ended_at <= ?)", (stored(known_by),)
    )


def mark_absences(change: Transaction, ids: Iterable[str], counted: int) -> set[str]:
    """Mark them as counted as begun (1) or as over (2); which of them were not so already."""
    mark = "UPDATE absence SET counted = ? WHERE id = ? AND counted < ?"
    return {one for one in ids if change.sql.execute(mark, (counted, one, counted)).rowcount}


def mark_at_desk(change: Transaction, absence_id: str) -> None:
    """Note that the person was at the desk while it held."""
    change.sql.execute("UPDATE absence SET at_desk = 1 WHERE id = ? AND ended_at IS NULL", (absence_id,))


def messages_closed(sql: sqlite3.Connection) -> list[CallbackMessage]:
    """Some of the callback messages that are done and not counted yet."""
    rows = sql.execute(f"SELECT body FROM message WHERE counted = 0 AND closed_at IS NOT NULL LIMIT {BATCH}")  # noqa: S608
    return [decoded(row[0]) for row in rows]


def mark_messages(change: Transaction, ids: Iterable[str]) -> set[str]:
    """Mark them as counted; which of them were not so already."""
    mark = "UPDATE message SET counted = 1 WHERE id = ? AND counted = 0"
    return {one for one in ids if change.sql.execute(mark, (one,)).rowcount}


def mark_calls(change: Transaction, keys: Collection[str], held: Collection[str]) -> set[str]:
    """Mark entries of the PBX's journal as counted; which of them were not so already. `held` is all that lay there when it was
    last read: what no longer does needs no mark."""
    marked = {row[0] for row in change.sql.execute("SELECT key FROM counted_call")}
    change.sql.executemany("DELETE FROM counted_call WHERE key = ?", [(key,) for key in marked.difference(held)])
    new = set(keys) - marked
    change.sql.executemany("INSERT INTO counted_call(key) VALUES (?)", [(key,) for key in new])
    return new


def _absences(sql: sqlite3.Connection, which: str, values: tuple[int, ...]) -> list[CountedAbsence]:
    rows = sql.execute(f"{_ABSENCES} WHERE {which} LIMIT {BATCH}", values)
    return [_counted(row) for row in rows]


def _counted(row: tuple[Any, ...]) -> CountedAbsence:
    end, ended, confirmed = (None if value is None else moment_of(value) for value in (row[4], row[6], row[8]))
    return CountedAbsence(
        id=row[0],
        extension=row[1],
        way=row[2],
        forward_kind=row[3],
        end=end,
        set_at=moment_of(row[5]),
        ended_at=ended,
        ended_by=row[7],
        confirmed_at=confirmed,
        at_desk=bool(row[9]),
        followed=bool(row[10]),
    )


def _counted_until(sql: sqlite3.Connection) -> int:
    return int(read_setting(sql, _COUNTED_UNTIL) or 0)


def _frozen(row: tuple[Any, ...]) -> Frozen:
    return Frozen(Period(date.fromordinal(row[1]), Span(row[0])), moment_of(row[2]), row[3])
