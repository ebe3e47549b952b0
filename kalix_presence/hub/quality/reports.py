"""Reads what was published, for those who may see it: the organisation for the administrator, an officer's administration,
a head's unit."""

from __future__ import annotations

import math
from dataclasses import dataclass

import msgspec

from kalix_presence import wire
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.quality.freezing import BY_HOUR, decode_frame
from kalix_presence.hub.store import Store, quality
from kalix_presence.hub.store.quality import Frozen
from kalix_presence.hub.store.sql import Sql
from kalix_presence.model.access import Action, Caller, Scope, require, scope
from kalix_presence.model.errors import NotFound
from kalix_presence.model.policy import Policy
from kalix_presence.model.quality.figures import classes, figure
from kalix_presence.model.quality.frame import Frame, FrameTotals, Tree, UnitCounts
from kalix_presence.model.quality.goals import read_goals
from kalix_presence.model.quality.measures import MEASURES, Distribution, Measure
from kalix_presence.model.quality.periods import Period, Span
from kalix_presence.model.quality.publishing import ROOT

_decode_totals = msgspec.json.Decoder(FrameTotals).decode
HOURS = 7 * 24
BY_HOUR_OF = frozenset({"answered_in_time", "referral_coverage"})
"""The measures whose calls are shown by hour as well."""
PERIODS_BACK = 12
"""Periods before the one that is looked at, in a history: thirteen months, or a quarter of a year in weeks."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody may see: all, or the whole organisation and what is below the unit `own`."""

    everything: bool = False
    own: str = ""

    def inside(self, frame: Frame | FrameTotals, tree: Tree) -> frozenset[str]:
        """The units of a period, shown or not, that lie within."""
        if self.everything:
            return frozenset(frame.units)
        below = tree.below(self.own) if self.own != ROOT and self.own in frame.units else ()
        return frozenset((ROOT, *below))


EVERYTHING = Seen(everything=True)


class QualityReports:
    """What may be fetched of the published periods; nothing else can be asked."""

    def __init__(self, board: Board, store: Store) -> None:
        self._board, self._store = board, store

    async def periods(self, caller: Caller) -> wire.ReportPeriods:
        """What there are reports of. Raises Forbidden `not-permitted`."""
        require(caller, Action.SEE_REPORT)
        return wire.ReportPeriods([str(period) for period in await self._store.read(quality.frozen_periods)])

    async def report(
        self, caller: Caller, period: Period, unit: str | None = None, *, direct: bool = False
    ) -> wire.PolicyReport:
        """A period's report, or the part of it from `unit` down; `direct` as in `view_of`.

        Raises Forbidden `not-permitted`, NotFound `report-unknown` for what is not over yet (or never was counted) and
        `report-unit-hidden` for a unit that is not shown by itself.
        """
        seen, policy = self._seen(caller), self._board.policy

        def work(sql: Sql) -> wire.PolicyReport:
            frozen = quality.read_frozen(sql, period)
            if frozen is None:
                raise NotFound("report-unknown", period=str(period))
            return view_of(frozen, policy, seen=seen, unit=unit, direct=direct)

        return await self._store.read(work)

    async def newest_month(self, caller: Caller) -> wire.PolicyReport | None:
        """The newest published month as `report` gives it; None to who sees no report, and before there is one."""
        if scope(caller, Action.SEE_REPORT) is Scope.NONE:
            return None
        months = [each for each in await self._store.read(quality.frozen_periods) if each.span is Span.MONTH]
        return await self.report(caller, months[0]) if months else None

    def topmost(self, caller: Caller) -> str:
        """The unit that is theirs with all below it; "" is the whole organisation. Raises Forbidden `not-permitted`."""
        return self._seen(caller).own

    async def history(self, caller: Caller, period: Period, unit: str) -> wire.UnitHistory:
        """The unit ("" is the whole organisation) in `period` and the twelve before it; raises as `report`."""
        seen = self._seen(caller)
        return await self._store.read(lambda sql: history_of(sql, period, unit, seen=seen))

    def _seen(self, caller: Caller) -> Seen:
        require(caller, Action.SEE_REPORT)
        match scope(caller, Action.SEE_REPORT):
            case Scope.ALL:
                return EVERYTHING
            case Scope.ADMINISTRATION:
                return Seen(own=caller.administration or "")
        person = self._board.people.get(caller.extension or "")
        return Seen(own=person.unit if person is not None and caller.person in ("", person.id) else "")


def view_of(
    frozen: Frozen, policy: Policy, *, seen: Seen = EVERYTHING, unit: str | None = None, direct: bool = False
) -> wire.PolicyReport:
    """What is shown of a published period to somebody who may see `seen`.

    `direct`: only `unit` (where none is said, the topmost that is theirs) and the next ones below it, these without waits and
    hours.
    """
    frame = decode_frame(frozen.body)
    tree, published = Tree(frame), set(frame.published)
    inside = seen.inside(frame, tree)
    shown = [code for code in tree.below(ROOT) if code in published and code in inside]
    if direct and unit is None:
        unit = seen.own if seen.own in shown else ROOT
    if unit is not None:
        if unit not in shown:
            raise NotFound("report-unit-hidden", field="unit", unit=unit)
        below = set(tree.below(unit))
        shown, inside = [code for code in shown if code in below], inside & below
    hidden = [
        wire.HiddenUnit(code, frame.units[code].name, _parent(tree, code, seen.own))
        for code in tree.below(ROOT)
        if code in inside and code not in published
    ]
    if direct:
        shown = [code for code in shown if code == unit or _parent(tree, code, seen.own) == unit]
        hidden = [each for each in hidden if each.parent == unit]
    units = [_unit(tree, code, seen.own, whole=not direct or code == unit) for code in shown]
    goals = dict(read_goals(policy.goals))
    return wire.PolicyReport(str(frozen.period), frozen.frozen_at, policy.zone, units, hidden, goals, policy.signals)


def history_of(sql: Sql, period: Period, unit: str, *, seen: Seen = EVERYTHING) -> wire.UnitHistory:
    """`unit` in `period` and the twelve before it; raises NotFound as `QualityReports.report`."""
    first = period
    for _ in range(PERIODS_BACK):
        first = first.before()
    frozen = quality.read_frozen_of(sql, period.span, first.first, period.first)
    if not frozen or frozen[-1].period != period:
        raise NotFound("report-unknown", period=str(period))
    points = [_point(each, unit, seen) for each in frozen]
    if all(point.unit is None for point in points):
        raise NotFound("report-unit-hidden", field="unit", unit=unit)
    return wire.UnitHistory(unit, points)


def _point(frozen: Frozen, unit: str, seen: Seen) -> wire.HistoryPoint:
    frame = _decode_totals(frozen.body)
    tree = Tree(frame)
    shown = unit in frame.published and unit in seen.inside(frame, tree)
    return wire.HistoryPoint(str(frozen.period), _unit(tree, unit, seen.own, whole=False) if shown else None)


def _parent(tree: Tree, code: str, own: str) -> str:
    """The nearest unit above that the reader is shown: above the `own` one that is the whole organisation."""
    return ROOT if code == own else tree.shown_parent(code) or ROOT


def _unit(tree: Tree, code: str, own: str, *, whole: bool) -> wire.UnitReport:
    counted = tree.summed(code)
    hidden = tree.withheld(code)
    hours = {name: [counted.hours.get(name, {}).get(str(hour), 0) for hour in range(HOURS)] for name in sorted(BY_HOUR)}
    if hidden & BY_HOUR_OF:
        hours = {}
    return wire.UnitReport(
        code=code,
        name=counted.name,
        parent=None if code == ROOT else _parent(tree, code, own),
        people=counted.people,
        figures=[
            wire.FigureView(each.key, 0, 0, withheld=True) if each.key in hidden else _figure(each, counted)
            for each in MEASURES
        ],
        waits={each.value: [count for _, count in classes(each, counted.counts)] for each in Distribution if each not in hidden}
        if whole
        else {},
        hours=hours if whole else {},
    )


def _figure(measure: Measure, counted: UnitCounts) -> wire.FigureView:
    found = figure(measure, counted.counts)
    return wire.FigureView(
        measure=measure.key,
        part=found.part,
        whole=found.whole,
        share=found.share,
        low=found.low,
        high=found.high,
        median=_edge(found.median),
        median_over=found.median == math.inf,
        p90=_edge(found.p90),
        p90_over=found.p90 == math.inf,
    )


def _edge(value: float | None) -> float | None:
    return None if value is None or value == math.inf else value
