"""Appointments of telephone officers in the database."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import delete, select

from kalix_presence.hub.store.schema import appointment, moment_of, stored
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import putting, said, this, value
from kalix_presence.hub.store.writer import Transaction
from kalix_presence.model.appointment import Appointment, Post

_of = appointment.c
_PUT = putting(*_of)
_ERASE = said(delete(appointment).where(this(_of.id)))
_READ = said(select(appointment).where(this(_of.id)))
_READ_HOLDING = said(
    select(appointment)
    .where(_of.until_day.is_(None) | (_of.until_day >= value("today")))
    .order_by(_of.unit, _of.post.desc(), _of.since_day, _of.id)
)
_FORGET = said(delete(appointment).where(_of.until_day < value("before")))


def put_appointment(change: Transaction, one: Appointment) -> None:
    """Keep this version in place of the one before."""
    change.concerns(one.extension, one.id)
    until = None if one.until is None else one.until.toordinal()
    change.sql.execute(
        _PUT,
        (
            one.id,
            one.version,
            one.unit,
            one.post.value,
            one.extension,
            one.since.toordinal(),
            until,
            one.appointed_by,
            stored(one.appointed_at),
        ),
    )


def erase_appointment(change: Transaction, one: Appointment) -> None:
    """Take one away that is not to be."""
    change.concerns(one.extension, one.id)
    change.sql.execute(_ERASE, (one.id,))


def read_appointment(sql: Sql, appointment_id: str) -> Appointment | None:
    """The appointment as it stands, over or not."""
    row = sql.execute(_READ, (appointment_id,)).fetchone()
    return None if row is None else _appointment(row)


def read_appointments(sql: Sql, today: date) -> list[Appointment]:
    """Every appointment that is not over before `today`, by unit, the officer first."""
    return [_appointment(row) for row in sql.execute(_READ_HOLDING, (today.toordinal(),))]


def read_holding(sql: Sql, today: date) -> list[Appointment]:
    """Those of them that hold on that day."""
    return [each for each in read_appointments(sql, today) if each.holds(today)]


def forget_over(change: Transaction, *, before: date) -> int:
    """Erase those that were over before `before`; how many."""
    return change.sql.execute(_FORGET, (before.toordinal(),)).rowcount


def _appointment(row: tuple[Any, ...]) -> Appointment:
    until = None if row[6] is None else date.fromordinal(row[6])
    return Appointment(row[0], row[1], row[2], Post(row[3]), row[4], date.fromordinal(row[5]), until, row[7], moment_of(row[8]))
