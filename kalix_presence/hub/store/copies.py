"""Copies of messages to be sent, sent, or given up: one row for each message, person and way, so that none goes twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import literal_column, select, update

from kalix_presence.hub.store.schema import message_copy, stored
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import adding, given, said, this, value
from kalix_presence.hub.store.writer import Transaction

WAITING = "waiting"
SENDING = "sending"
GIVEN_UP = "given_up"


_of = message_copy.c
_WANT = adding(_of.message, _of.extension, _of.channel, _of.state, _of.tries, _of.next_at, unless_there=True)
_DUE = said(
    select(_of.id, _of.message, _of.extension, _of.channel, _of.tries)
    .where(this(_of.state), this(_of.channel), _of.next_at <= value("now"))
    .order_by(_of.next_at, _of.id)
    .limit(literal_column("50"))
    .offset(literal_column("0")),
    *("this_state", "this_channel", "now"),
)
_BEGIN = said(
    update(message_copy)
    .where(this(_of.id), this(_of.state))
    .values(state=value("state"), tries=_of.tries + literal_column("1")),
    *("state", "this_id", "this_state"),
)
_AGAIN = said(update(message_copy).where(this(_of.id)).values(given(_of.state, _of.next_at)), "state", "next_at", "this_id")
_END = said(update(message_copy).where(this(_of.id)).values(given(_of.state)), "state", "this_id")
_END_ALL = said(update(message_copy).where(this(_of.state)).values(given(_of.state)), "state", "this_state")


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
        _WANT,
        (message, extension, channel, WAITING, 0, stored(now)),
    )


def read_due(sql: Sql, channel: str, *, now: datetime) -> list[WantedCopy]:
    """What is to be sent by `channel` now, oldest first."""
    return [WantedCopy(*row) for row in sql.execute(_DUE, (WAITING, channel, stored(now)))]


def begin_sending(change: Transaction, copy_id: int) -> bool:
    """It goes out now: from here on it may have been taken. False when it no longer waits."""
    return change.sql.execute(_BEGIN, (SENDING, copy_id, WAITING)).rowcount > 0


def try_again(change: Transaction, copy_id: int, *, at: datetime) -> None:
    """It was certainly not taken: again at `at`."""
    change.sql.execute(_AGAIN, (WAITING, stored(at), copy_id))


def end_copy(change: Transaction, copy_id: int, state: str) -> None:
    """It has come to its end, as `state` says."""
    change.sql.execute(_END, (state, copy_id))


def end_unsure(change: Transaction, state: str) -> int:
    """At the start: what was being sent when the hub was killed may have been taken and is not sent again; how many."""
    return change.sql.execute(_END_ALL, (state, SENDING)).rowcount
