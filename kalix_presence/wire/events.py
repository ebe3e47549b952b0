"""What the event stream says: a few tagged events; an unknown kind is skipped, so that a newer hub may say more.

The SSE `event:` field is the tag; `id:`, for numbered (durable) events only, is `number` and the generation of the hub's log. A
client hands it back as it is in `Last-Event-ID`; when the generation is another one by then it gets the whole board.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from kalix_presence.model.elsewhere import Elsewhere
from kalix_presence.model.line import LineState
from kalix_presence.wire.asked import AskedDay
from kalix_presence.wire.calls import PresentCallView
from kalix_presence.wire.due_review import DueReview
from kalix_presence.wire.event_kinds import EventKind
from kalix_presence.wire.extension_requests import DueRequest
from kalix_presence.wire.greetings import GreetingChanged
from kalix_presence.wire.messages import MessageView
from kalix_presence.wire.newcomers import NewcomerChanged, NewcomersDue
from kalix_presence.wire.notices import NoticeView
from kalix_presence.wire.people import PersonView
from kalix_presence.wire.plans import PlanView
from kalix_presence.wire.standings import ShownAbsence, Standing


class Hello(msgspec.Struct, frozen=True, tag=EventKind.HELLO.value, tag_field="kind"):
    """First event of a new stream: the API version, the number the board stands at, and everybody's standing."""

    api: int
    number: int
    at: datetime
    board: list[Standing]
    pbx: bool = True
    directory: int = 0
    pbx_since: datetime | msgspec.UnsetType = msgspec.UNSET


class BoardApart(msgspec.Struct, frozen=True, tag=EventKind.BOARD_APART.value, tag_field="kind"):
    """First event of a new stream that was opened with `board=apart`: ask GET /board with `since`, keep what comes on the
    stream meanwhile, and apply it on top of that answer. Numbered, so that a broken stream resumes from here."""

    api: int
    number: int
    since: int


class StandingChanged(msgspec.Struct, frozen=True, tag=EventKind.STANDING.value, tag_field="kind"):
    """Somebody's standing changed (set, ended, came into force, could not be confirmed). Numbered."""

    number: int
    at: datetime
    standing: Standing


class LinesChanged(msgspec.Struct, frozen=True, tag=EventKind.LINES.value, tag_field="kind"):
    """Line states: all when `complete` (sent after a resume), else the changed ones. Not numbered: no history. `elsewhere` are
    hints beside lines in the same way; where it is left out nothing has changed or, when `complete`, nobody has any."""

    states: dict[str, LineState]
    complete: bool = False
    elsewhere: dict[str, Elsewhere] | msgspec.UnsetType = msgspec.UNSET


class PbxChanged(msgspec.Struct, frozen=True, tag=EventKind.PBX.value, tag_field="kind"):
    """The hub lost or regained the PBX. Not numbered.

    While it is lost, line states stay as they were known last: they are as old as `since`, when it was lost.
    """

    connected: bool
    since: datetime | msgspec.UnsetType = msgspec.UNSET


class DirectoryChanged(msgspec.Struct, frozen=True, tag=EventKind.DIRECTORY.value, tag_field="kind"):
    """People or units changed: fetch the directory again. Numbered."""

    number: int
    version: int


class PersonChanged(msgspec.Struct, frozen=True, tag=EventKind.PERSON.value, tag_field="kind"):
    """The directory's facts of one person changed: `person` takes their place. Numbered.

    It carries neither a mobile number nor a standing, which not everybody may see: what a reader has of those stays.
    """

    number: int
    person: PersonView


class DriftHealed(msgspec.Struct, frozen=True, tag=EventKind.DRIFT.value, tag_field="kind"):
    """The PBX held something else than the hub and was put right. Numbered; full view only."""

    number: int
    at: datetime
    extension: str
    found: str


class MessageChanged(msgspec.Struct, frozen=True, tag=EventKind.MESSAGE.value, tag_field="kind", omit_defaults=True):
    """A callback message came or changed; only those whom it concerns hear it. Numbered. `remind`: it is late and this reader
    is reminded of it."""

    number: int
    at: datetime
    message: MessageView
    remind: bool = False


class MessagesForgotten(msgspec.Struct, frozen=True, tag=EventKind.MESSAGES_FORGOTTEN.value, tag_field="kind"):
    """Done messages were erased by retention. Numbered."""

    number: int
    ids: list[str]


class PlansChanged(msgspec.Struct, frozen=True, tag=EventKind.PLANS.value, tag_field="kind"):
    """The plans of `extension` changed: fetch them again. The person hears it, and who may set absences for them. Numbered."""

    number: int
    at: datetime
    extension: str


class DeputyAsked(msgspec.Struct, frozen=True, tag=EventKind.DEPUTY_ASKED.value, tag_field="kind"):
    """Somebody asks the reader to cover for them during `plan`; only the reader hears it. Numbered."""

    number: int
    at: datetime
    plan: PlanView


class CalendarsChanged(msgspec.Struct, frozen=True, tag=EventKind.CALENDARS.value, tag_field="kind"):
    """What is shown of the reader's calendars changed: one came or went, has trouble or none any more, has other entries or is
    chosen from otherwise. Numbered."""

    number: int
    at: datetime
    extension: str


class AskedElsewhere(msgspec.Struct, frozen=True, tag=EventKind.ASKED.value, tag_field="kind"):
    """A question of the day was answered on one of the reader's computers. Not numbered: each tells its own again."""

    extension: str
    asked: AskedDay


class NoticesChanged(msgspec.Struct, frozen=True, tag=EventKind.NOTICES.value, tag_field="kind", omit_defaults=True):
    """Unit notices came or changed (`notices`), or are no longer to be shown to this reader (ids in `gone`). Numbered."""

    number: int
    at: datetime
    notices: list[NoticeView] = []
    gone: list[str] = []


class AppointmentsChanged(msgspec.Struct, frozen=True, tag=EventKind.APPOINTMENTS.value, tag_field="kind"):
    """Who is telephone officer of what has changed: to be asked for anew. Numbered."""

    number: int
    at: datetime


class DelegationsChanged(msgspec.Struct, frozen=True, tag=EventKind.DELEGATIONS.value, tag_field="kind"):
    """For whom the reader acts, or who for them, has changed: to be asked for anew. Only those two hear it. Numbered."""

    number: int
    at: datetime


class ExtensionRequestsChanged(
    msgspec.Struct, frozen=True, tag=EventKind.EXTENSION_REQUESTS.value, tag_field="kind", omit_defaults=True
):
    """Requests for extensions that the reader sees have changed: to be asked for anew. `due` are those that whoever hears it is
    reminded of. Numbered."""

    number: int
    at: datetime
    due: list[DueRequest] = []


class SketchChanged(msgspec.Struct, frozen=True, tag=EventKind.SKETCH.value, tag_field="kind", omit_defaults=True):
    """The sketch of an administration (its code), or proposals for it, have changed: to be asked for anew. `due` are parts that
    whoever hears it is reminded of. Numbered."""

    number: int
    at: datetime
    administration: str
    due: list[DueReview] = []


class SourcesChanged(msgspec.Struct, frozen=True, tag=EventKind.SOURCES.value, tag_field="kind"):
    """What waits for an administrator's yes at a source of the directory is another: to be asked for anew. Only administrators
    hear it. Not numbered: whoever signs in asks."""


class CallChanged(msgspec.Struct, frozen=True, tag=EventKind.CALL.value, tag_field="kind"):
    """A present call came, changed or ended. Only the person at its extension hears it and, while it waits for the switchboard,
    every receptionist. Not numbered: nothing of calls is kept (P13)."""

    call: PresentCallView


class MailboxAway(msgspec.Struct, frozen=True, tag=EventKind.MAILBOX_AWAY.value, tag_field="kind"):
    """The mailbox of `extension` has begun to say that they are out of office, and nothing is set; only they hear it. Numbered.

    A question to them ("close the phone, too?"), never by itself an absence.
    """

    number: int
    at: datetime
    extension: str


class Nudge(msgspec.Struct, frozen=True, tag=EventKind.NUDGE.value, tag_field="kind"):
    """ "Are you back?" `by` asks (extension or username), for `extension` is overdue; only they hear it. Numbered.

    Their program answers by a new absence, or by ending what is overdue.
    """

    number: int
    at: datetime
    extension: str
    by: str
    by_name: str


class AbsenceSetForYou(msgspec.Struct, frozen=True, tag=EventKind.SET_FOR_YOU.value, tag_field="kind", omit_defaults=True):
    """Somebody else set (`absence`) or ended (None) the reader's absence, and why; only the reader hears it. Numbered."""

    number: int
    at: datetime
    extension: str
    by: str
    by_name: str
    absence: ShownAbsence | None = None
    why: str = ""


Event = (
    Hello
    | BoardApart
    | StandingChanged
    | LinesChanged
    | PbxChanged
    | DirectoryChanged
    | PersonChanged
    | DriftHealed
    | MessageChanged
    | MessagesForgotten
    | PlansChanged
    | DeputyAsked
    | CalendarsChanged
    | AskedElsewhere
    | NoticesChanged
    | AppointmentsChanged
    | DelegationsChanged
    | ExtensionRequestsChanged
    | SketchChanged
    | SourcesChanged
    | NewcomerChanged
    | NewcomersDue
    | GreetingChanged
    | CallChanged
    | Nudge
    | MailboxAway
    | AbsenceSetForYou
)

_EVENTS = msgspec.json.Decoder(Event)


def kind_of(event: Event) -> EventKind:
    """What `event` is of."""
    return EventKind(str(event.__struct_config__.tag))


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
        if msgspec.json.decode(data, type=_AnyEvent).kind in set(EventKind):
            raise
        return None
    return event
