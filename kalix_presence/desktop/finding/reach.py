"""How well calls reach somebody now, from where they stand: the one rule that the order of people and the deputy go by."""

from __future__ import annotations

from kalix_presence import wire
from kalix_presence.model.absence import ForwardKind
from kalix_presence.model.finding import Reach, own_reach


def reach_of(standing: wire.Standing | None) -> Reach:
    """How well calls reach somebody now; without a standing nothing is against it."""
    if standing is None:
        return Reach.IN
    absence = standing.absence
    reason = absence.reason if absence is not None else None
    forward = absence.forward if absence is not None else ForwardKind.SWITCHBOARD
    return own_reach(reason, forward, overdue=standing.overdue, line=standing.line)
