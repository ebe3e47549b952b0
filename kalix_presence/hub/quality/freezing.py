"""Publishes each week and month once it is over: what is published is written once, and never again."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import structlog

from kalix_presence.hub.board.board import Board
from kalix_presence.hub.store import Store, Transaction, quality
from kalix_presence.hub.store.moment import Known
from kalix_presence.hub.store.quality import Frozen
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.quality.frame import Frame, UnitCounts
from kalix_presence.model.quality.measures import Counter
from kalix_presence.model.quality.periods import Period, Span, period_of
from kalix_presence.model.quality.publishing import ROOT, Day, People, publish

log = structlog.get_logger("kalix.quality")

ROUND_SECONDS = 600.0
GRACE = timedelta(hours=6)
"""After its end a period waits so long for what a hub that was down has still to read from the PBX."""

CELL_DAYS = 100
REPORT_DAYS = 366 * 5
BY_HOUR = frozenset({Counter.OFFERED.value, Counter.UNANSWERED.value})
"""Counters that are shown by weekday and hour as well."""

_encode = msgspec.json.Encoder().encode
decode_frame = msgspec.json.Decoder(Frame).decode


class QualityPublishing:
    """Freezes what is over, in the order in which it ended, and erases what is kept long enough."""

    def __init__(self, board: Board, store: Store, *, clock: Callable[[], datetime]) -> None:
        self._board, self._store, self._clock = board, store, clock

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
        for period in await self._store.read(lambda sql: _due(sql, now, zone)):
            _, ends = period.bounds(zone)
            frame = await self._store.read(lambda sql, period=period: _frame(sql, moment, period, zone))  # type: ignore[misc]
            frozen = Frozen(period, now, _encode(frame))
            await self._store.write(
                lambda change, frozen=frozen, ends=ends: quality.put_frozen(change, frozen, ends=ends)  # type: ignore[misc]
            )
            published.append(period)
            log.info("quality-published", period=str(period), units=len(frame.published))
        if published:
            await self._store.write(lambda change: _forget(change, now))
        return published


def _forget(change: Transaction, now: datetime) -> None:
    today = now.date()
    quality.forget(change, cells_before=now - timedelta(days=CELL_DAYS), reports_before=today - timedelta(days=REPORT_DAYS))


def _due(sql: sqlite3.Connection, now: datetime, zone: ZoneInfo) -> list[Period]:
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


def _frame(sql: sqlite3.Connection, known: Known, period: Period, zone: ZoneInfo) -> Frame:
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
    return Frame(str(period), units, sorted(publish(days, earlier)))


def _days(sql: sqlite3.Connection, period: Period) -> dict[date, Day]:
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
