"""What somebody does in another program, as far as that tells: a hint beside what their telephone line does."""

from __future__ import annotations

from enum import StrEnum

from kalix_presence.model.line import LineState


class Elsewhere(StrEnum):
    """What is told of somebody. "Nothing" is what is shown when nobody knows, too: a hint that is none is never painted."""

    NOTHING = ""
    CALL = "call"
    MEETING = "meeting"
    PRESENTING = "presenting"

    @classmethod
    def _missing_(cls, value: object) -> Elsewhere:
        """What a newer hub knows is no hint to an older client."""
        return cls.NOTHING


def shown_beside(line: LineState, elsewhere: Elsewhere) -> Elsewhere:
    """What is shown beside `line`: the exchange knows better while somebody is on the phone or is rung."""
    return Elsewhere.NOTHING if line in (LineState.BUSY, LineState.RINGING) else elsewhere
