"""The chapters of a unit's report: each a title, one sentence of result, the table behind it, its definition, and a plot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kalix_presence import wire
from kalix_presence.model.quality.goals import reached
from kalix_presence.model.quality.measures import MEASURES, Measure, Shape
from kalix_presence.model.words import Words
from kalix_presence.report.periods import before, short, than, titled, within
from kalix_presence.report.plots import Bars, Plot, Trend
from kalix_presence.report.values import (
    definition_of,
    figure_of,
    goal_said,
    main_value,
    name_of,
    per_cent,
    said,
)

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Cells as they are read; `opens` names, by row, the unit that a row leads to, "" where it leads nowhere."""

    columns: Row
    rows: Sequence[Row]
    opens: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """`key` is the measure's, or the chapter's own name; `plot` is None where there is nothing to draw."""

    key: str
    title: str
    sentence: str
    definition: str
    table: Table
    plot: Plot | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """What is read of one unit: a report of it with the next ones below (`units[0]` is the unit), and its history."""

    report: wire.PolicyReport
    history: wire.UnitHistory
    words: Words

    @property
    def unit(self) -> wire.UnitReport:
        """The unit that the report is of."""
        return self.report.units[0]

    @property
    def before(self) -> wire.UnitReport | None:
        """The unit in the period just before; None where it was not shown."""
        wanted = before(self.report.period)
        return next((point.unit for point in self.history.points if point.period == wanted), None)

    def about(self) -> dict[str, object]:
        """The blanks that most sentences have."""
        return {
            "unit": self.unit.name or self.words.say("report.organisation"),
            "period": within(self.report.period, self.words),
            "signals": self.report.signals,
        }


Making = Callable[[Read], Chapter]


def overview(read: Read) -> Chapter:
    """Every measure in a line, beside what it was and what it should be."""
    words, goals = read.words, read.report.goals
    rows, kept, held = [], 0, 0
    for of in MEASURES:
        if not ever_counted(read, of.key):
            continue
        figure, goal = figure_of(read.unit, of.key), goals.get(of.key)
        value = main_value(figure)
        if goal is not None and (value is not None or figure.p90_over):
            held += 1
            kept += value is not None and reached(of, value, goal)
        was = "" if read.before is None else said(figure_of(read.before, of.key), words)
        interval = f" ({_interval(figure, words)})" if figure.share is not None else ""
        rows.append((name_of(of.key, words), said(figure, words) + interval, was, goal_said(of, goal, words)))
    key = "overview-goals" if held else "overview-few" if goals else "overview-plain"
    columns = _columns(words, "measure", "value", "before", "goal")
    sentence = words.say(f"report.{key}", **read.about(), reached=kept, all=held)
    title, definition = words.say("report.overview"), words.say("report.overview-definition")
    return Chapter("overview", title, capital(sentence), definition, Table(columns, rows))


def ever_counted(read: Read, key: str) -> bool:
    """Whether anything was, in any of the periods: the switchboard's measures are the whole organisation's alone."""
    units = [read.unit, *(point.unit for point in read.history.points if point.unit is not None)]
    return any(figure_of(unit, key).whole or figure_of(unit, key).withheld for unit in units)


def share(of: Measure) -> Making:
    """The chapter of a share, through the periods."""

    def made(read: Read) -> Chapter:
        words, goal = read.words, read.report.goals.get(of.key)
        figures = [None if point.unit is None else figure_of(point.unit, of.key) for point in read.history.points]
        rows = [_share_row(point.period, each, words) for point, each in zip(read.history.points, figures, strict=True)]
        line = words.say("report.goal-line", share=per_cent(goal)) if goal is not None else ""
        plot = Trend(
            periods=[short(point.period, words) for point in read.history.points],
            shares=[None if each is None else each.share for each in figures],
            lows=[None if each is None else each.low for each in figures],
            highs=[None if each is None else each.high for each in figures],
            goal=goal,
            goal_words=line,
        )
        table = Table(_columns(words, "period", "part", "whole", "share", "interval"), rows[::-1])
        shown = plot if any(each is not None for each in plot.shares) else None
        return Chapter(of.key, name_of(of.key, words), share_sentence(read, of), definition_of(of.key, words), table, shown)

    return made


def share_sentence(read: Read, of: Measure) -> str:
    """What the share came to, how much more or less that is than before, and whether the goal is reached."""
    words, figure = read.words, figure_of(read.unit, of.key)
    if figure.withheld:
        return withheld_sentence(read, of.key)
    if figure.share is None:
        return capital(words.say("report.few-share", measure=name_of(of.key, words), **read.about()))
    sentence = words.say(f"report.{of.key.replace('_', '-')}", value=per_cent(figure.share), **read.about())
    was = None if read.before is None else figure_of(read.before, of.key).share
    if was is None:
        text = words.say("report.plain", sentence=sentence)
    else:
        points = round(figure.share * 100) - round(was * 100)
        form = "more" if points > 0 else "less" if points < 0 else "same"
        if abs(points) == 1:
            form = f"{form}-one"
        last = before(read.report.period)
        change = words.say(f"report.{form}", points=abs(points), period=than(last, read.report.period, words))
        text = words.say("report.with-change", sentence=sentence, change=change)
    return capital(f"{text} {goal_sentence(read, of, figure.share)}".strip())


def withheld_sentence(read: Read, key: str) -> str:
    """Why nothing is said of the measure."""
    words = read.words
    return capital(words.say("report.withheld-sentence", measure=name_of(key, words), **read.about()))


def goal_sentence(read: Read, of: Measure, value: float | None, *, beyond: bool = False) -> str:
    """Whether the site's goal is reached; "" without one, and where there is too little."""
    goal = read.report.goals.get(of.key)
    if goal is None or (value is None and not beyond):
        return ""
    kept = value is not None and reached(of, value, goal)
    return read.words.say(f"report.goal-{'reached' if kept else 'missed'}", goal=goal_said(of, goal, read.words))


def set_by(read: Read) -> Chapter:
    """Who or what sets absences: of all those counts one chapter."""
    words = read.words
    several = [of for of in MEASURES if of.shape is Shape.COUNT and of.key.startswith("set_")]
    names, counts = [name_of(of.key, words) for of in several], [figure_of(read.unit, of.key).part for of in several]
    total = sum(counts)
    rows = list(zip(names, map(str, counts), strict=True))
    definition, columns = words.say("report.set-by-definition"), _columns(words, "who", "number")
    title = words.say("report.set-by")
    if any(figure_of(read.unit, of.key).withheld for of in several):
        hidden = [(name, words.say("report.withheld")) for name in names]
        return Chapter("set_by", title, withheld_sentence(read, several[0].key), definition, Table(columns, hidden))
    if total < FEWEST:
        sentence = capital(words.say("report.set-by-few", **read.about()))
        few = [(name, words.say("report.too-few")) for name in names]
        return Chapter("set_by", title, sentence, definition, Table(columns, few))
    own = per_cent(figure_of(read.unit, "set_self").part / total)
    sentence = capital(words.say("report.set-by-sentence", all=total, own=own, **read.about()))
    return Chapter("set_by", title, sentence, definition, Table(columns, rows), Bars(names, counts))


FEWEST = 20
"""Below this no share is said, as in `model.quality.figures`."""


def _share_row(period: str, figure: wire.FigureView | None, words: Words) -> Row:
    if figure is None or figure.share is None:
        few = words.say("report.withheld" if figure is not None and figure.withheld else "report.too-few")
        return titled(period, words), few, few, few, ""
    return titled(period, words), str(figure.part), str(figure.whole), per_cent(figure.share), _interval(figure, words)


def _interval(figure: wire.FigureView, words: Words) -> str:
    return words.say("report.from-to", low=per_cent(figure.low or 0.0), high=per_cent(figure.high or 0.0))


def _columns(words: Words, *names: str) -> Row:
    return tuple(words.say(f"report.column-{name}") for name in names)


def capital(text: str) -> str:
    """The sentence as it begins."""
    return text[:1].upper() + text[1:]
