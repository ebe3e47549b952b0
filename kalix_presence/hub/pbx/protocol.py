"""What the hub asks of a PBX: one small Protocol that every driver passes the same contract tests for."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kalix_presence.model.forwarding import ForwardingRule
from kalix_presence.model.line import LineState


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What this PBX can do; clients grey out the rest and say why."""

    forward_always: bool = True
    forward_busy: bool = True
    forward_no_answer: bool = True
    announces: bool = True
    phone_codes: bool = True
    line_states: bool = True
    place_call: bool = True
    move_call: bool = True
    message_lamp: bool = True


@dataclass(frozen=True, slots=True)
class PhoneCode:
    """A code dialled on a phone, as the PBX's journal keeps it until the hub has taken it over.

    `key` names the journal entry; `by` the extension that dialled, `extension` the one it is for (the same, or a colleague's
    with *230*); `digit` the reason's phone digit, None for "back" (#23#); `until` an aware UTC instant or None; `rule_id` the
    id of the rule the PBX wrote by itself at `dialled_at`.
    """

    key: str
    extension: str
    by: str
    digit: str | None
    until: datetime | None
    rule_id: str
    dialled_at: datetime


@dataclass(frozen=True, slots=True)
class DamagedRule:
    """A value in the PBX that is no rule of ours (tampered with, half written)."""

    extension: str
    raw: str


@dataclass(frozen=True, slots=True)
class Lamp:
    """What desk phones show for an extension: `away` drives the lamp, `text` is the presence message ("Lunch, åter 13.00")."""

    away: bool
    text: str = ""


# Events a driver reports, in the order they happened at the PBX.


@dataclass(frozen=True, slots=True)
class PbxReady:
    """Connected and fully booted: everything must be compared again."""


@dataclass(frozen=True, slots=True)
class PbxLost:
    """The connection is gone; the driver is trying again by itself."""


@dataclass(frozen=True, slots=True)
class LineChanged:
    """An extension's line state changed."""

    extension: str
    state: LineState


@dataclass(frozen=True, slots=True)
class CodeDialled:
    """A phone code was dialled; the journal holds it until `forget_code`."""

    code: PhoneCode


@dataclass(frozen=True, slots=True)
class CallDiverted:
    """A call to `extension` was sent to `target` because of `why` ("absence", "no_answer", "busy", "unregistered", "loop")."""

    extension: str
    caller: str
    target: str
    why: str
    rule_id: str = ""


PbxEvent = PbxReady | PbxLost | LineChanged | CodeDialled | CallDiverted


class Pbx(Protocol):
    """A PBX as the hub sees it.

    Every method that talks to the PBX raises `Unavailable("pbx-unreachable")` when it cannot be reached, never hangs longer
    than its time-out, and raises `Unavailable("pbx-refused")` when the PBX says no. Methods may be called concurrently; calls
    for one extension take effect in the order they were made.
    """

    capabilities: Capabilities

    @property
    def connected(self) -> bool:
        """Whether it is connected and fully booted."""
        ...

    async def start(self) -> None:
        """Begin to connect; returns at once, `events()` says `PbxReady` when it is there."""
        ...

    async def stop(self) -> None:
        """Close for good."""
        ...

    async def apply(self, rule: ForwardingRule) -> None:
        """Write the rule and read it back; raises `Unavailable("pbx-not-confirmed")` when the copy differs."""
        ...

    async def remove(self, extension: str) -> None:
        """Remove the extension's rule and read back that it is gone; no rule is fine too."""
        ...

    async def read(self, extension: str) -> ForwardingRule | DamagedRule | None:
        """The rule as the PBX holds it now."""
        ...

    async def rules(self) -> Mapping[str, ForwardingRule | DamagedRule]:
        """All rules, by extension."""
        ...

    async def show(self, extension: str, lamp: Lamp) -> None:
        """Let desk phones show the state (hint and presence)."""
        ...

    async def lines(self) -> Mapping[str, LineState]:
        """All line states, by extension."""
        ...

    async def codes(self) -> list[PhoneCode]:
        """Codes dialled and not yet taken over, oldest first."""
        ...

    async def forget_code(self, key: str) -> None:
        """The code was taken over durably."""
        ...

    async def place_call(self, extension: str, number: str) -> str:
        """Ring `extension`'s phone, then dial `number` (P12); returns the PBX's id of the call."""
        ...

    async def move_call(self, call_id: str, target: str) -> None:
        """Blind transfer of a call to `target`."""
        ...

    async def message_lamp(self, extension: str, waiting: int) -> None:
        """Light (waiting > 0) or put out the message lamp."""
        ...

    async def check(self) -> list[tuple[str, str | None]]:
        """(what was checked, None when well or the error code of what is wrong): reachable, rights, dialplan joined, clock."""
        ...

    def events(self) -> AsyncIterator[PbxEvent]:
        """Events from now on, for one reader; bounded: a full queue ends with `PbxLost` then `PbxReady` (compare again)."""
        ...
