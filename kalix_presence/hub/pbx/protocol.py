"""What the hub asks of a PBX: one small Protocol that every driver passes the same contract tests for."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from kalix_presence.hub.pbx.capabilities import Capabilities
from kalix_presence.hub.pbx.counted_call import CountedCall
from kalix_presence.hub.pbx.known_ahead import KnownAhead
from kalix_presence.hub.pbx.phone_accounts import SetsUpPhones
from kalix_presence.hub.supervision.supervised import Supervised
from kalix_presence.model.callback import Outcome, Source
from kalix_presence.model.errors import PresenceError
from kalix_presence.model.forwarding import ForwardingRule
from kalix_presence.model.line import LineState
from kalix_presence.model.policy import Policy
from kalix_presence.model.present_call import CallEndedBy, CallPlace, CallState, DivertReason
from kalix_presence.model.reason import Reasons

if TYPE_CHECKING:
    from kalix_presence.hub.pbx.virtual_phones import VirtualPhones


@dataclass(frozen=True, slots=True)
class PhoneCode:
    """A code dialled on a phone, as the PBX's journal keeps it until the hub has taken it over.

    `key` names the journal entry; `by` the extension that dialled, `extension` the one it is for (the same, or a colleague's
    with *230*); `digit` the reason's phone digit, None for "back" (#23#); `until` what the voice has said, an aware UTC
    instant, or None until further notice (from an older one also for a code without a time); `rule_id` the id of the
    rule the PBX wrote by itself at `dialled_at`.
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


@dataclass(frozen=True, slots=True)
class CallRecord:
    """A call that nobody answered, or whose caller asked to be called back; the PBX's journal keeps it until `forget_call`.

    `kind` is `MISSED` or `ASKED`; `extension` the person first called, however far the call went; `caller` as the PBX tells
    it, "" when withheld; `where` the caller was at the end; `internal` when it was a colleague; `waited` in whole seconds; `at`
    the aware UTC instant at which it ended.
    """

    key: str
    kind: Source
    extension: str
    caller: str
    where: CallPlace
    internal: bool
    waited: int
    at: datetime
    ended_by: CallEndedBy = CallEndedBy.CALLER


@dataclass(frozen=True, slots=True)
class PresentCall:
    """A call as it is now for the person at `extension`; the same `id` from the first ring to `ENDED`.

    `number` and `name` are the other party's, as the PBX tells them, both "" when `withheld`, and the number also when nobody
    knows it; `internal` when the number is not what an outside caller claims: the PBX knows it by the phone, or this phone
    dialled it; it is in `state` since the aware UTC instant `since`. `diverted_from` is the extension first called when this
    is not the one, and `why` the reason. `waiting`: the caller stands before the switchboard, whose number `extension` then
    is, and nobody has answered yet.
    """

    id: str
    extension: str
    number: str
    name: str
    outward: bool
    state: CallState
    since: datetime
    diverted_from: str = ""
    why: DivertReason = DivertReason.NONE
    waiting: bool = False
    internal: bool = False
    withheld: bool = False


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
    """A call to `extension` was sent to `target` because of `why`, never `PICKED_UP` or `RETURNED`."""

    extension: str
    caller: str
    target: str
    why: DivertReason
    rule_id: str = ""


@dataclass(frozen=True, slots=True)
class CallRecorded:
    """A call ended unanswered, or its caller asked to be called back; the journal holds it until `forget_call`."""

    record: CallRecord


@dataclass(frozen=True, slots=True)
class Talked:
    """A conversation between `extension` and `number` ended; `outward` when the extension had called.

    With a `key` the PBX's journal keeps it until `forget_conversation`, and `at` is the aware UTC instant at which it ended;
    one and the same conversation may be told with a key and without.
    """

    extension: str
    number: str
    outward: bool
    seconds: float
    key: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PlacedCallEnded:
    """A call begun by `place_call` or `ring_phone` ended, told once: `ANSWERED`, `NO_ANSWER`, `BUSY` or `FAILED`.

    `FAILED` also when the own phone was not picked up, or when the connection broke and nobody knows. A call that ended
    elsewhere than at the number dialled (the switchboard, for instance) was not answered.
    """

    call_id: str
    outcome: Outcome
    talked: float = 0.0


@dataclass(frozen=True, slots=True)
class RangFromPhone:
    """The code for callbacks rang back the first that waits; outcomes as in `PlacedCallEnded`.

    `key` names its entry in the PBX's journal, which keeps it until `forget_rang`; `at` is the aware UTC instant at which it
    ended.
    """

    key: str
    extension: str
    number: str
    outcome: Outcome
    talked: float
    at: datetime


@dataclass(frozen=True, slots=True)
class CallSeen:
    """A present call began, changed or ended."""

    call: PresentCall


PbxEvent = (
    PbxReady
    | PbxLost
    | LineChanged
    | CodeDialled
    | CallDiverted
    | CallRecorded
    | Talked
    | PlacedCallEnded
    | RangFromPhone
    | CallSeen
)


class Remark(PresenceError):
    """What a check tells although nothing is wrong."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a PBX has to agree with: the site's policy and reasons, everybody's extensions, and the day it is there."""

    policy: Policy
    reasons: Reasons
    extensions: tuple[str, ...]
    today: date


@dataclass(frozen=True, slots=True)
class Heard:
    """What a caller heard (G.711 A-law), and where the call would go then: `target` "" when the phone rings; `why` as in
    `CallDiverted`."""

    sound: bytes
    target: str
    why: DivertReason


Checked = list[tuple[str, PresenceError | None]]
"""What was checked, and None when it is well, what is wrong with it, or a Remark. A name may come more than once."""


class HoldsRules(Protocol):
    """How calls are led: one rule an extension, which the PBX keeps without the hub."""

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


class ShowsLamps(Protocol):
    """What desk phones show of a person and of the messages that wait."""

    async def show(self, extension: str, lamp: Lamp) -> None:
        """Let desk phones show the state (hint and presence)."""
        ...

    async def message_lamp(self, extension: str, waiting: int, first: str = "") -> None:
        """Light (waiting > 0) or put out the message lamp; `first` is the number that the code for callbacks rings back."""
        ...


class KnowsLines(Protocol):
    """Which phones are idle, ring, are busy or not connected."""

    async def lines(self) -> Mapping[str, LineState]:
        """All line states, by extension."""
        ...


class TakesCodes(Protocol):
    """Phone codes: what they mean, and those that were dialled."""

    async def codes(self) -> list[PhoneCode]:
        """Codes dialled and not yet taken over, oldest first."""
        ...

    async def forget_code(self, key: str) -> None:
        """The code was taken over durably."""
        ...

    async def know_ahead(self, ahead: KnownAhead) -> None:
        """Keep what phone codes mean, so that they mean it without the hub too."""
        ...


class KeepsJournals(Protocol):
    """What happened while the hub was away, kept until it was taken over durably."""

    async def calls(self) -> list[CallRecord]:
        """Calls nobody answered, and callers who asked to be called back, not yet taken over; oldest first."""
        ...

    async def forget_call(self, key: str) -> None:
        """The call was taken over durably."""
        ...

    async def rang(self) -> list[RangFromPhone]:
        """Calls back by the code on the phone, not yet taken over; oldest first."""
        ...

    async def forget_rang(self, key: str) -> None:
        """Its attempt was noted durably."""
        ...

    async def conversations(self) -> list[Talked]:
        """Conversations not yet taken over, oldest first; none of a PBX that is never there without the hub."""
        ...

    async def forget_conversation(self, key: str) -> None:
        """What it closes is closed durably."""
        ...

    async def counted_calls(self) -> list[CountedCall]:
        """Calls that are over and not yet counted, oldest first."""
        ...

    async def forget_counted_call(self, key: str) -> None:
        """It is counted durably."""
        ...


class HandlesCalls(Protocol):
    """Calls that go on now."""

    async def present_calls(self) -> list[PresentCall]:
        """All calls of extensions and those waiting before the switchboard, as they are now."""
        ...

    async def place_call(self, extension: str, number: str) -> str:
        """Ring `extension`'s phone, then dial `number` (P12); returns the call's id, told in `PlacedCallEnded`."""
        ...

    async def ring_phone(self, extension: str, shown: str) -> str:
        """Ring `extension`'s own phones as a call does that comes in, also while calls to it go elsewhere, with the name
        `shown` (letters, figures and blanks), and for as long as the policy's signals take. Whoever picks up hears a tone, and
        it is over; returns the call's id.

        It is told in `PlacedCallEnded`: `ANSWERED` once a phone is picked up, `NO_ANSWER`, `BUSY` or `FAILED`. It is nobody's
        missed call, and is not counted. What can do it is told by the capability `place_call`.
        """
        ...

    async def move_call(self, call_id: str, target: str) -> None:
        """Blind transfer: the other party of this present call, or the caller who rings or waits, goes to `target`."""
        ...

    async def consult_call(self, call_id: str, target: str) -> str:
        """Hold the other party and ring `target` to ask first; returns the id of that second present call.

        When `target` does not answer or hangs up, the person is back with the first party by itself; when the person hangs
        up without completing, the first party rings the person again.
        """
        ...

    async def complete_consult(self, call_id: str) -> None:
        """Connect the held party with the one who was asked, and leave them; `call_id` is of either of the two calls."""
        ...

    async def cancel_consult(self, call_id: str) -> None:
        """Hang up on the one who was asked, and be back with the held party; `call_id` is of either of the two calls."""
        ...


class CanBeChecked(Protocol):
    """Whether it does its part."""

    async def check(self, expected: Expectation | None = None) -> Checked:
        """Whether the PBX is reachable and does its part; with `expected` also whether it agrees with that.

        The first line is named "reachable". Names and codes of what only this kind of PBX has begin with its driver's name in
        the catalogue (`hub.check-NAME-...`, `errors.NAME-...`).
        """
        ...

    async def offers_callback(self) -> bool:
        """Whether a caller who hears an announcement is offered to be called back, as the PBX is set up now."""
        ...

    async def listen(self, extension: str) -> Heard:
        """Call `extension` as somebody outside would, ringing nobody, and tell what is heard.

        Raises Unavailable `pbx-cannot` where the PBX has no such way.
        """
        ...


class Pbx(HoldsRules, ShowsLamps, KnowsLines, TakesCodes, KeepsJournals, HandlesCalls, CanBeChecked, SetsUpPhones, Protocol):
    """A PBX as the hub sees it: all its parts, and how it is connected. What it cannot do its `capabilities` say.

    Every method that talks to the PBX raises `Unavailable("pbx-unreachable")` when it cannot be reached, never hangs longer
    than its time-out, and raises `Unavailable("pbx-refused")` when the PBX says no. Methods may be called concurrently; calls
    for one extension take effect in the order they were made.
    """

    capabilities: Capabilities
    supervised: Supervised
    """What of the driver has to run as long as it is started, told with what the hub itself keeps going."""

    @property
    def virtual_phones(self) -> VirtualPhones | None:
        """Its phones where they are made up, for a first look; None for a PBX of real ones."""
        ...

    def know_extensions(self, extensions: Iterable[str]) -> None:
        """These are in the directory; where phones are made up, each has one from now on."""
        ...

    @property
    def connected(self) -> bool:
        """Whether it is connected and fully booted."""
        ...

    @property
    def unread(self) -> int:
        """How many entries of its journals nobody could read; they are kept aside."""
        ...

    async def start(self) -> None:
        """Begin to connect; returns at once, `events()` says `PbxReady` when it is there."""
        ...

    async def stop(self) -> None:
        """Close for good."""
        ...

    def events(self) -> AsyncIterator[PbxEvent]:
        """Events from now on, for one reader; bounded: a full queue ends with `PbxLost` then `PbxReady` (compare again)."""
        ...
