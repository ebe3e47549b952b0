"""What a session tells its listeners: small frozen messages, none of them ever a guess."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.model.errors import PresenceError


class RequestState(StrEnum):
    """What became of a change somebody asked for."""

    SENDING = "sending"
    IN_FORCE = "in_force"
    PENDING = "pending"
    """The hub has it, the PBX not yet."""
    QUEUED = "queued"
    """The hub cannot be reached: it waits in the outbox."""
    REFUSED = "refused"
    """The hub said no, or a later change (of another program on this computer) took its place."""
    OVER = "over"
    """It waited so long that its end has passed; it was not sent."""


@dataclass(frozen=True, slots=True)
class LinkChanged:
    """The connection's state changed; `address` is the hub that is heard, "" for none."""

    state: LinkState
    address: str = ""


@dataclass(frozen=True, slots=True)
class StandingsChanged:
    """These standings are to be painted; `whole` means that nobody else is on the board.

    Put `by_extension` where it is told, so that no window has to for 50 000.
    """

    standings: list[wire.Standing]
    whole: bool
    by_extension: dict[str, wire.Standing] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_extension", {each.extension: each for each in self.standings})


@dataclass(frozen=True, slots=True)
class FactsChanged:
    """Who one is, the reasons or the directory arrived; `known_at` is the age of what is shown, None when it is live.

    `preferences` are one's own, None as long as they are not known (the hub may be older). `people` is the very list that was
    told before when nobody's facts are others, and is put `by_extension` where it is told, as standings are.
    """

    me: wire.Me | None
    reasons: wire.ReasonsView | None
    people: list[wire.PersonView]
    known_at: datetime | None
    preferences: wire.PreferencesView | None = None
    by_extension: dict[str, wire.PersonView] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_extension", {each.extension: each for each in self.people})


@dataclass(frozen=True, slots=True)
class PersonSeen:
    """The directory's facts of one person changed; this is how they are now."""

    person: wire.PersonView


@dataclass(frozen=True, slots=True)
class PreferencesChanged:
    """One's own preferences arrived or changed."""

    preferences: wire.PreferencesView


@dataclass(frozen=True, slots=True)
class RequestChanged:
    """A change asked for came a step further; `error` says why it was refused or is not in force."""

    extension: str
    key: str
    request: wire.AbsenceRequest | None
    state: RequestState
    error: PresenceError | None = None


@dataclass(frozen=True, slots=True)
class PbxSeen:
    """Whether the hub reaches the PBX."""

    connected: bool


@dataclass(frozen=True, slots=True)
class MessagesChanged:
    """These callback messages came or changed; `whole`: these are all. `reminded`: ids that this person is reminded of now.

    `recalled`: so they stood when the program ended last; whether they still do, the hub has not said yet.
    """

    messages: list[wire.MessageView]
    whole: bool = False
    recalled: bool = False
    reminded: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class MessagesGone:
    """These messages are to be forgotten: they were erased, or are none of this person's business any more."""

    ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class StepChanged:
    """A step asked for came further: SENDING, then IN_FORCE (the hub has it), QUEUED or REFUSED; `error` says why.

    `message` is how it stands after the step, where the hub answered.
    """

    message_id: str
    key: str
    step: wire.MessageStep
    state: RequestState
    error: PresenceError | None = None
    message: wire.MessageView | None = None


@dataclass(frozen=True, slots=True)
class MessageLeft:
    """A message somebody leaves came further, as `StepChanged` says of a step."""

    key: str
    request: wire.MessageRequest
    state: RequestState
    error: PresenceError | None = None
    message: wire.MessageView | None = None


HAPPENED = (
    wire.CallChanged,
    wire.NoticesChanged,
    wire.AppointmentsChanged,
    wire.DelegationsChanged,
    wire.ExtensionRequestsChanged,
    wire.SketchChanged,
    wire.SourcesChanged,
    wire.NewcomerChanged,
    wire.NewcomersDue,
    wire.GreetingChanged,
    wire.Nudge,
    wire.MailboxAway,
    wire.AbsenceSetForYou,
    wire.PlansChanged,
    wire.DeputyAsked,
    wire.CalendarsChanged,
    wire.AskedElsewhere,
)
"""Events that are told as they are."""


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that no board keeps: a present call, a notice, "are you back?", what somebody else set for one, that plans have
    changed, that one is asked to cover, how a calendar fares, that the directory waits for a yes, what was
    answered on another computer of one's own."""

    event: (
        wire.CallChanged
        | wire.NoticesChanged
        | wire.AppointmentsChanged
        | wire.DelegationsChanged
        | wire.ExtensionRequestsChanged
        | wire.SketchChanged
        | wire.SourcesChanged
        | wire.NewcomerChanged
        | wire.NewcomersDue
        | wire.GreetingChanged
        | wire.Nudge
        | wire.MailboxAway
        | wire.AbsenceSetForYou
        | wire.PlansChanged
        | wire.DeputyAsked
        | wire.CalendarsChanged
        | wire.AskedElsewhere
    )


SessionEvent = (
    LinkChanged
    | StandingsChanged
    | FactsChanged
    | PersonSeen
    | PreferencesChanged
    | RequestChanged
    | PbxSeen
    | MessagesChanged
    | MessagesGone
    | StepChanged
    | MessageLeft
    | Happened
)
