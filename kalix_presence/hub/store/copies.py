"""Copies of messages to be sent, sent, or given up: one row for each message, person and way, so that none goes twice."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from kalix_presence.hub.store.schema import stored
from kalix_presence.hub.store.writer import Transaction

WAITING = "waiting"
SENDING = "sending"
GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class WantedCopy:
    """A copy for `extension` by `channel`, tried `tries` times."""

    id: int
    message: str
    extension: str
    channel: str
    tries: int


def want_copy(change: Transaction, message: str, extension: str, channel: str, *, now: datetime) -> None:
    """It is to be sent, unless this message has gone to this person by this way before."""
    change.sql.execute(
        "INSERT INTO message_copy(message, extension, channel, state, tries, next_at) VALUES (?, ?, ?, ?, 0, ?)"
        " ON CONFLICT DO NOTHING",
        (message, extension, channel, WAITING, stored(now)),
    )


def read_due(sql: sqlite3.Connection, channel: str, *, now: datetime) -> list[WantedCopy]:
    """What is to be sent by `channel` now, oldest first."""
    rows = sql.execute(
        "SELECT id, message, extension, channel, tries FROM message_copy"
        " WHERE state = ? AND channel = ? AND next_at <= ? ORDER BY next_at, id LIMIT 50",
        (WAITING, channel, stored(now)),
    )
    return [WantedCopy(*row) for row in rows]


def begin_sending(change: Transaction, copy_id: int) -> bool:
    """It goes out now: from here on it may have been taken. False when it no longer waits."""
    return (
        change.sql.execute(
            "UPDATE message_copy SET state = ?, tries = tries + 1 WHERE id = ? AND state = ?", (SENDING, copy_id, WAITING)
        ).rowcount
        > 0
    )


def try_again(change: Transaction, copy_id: int, *, at: datetime) -> None:
    """It was certainly not taken: again at `at`."""
    change.sql.execute("UPDATE message_copy SET state = ?, next_at = ? WHERE id = ?", (WAITING, stored(at), copy_id))


def end_copy(change: Transaction, copy_id: int, state: str) -> None:
    """It has come to its end, as `state` says."""
    change.sql.execute("UPDATE message_copy SET state = ? WHERE id = ?", (state, copy_id))


def end_unsure(change: Transaction, state: str) -> int:
    """At the start: what was being sent when the hub was killed may have been taken and is not sent again; how many."""
    return change.sql.execute("UPDATE message_copy SET state = ? WHERE state = ?", (state, SENDING)).rowcount
