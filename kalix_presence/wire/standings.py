"""Where somebody stands, and asking for a change of it."""

from __future__ import annotations

from datetime import datetime

import msgspec

from kalix_presence.model.absence import ForwardKind, Way
from kalix_presence.model.elsewhere import Elsewhere
from kalix_presence.model.line import LineState


class ShownAbsence(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """An absence as this reader may see it: colleagues get a sensitive reason as its `shown_as`, no private number, no note."""

    id: str
    reason: str
    start: datetime
    end: datetime | None = None
    note: str = ""
    forward: ForwardKind = ForwardKind.SWITCHBOARD
    forward_number: str | None = None
    set_by: str = ""
    way: Way = Way.UNKNOWN
    deputy: str | None = None
    """Who has agreed to cover."""
    why: str = ""
    """Why somebody else set it; for the person only."""
    back: datetime | None = None
    """When the person is really back, where another absence follows this one; None when that is at `end`."""
    back_open: bool = False
    """Another absence follows that has no end."""
    bent: str | None = None
    """Why calls do not go where it was asked, as an error code: a circle avoided, a number that is allowed no longer or gone.
    `forward` and `forward_number` say where they really go."""
    asked: ForwardKind | None = None
    """Where it was asked that calls go, when that is not where they go."""

    @property
    def returns(self) -> datetime | None:
        """When the person is back, as it is told to people; None until further notice."""
        return None if self.back_open else self.back or self.end


class Standing(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Where one person stands now. The one thing a grid or a tray paints from.

    `version` is the number of the event that last changed it: a reader drops anything older than what it has. `absence` None
    means available. `in_force` says that the PBX holds exactly this (also for available: no rule there); else `trouble` is the
    error code of why not yet. `line` is filled in snapshots and by `LinesChanged`.
    """

    extension: str
    version: int = 0
    absence: ShownAbsence | None = None
    in_force: bool = True
    trouble: str | None = None
    overdue: bool = False
    line: LineState = LineState.UNKNOWN
    elsewhere: Elsewhere = Elsewhere.NOTHING
    """What they do in another program, for those who let it be shown: a hint below the line."""


class BoardView(msgspec.Struct, frozen=True, omit_defaults=True):
    """Answer to GET /board: everybody's standing as of event `number`, as colleagues see it, and the reader's `own` in full.

    It is sent compressed to whoever accepts gzip.
    """

    number: int
    at: datetime
    board: list[Standing]
    pbx: bool = True
    directory: int = 0
    own: Standing | None = None
    pbx_since: datetime | None = None
    """Since when the PBX is lost, which is how old the line states are."""


class AbsenceRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """Body of PUT /people/{extension}/absence.

    `until` is an ISO 8601 instant with offset, or null (until further notice). `forward_to`: null for the reason's usual
    forward, "switchboard", "mobile", "none", or digits (a colleague's extension or a number). `way` is how the person asked:
    "tray" or "cli"; acting for somebody else is always "receptionist", and they are told `why`.
    """

    reason: str
    until: datetime | None = None
    forward_to: str | None = None
    note: str = ""
    way: Way = Way.TRAY
    why: str = ""


class StatusReply(msgspec.Struct, frozen=True, omit_defaults=True):
    """Answer to a status change: the standing, and the same `in_force`/`trouble` on top for easy reading.

    `made` is the id of the absence that the change made ("" when it ended one), `before` the absence that stood before it, as
    this reader may see it: both ids are what an undo is asked with.
    """

    in_force: bool
    standing: Standing
    trouble: str | None = None
    detail: str | None = None
    made: str = ""
    before: ShownAbsence | None = None


class RuleView(msgspec.Struct, frozen=True, omit_defaults=True):
    """The forwarding rule as the PBX holds it, read at `read_at`; every field None/false when it holds none.

    `clips` is what somebody who calls at that moment hears, clip by clip; empty where the phone rings.
    """

    extension: str
    read_at: datetime
    present: bool = False
    damaged: bool = False
    divert: str | None = None
    target: str | None = None
    until: datetime | None = None
    told: str | None = None
    id: str | None = None
    matches: bool = True
    clips: list[str] = []
