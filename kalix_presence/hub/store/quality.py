"""What is counted of the policy's quality: cells by unit and quarter-hour, unit sizes by day, and what was published."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, delete, func, literal_column, not_, or_, select, update

from kalix_presence.hub.store.messages import decoded
from kalix_presence.hub.store.named_values import put_setting, read_setting
from kalix_presence.hub.store.schema import absence, counted_call, message, moment_of, quality_report, stored, tally, unit_day
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import adding, each_of, given, greater, lesser, putting, said, this, value
from kalix_presence.hub.store.writer import Transaction
from kalix_presence.model.callback import CallbackMessage
from kalix_presence.model.quality.periods import QUARTER, Period, Span, quarter_of
from kalix_presence.model.quality.publishing import People

BATCH = 500
"""Rows counted in one transaction, so that nobody waits behind a long one."""

_COUNTED_UNTIL = "quality_counted_until"
_cell, _day, _report, _of, _later = tally.c, unit_day.c, quality_report.c, absence.c, absence.alias("later")
_ADD = putting(*_cell, changing=lambda new: {"count": _cell["count"] + new["count"]})
_UNCOUNTED = _of.counted < literal_column("2")
"""As the index says it: without that everything that is kept would be looked at."""
_BEGUN = and_(_UNCOUNTED, _of.counted == literal_column("0"), _of.start <= value("now"))
_OVER = and_(
    _UNCOUNTED,
    _of.counted == literal_column("1"),
    _of.ended_at.is_not(None),
    or_(_of.confirmed_at.is_not(None), _of.ended_at <= value("known_by")),
)
_LIMIT: ColumnElement[Any] = literal_column(str(BATCH))
_OFFSET: ColumnElement[Any] = literal_column("0")
_READ_BEGUN = said(select(_of.id, _of.extension, _of.way, _of.set_at).where(_BEGUN).limit(_LIMIT).offset(_OFFSET))
_followed = (
    select(_later.c.set_at)
    .where(
        _later.c.extension == _of.extension,
        _later.c.set_at == _of.ended_at,
        literal_column("later.rowid") != literal_column("absence.rowid"),  # the index has it, an id would be looked up
    )
    .correlate(absence)
    .exists()
)
_READ_OVER = said(
    select(
        _of.id,
        _of.extension,
        _of.forward_kind,
        _of.end,
        _of.ended_at,
        _of.ended_by,
        _of.confirmed_at,
        _of.at_desk,
        _followed,
    )
    .where(_OVER, or_(_of.forward_kind == literal_column("'mobile'"), not_(_followed)))
    .limit(_LIMIT)
    .offset(_OFFSET)
)
_DONE = message.c.counted == literal_column("0"), message.c.closed_at.is_not(None)
_ANY_TO_COUNT = said(
    select(or_(select(_of.id).where(or_(_BEGUN, _OVER)).exists(), select(message.c.id).where(*_DONE).exists())),
    *("now", "known_by"),
)
_MARK_BEGUN = said(update(absence).where(_BEGUN).values(counted=literal_column("1")))
_MARK_OVER = said(update(absence).where(_OVER).values(counted=literal_column("2")))
_MARK_THESE = said(
    update(absence).where(_of.id.in_(select(each_of(value("ids")).table_valued("value").c.value))).values(given(_of.counted)),
    *("counted", "ids"),
)
_SIZE = putting(
    *_day,
    changing=lambda new: {
        "parent": new.parent,
        "fewest": lesser(_day.fewest, new.fewest),
        "most": greater(_day.most, new.most),
    },
)
_SIZES = said(
    select(unit_day).where(_day.day.between(value("first"), value("last"))).order_by(_day.day, _day.unit), "first", "last"
)
_LAST_SIZE = said(select(func.max(_day.day)).where(_day.day <= value("day")))
_FIRST_SIZE = said(select(func.min(_day.day)))
_CELLS = said(select(tally).where(_cell.quarter >= value("begins"), _cell.quarter < value("ends")), "begins", "ends")
_FREEZE = adding(*_report, unless_there=True)
_REPORT = said(select(quality_report).where(this(_report.span), this(_report.first)), "this_span", "this_first")
_REPORTS = select(quality_report).where(_report.first.between(value("first"), value("last"))).order_by(_report.first)
_ALL_REPORTS = said(_REPORTS, "first", "last")
_REPORTS_OF = said(_REPORTS.where(this(_report.span)), "first", "last", "this_span")
_PERIODS = said(select(_report.span, _report.first).order_by(_report.first.desc(), _report.span))
_FORGET_CELLS = said(delete(tally).where(_cell.quarter < value("before")))
_FORGET_REPORTS = said(delete(quality_report).where(_report.first < value("before")))
_FORGET_SIZES = said(delete(unit_day).where(_day.day < value("before")))
_MARK_AT_DESK = said(
    update(absence).where(this(_of.id), _of.ended_at.is_(None)).values(at_desk=literal_column("1")),
)
_CLOSED = said(select(message.c.body).where(*_DONE).limit(literal_column(str(BATCH))).offset(literal_column("0")))
_MARK_MESSAGE = said(
    update(message).where(this(message.c.id), message.c.counted == literal_column("0")).values(counted=literal_column("1"))
)
_CALLS = said(select(counted_call.c.key))
_FORGET_CALL = said(delete(counted_call).where(this(counted_call.c.key)))
_MARK_CALL = adding(counted_call.c.key)


@dataclass(frozen=True, slots=True)
class UnitDay:
    """How a unit stood on a day: under which, and how many people it held itself."""

    day: date
    unit: str
    parent: str
    people: People


@dataclass(frozen=True, slots=True)
class Frozen:
    """A period as it was published: `body` is never written again."""

    period: Period
    frozen_at: datetime
    body: bytes


class BegunAbsence(NamedTuple):
    """Of an absence that holds or has held, what counting needs to know; a row as it is read, since there are many."""

    id: str
    extension: str
    way: str
    stored_set: int

    @property
    def quarter(self) -> int:
        """The quarter-hour in which it was set, by its number since 1970."""
        return self.stored_set // (QUARTER * 1_000_000)


class EndedAbsence(NamedTuple):
    """Of an absence that is over, what counting needs to know: neither its reason nor its note. A row as it is read, since of
    most only some fields are looked at: instants are stored ones, and properties make moments of them."""

    id: str
    extension: str
    forward_kind: str
    stored_end: int | None
    stored_ended: int
    ended_by: str | None
    stored_confirmed: int | None
    at_desk: int
    """Whether its forward still held when the person was at the desk."""
    followed: int
    """Whether another absence was set as it ended."""

    @property
    def end(self) -> datetime | None:
        """When it was to end."""
        return None if self.stored_end is None else moment_of(self.stored_end)

    @property
    def ended_at(self) -> datetime:
        """When it was over."""
        return moment_of(self.stored_ended)

    @property
    def confirmed_at(self) -> datetime | None:
        """When there was a sign of the person."""
        return None if self.stored_confirmed is None else moment_of(self.stored_confirmed)


def add(change: Transaction, unit: str, at: datetime, counts: Mapping[str, int]) -> None:
    """Count `counts` for `unit` in the quarter-hour of `at`; in the first one still open when that quarter was published."""
    quarter = max(stored(quarter_of(at)), _counted_until(change.sql))
    change.sql.executemany(_ADD, [(unit, quarter, counter, count) for counter, count in counts.items()])


def add_cells(change: Transaction, cells: Iterable[tuple[str, datetime, str, int]]) -> None:
    """Count all of this: unit, beginning of a quarter-hour that is still open (`counted_until`), counter and count."""
    change.sql.executemany(_ADD, [(unit, stored(quarter), counter, count) for unit, quarter, counter, count in cells])


def counted_until(change: Transaction) -> datetime:
    """What ends before is published: nothing is counted there any more."""
    return moment_of(_counted_until(change.sql))


def note_sizes(change: Transaction, sizes: Iterable[UnitDay]) -> None:
    """Note how units stand; of a day the smallest and the largest number is kept."""
    rows = [(each.day.toordinal(), each.unit, each.parent, each.people.fewest, each.people.most) for each in sizes]
    change.sql.executemany(_SIZE, rows)


def read_sizes(sql: Sql, first: date, last: date) -> list[UnitDay]:
    """Every unit on each day that was noted, both days included."""
    rows = sql.execute(
        _SIZES,
        (first.toordinal(), last.toordinal()),
    )
    return [UnitDay(date.fromordinal(row[0]), row[1], row[2], People(row[3], row[4])) for row in rows]


def day_noted_before(sql: Sql, day: date) -> date | None:
    """The newest day at or before `day` of which the sizes are known."""
    (found,) = sql.execute(_LAST_SIZE, (day.toordinal(),)).fetchone()
    return None if found is None else date.fromordinal(found)


def first_noted(sql: Sql) -> date | None:
    """The day on which counting began."""
    (found,) = sql.execute(_FIRST_SIZE).fetchone()
    return None if found is None else date.fromordinal(found)


def read_cells(sql: Sql, begins: datetime, ends: datetime) -> list[tuple[str, datetime, str, int]]:
    """Unit, quarter-hour, counter and count of all cells from `begins` until before `ends`."""
    rows = sql.execute(_CELLS, (stored(begins), stored(ends)))
    return [(row[0], moment_of(row[1]), row[2], row[3]) for row in rows]


def put_frozen(change: Transaction, frozen: Frozen, *, ends: datetime) -> None:
    """Keep what is published of a period, unless something was; from now on nothing is counted before `ends`."""
    change.sql.execute(
        _FREEZE,
        (frozen.period.span.value, frozen.period.first.toordinal(), stored(frozen.frozen_at), frozen.body),
    )
    until = max(stored(ends), _counted_until(change.sql))
    put_setting(change.sql, _COUNTED_UNTIL, str(until))


def read_frozen(sql: Sql, period: Period) -> Frozen | None:
    """What was published of `period`; None when it was not."""
    row = sql.execute(
        _REPORT,
        (period.span.value, period.first.toordinal()),
    ).fetchone()
    return None if row is None else _frozen(row)


def read_frozen_between(sql: Sql, first: date, last: date) -> list[Frozen]:
    """All published periods that have a day between `first` and `last` in them."""
    rows = sql.execute(
        _ALL_REPORTS,
        (first.toordinal() - 31, last.toordinal()),
    )
    found = [_frozen(row) for row in rows]
    return [each for each in found if each.period.last >= first]


def read_frozen_of(sql: Sql, span: Span, first: date, last: date) -> list[Frozen]:
    """The published weeks or months that begin from `first` until `last`, the oldest first."""
    rows = sql.execute(
        _REPORTS_OF,
        (first.toordinal(), last.toordinal(), span.value),
    )
    return [_frozen(row) for row in rows]


def frozen_periods(sql: Sql) -> list[Period]:
    """Every published period, the newest first."""
    rows = sql.execute(_PERIODS)
    return [Period(date.fromordinal(row[1]), Span(row[0])) for row in rows]


def forget(change: Transaction, *, cells_before: datetime, reports_before: date) -> None:
    """Erase cells that are published long since, and reports and sizes that are older than the site keeps them."""
    cells = min(stored(cells_before), _counted_until(change.sql))
    change.sql.execute(_FORGET_CELLS, (cells,))
    change.sql.execute(_FORGET_REPORTS, (reports_before.toordinal(),))
    change.sql.execute(_FORGET_SIZES, (moment_of(cells).date().toordinal() - 40,))


def any_to_count(sql: Sql, now: datetime, *, known_by: datetime) -> bool:
    """Whether there is something that `take_begun`, `take_ended` or `take_closed` would find."""
    (found,) = sql.execute(_ANY_TO_COUNT, (stored(now), stored(known_by))).fetchone()
    return bool(found)


def take_begun(change: Transaction, now: datetime) -> list[BegunAbsence]:
    """Some of the absences that hold or have held and are not counted yet: they are marked as counted."""
    found = [*map(BegunAbsence._make, change.sql.execute(_READ_BEGUN, (stored(now),)))]
    _mark(change, found, 1, _MARK_BEGUN, now)
    return found


def take_ended(change: Transaction, *, known_by: datetime) -> list[EndedAbsence]:
    """Some of the absences that are over and not counted as such: they are marked as counted. One whose return is still waited
    for only from `known_by`; one that another followed, of which nothing is said but where calls went, only where that was the
    mobile."""
    found = [*map(EndedAbsence._make, change.sql.execute(_READ_OVER, (stored(known_by),)))]
    _mark(change, found, 2, _MARK_OVER, known_by)
    return found


def _mark(
    change: Transaction,
    found: Sequence[BegunAbsence] | Sequence[EndedAbsence],
    counted: int,
    all_of_them: str,
    at: datetime,
) -> None:
    """Where these are all that there are, the same condition marks them at a third of what it costs by name."""
    if len(found) == BATCH:
        change.sql.execute(_MARK_THESE, (counted, json.dumps([each.id for each in found])))
    else:
        change.sql.execute(all_of_them, (stored(at),))


def mark_at_desk(change: Transaction, absence_id: str) -> None:
    """Note that the person was at the desk while it held."""
    change.sql.execute(_MARK_AT_DESK, (absence_id,))


def take_closed(change: Transaction) -> list[CallbackMessage]:
    """Some of the callback messages that are done and not counted yet: they are marked as counted."""
    found = [decoded(row[0]) for row in change.sql.execute(_CLOSED)]
    change.sql.executemany(_MARK_MESSAGE, [(each.id,) for each in found])
    return found


def mark_calls(change: Transaction, keys: Collection[str], held: Collection[str]) -> set[str]:
    """Mark entries of the PBX's journal as counted; which of them were not so already. `held` is all that lay there when it was
    last read: what no longer does needs no mark."""
    marked = {row[0] for row in change.sql.execute(_CALLS)}
    change.sql.executemany(_FORGET_CALL, [(key,) for key in marked.difference(held)])
    new = set(keys) - marked
    change.sql.executemany(_MARK_CALL, [(key,) for key in new])
    return new


def _counted_until(sql: Sql) -> int:
    return int(read_setting(sql, _COUNTED_UNTIL) or 0)


def _frozen(row: tuple[Any, ...]) -> Frozen:
    return Frozen(Period(date.fromordinal(row[1]), Span(row[0])), moment_of(row[2]), row[3])
