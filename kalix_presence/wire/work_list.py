"""What a telephone officer should see to, by unit (P15)."""

from __future__ import annotations

import msgspec

from kalix_presence.model.work_list import ToSee


class WorkItem(msgspec.Struct, frozen=True):
    """One kind of thing in one unit, and the extensions that it is about, in their order."""

    what: ToSee
    unit: str
    unit_name: str
    extensions: list[str]


class WorkList(msgspec.Struct, frozen=True):
    """Answer to GET /work-list. `pbx` False: nothing is known of lines now. `units`: of how many it tells."""

    items: list[WorkItem]
    pbx: bool
    units: int
