"""Which chapters a report has, in their order; those that nothing was ever counted for are left out."""

from __future__ import annotations

from kalix_presence.model.quality.measures import MEASURES, Shape
from kalix_presence.report.chapters import Chapter, Making, Read, ever_counted, overview, set_by, share
from kalix_presence.report.chapters_by import BY_UNIT, hours, units, wait


def chapters(read: Read) -> list[Chapter]:
    """The report of a unit: the measures at a glance, each by itself, units, hours, and who sets absences."""
    making: list[Making] = [overview]
    for of in MEASURES:
        if of.shape is Shape.COUNT or not (of.key == BY_UNIT or ever_counted(read, of.key)):
            continue
        making.append(share(of) if of.shape is Shape.SHARE else wait(of))
        if of.key == BY_UNIT:
            if len(read.report.units) > 1 or read.report.hidden:
                making.append(units)
            making.append(hours)
    return [make(read) for make in [*making, set_by]]
