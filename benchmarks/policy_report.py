"""Five years of weeks and months of 500 units: until the policy report is open with its first plot, until its PDF is made."""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec

from benchmarks.measuring import Row
from kalix_presence import shipped, wire
from kalix_presence.hub.quality.freezing import BY_HOUR
from kalix_presence.hub.quality.reports import history_of, view_of
from kalix_presence.hub.store import Store, Transaction, quality
from kalix_presence.model.policy import Policy
from kalix_presence.model.quality.frame import Frame, UnitCounts
from kalix_presence.model.quality.measures import EDGES, MEASURES, Counter, Distribution
from kalix_presence.model.quality.periods import Period, Span, period_of
from kalix_presence.report.chapters import Read
from kalix_presence.report.contents import chapters
from kalix_presence.report.drawing import picture
from kalix_presence.report.paper import pdf

UNITS, TOPS, YEARS = 500, 20, 5
FIRST = date(2021, 11, 1)
WHOLES = {of.whole for of in MEASURES if of.whole is not None}
POLICY = Policy(goals=("answered_in_time 80", "switchboard_wait 30"))


def measure() -> list[Row]:
    """Two rows, by the processor's time: both have it to themselves. The first opening loads matplotlib as well."""
    with tempfile.TemporaryDirectory(prefix="kalix-bench-") as name:
        return asyncio.run(_measured(Path(name) / "kalix.db"))


async def _measured(path: Path) -> list[Row]:
    store = Store(path)
    newest = await store.write(_fill)
    began = time.process_time()
    await store.read(quality.frozen_periods)
    frozen = await store.read(lambda sql: quality.read_frozen(sql, newest))
    assert frozen is not None
    report = msgspec.json.encode(view_of(frozen, POLICY, direct=True))
    history = msgspec.json.encode(await store.read(lambda sql: history_of(sql, newest, "")))
    read = Read(
        msgspec.json.decode(report, type=wire.PolicyReport),
        msgspec.json.decode(history, type=wire.UnitHistory),
        shipped.words("sv"),
    )
    first = next(chapter.plot for chapter in chapters(read) if chapter.plot is not None)
    picture(first, 760, 300)
    opened = time.process_time() - began
    began = time.process_time()
    pdf(read)
    printed = time.process_time() - began
    store.close()
    what = f"policy report, {YEARS} years of {UNITS} units"
    return [
        Row(f"{what}: asked for → sentences, tables and the first plot", f"{opened:.2f} s", "-", "-", "< 2 s"),
        Row(f"{what}: the PDF of the whole", f"{printed:.2f} s", "-", "-", "< 5 s"),
    ]


def _fill(change: Transaction) -> Period:
    draw = random.Random(500)
    units = {"": UnitCounts("", None, 0)}
    for number in range(UNITS):
        parent = "" if number < TOPS else f"u{number % TOPS}"
        units[f"u{number}"] = _unit(draw, f"Enhet {number}", parent)
    last = FIRST + timedelta(days=365 * YEARS)
    newest = period_of(FIRST, Span.MONTH)
    for span in Span:
        period = period_of(FIRST, span)
        body = msgspec.json.encode(Frame(str(period), units, sorted(units)))
        while period.last < last:
            frozen = quality.Frozen(period, datetime(2026, 11, 1, tzinfo=UTC), body)
            quality.put_frozen(change, frozen, ends=datetime(2021, 11, 1, tzinfo=UTC))
            newest = period if span is Span.MONTH else newest
            period = period.next()
    return newest


def _unit(draw: random.Random, name: str, parent: str) -> UnitCounts:
    calls = draw.randint(40, 400)
    counts = {counter.value: calls if counter in WHOLES else draw.randint(0, calls) for counter in Counter}
    for distribution in Distribution:
        counts |= {f"{distribution}:{edge}": draw.randint(0, 30) for edge in EDGES[distribution]}
    hours = {each: {str(day * 24 + hour): draw.randint(0, 9) for day in range(5) for hour in range(7, 18)} for each in BY_HOUR}
    return UnitCounts(name, parent, 9, counts, hours)
