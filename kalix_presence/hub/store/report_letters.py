"""The month's policy report by e-mail: one row for each month and person, so that no letter goes twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    delete,
    literal_column,
    select,
    update,
)

from kalix_presence.hub.store.copies import GIVEN_UP, SENDING, WAITING
from kalix_presence.hub.store.schema import metadata, stored
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import adding, given, said, this, value
from kalix_presence.hub.store.writer import Transaction

__all__ = ["GIVEN_UP", "SENDING", "WAITING"]

report_letter = Table(
    "report_letter",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("first", Integer, nullable=False),
    Column("extension", String, ForeignKey("person.extension", ondelete="CASCADE"), nullable=False),
    Column("state", String, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_at", Integer, nullable=False),
    UniqueConstraint("first", "extension"),
    Index("report_letter_waiting", "state", "next_at"),
)

_of = report_letter.c
_WANT = adding(_of.first, _of.extension, _of.state, _of.tries, _of.next_at, unless_there=True)
_DUE = said(
    select(_of.id, _of.first, _of.extension, _of.tries)
    .where(this(_of.state), _of.next_at <= value("now"))
    .order_by(_of.next_at, _of.id)
    .limit(literal_column("50"))
    .offset(literal_column("0")),
    *("this_state", "now"),
)
_BEGIN = said(
    update(report_letter).where(this(_of.id), this(_of.state)).values(state=value("state")),
    *("state", "this_id", "this_state"),
)
_AGAIN = said(
    update(report_letter).where(this(_of.id)).values(given(_of.state, _of.tries, _of.next_at)),
    *("state", "tries", "next_at", "this_id"),
)
_END = said(update(report_letter).where(this(_of.id)).values(given(_of.state)), "state", "this_id")
_END_ALL = said(update(report_letter).where(this(_of.state)).values(given(_of.state)), "state", "this_state")
_FORGET = said(delete(report_letter).where(_of.first < value("before")))


@dataclass(frozen=True, slots=True)
class WantedLetter:
    """The report of the month that begins on `first`, for `extension`; tried `tries` times."""

    id: int
    first: date
    extension: str
    tries: int


def want_letter(change: Transaction, first: date, extension: str, *, now: datetime) -> None:
    """It is to be sent, unless this month's has been wanted for this person before."""
    change.sql.execute(_WANT, (first.toordinal(), extension, WAITING, 0, stored(now)))


def read_due(sql: Sql, *, now: datetime) -> list[WantedLetter]:
    """What is to be sent now, oldest first."""
    rows = sql.execute(_DUE, (WAITING, stored(now)))
    return [WantedLetter(row[0], date.fromordinal(row[1]), row[2], row[3]) for row in rows]


def begin_sending(change: Transaction, letter_id: int) -> bool:
    """It goes out now: from here on it may have been taken. False when it no longer waits."""
    return change.sql.execute(_BEGIN, (SENDING, letter_id, WAITING)).rowcount > 0


def try_again(change: Transaction, letter_id: int, *, at: datetime, tried: int) -> None:
    """It was certainly not taken, after `tried` times: again at `at`."""
    change.sql.execute(_AGAIN, (WAITING, tried, stored(at), letter_id))


def end_letter(change: Transaction, letter_id: int, state: str) -> None:
    """It has come to its end, as `state` says."""
    change.sql.execute(_END, (state, letter_id))


def end_unsure(change: Transaction, state: str) -> int:
    """At the start: what was being sent when the hub was killed may have been taken and is not sent again; how many."""
    return change.sql.execute(_END_ALL, (state, SENDING)).rowcount


def forget_letters(change: Transaction, *, before: date) -> None:
    """Erase what is known of letters about months that began before `before`."""
    change.sql.execute(_FORGET, (before.toordinal(),))
