"""Absences in the database: many for each person, ended by compare-and-set."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, delete, literal_column, select, text, update

from kalix_presence.hub.store.schema import absence, moment_of, stored
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import adding, given, said, this, value
from kalix_presence.hub.store.writer import Transaction
from kalix_presence.model.absence import Absence, Forward, ForwardKind, Way


class EndedBy(StrEnum):
    """Of an absence that nobody ended."""

    CLOCK = "clock"
    """Its end came."""
    PLAN = "plan"
    """What it was of says it no more: a plan, a calendar, working time."""


_of = absence.c
BY_OTHERS = "set_by <> extension"
ENDED_BY_OTHERS = "ended_by <> extension AND ended_by <> 'clock' AND ended_by <> 'plan'"
"""What is true of the few whom somebody else set or ended: the indexes by those hold no others (`store.schema`)."""

_SAID = (
    _of.id,
    _of.extension,
    _of.reason,
    _of.start,
    _of.end,
    _of.forward_kind,
    _of.forward_number,
    _of.note,
    _of.set_by,
    _of.way,
    _of.zone,
)
_WHY = _of.why, _of.source, _of.deputy
_ABSENCE = *_SAID, *_WHY
"""What an absence itself says."""
_OPEN = _of.ended_at.is_(None)
_BY_CLOCK: ColumnElement[str] = literal_column(f"'{EndedBy.CLOCK.value}'")
"""A word and no value: only with it is the index of the overdue used."""
_ADD = adding(*_SAID, _of.set_at, *_WHY)
_END = said(
    update(absence).where(this(_of.id), _OPEN).values(given(_of.ended_at, _of.ended_by, _of.confirmed_at)),
    *("ended_at", "ended_by", "confirmed_at", "this_id"),
)
_DROP = said(delete(absence).where(this(_of.id), _of.start > value("now")), "this_id", "now")
_DROP_ENDED = said(delete(absence).where(this(_of.id), _of.ended_at.is_not(None)))
_STARTED = said(
    select(_of.id, _of.way).where(this(_of.extension), _of.start <= value("now"), _OPEN),
    *("this_extension", "now"),
)
_CONFIRM = said(
    update(absence)
    .where(this(_of.extension), _of.ended_by == _BY_CLOCK, _of.confirmed_at.is_(None), _of.ended_at.is_not(None))
    .values(given(_of.confirmed_at)),
    *("confirmed_at", "this_extension"),
)
_AS_SET = _of.set_at, text("rowid")
_READ_OPEN = said(select(*_ABSENCE).where(_OPEN).order_by(*_AS_SET))
_READ_OPEN_OF = said(select(*_ABSENCE).where(this(_of.extension), _OPEN).order_by(*_AS_SET))
_READ_SET_BY = said(select(_of.extension).where(this(_of.set_by), text(BY_OTHERS), _OPEN))
_READ_KEPT = said(select(*_ABSENCE, _of.ended_by).where(this(_of.id)))
_READ_OVERDUE = said(
    select(_of.extension).distinct().where(this(_of.ended_by), _of.confirmed_at.is_(None), _of.ended_at > value("since")),
    *("this_ended_by", "since"),
)
_FORGET = said(delete(absence).where(_of.ended_at < value("before")))


def add_absence(change: Transaction, one: Absence, *, now: datetime) -> None:
    """Keep a new absence."""
    change.sql.execute(
        _ADD,
        (
            one.id,
            one.extension,
            one.reason,
            stored(one.start),
            None if one.end is None else stored(one.end),
            one.forward.kind.value,
            one.forward.number,
            one.note,
            one.set_by,
            one.way.value,
            one.zone,
            stored(now),
            one.why,
            one.source,
            one.deputy,
        ),
    )


def end_absences(change: Transaction, ids: Iterable[str], *, by: str, now: datetime, awaited: bool = False) -> int:
    """End those of `ids` that are still open and return how many were; `by` is a username, an extension or an `EndedBy`.

    `awaited`: the person is overdue until there is word of their return.
    """
    moment = stored(now)
    confirmed = None if awaited else moment
    return sum(change.sql.execute(_END, (moment, by, confirmed, one)).rowcount for one in ids)


def drop_planned(change: Transaction, ids: Iterable[str], *, now: datetime) -> None:
    """Take back what a plan, a calendar or working time no longer says: as if it had never been, unless it has begun."""
    moment = stored(now)
    for one in ids:
        change.sql.execute(_DROP, (one, moment))
        change.sql.execute(_END, (moment, EndedBy.PLAN, moment, one))


def add_planned(change: Transaction, one: Absence, *, now: datetime) -> None:
    """Keep what comes of a plan; one that was taken back before and is there again is open again."""
    change.sql.execute(_DROP_ENDED, (one.id,))
    add_absence(change, one, now=now)


def end_started(change: Transaction, extension: str, *, except_ways: Iterable[Way], by: str, now: datetime) -> None:
    """End what has started for `extension` except what was set by `except_ways`; "overdue" is answered by this too."""
    moment = stored(now)
    ways = {way.value for way in except_ways}
    rows = change.sql.execute(_STARTED, (extension, moment)).fetchall()
    for row in rows:
        if row[1] not in ways:
            change.sql.execute(_END, (moment, by, moment, row[0]))
    change.sql.execute(_CONFIRM, (moment, extension))


def confirm_ended(change: Transaction, extension: str, *, now: datetime) -> None:
    """Note that `extension` has shown life since the clock ended what held: it is overdue no more, nor after a restart."""
    change.sql.execute(_CONFIRM, (stored(now), extension))


def read_open(sql: Sql) -> list[Absence]:
    """All absences that were not ended, in the order they were set."""
    return [_absence(row) for row in sql.execute(_READ_OPEN)]


def read_open_of(sql: Sql, extension: str) -> list[Absence]:
    """The absences of `extension` that were not ended, in the order they were set."""
    return [_absence(row) for row in sql.execute(_READ_OPEN_OF, (extension,))]


def read_set_by(sql: Sql, names: Iterable[str]) -> set[str]:
    """For whom somebody of `names`, who is another, has set what is open."""
    found: set[str] = set()
    for name in names:
        found.update(extension for (extension,) in sql.execute(_READ_SET_BY, (name,)))
    return found


@dataclass(frozen=True, slots=True)
class KeptAbsence:
    """An absence as it is kept; `ended_by` a username, an extension or an `EndedBy`, None while it is open."""

    absence: Absence
    ended_by: str | None


def read_kept(sql: Sql, absence_id: str) -> KeptAbsence | None:
    """One absence, ended or not; None when it was never there or is forgotten."""
    row = sql.execute(_READ_KEPT, (absence_id,)).fetchone()
    return None if row is None else KeptAbsence(_absence(row[:-1]), row[-1])


def read_overdue(sql: Sql, *, since: datetime) -> set[str]:
    """Extensions whose absence was ended by the clock after `since`, with nobody having said that they are back."""
    return {row[0] for row in sql.execute(_READ_OVERDUE, (EndedBy.CLOCK.value, stored(since)))}


def forget_ended(change: Transaction, *, before: datetime) -> int:
    """Delete absences that ended before `before` (data protection: nothing is kept longer than needed); how many."""
    return change.sql.execute(_FORGET, (stored(before),)).rowcount


def _absence(row: tuple[Any, ...]) -> Absence:
    end = None if row[4] is None else moment_of(row[4])
    forward = Forward(ForwardKind(row[5]), row[6])
    return Absence(row[0], row[1], row[2], moment_of(row[3]), end, forward, row[7], row[8], Way(row[9]), *row[10:])
