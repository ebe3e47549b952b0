"""Callback messages in the database: each whole in `body`, beside it the columns that are asked for; and each step."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import delete, literal_column, select

from kalix_presence.hub.store.leaving import named_in
from kalix_presence.hub.store.schema import message, message_step, moment_of, stored
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import adding, extended, in_words, putting, said, this, value
from kalix_presence.hub.store.writer import Transaction
from kalix_presence.model.callback import CallbackMessage, Source, Stage
from kalix_presence.model.directory import folded

_of, _step = message.c, message_step.c
_PUT = putting(
    _of.id,
    _of.to_kind,
    _of.to_code,
    _of.number,
    _of.stage,
    _of.source,
    _of.made_at,
    _of.due,
    _of.changed_at,
    _of.closed_at,
    _of.search,
    _of.body,
    _of.named,
)
_BODY = select(_of.body)
_READ = said(_BODY.where(this(_of.id)))
_READ_ROW = said(_BODY.where(literal_column("rowid") == value("row")))
_ALL_NAMED = in_words("SELECT rowid, named FROM message INDEXED BY message_named", "SELECT rowid, named FROM message")
_NAMING = in_words(
    "SELECT rowid FROM message INDEXED BY message_named WHERE instr(named, ?)",
    "SELECT rowid FROM message WHERE strpos(named, ?) > 0",
)
_READ_OPEN = said(_BODY.where(_of.stage != value("done")).order_by(_of.due, _of.id))
# The plus keeps SQLite from the index by stage: it would sort all done messages to find the newest.
_READ_DONE = in_words(f"{said(_BODY)} WHERE +stage = ?", f"{said(_BODY)} WHERE stage = ?")
_READ_UNANSWERED = said(
    _BODY.where(this(_of.number), this(_of.to_code), _of.source != value("left"), _of.stage != value("done")).order_by(
        _of.made_at.desc()
    ),
    *("this_number", "this_to_code", "left", "done"),
)
_READ_OF_NUMBER = said(
    _BODY.where(this(_of.number)).order_by(_of.made_at.desc()).limit(value("limit")).offset(literal_column("0")),
    *("this_number", "limit"),
)
_CLOSED = said(select(_of.id).where(_of.closed_at < value("before")))
_FORGET = said(delete(message).where(this(_of.id)))
_NOTE = adding(_step.message, _step.at, _step.step, _step.by, _step.way, _step.detail)
_STEPS = said(select(_step.at, _step.step, _step.by, _step.way, _step.detail).where(this(_step.message)).order_by(_step.id))
_FORGET_STEPS = said(delete(message_step).where(this(_step.message)))
_encode, decoded = msgspec.json.Encoder().encode, msgspec.json.Decoder(CallbackMessage).decode

FEW = 8
"""For so many people each is looked for; where more leave at once, everything is read."""

COPY_STEP = "copy"
"""The `step` of a copy that was sent to the person named in `by`."""


@dataclass(frozen=True, slots=True)
class StepRecord:
    """One step as it was noted: `step` with who, when, by which way, and its outcome or word in `detail`."""

    at: datetime
    step: str
    by: str
    way: str
    detail: str = ""


def put_message(change: Transaction, kept: CallbackMessage, *, now: datetime) -> None:
    """Keep this version of the message in place of the one before."""
    party = kept.party
    search = folded(" ".join((party.name, party.number, party.organisation, kept.about)))
    closed = None if kept.closed_at is None else stored(kept.closed_at)
    times = stored(kept.made_at), stored(kept.due), stored(now), closed
    key = kept.to.kind.value, kept.to.code, party.number, kept.stage.value, kept.source.value
    change.sql.execute(_PUT, (kept.id, *key, *times, search, _encode(kept), named(kept)))


def named(kept: CallbackMessage) -> str:
    """Everybody whom the message names, as the column says it: by that, who leaves is found among many messages."""
    who = dict.fromkeys(each for each in named_in(kept) if each)
    return "".join(f"\n{each}" for each in who) + "\n" if who else ""


def read_naming(sql: Sql, extensions: Collection[str]) -> list[CallbackMessage]:
    """Every message, done ones too, that names one of `extensions`."""
    numbers: set[int] = set()
    if len(extensions) > FEW:
        who = set(extensions)
        rows = sql.execute(_ALL_NAMED)
        numbers.update(number for number, text in rows if not who.isdisjoint(text.split("\n")))
    else:
        for one in extensions:
            numbers.update(number for (number,) in sql.execute(_NAMING, (f"\n{one}\n",)))
    return [decoded(sql.execute(_READ_ROW, (one,)).fetchone()[0]) for one in sorted(numbers)]


def note_step(change: Transaction, message_id: str, record: StepRecord) -> None:
    """Note a step for good."""
    values = message_id, stored(record.at), record.step, record.by, record.way, record.detail
    change.sql.execute(_NOTE, values)


def read_message(sql: Sql, message_id: str) -> CallbackMessage | None:
    """The message at its newest version."""
    row = sql.execute(_READ, (message_id,)).fetchone()
    return None if row is None else decoded(row[0])


def read_steps(sql: Sql, message_id: str) -> list[StepRecord]:
    """Every step of the message, oldest first."""
    rows = sql.execute(_STEPS, (message_id,))
    return [StepRecord(moment_of(row[0]), *row[1:]) for row in rows]


def read_open(sql: Sql) -> list[CallbackMessage]:
    """Every open message, by due time."""
    rows = sql.execute(_READ_OPEN, (Stage.DONE.value,))
    return [decoded(row[0]) for row in rows]


def read_done(sql: Sql, *, query: str, before: tuple[int, str] | None, limit: int) -> list[CallbackMessage]:
    """Up to `limit` done messages that hold every word of `query`, newest first, from `before` (closed at, id) on."""
    words = [word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") for word in folded(query).split()]
    where = "".join(" AND search LIKE ? ESCAPE '\\'" for _ in words)
    values: list[object] = [Stage.DONE.value, *(f"%{word}%" for word in words)]
    if before is not None:
        where += " AND (closed_at, id) < (?, ?)"
        values += before
    rows = sql.execute(
        extended(_READ_DONE, f"{where} ORDER BY closed_at DESC, id DESC LIMIT ?"),
        (*values, limit),
    )
    return [decoded(row[0]) for row in rows]


def read_unanswered(sql: Sql, to_code: str, number: str) -> list[CallbackMessage]:
    """Open entries of calls of `number` that nobody answered, newest first; `to_code` as in the addressee."""
    rows = sql.execute(
        _READ_UNANSWERED,
        (number, to_code, Source.LEFT.value, Stage.DONE.value),
    )
    return [decoded(row[0]) for row in rows]


def read_of_number(sql: Sql, number: str, *, limit: int = 100) -> list[CallbackMessage]:
    """Messages from `number`, done ones too as long as they are kept; newest first."""
    rows = sql.execute(_READ_OF_NUMBER, (number, limit))
    return [decoded(row[0]) for row in rows]


def forget_done(change: Transaction, *, before: datetime) -> list[str]:
    """Erase messages that were done before `before`, with their steps; their ids."""
    rows = change.sql.execute(_CLOSED, (stored(before),)).fetchall()
    ids = [row[0] for row in rows]
    change.sql.executemany(_FORGET_STEPS, [(one,) for one in ids])
    change.sql.executemany(_FORGET, [(one,) for one in ids])
    return ids
