"""What desk and hub say to each other: JSON bodies and tagged stream events around the model's dataclasses.

Rule for change: a field may be added with a default, an event kind may be added (older clients skip it); nothing is renamed or
removed within an API version. `tests/wire/v1` holds golden messages that are never edited.
"""

from __future__ import annotations

import msgspec

from kalix_presence.model.present_call import CallState
from kalix_presence.wire.acts import (
    AbsenceUndo,
    NudgeSent,
    UnitForward,
    UnitForwarded,
    UnitForwardResult,
    UnitUndo,
    UnitUndoOne,
)
from kalix_presence.wire.appointments import AppointmentChange, AppointmentRequest, AppointmentsView, AppointmentView
from kalix_presence.wire.asked import AskedDay
from kalix_presence.wire.audit import AuditLineView, AuditPage
from kalix_presence.wire.calendars import (
    CalendarChange,
    CalendarKind,
    CalendarRequest,
    CalendarsView,
    CalendarView,
    FoundCalendar,
    LeftOutView,
)
from kalix_presence.wire.callback_advice import CallbackAdvice
from kalix_presence.wire.calls import CallRequest, CallsView, EarlierCallback, PresentCallView, TransferRequest
from kalix_presence.wire.delegations import DelegationRequest, DelegationsView, DelegationView
from kalix_presence.wire.events import (
    AbsenceSetForYou,
    AppointmentsChanged,
    AskedElsewhere,
    BoardApart,
    CalendarsChanged,
    CallChanged,
    DelegationsChanged,
    DeputyAsked,
    DirectoryChanged,
    DriftHealed,
    Event,
    ExtensionRequestsChanged,
    Hello,
    LinesChanged,
    MessageChanged,
    MessagesForgotten,
    NoticesChanged,
    Nudge,
    PbxChanged,
    PersonChanged,
    PlansChanged,
    StandingChanged,
    decode_event,
)
from kalix_presence.wire.extension_requests import (
    DueRequest,
    ExtensionRequestsView,
    ExtensionRequestView,
    ExtensionStep,
    ExtensionWish,
    NumbersView,
    QuarantinedNumber,
    StepDone,
)
from kalix_presence.wire.message_history import MessageHistory, StepView
from kalix_presence.wire.messages import AttemptView, CallBegun, MessageRequest, MessagesPage, MessageStep, MessageView
from kalix_presence.wire.notices import NoticeChange, NoticeRequest, NoticesView, NoticeView
from kalix_presence.wire.organisation import (
    BrowserAnswer,
    BrowserBegin,
    BrowserBegun,
    DeviceAnswer,
    DeviceBegun,
    SignInWays,
)
from kalix_presence.wire.own_copy import OwnCopy
from kalix_presence.wire.people import FieldSeen, NamedPerson, PeoplePage, PersonView, ReasonsView, ReasonView, WhyFirst
from kalix_presence.wire.plans import (
    ComingAbsence,
    DeputyAnswer,
    HoldingView,
    ImportedEntry,
    ImportReport,
    PlanChange,
    PlanImport,
    PlanRequest,
    PlansView,
    PlanView,
)
from kalix_presence.wire.preferences import PreferencesRequest, PreferencesView
from kalix_presence.wire.report import (
    FigureView,
    HiddenUnit,
    HistoryPoint,
    PolicyReport,
    ReportPeriods,
    UnitHistory,
    UnitReport,
)
from kalix_presence.wire.second_factor import FactorGivenUp, FactorOffer, FactorState, FactorTaken, RecoveryCodes
from kalix_presence.wire.sessions import PasswordChange, SessionsEnded, SessionsView, SessionView
from kalix_presence.wire.signing import Me, Problem, Refresh, SignedIn, SignIn
from kalix_presence.wire.standings import AbsenceRequest, BoardView, RuleView, ShownAbsence, Standing, StatusReply
from kalix_presence.wire.unclear import BentRule, Unclear, UnknownPhone
from kalix_presence.wire.work_list import WorkItem, WorkList

API_VERSION = 1

UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What decoding raises for bytes that are no message; msgspec lets the second through for texts that are no UTF-8, and the
third for what is nested past reason."""

__all__ = [
    "API_VERSION",
    "UNREADABLE",
    "AbsenceRequest",
    "AbsenceSetForYou",
    "AbsenceUndo",
    "AppointmentChange",
    "AppointmentRequest",
    "AppointmentView",
    "AppointmentsChanged",
    "AppointmentsView",
    "AskedDay",
    "AskedElsewhere",
    "AttemptView",
    "AuditLineView",
    "AuditPage",
    "BentRule",
    "BoardApart",
    "BoardView",
    "BrowserAnswer",
    "BrowserBegin",
    "BrowserBegun",
    "CalendarChange",
    "CalendarKind",
    "CalendarRequest",
    "CalendarView",
    "CalendarsChanged",
    "CalendarsView",
    "CallBegun",
    "CallChanged",
    "CallRequest",
    "CallState",
    "CallbackAdvice",
    "CallsView",
    "ComingAbsence",
    "DelegationRequest",
    "DelegationView",
    "DelegationsChanged",
    "DelegationsView",
    "DeputyAnswer",
    "DeputyAsked",
    "DeviceAnswer",
    "DeviceBegun",
    "DirectoryChanged",
    "DriftHealed",
    "DueRequest",
    "EarlierCallback",
    "Event",
    "ExtensionRequestView",
    "ExtensionRequestsChanged",
    "ExtensionRequestsView",
    "ExtensionStep",
    "ExtensionWish",
    "FactorGivenUp",
    "FactorOffer",
    "FactorState",
    "FactorTaken",
    "FieldSeen",
    "FigureView",
    "FoundCalendar",
    "Hello",
    "HiddenUnit",
    "HistoryPoint",
    "HoldingView",
    "ImportReport",
    "ImportedEntry",
    "LeftOutView",
    "LinesChanged",
    "Me",
    "MessageChanged",
    "MessageHistory",
    "MessageRequest",
    "MessageStep",
    "MessageView",
    "MessagesForgotten",
    "MessagesPage",
    "NamedPerson",
    "NoticeChange",
    "NoticeRequest",
    "NoticeView",
    "NoticesChanged",
    "NoticesView",
    "Nudge",
    "NudgeSent",
    "NumbersView",
    "OwnCopy",
    "PasswordChange",
    "PbxChanged",
    "PeoplePage",
    "PersonChanged",
    "PersonView",
    "PlanChange",
    "PlanImport",
    "PlanRequest",
    "PlanView",
    "PlansChanged",
    "PlansView",
    "PolicyReport",
    "PreferencesRequest",
    "PreferencesView",
    "PresentCallView",
    "Problem",
    "QuarantinedNumber",
    "ReasonView",
    "ReasonsView",
    "RecoveryCodes",
    "Refresh",
    "ReportPeriods",
    "RuleView",
    "SessionView",
    "SessionsEnded",
    "SessionsView",
    "ShownAbsence",
    "SignIn",
    "SignInWays",
    "SignedIn",
    "Standing",
    "StandingChanged",
    "StatusReply",
    "StepDone",
    "StepView",
    "TransferRequest",
    "Unclear",
    "UnitForward",
    "UnitForwardResult",
    "UnitForwarded",
    "UnitHistory",
    "UnitReport",
    "UnitUndo",
    "UnitUndoOne",
    "UnknownPhone",
    "WhyFirst",
    "WorkItem",
    "WorkList",
    "decode_event",
]
