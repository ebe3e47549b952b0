"""The chapters that look across: units beside each other, the hours of a week, and how long people wait."""

from __future__ import annotations

import math
from collections.abc import Sequence

from kalix_presence import wire
from kalix_presence.model.quality.figures import FEWEST_FOR_A_SHARE
from kalix_presence.model.quality.measures import EDGES, Distribution, Measure
from kalix_presence.model.words import Words
from kalix_presence.report.chapters import Chapter, Making, Read, Row, Table, capital, goal_sentence, withheld_sentence
from kalix_presence.report.plots import Curve, Funnel, Heat
from kalix_presence.report.values import definition_of, figure_of, lasting, name_of, per_cent, unit_name

BY_UNIT = "answered_in_time"
INNER, OUTER = 1.959964, 3.090232
"""Two-sided 95 and 99.8 % of the normal distribution."""
STEPS = 40
FIRST_HOUR, LAST_HOUR = 7, 17
"""Hours that are shown at the least, until before the last."""
DAYS, HOURS = 7, 24
OF_HOURS = ("answered_in_time", "referral_coverage")
"""The measures whose calls are shown by hour."""
AXES = {
    Distribution.SWITCHBOARD_WAIT: "seconds",
    Distribution.CALLBACK_MINUTES: "callback",
    Distribution.LATENESS: "lateness",
}
WAITING = frozenset({Distribution.CALLBACK_MINUTES})
"""Of these it is asked how many still wait, not how many are done."""


def units(read: Read) -> Chapter:
    """The units below, each with its share against how many calls it had; those too small by name alone."""
    words, few = read.words, read.words.say("report.too-few")
    rows, opens, shown = list[Row](), list[str](), list[tuple[str, wire.FigureView]]()
    for unit in read.report.units[1:]:
        figure, name = figure_of(unit, BY_UNIT), unit_name(unit, words)
        cells = (str(figure.whole), str(figure.part), per_cent(figure.share)) if figure.share is not None else (few,) * 3
        if figure.withheld:
            cells = (words.say("report.withheld"),) * 3
        rows.append((name, *cells))
        opens.append(unit.code)
        if figure.share is not None:
            shown.append((name, figure))
    for hidden in read.report.hidden:
        rows.append((hidden.name, few, few, few))
        opens.append("")
    columns = tuple(words.say(f"report.column-{name}") for name in ("unit", "calls", "in-time", "share"))
    title, definition = words.say("report.units"), words.say("report.units-definition")
    table, middle = Table(columns, rows, opens), figure_of(read.unit, BY_UNIT).share
    if len(shown) < 2 or middle is None:
        return Chapter("units", title, capital(words.say("report.units-none", **read.about())), definition, table)
    plot = _funnel(shown, middle, words)
    names = [
        words.say("report.units-open", name=name, share=per_cent(share))
        for name, share, outside in zip(plot.names, plot.shares, plot.outside, strict=True)
        if outside
    ]
    key = "units-outside" if names else "units-within"
    sentence = capital(words.say(f"report.{key}", **read.about(), all=len(shown), names=", ".join(names)))
    return Chapter("units", title, sentence, definition, table, plot)


def _funnel(shown: Sequence[tuple[str, wire.FigureView]], middle: float, words: Words) -> Funnel:
    wholes = [figure.whole for _, figure in shown]
    shares = [figure.share or 0.0 for _, figure in shown]
    least, most = max(1.0, min(wholes) * 0.8), max(wholes) * 1.1
    at = [least * (most / least) ** (step / STEPS) for step in range(STEPS + 1)]

    def lines(wide: float) -> list[tuple[float, float, float]]:
        return [(each, *_limits(middle, each, wide)) for each in at]

    outside = []
    for whole, share in zip(wholes, shares, strict=True):
        low, high = _limits(middle, whole, OUTER)
        outside.append(not low <= share <= high)
    across, upward = words.say("report.axis-calls"), words.say("report.axis-share")
    names = [name for name, _ in shown]
    return Funnel(names, wholes, shares, outside, middle, lines(INNER), lines(OUTER), across, upward)


def _limits(middle: float, whole: float, wide: float) -> tuple[float, float]:
    half = wide * math.sqrt(middle * (1 - middle) / whole)
    return max(0.0, middle - half), min(1.0, middle + half)


def hours(read: Read) -> Chapter:
    """Calls by weekday and hour, and how many of them were left unanswered."""
    words = read.words
    offered = _by_day(read.unit.hours.get("offered", []))
    unanswered = _by_day(read.unit.hours.get("unanswered", []))
    total = sum(map(sum, offered))
    title, definition = words.say("report.hours"), words.say("report.hours-definition")
    busy = [hour for day in offered for hour, count in enumerate(day) if count]
    first, last = min([FIRST_HOUR, *busy]), max([LAST_HOUR - 1, *busy]) + 1
    columns = (words.say("report.column-day"), *(f"{hour:02}" for hour in range(first, last)))
    names = words.say("report.weekdays").split()
    if total < FEWEST_FOR_A_SHARE:
        hidden = next((key for key in OF_HOURS if figure_of(read.unit, key).withheld), None)
        few = tuple(words.say("report.withheld" if hidden else "report.too-few") for _ in range(first, last))
        table = Table(columns, [(name, *few) for name in names])
        sentence = withheld_sentence(read, hidden) if hidden else capital(words.say("report.hours-few", **read.about()))
        return Chapter("hours", title, sentence, definition, table)
    shares = [
        [lost / calls if calls >= FEWEST_FOR_A_SHARE else None for calls, lost in zip(*days, strict=True)]
        for days in zip(offered, unanswered, strict=True)
    ]
    rows = [
        (name, *(_hour(day[hour], part[hour]) for hour in range(first, last)))
        for name, day, part in zip(names, offered, shares, strict=True)
    ]
    plot = Heat(
        names,
        first,
        last,
        [day[first:last] for day in offered],
        [day[first:last] for day in shares],
        words.say("report.hours-legend"),
    )
    return Chapter("hours", title, _hours_sentence(read, offered, shares), definition, Table(columns, rows), plot)


def _hours_sentence(read: Read, offered: list[list[int]], shares: list[list[float | None]]) -> str:
    words, cells = read.words, [(day, hour) for day in range(DAYS) for hour in range(HOURS)]
    on = words.say("report.on-weekdays").split()
    day, hour = max(cells, key=lambda at: offered[at[0]][at[1]])
    about = read.about() | {"calls": offered[day][hour], "all": sum(map(sum, offered)), "weekday": on[day], "hour": hour}
    known = [(part, at) for at in cells if (part := shares[at[0]][at[1]]) is not None]
    if not known:
        return capital(words.say("report.hours-plain", **about))
    part, (worst, worst_hour) = max(known, key=lambda each: each[0])
    said = words.say("report.hours-busiest", **about, worst=on[worst], worst_hour=worst_hour, share=per_cent(part))
    return capital(said)


def _hour(calls: int, share: float | None) -> str:
    return str(calls) if share is None else f"{calls} ({per_cent(share)})"


def _by_day(hours_of: Sequence[int]) -> list[list[int]]:
    whole = [*hours_of, *([0] * (DAYS * HOURS - len(hours_of)))]
    return [whole[day * HOURS : (day + 1) * HOURS] for day in range(DAYS)]


def wait(of: Measure) -> Making:
    """The chapter of a wait: how many are over by when."""
    distribution = of.distribution
    assert distribution is not None  # noqa: S101 - a wait has one

    def made(read: Read) -> Chapter:
        words, figure = read.words, figure_of(read.unit, of.key)
        counts = read.unit.waits.get(distribution.value, [])
        total, falling = sum(counts), distribution in WAITING
        over = "waiting" if falling else "over"
        columns = tuple(words.say(f"report.column-{name}") for name in ("until", "number", over))
        edges = EDGES[distribution]
        labels = [words.say("report.until", number=edge) for edge in edges] + [words.say("report.until-over", number=edges[-1])]
        title, definition = name_of(of.key, words), definition_of(of.key, words)
        if not counts or (figure.median is None and not figure.median_over):
            few = words.say("report.withheld" if figure.withheld else "report.too-few")
            sentence = words.say("report.few-share", measure=title, **read.about())
            if figure.withheld:
                sentence = withheld_sentence(read, of.key)
            return Chapter(of.key, title, sentence, definition, Table(columns, [(label, few, few) for label in labels]))
        reached, shares, rows = 0, list[float](), list[Row]()
        for label, count in zip(labels, counts, strict=True):
            reached += count
            shares.append(1 - reached / total if falling else reached / total)
            rows.append((label, str(count), per_cent(shares[-1])))
        goal = read.report.goals.get(of.key)
        marks = [(goal, words.say("report.goal-mark", number=f"{goal:g}"))] if goal is not None else []
        plot = Curve(edges, shares[:-1], falling, words.say(f"report.axis-{AXES[distribution]}"), marks)
        return Chapter(of.key, title, _wait_sentence(read, of, figure), definition, Table(columns, rows), plot)

    return made


def _wait_sentence(read: Read, of: Measure, figure: wire.FigureView) -> str:
    words, distribution = read.words, of.distribution
    assert distribution is not None  # noqa: S101 - a wait has one
    median = lasting(distribution, figure.median, words, beyond=figure.median_over)
    p90 = lasting(distribution, figure.p90, words, beyond=figure.p90_over)
    sentence = words.say(f"report.{of.key.replace('_', '-')}", median=median, p90=p90, **read.about())
    text = words.say("report.plain", sentence=sentence)
    return capital(f"{text} {goal_sentence(read, of, figure.p90, beyond=figure.p90_over)}".strip())
