"""The event log: every numbered event as it was sent, so that a stream resumes with nothing missed or doubled."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, literal_column, select

from kalix_presence.hub.store.frames import Frame
from kalix_presence.hub.store.named_values import put_setting
from kalix_presence.hub.store.schema import event, moment_of, stored
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import adding, in_words, said, value
from kalix_presence.hub.store.writer import Transaction
from kalix_presence.wire.event_kinds import EventKind

_of = event.c
_ADD = adding(_of.id, _of.at, _of.kind, _of.extension, _of.full, _of.colleague, _of.audience)
_READ_AFTER = said(
    select(_of.kind, _of.id, _of.extension, _of.full, _of.colleague, _of.audience)
    .where(_of.id > value("number"))
    .order_by(_of.id)
    .limit(value("limit"))
    .offset(literal_column("0")),
    *("number", "limit"),
)
_OLDEST = said(select(func.min(_of.id)))
_NEWEST = in_words(
    "SELECT max(coalesce((SELECT max(id) FROM event), 0),"
    " coalesce((SELECT CAST(value AS INTEGER) FROM setting WHERE name = 'event_number'), 0))",
    "SELECT greatest((SELECT max(id) FROM event), (SELECT CAST(value AS BIGINT) FROM setting WHERE name = 'event_number'), 0)",
)
_LAST_MOMENT = said(select(func.max(_of.at)))
_FORGET = in_words(
    "DELETE FROM event WHERE id IN (SELECT id FROM event WHERE at < ? LIMIT ?)",
    # what lies in a day's own table goes with that (`event_days`)
    "DELETE FROM event_rest WHERE id IN (SELECT id FROM event_rest WHERE at < ? LIMIT ?)",
)
_HEARD = in_words(
    "SELECT id, audience FROM event WHERE id IN (SELECT value FROM json_each(?))",
    "SELECT id, audience FROM event WHERE id IN (SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(? AS JSON)))",
)


def add_event(change: Transaction, frame: Frame, *, now: datetime) -> None:
    """Keep a numbered event. One writer makes its number and the commit order the same."""
    audience = None if frame.audience is None else json.dumps(sorted(frame.audience))
    change.sql.execute(
        _ADD, (frame.number, stored(now), frame.kind.value, frame.extension, frame.full, frame.colleague, audience)
    )


def read_after(sql: Sql, number: int, *, limit: int = 1000) -> list[Frame]:
    """Up to `limit` events after `number`, in order."""
    return [
        Frame(EventKind(kind), at, extension, full, colleague, None if audience is None else frozenset(json.loads(audience)))
        for kind, at, extension, full, colleague, audience in sql.execute(_READ_AFTER, (number, limit))
    ]


def last_moment(sql: Sql) -> datetime | None:
    """When the newest event happened that is kept; None without any."""
    row = sql.execute(_LAST_MOMENT).fetchone()
    return None if row[0] is None else moment_of(row[0])


def oldest(sql: Sql) -> int | None:
    """The lowest event number still kept, None when the log is empty; an older Last-Event-ID gets a new Hello."""
    row = sql.execute(_OLDEST).fetchone()
    return None if row[0] is None else int(row[0])


def newest(sql: Sql) -> int:
    """The highest event number given out that is kept or was forgotten by retention; 0 before the first."""
    row = sql.execute(_NEWEST).fetchone()
    return int(row[0])


SLICE = 200
"""Events deleted in one transaction: others' changes wait no longer than that takes."""


def forget_events(change: Transaction, *, before: datetime, most: int = SLICE) -> int:
    """Delete up to `most` of the events older than `before` that lie in no day's own table, but never reuse a number; how many
    were deleted."""
    keep_number(change)
    return change.sql.execute(_FORGET, (stored(before), most)).rowcount


def keep_number(change: Transaction) -> None:
    """Remember the highest number given out, before events are erased: none is ever given to another event."""
    put_setting(change.sql, "event_number", str(newest(change.sql)))


@dataclass(frozen=True, slots=True)
class Told:
    """The numbers of all events up to `newest` that tell of somebody of `names`, or were told to them."""

    names: frozenset[str]
    newest: int
    numbers: tuple[int, ...]


_TOLD = in_words(
    "SELECT id FROM event WHERE id > ? AND (extension IN (SELECT value FROM json_each(?)) OR audience IS NOT NULL AND EXISTS"
    " (SELECT 1 FROM json_each(audience) AS heard WHERE heard.value IN (SELECT value FROM json_each(?))))",
    "SELECT id FROM event WHERE id > ? AND (extension IN (SELECT value FROM json_array_elements_text(CAST(? AS JSON)))"
    " OR audience IS NOT NULL AND EXISTS (SELECT 1 FROM json_array_elements_text(CAST(audience AS JSON)) AS heard"
    " WHERE heard.value IN (SELECT value FROM json_array_elements_text(CAST(? AS JSON)))))",
)


def told_of(sql: Sql, extensions: Sequence[str], names: Sequence[str]) -> Told:
    """What tells of `extensions`, or was told to one of `names`. Looks through all events: not while others wait to write."""
    top = newest(sql)
    return Told(frozenset((*extensions, *names)), top, _told_after(sql, 0, extensions, names))


def read_told(
    change: Transaction, extensions: Sequence[str], names: Sequence[str], told: Told | None
) -> list[tuple[int, str | None]]:
    """(number, audience) of the same as they are now: of `told` where it holds all of them, and of what came after it."""
    if told is None or not told.names.issuperset((*extensions, *names)):
        told = Told(frozenset(), 0, ())
    numbers = (*told.numbers, *_told_after(change.sql, told.newest, extensions, names))
    rows = change.sql.execute(_HEARD, (json.dumps(numbers),))
    return [(number, audience) for number, audience in rows.fetchall()]


def _told_after(sql: Sql, number: int, extensions: Sequence[str], names: Sequence[str]) -> tuple[int, ...]:
    return tuple(row[0] for row in sql.execute(_TOLD, (number, json.dumps(extensions), json.dumps(names))))
