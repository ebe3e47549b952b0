"""The policy report: figures of a closed week or month by unit, never of fewer than five people (P1, P2, P13)."""

from __future__ import annotations

from datetime import datetime

import msgspec


class FigureView(msgspec.Struct, frozen=True, omit_defaults=True):
    """One measure of one unit: `part` of `whole` as counted.

    `share` with its 95 % interval from `low` to `high`, 0 to 1, or of a wait the `median` and ninth decile `p90` as "at most",
    in the measure's own unit; all None where there is too little to say. `median_over`, `p90_over`: beyond the last class.
    `withheld`: one person may have more than half of it, so nothing is said; `part` and `whole` are 0 then and mean nothing.
    """

    measure: str
    part: int
    whole: int
    share: float | None = None
    low: float | None = None
    high: float | None = None
    median: float | None = None
    median_over: bool = False
    p90: float | None = None
    p90_over: bool = False
    withheld: bool = False


class UnitReport(msgspec.Struct, frozen=True, omit_defaults=True):
    """A unit with all below it; `code` "" is the whole organisation. `parent` is the nearest unit above that is shown, None for
    the organisation. `people` is the fewest it held on any day. `waits` holds, by distribution, the count of each class in
    order; `hours`, by counter, 168 counts from Monday 00 to Sunday 23 by the site's clock."""

    code: str
    name: str
    parent: str | None
    people: int
    figures: list[FigureView]
    waits: dict[str, list[int]] = {}
    hours: dict[str, list[int]] = {}


class HiddenUnit(msgspec.Struct, frozen=True):
    """A unit that is too small to be shown by itself; `parent` is the nearest unit above that is shown."""

    code: str
    name: str
    parent: str


class PolicyReport(msgspec.Struct, frozen=True):
    """`period` is a month ("2026-10") or a week ("2026-W41"); `zone` the one its days are counted in. Units from above.

    `hidden` are those too small to be shown. `goals` holds, by measure, the share that the site wants reached (or, of what is
    better less, stayed under), and of a wait what nine in ten are to keep; what has none is left out. `signals`: how often
    a phone rings before the switchboard takes over.
    """

    period: str
    published_at: datetime
    zone: str
    units: list[UnitReport]
    hidden: list[HiddenUnit] = []
    goals: dict[str, float] = {}
    signals: int = 5


class HistoryPoint(msgspec.Struct, frozen=True, omit_defaults=True):
    """One period of a unit's history; `unit` is None where the unit is not shown, or was not there."""

    period: str
    unit: UnitReport | None = None


class UnitHistory(msgspec.Struct, frozen=True):
    """A unit (`code` "" is the whole organisation) through the published periods of one kind, the oldest first."""

    code: str
    points: list[HistoryPoint]


class ReportPeriods(msgspec.Struct, frozen=True):
    """The periods that there are reports of, the newest first."""

    periods: list[str]
