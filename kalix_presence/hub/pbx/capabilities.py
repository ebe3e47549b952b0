"""What a PBX truly keeps and can do, as its driver says it; clients and `check` say it in words."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum

from kalix_presence.model.forwarding import ForwardingRule


class EndKept(StrEnum):
    """Whether the PBX itself ends a forward at the moment its rule says.

    TODAY: only within the day, and it comes back with the next such hour unless somebody takes it away. NONE: the hub ends it.
    """

    EXACT = "exact"
    TODAY = "today"
    NONE = "none"


class ReadBack(StrEnum):
    """What can be read back of a rule: all of it, only where calls go, so that ours is like any other, nothing."""

    RULE = "rule"
    TARGET = "target"
    NONE = "none"


class ForeignChanges(StrEnum):
    """How the hub comes to know of a change that somebody else made to a rule: told at once, asked for now and then, never."""

    EVENTS = "events"
    POLL = "poll"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What this PBX can do; clients grey out the rest and say why. What is not said is what a PBX with our part in it does.

    `poll_seconds`: how old a foreign change may be until it is seen. `writes_per_second`: how many rules it takes without
    falling behind. `no_answer_grid`: the only seconds of ringing it knows, in order; None when any will do. `sets_up_phones`
    is said only by a driver whose site has let it: what gives somebody a phone is off unless it was wanted.
    """

    forward_always: bool = True
    forward_busy: bool = True
    forward_no_answer: bool = True
    announces: bool = True
    phone_codes: bool = True
    line_states: bool = True
    place_call: bool = True
    move_call: bool = True
    message_lamp: bool = True
    unanswered_calls: bool = True
    present_calls: bool = True
    consult_call: bool = True
    lamps: bool = True
    sets_up_phones: bool = False
    end: EndKept = EndKept.EXACT
    read_back: ReadBack = ReadBack.RULE
    foreign_changes: ForeignChanges = ForeignChanges.POLL
    poll_seconds: float = 60.0
    writes_per_second: float = 1000.0
    no_answer_grid: tuple[int, ...] | None = None

    def unable(self) -> list[str]:
        """The names of what it cannot do at all."""
        return [each.name for each in fields(self) if getattr(self, each.name) is False]

    def agrees(self, found: ForwardingRule, wanted: ForwardingRule) -> bool:
        """Whether what was read back is `wanted`, as far as this PBX can tell."""
        if self.read_back is ReadBack.RULE:
            return found == wanted
        return (found.extension, found.divert, found.target) == (wanted.extension, wanted.divert, wanted.target)
