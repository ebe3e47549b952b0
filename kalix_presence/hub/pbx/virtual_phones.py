"""Phones that are made up, for a first look: what the hub may do with them, whichever driver has them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from kalix_presence.hub.pbx.protocol import PhoneCode
from kalix_presence.model.callback import Outcome
from kalix_presence.model.present_call import CallPlace, DivertReason


class StepKind(StrEnum):
    """What a caller meets."""

    DIVERTED = "diverted"
    ANNOUNCED = "announced"
    ASKED = "asked"
    """They asked to be called back."""
    RINGS = "rings"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class CallStep:
    """One thing that happened: diverted (to `where`, by `why`), announced (`clips`), and so on."""

    kind: StepKind
    where: str
    why: DivertReason = DivertReason.NONE
    clips: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CallStory:
    """A whole call as the caller met it; `answered_by` None when nobody answered, `call_id` the present call it ended as."""

    steps: tuple[CallStep, ...]
    answered_by: str | None
    call_id: str = ""

    @property
    def clips(self) -> tuple[str, ...]:
        """All clips the caller heard, in order."""
        return tuple(clip for step in self.steps for clip in step.clips)


class VirtualPhones(Protocol):
    """Phones that are made up: what may be done with them to see what callers would meet."""

    def call(
        self, caller: str, extension: str, *, stays: CallPlace | None = None, presses: str = "", waited: int = 10
    ) -> CallStory:
        """Let `caller` call `extension`; what they met. They stay ringing at `stays`, press a key in the announcement."""
        ...

    def hang_up(self, extension: str) -> None:
        """End what this phone does."""
        ...

    def give_up(self, call_id: str, waited: int = 10) -> None:
        """The caller of a call that rings or waits hangs up. Raises Unavailable when it is no longer there."""
        ...

    def rings(self, call_id: str) -> bool:
        """Whether that call still rings. Raises Unavailable when it is no longer there."""
        ...

    def ring_back(self, extension: str) -> Outcome | None:
        """Dial the code for callbacks."""
        ...

    def dial(self, by: str, digits: str) -> PhoneCode:
        """Dial a phone code. Raises BadInput or NotFound for one that means nothing."""
        ...
