"""A call that is over, as a PBX keeps it to be counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CountedCall:
    """A call that is over, as it is counted: nothing of the caller. The journal keeps it until `forget_counted_call`.

    `extension` is the person first called, or the main number; `internal` when a colleague called; `away` when an absence was
    in force as the call came; `took` who picked up first: "own" (a phone of the person), "other" (a colleague), "mobile" (a
    number outside that the rule leads to), "switchboard" or "none"; `rang` the whole seconds until the own phone was picked
    up, None when it was not. `stood`: it came before the open switchboard, and waited there `waited` seconds until it was taken
    or ended; None when the PBX does not know. `ended_by` "pbx" when nobody there could answer, else "caller". `at` is the aware
    UTC instant of the end; a call that was passed on after an answer is over for this one then, and begins anew for the next.
    """

    key: str
    extension: str
    internal: bool
    away: bool
    took: str
    rang: int | None
    stood: bool
    waited: int | None
    ended_by: str
    at: datetime
