"""Requests for extensions in the database, with every step that was taken; and numbers that were somebody's not long ago."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, func, literal_column, not_, select, update

from kalix_presence.hub.store.schema import extension_request, extension_step, holding, moment_of, person, stored
from kalix_presence.hub.store.sql import Sql
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
_ORDER: ColumnElement[str] = literal_column(f"'{Kind.ORDER.value}'")
_END: ColumnElement[str] = literal_column(f"'{Kind.END.value}'")
_DONE: ColumnElement[str] = literal_column(f"'{State.DONE.value}'")
_later = extension_request.alias("later")
_ENDED_AFTER = exists().where(
    _later.c.number == _of.number, _later.c.kind == _END, _later.c.state == _DONE, _later.c.closed_at >= _of.closed_at
)
_LEFT_AFTER = exists().where(holding.c.extension == _of.number, holding.c.until >= _of.closed_at)
_NOT_TAKEN_YET = (
    (_of.state == _DONE) & _of.number.not_in(select(person.c.extension)) & not_(_LEFT_AFTER) & not_(_ENDED_AFTER)
)  # done, and whoever it is for has not come into the directory
_RESERVED = said(
    select(_of.number, _of.id).where(
        _of.kind == _ORDER, _of.number != literal_column("''"), _of.closed_at.is_(None) | _NOT_TAKEN_YET
    )
)
_ORDERED = said(
    select(extension_request).where(this(_of.number), _of.kind == _ORDER, _NOT_TAKEN_YET).order_by(_of.closed_at.desc())
)
_FORGET = said(delete(extension_request).where(_of.closed_at < value("before")))
_NOTE = adding(_step.request, _step.at, _step.by, _step.step, _step.word)
_STEPS = said(select(_step.at, _step.by, _step.step, _step.word).where(this(_step.request)).order_by(_step.id))
_STEPS_SINCE = said(
    select(_step.request, _step.at, _step.by, _step.step, _step.word)
    .join(extension_request, _of.id == _step.request)
    .where(_of.closed_at.is_(None) | (_of.closed_at >= value("since")))
    .order_by(_step.id)
)
_LEFT = said(
    select(holding.c.extension, func.max(holding.c.until))
    .where(holding.c.until >= value("since"), holding.c.extension.not_in(select(person.c.extension)))
    .group_by(holding.c.extension)
    .order_by(holding.c.extension)
)
_ENDED = said(
    select(_of.number, func.max(_of.closed_at))
    .where(_of.closed_at >= value("since"), _of.kind == _END, _of.state == _DONE)
    .where(_of.number.not_in(select(person.c.extension)))
    .group_by(_of.number)
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


def read_request(sql: Sql, request_id: str) -> ExtensionRequest | None:
    """The request as it stands, over or not."""
    row = sql.execute(_READ, (request_id,)).fetchone()
    return None if row is None else _request(row)


def read_requests(sql: Sql, *, closed_since: datetime | None = None) -> list[ExtensionRequest]:
    """Those that are open, and those closed since then, by the day for which they are wanted."""
    since = stored(closed_since) if closed_since is not None else None
    return [_request(row) for row in sql.execute(_READ_SINCE, (since,))]


def read_steps(sql: Sql, request_id: str) -> list[RequestStep]:
    """Everything that was done with it, the oldest first."""
    return [_done(row) for row in sql.execute(_STEPS, (request_id,))]


def read_steps_since(sql: Sql, closed_since: datetime) -> dict[str, list[RequestStep]]:
    """The same of all that `read_requests` has with the same `closed_since`, by request."""
    found: dict[str, list[RequestStep]] = {}
    for request, *row in sql.execute(_STEPS_SINCE, (stored(closed_since),)):
        found.setdefault(request, []).append(_done(row))
    return found


def mark_reminded(change: Transaction, request_id: str, level: int) -> bool:
    """Note that it was reminded of; False when that was said already."""
    marked = change.sql.execute(
        _REMIND,
        (level, request_id, level),
    )
    return bool(marked.rowcount)


def reserved(sql: Sql) -> dict[str, str]:
    """The id of the order by which each number is reserved: an open one, or one that is done while nobody has come to it."""
    return dict(sql.execute(_RESERVED).fetchall())


def ordered_for(sql: Sql, number: str) -> ExtensionRequest | None:
    """The done order by which a number is still reserved."""
    row = sql.execute(_ORDERED, (number,)).fetchone()
    return None if row is None else _request(row)


def left_since(sql: Sql, since: datetime) -> dict[str, datetime]:
    """Numbers that nobody holds, and that somebody left or whose end was done at `since` or later, and when that was."""
    left = [*sql.execute(_LEFT, (stored(since),)), *sql.execute(_ENDED, (stored(since),))]
    return {number: moment_of(at) for number, at in sorted(left, key=lambda one: (one[0], one[1]))}


def forget_requests(change: Transaction, *, before: datetime) -> int:
    """Erase what was over before `before`, with its steps; how many."""
    return change.sql.execute(_FORGET, (stored(before),)).rowcount


def _done(row: Sequence[Any]) -> RequestStep:
    return RequestStep(moment_of(row[0]), row[1], Step(row[2]), row[3])


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
