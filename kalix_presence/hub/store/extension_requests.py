"""Requests for extensions in the database, with every step that was taken; and numbers that were somebody's not long ago."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, literal_column, select, update

from kalix_presence.hub.store.schema import extension_request, extension_step, holding, moment_of, person, stored
from kalix_presence.hub.store.statements import adding, given, said, this, value
from kalix_presence.hub.store.writer import Transaction
from kalix_presence.model.extension_request import ExtensionRequest, Kind, State, Step

_of, _step = extension_request.c, extension_step.c
_ADD = adding(*_of)
_TURN = said(
    update(extension_request)
    .where(this(_of.id), this(_of.version), this(_of.state))
    .values(given(_of.version, _of.number, _of.state, _of.closed_at)),
    *("version", "number", "state", "closed_at", "this_id", "this_version", "this_state"),
)
_READ = said(select(extension_request).where(this(_of.id)))
_READ_SINCE = said(
    select(extension_request)
    .where(_of.closed_at.is_(None) | (_of.closed_at >= value("since")))
    .order_by(_of.wanted_day, _of.id)
)
_REMIND = said(
    update(extension_request)
    .where(this(_of.id), _of.reminded < value("below"), _of.closed_at.is_(None))
    .values(given(_of.reminded)),
    *("reminded", "this_id", "below"),
)
_RESERVED = said(select(_of.number, _of.id).where(_of.closed_at.is_(None), this(_of.kind), _of.number != literal_column("''")))
_FORGET = said(delete(extension_request).where(_of.closed_at < value("before")))
_NOTE = adding(_step.request, _step.at, _step.by, _step.step, _step.word)
_STEPS = said(select(_step.at, _step.by, _step.step, _step.word).where(this(_step.request)).order_by(_step.id))
_LEFT = said(
    select(holding.c.extension, func.max(holding.c.until))
    .where(holding.c.until >= value("since"), holding.c.extension.not_in(select(person.c.extension)))
    .group_by(holding.c.extension)
    .order_by(holding.c.extension)
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
        _ADD,
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
        _NOTE,
        (request_id, stored(step.at), step.by, step.step.value, step.word),
    )


def read_request(sql: sqlite3.Connection, request_id: str) -> ExtensionRequest | None:
    """The request as it stands, over or not."""
    row = sql.execute(_READ, (request_id,)).fetchone()
    return None if row is None else _request(row)


def read_requests(sql: sqlite3.Connection, *, closed_since: datetime | None = None) -> list[ExtensionRequest]:
    """Those that are open, and those closed since then, by the day for which they are wanted."""
    since = stored(closed_since) if closed_since is not None else None
    return [_request(row) for row in sql.execute(_READ_SINCE, (since,))]


def read_steps(sql: sqlite3.Connection, request_id: str) -> list[RequestStep]:
    """Everything that was done with it, the oldest first."""
    rows = sql.execute(_STEPS, (request_id,))
    return [RequestStep(moment_of(row[0]), row[1], Step(row[2]), row[3]) for row in rows]


def mark_reminded(change: Transaction, request_id: str, level: int) -> bool:
    """Note that it was reminded of; False when that was said already."""
    marked = change.sql.execute(
        _REMIND,
        (level, request_id, level),
    )
    return bool(marked.rowcount)


def reserved(sql: sqlite3.Connection) -> dict[str, str]:
    """The id of the open order by which each number is reserved."""
    return dict(sql.execute(_RESERVED, (Kind.ORDER.value,)).fetchall())


def left_since(sql: sqlite3.Connection, since: datetime) -> dict[str, datetime]:
    """Numbers that nobody holds and somebody did at `since` or later, and when they were left."""
    return {row[0]: moment_of(row[1]) for row in sql.execute(_LEFT, (stored(since),))}


def forget_requests(change: Transaction, *, before: datetime) -> int:
    """Erase what was over before `before`, with its steps; how many."""
    return change.sql.execute(_FORGET, (stored(before),)).rowcount


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
