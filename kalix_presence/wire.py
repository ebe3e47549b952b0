"""What desk and hub say to each other: JSON bodies and tagged stream events around the model's dataclasses.

Rule for change: a field may be added with a default, an event kind may be added (older clients skip it); nothing is renamed or
removed within an API version. `tests/wire/v1` holds golden messages that are never edited.
"""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from kalix_presence.model.absence import ForwardKind, Way
from kalix_presence.model.callback import AddresseeKind, Outcome, Source, Stage, Step
from kalix_presence.model.line import LineState

API_VERSION = 1

UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError)
"""What decoding raises for bytes that are no message; msgspec lets the second through for texts that are no UTF-8."""


class ShownAbsence(msgspec.Struct, frozen=True, omit_defaults=True):
    """An absence as this reader may see it: colleagues get a sensitive reason as its `shown_as`, no private number, no note."""

    id: str
    reason: str
    start: datetime
    end: datetime | None = None
    note: str = ""
    forward: ForwardKind = ForwardKind.SWITCHBOARD
    forward_number: str | None = None
    set_by: str = ""
    way: Way = Way.UNKNOWN


class Standing(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where one person stands now. The one thing a grid or a tray paints from.

    `version` is the number of the event that last changed it: a reader drops anything older than what it has. `absence` None
    means available. `in_force` says that the PBX holds exactly this (also for available: no rule there); else `trouble` is the
    error code of why not yet. `line` is filled in snapshots and by `LinesChanged`.
    """

    extension: str
    version: int = 0
    absence: ShownAbsence | None = None
    in_force: bool = True
    trouble: str | None = None
    overdue: bool = False
    line: LineState = LineState.UNKNOWN


class PersonView(msgspec.Struct, frozen=True, omit_defaults=True):
    """A person as the directory shows them, with the standing at the time of the answer."""

    extension: str
    name: str
    unit: str
    unit_name: str
    administration: str
    title: str = ""
    direct: str = ""
    mobile: str = ""
    email: str = ""
    deputy: str | None = None
    duties: list[str] = []
    standing: Standing | None = None


class PeoplePage(msgspec.Struct, frozen=True, omit_defaults=True):
    """One page of people; `next` is what to pass as `after` for the following page, None at the end."""

    people: list[PersonView]
    next: str | None = None


class SignIn(msgspec.Struct, frozen=True):
    """Body of POST /sign-in."""

    username: str
    password: str
    device: str = ""


class SignedIn(msgspec.Struct, frozen=True):
    """Answer to POST /sign-in; the token is shown this once."""

    token: str
    expires: datetime


class Me(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who is signed in. `may` are the actions of `model.access` with their scope: "self", "administration" or "all"."""

    username: str
    roles: list[str]
    may: dict[str, str]
    person: PersonView | None = None
    language: str = "sv"


class AbsenceWish(msgspec.Struct, frozen=True, omit_defaults=True):
    """Body of PUT /people/{extension}/absence.

    `until` is an ISO 8601 instant with offset, or null (until further notice). `forward_to`: null for the reason's usual
    forward, "switchboard", "mobile", "none", or digits (a colleague's extension or a number). `way` is how the person asked:
    "tray" or "cli"; acting for somebody else is always "receptionist".
    """

    reason: str
    until: datetime | None = None
    forward_to: str | None = None
    note: str = ""
    way: Way = Way.TRAY


class StatusReply(msgspec.Struct, frozen=True, omit_defaults=True):
    """Answer to a status change: the standing, and the same `in_force`/`trouble` on top for easy reading."""

    in_force: bool
    standing: Standing
    trouble: str | None = None
    detail: str | None = None


class RuleView(msgspec.Struct, frozen=True, omit_defaults=True):
    """The forwarding rule as the PBX holds it, read at `read_at`; every field None/false when it holds none."""

    extension: str
    read_at: datetime
    present: bool = False
    damaged: bool = False
    divert: str | None = None
    target: str | None = None
    until: datetime | None = None
    told: str | None = None
    id: str | None = None
    matches: bool = True


class ReasonView(msgspec.Struct, frozen=True, omit_defaults=True):
    """A reason as clients need it; see `model.reason.Reason` for the meaning of each field."""

    code: str
    names: dict[str, str]
    icon: str
    colour: str
    shape: str
    digit: str | None = None
    usual: str | None = None
    forward: ForwardKind = ForwardKind.SWITCHBOARD
    end: str = "required"
    shown_as: str | None = None
    aliases: list[str] = []
    selectable: bool = True


class ReasonsView(msgspec.Struct, frozen=True, omit_defaults=True):
    """Answer to GET /reasons: the site's reasons in order, and the policy facts a client shows."""

    reasons: list[ReasonView]
    switchboard: str = ""
    zone: str = "Europe/Stockholm"
    note_limit: int = 200
    day_starts: str = "08:00"
    day_ends: str = "16:30"
    lunch_until: str = "13:00"
    days_off: list[date] = []
    """Public holidays and the site's own closed days, of this year and the two after it."""


class MessageWish(msgspec.Struct, frozen=True, omit_defaults=True):
    """Body of POST /messages. `to_kind` "person" (an extension), "unit" (its code), "duty" or "switchboard" (`to` empty).

    `caller_number` as typed; the hub reads it. `call_after` and `call_before` are the caller's wished window.
    """

    to: str
    to_kind: AddresseeKind = AddresseeKind.PERSON
    caller_name: str = ""
    caller_number: str = ""
    caller_organisation: str = ""
    about: str = ""
    urgent: bool = False
    call_after: datetime | None = None
    call_before: datetime | None = None


class MessageStep(msgspec.Struct, frozen=True, omit_defaults=True):
    """Body of PATCH /messages/{id}: one step, with the version of the message it was seen at; see `model.callback.Act`."""

    step: Step
    version: int
    outcome: Outcome | None = None
    until: datetime | None = None
    to_kind: AddresseeKind = AddresseeKind.PERSON
    to: str | None = None
    word: str = ""
    way: Way = Way.TRAY


class AttemptView(msgspec.Struct, frozen=True, omit_defaults=True):
    """One attempt to call back; `by_name` is for people, `talked` seconds."""

    at: datetime
    by_name: str
    outcome: Outcome
    talked: float | None = None


class MessageView(msgspec.Struct, frozen=True, omit_defaults=True):
    """A callback message as the hub has it; see `model.callback.CallbackMessage` for the meaning of each field.

    Names are for people. `number_shown` is the number as it is written nationally, `can_ring` whether the PBX may dial it.
    """

    id: str
    version: int
    stage: Stage
    to_kind: AddresseeKind
    to: str
    to_name: str
    made_by: str
    made_by_name: str
    made_at: datetime
    due: datetime
    source: Source = Source.LEFT
    caller_name: str = ""
    caller_number: str = ""
    number_shown: str = ""
    caller_organisation: str = ""
    about: str = ""
    urgent: bool = False
    call_after: datetime | None = None
    call_before: datetime | None = None
    taker: str | None = None
    taker_name: str = ""
    former_kind: AddresseeKind | None = None
    former: str = ""
    former_name: str = ""
    later: datetime | None = None
    calls: int = 1
    late: int = 0
    word: str = ""
    attempts: list[AttemptView] = []
    closed_at: datetime | None = None
    closed_by_name: str = ""
    can_ring: bool = False


class MessagesPage(msgspec.Struct, frozen=True, omit_defaults=True):
    """One page of messages: open ones by due time, done ones newest first. `next` is passed as `after`, None at the end."""

    messages: list[MessageView]
    next: str | None = None


class CallBegun(msgspec.Struct, frozen=True):
    """Answer to POST /messages/{id}/ring: the own phone rings now; the attempt is noted when the call is over."""

    call: str


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """Problem details (RFC 9457). `detail` is a sentence in the reader's language; `code` is stable."""

    title: str
    status: int
    detail: str
    code: str
    type: str = "about:blank"
    field: str | None = None
    params: dict[str, str | int | bool | None] = {}


# Events of GET /events. The SSE `event:` field is the tag; `id:` is `number` for numbered (durable) events only.


class Hello(msgspec.Struct, frozen=True, tag="hello", tag_field="kind"):
    """First event of a new stream: the API version, the number the board stands at, and everybody's standing."""

    api: int
    number: int
    at: datetime
    board: list[Standing]
    pbx: bool = True
    directory: int = 0


class StandingChanged(msgspec.Struct, frozen=True, tag="standing", tag_field="kind"):
    """Somebody's standing changed (set, ended, came into force, could not be confirmed). Numbered."""

    number: int
    at: datetime
    standing: Standing


class LinesChanged(msgspec.Struct, frozen=True, tag="lines", tag_field="kind"):
    """Line states: all when `complete` (sent after a resume), else the changed ones. Not numbered: no history."""

    states: dict[str, LineState]
    complete: bool = False


class PbxChanged(msgspec.Struct, frozen=True, tag="pbx", tag_field="kind"):
    """The hub lost or regained the PBX. Not numbered."""

    connected: bool


class DirectoryChanged(msgspec.Struct, frozen=True, tag="directory", tag_field="kind"):
    """People or units changed: fetch the directory again. Numbered."""

    number: int
    version: int


class DriftHealed(msgspec.Struct, frozen=True, tag="drift", tag_field="kind"):
    """The PBX held something else than the hub and was put right. Numbered; full view only."""

    number: int
    at: datetime
    extension: str
    found: str


class MessageChanged(msgspec.Struct, frozen=True, tag="message", tag_field="kind", omit_defaults=True):
    """A callback message came or changed; only those whom it concerns hear it. Numbered. `remind`: it is late and this reader
    is reminded of it."""

    number: int
    at: datetime
    message: MessageView
    remind: bool = False


class MessagesForgotten(msgspec.Struct, frozen=True, tag="messages_forgotten", tag_field="kind"):
    """Done messages were erased by retention. Numbered."""

    number: int
    ids: list[str]


Event = (
    Hello | StandingChanged | LinesChanged | PbxChanged | DirectoryChanged | DriftHealed | MessageChanged | MessagesForgotten
)

_EVENTS = msgspec.json.Decoder(Event)


class _AnyEvent(msgspec.Struct):
    """Just the tag, to tell an event of a newer hub from a broken one."""

    kind: str


def decode_event(data: bytes) -> Event | None:
    """The event in one SSE `data:`; None for a kind that this version does not know.

    Raises msgspec.ValidationError or DecodeError for one that it knows and that is broken.
    """
    try:
        event: Event = _EVENTS.decode(data)
    except msgspec.ValidationError:
        known = {kind.__struct_config__.tag for kind in Event.__args__}
        if msgspec.json.decode(data, type=_AnyEvent).kind in known:
            raise
        return None
    return event
