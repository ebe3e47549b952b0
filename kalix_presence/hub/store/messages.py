"""Callback messages in the database: each whole in `body`, beside it the columns that are asked for; and each step."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import msgspec

from kalix_presence.hub.store.leaving import named_in
from kalix_presence.hub.store.schema import moment_of, stored
from kalix_presence.hub.store.writer import Transaction
from kalix_presence.model.callback import CallbackMessage, Source, Stage
from kalix_presence.model.directory import folded

_COLUMNS = (
    "id",
    "to_kind",
    "to_code",
    "number",
    "stage",
    "source",
    "made_at",
    "due",
    "changed_at",
    "closed_at",
    "search",
    "named",
    "body",
)
_PUT = (
    f"INSERT INTO message({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))}) ON CONFLICT(id) DO UPDATE SET "  # noqa: S608
    + ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS[1:])
)
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


def put_message(change: Transaction, message: CallbackMessage, *, now: datetime) -> None:
    """Keep this version of the message in place of the one before."""
    party = message.party
    search = folded(" ".join((party.name, party.number, party.organisation, message.about)))
    closed = None if message.closed_at is None else stored(message.closed_at)
    times = stored(message.made_at), stored(message.due), stored(now), closed
    key = message.to.kind.value, message.to.code, party.number, message.stage.value, message.source.value
    change.sql.execute(_PUT, (message.id, *key, *times, search, named(message), _encode(message)))


def named(message: CallbackMessage) -> str:
    """Everybody whom the message names, as the column says it: by that, who leaves is found among many messages."""
    who = dict.fromkeys(each for each in named_in(message) if each)
    return "".join(f"\n{each}" for each in who) + "\n" if who else ""


def read_naming(sql: sqlite3.Connection, extensions: Collection[str]) -> list[CallbackMessage]:
    """Every message, done ones too, that names one of `extensions`."""
    numbers: set[int] = set()
    if len(extensions) > FEW:
        who = set(extensions)
        rows = sql.execute("SELECT rowid, named FROM message INDEXED BY message_named")
        numbers.update(number for number, text in rows if not who.isdisjoint(text.split("\n")))
    else:
        find = "SELECT rowid FROM message INDEXED BY message_named WHERE instr(named, ?)"
        for one in extensions:
            numbers.update(number for (number,) in sql.execute(find, (f"\n{one}\n",)))
    return [decoded(sql.execute("SELECT body FROM message WHERE rowid = ?", (one,)).fetchone()[0]) for one in sorted(numbers)]


def note_step(change: Transaction, message_id: str, record: StepRecord) -> None:
    """Note a step for good."""
    values = message_id, stored(record.at), record.step, record.by, record.way, record.detail
    change.sql.execute("INSERT INTO message_step(message, at, step, by, way, detail) VALUES (?, ?, ?, ?, ?, ?)", values)


def read_message(sql: sqlite3.Connection, message_id: str) -> CallbackMessage | None:
    """The message at its newest version."""
    row = sql.execute("SELECT body FROM message WHERE id = ?", (message_id,)).fetchone()
    return None if row is None else decoded(row[0])


def read_steps(sql: sqlite3.Connection, message_id: str) -> list[StepRecord]:
    """Every step of the message, oldest first."""
    rows = sql.execute("SELECT at, step, by, way, detail FROM message_step WHERE message = ? ORDER BY id", (message_id,))
    return [StepRecord(moment_of(row[0]), *row[1:]) for row in rows]


def read_open(sql: sqlite3.Connection) -> list[CallbackMessage]:
    """Every open message, by due time."""
    rows = sql.execute("SELECT body FROM message WHERE stage <> ? ORDER BY due, id", (Stage.DONE.value,))
    return [decoded(row[0]) for row in rows]


def read_done(sql: sqlite3.Connection, *, query: str, before: tuple[int, str] | None, limit: int) -> list[CallbackMessage]:
    """Up to `limit` done messages that hold every word of `query`, newest first, from `before` (closed at, id) on."""
    words = [word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") for word in folded(query).split()]
    where = "".join(" AND search LIKE ? ESCAPE '\\'" for _ in words)
    values: list[object] = [Stage.DONE.value, *(f"%{word}%" for word in words)]
    if before is not None:
        where += " AND (closed_at, id) < (?, ?)"
        values += before
    # The plus keeps SQLite from the index by stage: it would sort all done messages to find the newest.
    rows = sql.execute(
        f"SELECT body FROM message WHERE +stage = ?{where} ORDER BY closed_at DESC, id DESC LIMIT ?",  # noqa: S608 - marks only
        (*values, limit),
    )
    return [decoded(row[0]) for row in rows]


def read_unanswered(sql: sqlite3.Connection, to_code: str, number: str) -> list[CallbackMessage]:
    """Open entries of calls of `number` that nobody answered, newest first; `to_code` as in the addressee."""
    rows = sql.execute(
        "SELECT body FROM message WHERE number = ? AND to_code = ? AND source <> ? AND stage <> ? ORDER BY made_at DESC",
        (number, to_code, Source.LEFT.value, Stage.DONE.value),
    )
    return [decoded(row[0]) for row in rows]


def read_of_number(sql: sqlite3.Connection, number: str, *, limit: int = 100) -> list[CallbackMessage]:
    """Messages from `number`, done ones too as long as they are kept; newest first."""
    rows = sql.execute("SELECT body FROM message WHERE number = ? ORDER BY made_at DESC LIMIT ?", (number, limit))
    return [decoded(row[0]) for row in rows]


def forget_done(change: Transaction, *, before: datetime) -> list[str]:
    """Erase messages that were done before `before`, with their steps; their ids."""
    rows = change.sql.execute("SELECT id FROM message WHERE closed_at < ?", (stored(before),)).fetchall()
    ids = [row[0] for row in rows]
    change.sql.executemany("DELETE FROM message_step WHERE message = ?", [(one,) for one in ids])
    change.sql.executemany("DELETE FROM message WHERE id = ?", [(one,) for one in ids])
    return ids
