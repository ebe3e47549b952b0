"""What is different between two states of a unit's part of the sketch, one line a thing. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kalix_presence.model.sketch import Placed, Sheet


class ChangeKind(StrEnum):
    """What is different."""

    NEW_DUTY = "new_duty"
    GONE_DUTY = "gone_duty"
    DUTY_PEOPLE = "duty_people"
    DUTY_PLACE = "duty_place"
    PLACE = "place"
    DEPUTIES = "deputies"
    OWNER = "owner"
    ORDER = "order"
    """The same duties, in another order."""
    UNKNOWN = "unknown"

    @classmethod
    def _missing_(cls, value: object) -> ChangeKind:
        return cls.UNKNOWN


TOLD = (ChangeKind.NEW_DUTY, ChangeKind.GONE_DUTY, ChangeKind.DUTY_PEOPLE, ChangeKind.DUTY_PLACE, ChangeKind.PLACE,
        ChangeKind.DEPUTIES)  # fmt: skip
"""What the switchboard is told of; who owns the part, and in which order it is drawn, is the unit's own business."""


@dataclass(frozen=True, slots=True)
class SketchChange:
    """One difference: of which duty ("" for the unit), and who or where it is afterwards."""

    kind: ChangeKind
    duty: str = ""
    people: tuple[Placed, ...] = ()
    place: str = ""


def differences(before: Sheet, after: Sheet) -> list[SketchChange]:
    """What is different in `after`; in its order, then what is gone. Nothing when they say the same."""
    old = {duty.name: duty for duty in before.duties}
    found = []
    for duty in after.duties:
        was = old.pop(duty.name, None)
        if was is None:
            found.append(SketchChange(ChangeKind.NEW_DUTY, duty.name, duty.people, duty.place))
            continue
        if was.people != duty.people:
            found.append(SketchChange(ChangeKind.DUTY_PEOPLE, duty.name, duty.people))
        if was.place != duty.place:
            found.append(SketchChange(ChangeKind.DUTY_PLACE, duty.name, place=duty.place))
    found += [SketchChange(ChangeKind.GONE_DUTY, name) for name in old]
    if before.place != after.place:
        found.append(SketchChange(ChangeKind.PLACE, place=after.place))
    if before.deputies != after.deputies:
        found.append(SketchChange(ChangeKind.DEPUTIES, people=after.deputies))
    if before.owner != after.owner:
        found.append(SketchChange(ChangeKind.OWNER, people=() if after.owner is None else (after.owner,)))
    order = [duty.name for duty in before.duties if duty.name not in old]
    kept = [duty.name for duty in after.duties if duty.name in set(order)]
    if order != kept:
        found.append(SketchChange(ChangeKind.ORDER))
    return found
