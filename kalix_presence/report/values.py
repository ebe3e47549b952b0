"""A figure in words: per cent, a wait, a count; and what is said where there is too little to show, which is never 0."""

from __future__ import annotations

from kalix_presence import wire
from kalix_presence.model.quality.measures import EDGES, Distribution, Measure, Shape, measure
from kalix_presence.model.words import Words


def figure_of(unit: wire.UnitReport, key: str) -> wire.FigureView:
    """The unit's figure of the measure `key`; one of nothing where an older hub did not count it."""
    return next((each for each in unit.figures if each.measure == key), wire.FigureView(key, 0, 0))


def name_of(key: str, words: Words) -> str:
    """What the measure is called."""
    return words.say(f"measures.{key.replace('_', '-')}")


def definition_of(key: str, words: Words) -> str:
    """What it is a share of, in words."""
    return words.say(f"measures.{key.replace('_', '-')}-definition")


def unit_name(unit: wire.UnitReport, words: Words) -> str:
    """Its name; the whole organisation has none of its own."""
    return unit.name or words.say("measures.organisation")


def per_cent(share: float) -> str:
    """A share as whole per cent, "84 %"."""
    return f"{round(share * 100)}\N{NO-BREAK SPACE}%"


def lasting(distribution: Distribution, value: float | None, words: Words, *, beyond: bool = False) -> str:
    """A wait as the upper edge of its class: "at most 30 s", "more than 20 min"; `value` None and not `beyond` is too few."""
    if value is None and not beyond:
        return words.say("report.too-few")
    number = EDGES[distribution][-1] if value is None else value
    unit = "seconds" if distribution is Distribution.SWITCHBOARD_WAIT else "minutes"
    return words.say(f"report.{'beyond' if beyond else 'within'}-{unit}", number=f"{number:g}")


def main_value(figure: wire.FigureView) -> float | None:
    """What is held against a goal: the share, or of a wait what nine in ten keep; None where it is not shown."""
    return figure.p90 if measure(figure.measure).shape is Shape.WAIT else figure.share


def said(figure: wire.FigureView, words: Words) -> str:
    """The figure as a table's cell; of a wait what nine in ten keep, as its goal says."""
    of = measure(figure.measure)
    if figure.withheld:
        return words.say("report.withheld")
    if of.shape is Shape.COUNT:
        return str(figure.part)
    if of.distribution is not None:
        if figure.median is None and not figure.median_over:
            return words.say("report.too-few")
        p90 = lasting(of.distribution, figure.p90, words, beyond=figure.p90_over)
        return words.say("report.goal-wait", wait=p90)
    return words.say("report.too-few") if figure.share is None else per_cent(figure.share)


def goal_said(of: Measure, goal: float | None, words: Words) -> str:
    """The goal as a table's cell; "" where the site has set none."""
    if goal is None:
        return ""
    if of.distribution is not None:
        return words.say("report.goal-wait", wait=lasting(of.distribution, goal, words))
    return words.say(f"report.goal-{of.better}", share=per_cent(goal))
