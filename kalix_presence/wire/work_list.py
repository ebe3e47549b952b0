"""What a telephone officer should see to, by unit (P15)."""

from __future__ import annotations

import msgspec

from kalix_presence.model.work_list import ToSee
from kalix_presence.wire.report import FigureView


class UnderGoal(msgspec.Struct, frozen=True):
    """A figure of the unit that did not reach its `goal` in `period` (a month, "2026-10"), as the policy report has both."""

    period: str
    figure: FigureView
    goal: float


class WorkItem(msgspec.Struct, frozen=True, omit_defaults=True):
    """One kind of thing in one unit, and the extensions that it is about, in their order; or what is under its goal there."""

    what: ToSee
    unit: str
    unit_name: str
    extensions: list[str]
    under_goal: list[UnderGoal] = []


class WorkList(msgspec.Struct, frozen=True):
    """Answer to GET /work-list. `pbx` False: nothing is known of lines now. `units`: of how many it tells."""

    items: list[WorkItem]
    pbx: bool
    units: int
