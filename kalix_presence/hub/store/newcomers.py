"""Newcomers in the database: by identity, so that whoever comes to an extension later inherits no step."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Integer, String, Table, delete, literal_column, select, update

from kalix_presence.hub.store.schema import absence, account, metadata, moment_of, person, stored
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import adding, given, said, this, value
from kalix_presence.hub.store.writer import Transaction
from kalix_presence.model.absence import Way
from kalix_presence.model.newcomer import FirstStep, Newcomer

newcomer = Table(
    "newcomer",
    metadata,
    Column("person", String, primary_key=True),
    Column("since", Integer, nullable=False),
    Column("begun_at", Integer),
    Column("done", String, nullable=False, server_default=""),
    Column("policy_version", String, nullable=False, server_default=""),
    Column("policy_day", Integer),
    Column("reminded", Integer, nullable=False, server_default="0"),
)

_of = newcomer.c
_ONE: ColumnElement[int] = literal_column("1")
_ADD = adding(_of.person, _of.since, unless_there=True)
_READ = said(select(newcomer).where(this(_of.person)))
_READ_ALL = said(select(newcomer).order_by(_of.person))
_THEIRS = select(person.c.id).join(account, account.c.extension == person.c.extension).where(this(account.c.username))
_BEGIN = said(
    update(newcomer).where(_of.begun_at.is_(None), _of.person == _THEIRS.scalar_subquery()).values(given(_of.begun_at)),
    *("begun_at", "this_username"),
)
_KEEP = said(
    update(newcomer).where(this(_of.person)).values(given(_of.done, _of.policy_version, _of.policy_day)),
    *("done", "policy_version", "policy_day", "this_person"),
)
_REMIND = said(update(newcomer).where(this(_of.person), _of.reminded != _ONE).values(reminded=_ONE))
_FORGET = said(delete(newcomer).where(this(_of.person)))
_SET = said(
    select(absence.c.way)
    .distinct()
    .where(absence.c.extension == value("extension"), absence.c.set_by.in_([value("extension"), value("username")])),
    *("extension", "extension", "username"),
)
_USERNAME = said(select(account.c.username).where(this(account.c.extension)))
_BY_HAND = frozenset({Way.TRAY.value, Way.CLI.value, Way.PHONE.value, Way.PLAN.value})


def add_newcomer(change: Transaction, person_id: str, *, now: datetime) -> None:
    """Somebody new is in the directory from `now` on."""
    change.sql.execute(_ADD, (person_id, stored(now)))


def begin_newcomer(change: Transaction, username: str, *, now: datetime) -> None:
    """Whoever signs in as `username` has begun, if this is the first time."""
    change.sql.execute(_BEGIN, (stored(now), username))


def keep_steps(change: Transaction, one: Newcomer) -> None:
    """What is done, and which policy is accepted."""
    done = " ".join(sorted(step.value for step in one.done))
    day = None if one.day is None else one.day.toordinal()
    change.sql.execute(_KEEP, (done, one.version, day, one.person))


def mark_newcomer_reminded(change: Transaction, person_id: str) -> bool:
    """Whoever is officer is told now; False when they were before."""
    return change.sql.execute(_REMIND, (person_id,)).rowcount == 1


def end_of_newcomers(change: Transaction, people: Iterable[str]) -> None:
    """Whoever leaves has no steps any more; by identity."""
    change.sql.executemany(_FORGET, [(one,) for one in people if one])


def read_newcomer(sql: Sql, person_id: str) -> Newcomer | None:
    """The newcomer; None for who was there before."""
    row = sql.execute(_READ, (person_id,)).fetchone()
    return None if row is None else _newcomer(row)


def read_newcomers(sql: Sql) -> list[Newcomer]:
    """All of them, finished or not."""
    return [_newcomer(row) for row in sql.execute(_READ_ALL)]


def ways_set(sql: Sql, extension: str) -> frozenset[Way]:
    """By which ways the person at `extension` has set absences themselves, as far as those are kept."""
    found = sql.execute(_USERNAME, (extension,)).fetchone()
    rows = sql.execute(_SET, (extension, extension, "\0" if found is None else found[0])).fetchall()
    return frozenset(Way(way) for (way,) in rows if way in _BY_HAND)


def _newcomer(row: tuple[Any, ...]) -> Newcomer:
    done = frozenset(FirstStep(step) for step in row[3].split())
    begun = None if row[2] is None else moment_of(row[2])
    day = None if row[5] is None else date.fromordinal(row[5])
    return Newcomer(row[0], moment_of(row[1]), begun, done, row[4], day, bool(row[6]))
