"""A call that is over, as a PBX keeps it to be counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kalix_presence.model.present_call import CallEndedBy, TakenBy


@dataclass(frozen=True, slots=True)
class CountedCall:
    """A call that is over, as it is counted: nothing of the caller. The journal keeps it until `forget_counted_call`.

    `extension` is the person first called, or the main number; `internal` when a colleague called; `away` when an absence was
    in force as the call came; `took` who picked up first; `rang` the whole seconds until the own phone was picked up, None
    when it was not. `stood`: it came before the open switchboard, and waited there `waited` seconds until it was taken or
    ended; None when the PBX does not know. `at` is the aware UTC instant of the end; a call that was passed on after an answer
    is over for this one then, and begins anew for the next.

    `marks` stand for a caller from outside, who is not told: calls of the same number within 24 hours have one in common,
    others none. They are hashes with keys that the PBX throws away. None of withheld numbers, or where the PBX makes none.
    """

    key: str
    extension: str
    internal: bool
    away: bool
    took: TakenBy
    rang: int | None
    stood: bool
    waited: int | None
    ended_by: CallEndedBy
    at: datetime
    marks: tuple[str, ...] = ()
