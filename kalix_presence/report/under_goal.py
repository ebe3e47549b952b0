"""A figure that did not reach its goal, in a line."""

from __future__ import annotations

from kalix_presence import wire
from kalix_presence.model.quality.measures import MEASURES, measure
from kalix_presence.model.words import Words
from kalix_presence.report.periods import within
from kalix_presence.report.values import goal_said, name_of, said

_KNOWN = frozenset(each.key for each in MEASURES)


def lines_under_goal(found: list[wire.UnderGoal], words: Words) -> list[str]:
    """ "Answered in time in October 2026: 71 %, goal at least 80 %", one for each that this program knows."""
    return [
        words.say(
            "report.under-goal",
            measure=name_of(one.figure.measure, words),
            period=within(one.period, words),
            value=said(one.figure, words),
            goal=goal_said(measure(one.figure.measure), one.goal, words),
        )
        for one in found
        if one.figure.measure in _KNOWN
    ]
