"""Publishes each week and month once it is over: what is published is written once, and never again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import structlog

from kalix_presence.hub.board.board import Board
from kalix_presence.hub.store import Store, Transaction, most, quality, report_letters
from kalix_presence.hub.store.moment import Known, Moment
from kalix_presence.hub.store.most import Most
from kalix_presence.hub.store.quality import Frozen
from kalix_presence.hub.store.sql import Sql
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.quality.dominance import Added, withheld
from kalix_presence.model.quality.frame import Frame, UnitCounts
from kalix_presence.model.quality.measures import MEASURES, Counter, bases_of
from kalix_presence.model.quality.periods import Period, Span, period_of
from kalix_presence.model.quality.publishing import ROOT, Day, People, publish

log = structlog.get_logger("kalix.quality")

ROUND_SECONDS = 600.0
GRACE = timedelta(hours=6)
"""After its end a period waits so long for what a hub that was down has still to read from the PBX."""

CELL_DAYS = 100
REPORT_DAYS = 366 * 5
LETTER_DAYS = 366
BY_HOUR = frozenset({Counter.OFFERED.value, Counter.UNANSWERED.value})
"""Counters that are shown by weekday and hour as well."""

_encode = msgspec.json.Encoder().encode
decode_frame = msgspec.json.Decoder(Frame).decode


class QualityPublishing:
    """Freezes what is over, in the order in which it ended, and erases what is kept long enough."""

    def __init__(self, board: Board, store: Store, *, clock: Callable[[], datetime]) -> None:
        self._board, self._store, self._clock = board, store, clock
        self.on_newest_month: Callable[[Transaction, Moment, Period], None] = lambda change, known, period: None
        """Called in the transaction that freezes a month; of several that a hub froze late, for the newest alone."""

    async def run(self) -> None:
        """Publish until cancelled."""
        while True:
            try:
                await self.publish(self._clock())
            except Unavailable as refusal:
                log.warning("quality-not-published", trouble=refusal.code)
            await asyncio.sleep(ROUND_SECONDS)

    async def publish(self, now: datetime) -> list[Period]:
        """Freeze every period that is over; which ones. Raises Unavailable `store-unwritable` or `store-full`."""
        zone = ZoneInfo(self._board.policy.zone)
        moment = self._board.moment()
        published: list[Period] = []
        due = await self._store.read(lambda sql: _due(sql, now, zone))
        newest = max((each for each in due if each.span is Span.MONTH), default=None)
        for period in due:
            _, ends = period.bounds(zone)
            frame = await self._store.read(lambda sql, period=period: _frame(sql, moment, period, zone))  # type: ignore[misc]
            frozen = Frozen(period, now, _encode(frame))

            def work(change: Transaction, frozen: Frozen = frozen, ends: datetime = ends) -> None:
                quality.put_frozen(change, frozen, ends=ends)
                if frozen.period == newest:
                    self.on_newest_month(change, moment, frozen.period)

            await self._store.write(work)
            published.append(period)
            log.info("quality-published", period=str(period), units=len(frame.published))
        if published:
            await self._store.write(lambda change: _forget(change, now))
        return published


def _forget(change: Transaction, now: datetime) -> None:
    today = now.date()
    most.forget_most(change, before=now - timedelta(days=CELL_DAYS))
    report_letters.forget_letters(change, before=today - timedelta(days=LETTER_DAYS))
    quality.forget(change, cells_before=now - timedelta(days=CELL_DAYS), reports_before=today - timedelta(days=REPORT_DAYS))


def _due(sql: Sql, now: datetime, zone: ZoneInfo) -> list[Period]:
    """What is over and not published, by its end; of a time before counting began nothing is said."""
    began = quality.first_noted(sql)
    if began is None:
        return []
    there = set(quality.frozen_periods(sql))
    found: list[Period] = []
    for span in Span:
        newest = max((each for each in there if each.span is span), default=None)
        period = period_of(began, span) if newest is None else newest.next()
        while period.bounds(zone)[1] + GRACE <= now:
            found.append(period)
            period = period.next()
    return sorted(found, key=lambda each: (each.last, each.span is Span.MONTH))


def _frame(sql: Sql, known: Known, period: Period, zone: ZoneInfo) -> Frame:
    begins, ends = period.bounds(zone)
    noted = _days(sql, period)
    days = list(noted.values())
    earlier: dict[int, list[frozenset[str]]] = {}
    for each in quality.read_frozen_between(sql, period.first, period.last):
        shown = frozenset(decode_frame(each.body).published)
        for index, day in enumerate(noted):
            if each.period.first <= day <= each.period.last:
                earlier.setdefault(index, []).append(shown)
    units = {
        code: UnitCounts(
            name=known.units[code].name if code in known.units else code,
            parent=parent,
            people=min((day.people[code].fewest for day in days if code in day.people), default=0),
        )
        for code, parent in (days[-1].parents if days else {}).items()
    }
    units[ROOT] = UnitCounts(name="", parent=None, people=0)
    for unit, quarter, counter, count in quality.read_cells(sql, begins, ends):
        counts = units.get(unit) or units[ROOT]  # a unit that is gone since: its people are the organisation's
        counts.counts[counter] = counts.counts.get(counter, 0) + count
        if counter in BY_HOUR:
            local = quarter.astimezone(zone)
            hours = counts.hours.setdefault(counter, {})
            hour = str(local.weekday() * 24 + local.hour)
            hours[hour] = hours.get(hour, 0) + count
    published = sorted(publish(days, earlier))
    return Frame(str(period), units, published, _withheld(units, published, most.read_most(sql, begins, ends)))


def _withheld(units: Mapping[str, UnitCounts], published: list[str], noted: Iterable[Most]) -> dict[str, list[str]]:
    """By measure, the units of which one person may have more than half."""
    parents = {code: each.parent or ROOT for code, each in units.items() if code != ROOT}
    added: dict[str, dict[str, Added]] = {}
    for code, each in units.items():
        for basis, total in bases_of(each.counts).items():
            added.setdefault(basis, {})[code] = Added(total)
    for one in noted:
        unit = added.get(one.counter, {}).get(one.unit if one.unit in units else ROOT)
        if unit is not None:
            unit.most[one.stretch] = max(unit.most.get(one.stretch, 0), one.most)
            unit.noted += one.noted
    by_basis = {basis: sorted(withheld(published, parents, each)) for basis, each in added.items()}
    return {each.key: found for each in MEASURES if (found := by_basis.get(each.basis))}


def _days(sql: Sql, period: Period) -> dict[date, Day]:
    """How the organisation stood on each day since counting began; where nobody noted it (the hub was down), as before."""
    since = quality.day_noted_before(sql, period.first) or period.first
    noted: dict[date, list[quality.UnitDay]] = {}
    for each in quality.read_sizes(sql, since, period.last):
        noted.setdefault(each.day, []).append(each)
    found: dict[date, Day] = {}
    last = noted.get(since, [])
    for day in period.days:
        last = noted.get(day, last)
        if last:
            found[day] = _day(last)
    return found


def _day(units: Iterable[quality.UnitDay]) -> Day:
    parents: Mapping[str, str] = {each.unit: each.parent for each in units}
    people: Mapping[str, People] = {each.unit: each.people for each in units}
    return Day(parents, people)
