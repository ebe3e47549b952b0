"""How well calls reach somebody now, from where they stand: the one rule that the order of people and the deputy go by."""

from __future__ import annotations

from kalix_presence import wire
from kalix_presence.client import facts
from kalix_presence.model.finding import Reach


def reach_of(standing: wire.Standing | None, *, pbx: bool) -> Reach:
    """How well calls reach somebody now; without a standing, or without the PBX to say what lines do, nobody knows."""
    return Reach.UNKNOWN if standing is None else facts.reach_of(standing, pbx=pbx)
