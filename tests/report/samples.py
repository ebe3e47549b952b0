"""A unit's report and history with figures of every kind, made by the product's own reckoning."""

from __future__ import annotations

import random
from datetime import UTC, datetime

from kalix_presence import shipped, wire
from kalix_presence.hub.quality.freezing import BY_HOUR
from kalix_presence.hub.quality.reports import view_of
from kalix_presence.hub.store.quality import Frozen
from kalix_presence.model.policy import Policy
from kalix_presence.model.quality.frame import Frame, UnitCounts
from kalix_presence.model.quality.measures import EDGES, Counter, Distribution
from kalix_presence.model.quality.periods import read_period
from kalix_presence.report.chapters import Read

UNITS = {"bygg": "Bygg och miljö", "kultur": "Kultur och fritid", "skola": "Barn och utbildning", "vakt": "Vaktmästare"}
POLICY = Policy(goals=("answered_in_time 80", "referral_coverage 95", "switchboard_wait 30", "callback_minutes 120"))
MONTHS = [f"2025-{month:02}" for month in range(10, 13)] + [f"2026-{month:02}" for month in range(1, 11)]


def counts(draw: random.Random, calls: int, good: float) -> UnitCounts:
    """What a unit with so many calls counts, of which the share `good` goes well."""
    part = {counter.value: calls for counter in Counter}
    for counter in (
        Counter.IN_TIME,
        Counter.INTERNAL_IN_TIME,
        Counter.REFERRED,
        Counter.RETURN_KEPT,
        Counter.CALLBACKS_IN_TIME,
    ):
        part[counter.value] = round(calls * min(1.0, good + draw.uniform(-0.05, 0.05)))
    for counter in (Counter.SWITCHBOARD_ABANDONED, Counter.CALLED_AGAIN, Counter.TRIED_AGAIN, Counter.AT_DESK_FORWARDED):
        part[counter.value] = round(calls * (1 - good) / 2)
    for distribution in Distribution:
        for number, edge in enumerate(EDGES[distribution]):
            part[f"{distribution}:{edge}"] = calls // (number + 1)
    hours = {name: dict[str, int]() for name in BY_HOUR}
    for day in range(5):
        for hour in range(8, 17):
            hours["offered"][str(day * 24 + hour)] = draw.randint(10, 60)
            hours["unanswered"][str(day * 24 + hour)] = draw.randint(0, 10)
    return UnitCounts("", "", 12, part, hours)


def report_of(period: str, *, small: bool = False) -> wire.PolicyReport:
    """The report of the whole with its units, one of them hidden; `small`: of too few calls for any share."""
    draw = random.Random(period)
    units = {"": counts(draw, 0, 0.8)}
    units[""].parent = None
    for number, (code, name) in enumerate(UNITS.items()):
        units[code] = counts(draw, 3 if small else 300 * (number + 1), 0.74 + 0.06 * number)
        units[code].name = name
        if small:
            units[code].hours = {}
    frame = Frame(period, units, ["", "bygg", "kultur", "skola"])
    import msgspec

    frozen = Frozen(read_period(period), datetime(2026, 11, 1, 6, 0, tzinfo=UTC), msgspec.json.encode(frame))
    return view_of(frozen, POLICY, direct=True)


def history(*, small: bool = False) -> wire.UnitHistory:
    """Thirteen months of the whole; in the third nothing is shown."""
    points = [wire.HistoryPoint(month, report_of(month, small=small).units[0]) for month in MONTHS]
    points[2] = wire.HistoryPoint(MONTHS[2])
    return wire.UnitHistory("", points)


def read(language: str = "sv", *, small: bool = False) -> Read:
    """October 2026."""
    return Read(report_of("2026-10", small=small), history(small=small), shipped.words(language))
