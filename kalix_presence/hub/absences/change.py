"""One change of what holds for somebody, as the absence service makes it: what comes, what stays, and what goes with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from kalix_presence.hub.store import Transaction
from kalix_presence.hub.store.idempotency import ChangeKey
from kalix_presence.model.absence import Absence, Way
from kalix_presence.model.audit import AuditAct
from kalix_presence.model.forwarding import ForwardingRule
from kalix_presence.model.holding import PLANNED

PLANS = PLANNED
"""Ways whose absences stand behind a status set now and come back after it; "back" ends them for what is left of the day."""


def _nothing(_: object) -> None:
    """Nobody asks."""


@dataclass(frozen=True, slots=True)
class Change:
    """From `now` (an aware UTC instant) on `absence` holds for `extension`, None for "back"; `rule` is what the PBX shall do,
    `by` who asked (an extension or a username), `claim` the key that makes it once.

    `before` is given what held before, once that is committed; `also` happens in the same transaction. `stay` are the ways
    that stay behind, None for what is usual. `act` and `way` are what the audit trail tells of it. `still` raises, as the first
    thing in the transaction, when what the change was made for is so no longer.
    """

    extension: str
    absence: Absence | None
    rule: ForwardingRule | None
    by: str
    now: datetime
    claim: ChangeKey | None = None
    before: Callable[[Absence | None], None] = _nothing
    also: Callable[[Transaction], None] | None = None
    stay: tuple[Way, ...] | None = None
    act: AuditAct = AuditAct.SET_ABSENCE
    way: Way = Way.UNKNOWN
    still: Callable[[Transaction], None] = _nothing

    @property
    def staying(self) -> tuple[Way, ...]:
        """The ways that stay behind: plans when something new is set, and none at all at "back"."""
        if self.stay is not None:
            return self.stay
        return PLANS if self.absence is not None else ()
