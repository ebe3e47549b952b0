"""Reads what was published, for those who may see it: the organisation for the administrator, an officer's administration."""

from __future__ import annotations

import math

from kalix_presence import wire
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.quality.freezing import BY_HOUR, decode_frame
from kalix_presence.hub.store import Store, quality
from kalix_presence.hub.store.quality import Frozen
from kalix_presence.model.access import Action, Caller, Scope, require, scope
from kalix_presence.model.errors import NotFound
from kalix_presence.model.quality.figures import classes, figure
from kalix_presence.model.quality.frame import Tree, UnitCounts
from kalix_presence.model.quality.measures import MEASURES, Distribution, Measure
from kalix_presence.model.quality.periods import Period
from kalix_presence.model.quality.publishing import ROOT

HOURS = 7 * 24


class QualityReports:
    """What may be fetched of the published periods; nothing else can be asked."""

    def __init__(self, board: Board, store: Store) -> None:
        self._board, self._store = board, store

    async def periods(self, caller: Caller) -> wire.ReportPeriods:
        """What there are reports of. Raises Forbidden `not-permitted`."""
        require(caller, Action.SEE_REPORT)
        return wire.ReportPeriods([str(period) for period in await self._store.read(quality.frozen_periods)])

    async def report(self, caller: Caller, period: Period, unit: str | None = None) -> wire.PolicyReport:
        """A period's report, or the part of it from `unit` down.

        Raises Forbidden `not-permitted`, NotFound `report-unknown` for what is not over yet (or never was counted) and
        `report-unit-hidden` for a unit that is not shown by itself.
        """
        require(caller, Action.SEE_REPORT)
        frozen = await self._store.read(lambda sql: quality.read_frozen(sql, period))
        if frozen is None:
            raise NotFound("report-unknown", period=str(period))
        own = None if scope(caller, Action.SEE_REPORT) is Scope.ALL else caller.administration or ""
        return view_of(frozen, zone=self._board.policy.zone, administration=own, unit=unit)


def view_of(frozen: Frozen, *, zone: str, administration: str | None = None, unit: str | None = None) -> wire.PolicyReport:
    """What is shown of a published period: of an `administration` the units in it, and the whole organisation beside them."""
    frame = decode_frame(frozen.body)
    tree, published = Tree(frame), set(frame.published)
    shown = [code for code in tree.below(ROOT) if code in published]
    if administration is not None:
        inside = set(tree.below(administration)) if administration in frame.units and administration != ROOT else set()
        shown = [code for code in shown if code == ROOT or code in inside]
    if unit is not None:
        if unit not in shown:
            raise NotFound("report-unit-hidden", field="unit", unit=unit)
        inside = set(tree.below(unit))
        shown = [code for code in shown if code in inside]
    return wire.PolicyReport(str(frozen.period), frozen.frozen_at, zone, [_unit(tree, code) for code in shown])


def _unit(tree: Tree, code: str) -> wire.UnitReport:
    counted = tree.summed(code)
    return wire.UnitReport(
        code=code,
        name=counted.name,
        parent=tree.shown_parent(code),
        people=counted.people,
        figures=[_figure(measure, counted) for measure in MEASURES],
        waits={each.value: [count for _, count in classes(each, counted.counts)] for each in Distribution},
        hours={name: [counted.hours.get(name, {}).get(str(hour), 0) for hour in range(HOURS)] for name in sorted(BY_HOUR)},
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
