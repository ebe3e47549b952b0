"""What a receptionist does for others: a whole unit forwarded, "are you back?", and taking a change back."""

from __future__ import annotations

from datetime import datetime

import msgspec

from kalix_presence.wire.standings import StatusReply


class AbsenceUndo(msgspec.Struct, frozen=True, omit_defaults=True):
    """Body of POST /people/{extension}/absence/undo: `made` and `before` of the reply to the change that is taken back.

    The hub puts back what stood before, whatever of it the one who asks may see; 409 when something else holds by now.
    """

    made: str = ""
    before: str = ""


class UnitForward(msgspec.Struct, frozen=True, omit_defaults=True):
    """Body of POST /units/{code}/forward: everybody of the unit who is in goes to `to` until `until`, by `reason`.

    `why` is told to everybody whose phone it is.
    """

    to: str
    reason: str
    until: datetime | None = None
    why: str = ""


class UnitForwardResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of one person's phone: `reply`, or `problem` (an error code) with its `detail`, or `skipped`: "away" for
    somebody whose own absence stays, "target" for the one who gets the calls."""

    extension: str
    name: str
    reply: StatusReply | None = None
    problem: str = ""
    detail: str = ""
    skipped: str = ""


class UnitForwarded(msgspec.Struct, frozen=True):
    """Answer to POST /units/{code}/forward and to its undo, one result for each person by name."""

    results: list[UnitForwardResult]


class UnitUndoOne(msgspec.Struct, frozen=True, omit_defaults=True):
    """One person's change to take back."""

    extension: str
    made: str = ""
    before: str = ""


class UnitUndo(msgspec.Struct, frozen=True):
    """Body of POST /units/{code}/forward/undo: the changes that the answer to the forward told of."""

    changes: list[UnitUndoOne]


class NudgeSent(msgspec.Struct, frozen=True):
    """Answer to POST /people/{extension}/nudge. `heard`: a program of theirs is running and asks them now."""

    extension: str
    heard: bool
