"""Requests for extensions in the database, with every step that was taken; and numbers that were somebody's not long ago."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kalix_presence.hub.store.schema import moment_of, stored
from kalix_presence.hub.store.writer import Transaction
from kalix_presence.model.extension_request import ExtensionRequest, Kind, State, Step

_COLUMNS = "id, version, kind, unit, to_unit, number, about, wanted_day, state, words, asked_by, asked_at, closed_at, reminded"
_PUT = f"INSERT INTO extension_request({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
_TURN = (
    "UPDATE extension_request SET version = ?, number = ?, state = ?, closed_at = ? WHERE id = ? AND version = ? AND state = ?"
)


@dataclass(frozen=True, slots=True)
class RequestStep:
    """One step: when, by whom (an extension, a name, or "user:NAME"), and what was written."""

    at: datetime
    by: str
    step: Step
    word: str


def add_request(change: Transaction, one: ExtensionRequest) -> None:
    """Keep a new one."""
    change.concerns("", one.id)
    change.sql.execute(
        _PUT,
        (
            one.id,
            one.version,
            one.kind.value,
            one.unit,
            one.to_unit,
            one.number,
            one.about,
            one.wanted.toordinal(),
            one.state.value,
            one.words,
            one.asked_by,
            stored(one.asked_at),
            None if one.closed_at is None else stored(one.closed_at),
            one.reminded,
        ),
    )


def turn_request(change: Transaction, before: ExtensionRequest, after: ExtensionRequest) -> bool:
    """Put `after` in the place of `before`, if that still stands; whether it did."""
    change.concerns("", after.id)
    closed = None if after.closed_at is None else stored(after.closed_at)
    turned = change.sql.execute(
        _TURN, (after.version, after.number, after.state.value, closed, before.id, before.version, before.state.value)
    )
    return bool(turned.rowcount)


def note_request_step(change: Transaction, request_id: str, step: RequestStep) -> None:
    """Keep who did what."""
    change.sql.execute(
        'INSERT INTO extension_step(request, at, "by", step, word) VALUES (?, ?, ?, ?, ?)',
        (request_id, stored(step.at), step.by, step.step.value, step.word),
    )


def read_request(sql: sqlite3.Connection, request_id: str) -> ExtensionRequest | None:
    """The request as it stands, over or not."""
    row = sql.execute(f"SELECT {_COLUMNS} FROM extension_request WHERE id = ?", (request_id,)).fetchone()  # noqa: S608
    return None if row is None else _request(row)


def read_requests(sql: sqlite3.Connection, *, closed_since: datetime | None = None) -> list[ExtensionRequest]:
    """Those that are open, and those closed since then, by the day for which they are wanted."""
    since = stored(closed_since) if closed_since is not None else None
    rows = sql.execute(
        f"SELECT {_COLUMNS} FROM extension_request WHERE closed_at IS NULL OR closed_at >= ? ORDER BY wanted_day, id",  # noqa: S608
        (since,),
    )
    return [_request(row) for row in rows]


def read_steps(sql: sqlite3.Connection, request_id: str) -> list[RequestStep]:
    """Everything that was done with it, the oldest first."""
    rows = sql.execute('SELECT at, "by", step, word FROM extension_step WHERE request = ? ORDER BY id', (request_id,))
    return [RequestStep(moment_of(row[0]), row[1], Step(row[2]), row[3]) for row in rows]


def mark_reminded(change: Transaction, request_id: str, level: int) -> bool:
    """Note that it was reminded of; False when that was said already."""
    marked = change.sql.execute(
        "UPDATE extension_request SET reminded = ? WHERE id = ? AND reminded < ? AND closed_at IS NULL",
        (level, request_id, level),
    )
    return bool(marked.rowcount)


def reserved(sql: sqlite3.Connection) -> dict[str, str]:
    """The id of the open order by which each number is reserved."""
    rows = sql.execute(
        "SELECT number, id FROM extension_request WHERE closed_at IS NULL AND kind = ? AND number <> ''", (Kind.ORDER.value,)
    )
    return dict(rows.fetchall())


def left_since(sql: sqlite3.Connection, since: datetime) -> dict[str, datetime]:
    """Numbers that nobody holds and somebody did at `since` or later, and when they were left."""
    rows = sql.execute(
        "SELECT extension, max(until) FROM holding WHERE until >= ?"
        " AND extension NOT IN (SELECT extension FROM person) GROUP BY extension ORDER BY extension",
        (stored(since),),
    )
    return {row[0]: moment_of(row[1]) for row in rows}


def forget_requests(change: Transaction, *, before: datetime) -> int:
    """Erase what was over before `before`, with its steps; how many."""
    return change.sql.execute("DELETE FROM extension_request WHERE closed_at < ?", (stored(before),)).rowcount


def _request(row: tuple[Any, ...]) -> ExtensionRequest:
    return ExtensionRequest(
        id=row[0],
        version=row[1],
        kind=Kind(row[2]),
        unit=row[3],
        to_unit=row[4],
        number=row[5],
        about=row[6],
        wanted=date.fromordinal(row[7]),
        state=State(row[8]),
        words=row[9],
        asked_by=row[10],
        asked_at=moment_of(row[11]),
        closed_at=None if row[12] is None else moment_of(row[12]),
        reminded=row[13],
    )
