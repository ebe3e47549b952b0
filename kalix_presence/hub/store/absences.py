"""Absences in the database: many for each person, ended by compare-and-set."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from kalix_presence.hub.store.schema import moment_of, stored
from kalix_presence.hub.store.writer import Transaction
from kalix_presence.model.absence import Absence, Forward, ForwardKind, Way


class EndedBy(StrEnum):
    """Of an absence that nobody ended."""

    CLOCK = "clock"
    """Its end came."""
    PLAN = "plan"
    """What it was of says it no more: a plan, a calendar, working time."""


BY_OTHERS = "set_by <> extension"
ENDED_BY_OTHERS = "ended_by <> extension AND ended_by <> 'clock' AND ended_by <> 'plan'"
"""What is true of the few whom somebody else set or ended: the indexes by those hold no others (`store.schema`)."""

_ADD = (
    'INSERT INTO absence(id, extension, reason, start, "end", forward_kind, forward_number, note,'
    " set_by, way, zone, set_at, why, source, deputy)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_END = "UPDATE absence SET ended_at = ?, ended_by = ?, confirmed_at = ? WHERE id = ? AND ended_at IS NULL"
_STARTED = "SELECT id, way FROM absence WHERE extension = ? AND start <= ? AND ended_at IS NULL"
_CONFIRM = (
    "UPDATE absence SET confirmed_at = ? WHERE extension = ? AND ended_by = 'clock' AND confirmed_at IS NULL"
    " AND ended_at IS NOT NULL"
)
_COLUMNS = 'id, extension, reason, start, "end", forward_kind, forward_number, note, set_by, way, zone, why, source, deputy'


def add_absence(change: Transaction, absence: Absence, *, now: datetime) -> None:
    """Keep a new absence."""
    change.sql.execute(
        _ADD,
        (
            absence.id,
            absence.extension,
            absence.reason,
            stored(absence.start),
            None if absence.end is None else stored(absence.end),
            absence.forward.kind.value,
            absence.forward.number,
            absence.note,
            absence.set_by,
            absence.way.value,
            absence.zone,
            stored(now),
            absence.why,
            absence.source,
            absence.deputy,
        ),
    )


def end_absences(change: Transaction, ids: Iterable[str], *, by: str, now: datetime, awaited: bool = False) -> int:
    """End those of `ids` that are still open and return how many were; `by` is a username, an extension or an `EndedBy`.

    `awaited`: the person is overdue until there is word of their return.
    """
    moment = stored(now)
    confirmed = None if awaited else moment
    return sum(change.sql.execute(_END, (moment, by, confirmed, one)).rowcount for one in ids)


def drop_planned(change: Transaction, ids: Iterable[str], *, now: datetime) -> None:
    """Take back what a plan, a calendar or working time no longer says: as if it had never been, unless it has begun."""
    moment = stored(now)
    for one in ids:
        change.sql.execute("DELETE FROM absence WHERE id = ? AND start > ?", (one, moment))
        change.sql.execute(_END, (moment, EndedBy.PLAN, moment, one))


def add_planned(change: Transaction, absence: Absence, *, now: datetime) -> None:
    """Keep what comes of a plan; one that was taken back before and is there again is open again."""
    change.sql.execute("DELETE FROM absence WHERE id = ? AND ended_at IS NOT NULL", (absence.id,))
    add_absence(change, absence, now=now)


def end_started(change: Transaction, extension: str, *, except_ways: Iterable[Way], by: str, now: datetime) -> None:
    """End what has started for `extension` except what was set by `except_ways`; "overdue" is answered by this too."""
    moment = stored(now)
    ways = {way.value for way in except_ways}
    rows = change.sql.execute(_STARTED, (extension, moment)).fetchall()
    for row in rows:
        if row[1] not in ways:
            change.sql.execute(_END, (moment, by, moment, row[0]))
    change.sql.execute(_CONFIRM, (moment, extension))


def confirm_ended(change: Transaction, extension: str, *, now: datetime) -> None:
    """Note that `extension` has shown life since the clock ended what held: it is overdue no more, nor after a restart."""
    change.sql.execute(_CONFIRM, (stored(now), extension))


def read_open(sql: sqlite3.Connection) -> list[Absence]:
    """All absences that were not ended, in the order they were set."""
    rows = sql.execute(f"SELECT {_COLUMNS} FROM absence WHERE ended_at IS NULL ORDER BY set_at, rowid")  # noqa: S608
    return [_absence(row) for row in rows]


def read_open_of(sql: sqlite3.Connection, extension: str) -> list[Absence]:
    """The absences of `extension` that were not ended, in the order they were set."""
    rows = sql.execute(
        f"SELECT {_COLUMNS} FROM absence WHERE extension = ? AND ended_at IS NULL ORDER BY set_at, rowid",  # noqa: S608
        (extension,),
    )
    return [_absence(row) for row in rows]


def read_set_by(sql: sqlite3.Connection, names: Iterable[str]) -> set[str]:
    """For whom somebody of `names`, who is another, has set what is open."""
    found: set[str] = set()
    for name in names:
        rows = sql.execute(
            f"SELECT extension FROM absence WHERE set_by = ? AND {BY_OTHERS} AND ended_at IS NULL",  # noqa: S608 - ours
            (name,),
        )
        found.update(extension for (extension,) in rows)
    return found


@dataclass(frozen=True, slots=True)
class KeptAbsence:
    """An absence as it is kept; `ended_by` a username, an extension or an `EndedBy`, None while it is open."""

    absence: Absence
    ended_by: str | None


def read_kept(sql: sqlite3.Connection, absence_id: str) -> KeptAbsence | None:
    """One absence, ended or not; None when it was never there or is forgotten."""
    row = sql.execute(f"SELECT {_COLUMNS}, ended_by FROM absence WHERE id = ?", (absence_id,)).fetchone()  # noqa: S608
    return None if row is None else KeptAbsence(_absence(row[:-1]), row[-1])


def read_overdue(sql: sqlite3.Connection, *, since: datetime) -> set[str]:
    """Extensions whose absence was ended by the clock after `since`, with nobody having said that they are back."""
    rows = sql.execute(
        "SELECT DISTINCT extension FROM absence WHERE ended_by = ? AND confirmed_at IS NULL AND ended_at > ?",
        (EndedBy.CLOCK, stored(since)),
    )
    return {row[0] for row in rows}


def forget_ended(change: Transaction, *, before: datetime) -> int:
    """Delete absences that ended before `before` (data protection: nothing is kept longer than needed); how many."""
    return change.sql.execute("DELETE FROM absence WHERE ended_at < ?", (stored(before),)).rowcount


def _absence(row: tuple[Any, ...]) -> Absence:
    end = None if row[4] is None else moment_of(row[4])
    forward = Forward(ForwardKind(row[5]), row[6])
    return Absence(row[0], row[1], row[2], moment_of(row[3]), end, forward, row[7], row[8], Way(row[9]), *row[10:])
