"""Which units did not reach the site's goals: by figures that are published, and shown to whoever asks, alone."""

from __future__ import annotations

from kalix_presence import wire
from kalix_presence.model.quality.goals import reached
from kalix_presence.model.quality.measures import measure
from kalix_presence.report.values import main_value


def under_goal(report: wire.PolicyReport) -> dict[str, list[wire.UnderGoal]]:
    """By unit ("" is the whole organisation); nothing of a figure that is withheld, and of one with too little behind it."""
    found = {unit.code: [one for figure in unit.figures if (one := _missed(report, figure))] for unit in report.units}
    return {code: missed for code, missed in found.items() if missed}


def _missed(report: wire.PolicyReport, figure: wire.FigureView) -> wire.UnderGoal | None:
    goal, value = report.goals.get(figure.measure), main_value(figure)
    if goal is None or figure.withheld or (value is None and not figure.p90_over):
        return None
    if value is not None and reached(measure(figure.measure), value, goal):
        return None
    return wire.UnderGoal(report.period, figure, goal)
