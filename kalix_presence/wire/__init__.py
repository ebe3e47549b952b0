"""What desk and hub say to each other: JSON bodies and tagged stream events around the model's dataclasses.

Rule for change: a field may be added with a default, an event kind may be added (older clients skip it); nothing is renamed or
removed within an API version. `tests/wire/v1` holds golden messages that are never edited.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

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
from kalix_presence.wire.calls import CallRequest, CallsView, EarlierCallback, PresentCallView, TransferRequest
from kalix_presence.wire.cards import CardsView, CardUnit, PersonCard, Sender
from kalix_presence.wire.delegations import DelegationRequest, DelegationsView, DelegationView
from kalix_presence.wire.due_review import DueReview
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
    MailboxAway,
    MessageChanged,
    MessagesForgotten,
    NoticesChanged,
    Nudge,
    PbxChanged,
    PersonChanged,
    PlansChanged,
    SketchChanged,
    SourcesChanged,
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
from kalix_presence.wire.greetings import GreetingChanged, GreetingsView, GreetingWish, OwnGreeting, UnitGreeting
from kalix_presence.wire.messages import AttemptView, CallBegun, MessageRequest, MessagesPage, MessageStep, MessageView
from kalix_presence.wire.newcomers import (
    DueNewcomer,
    FirstSteps,
    FirstStepView,
    NewcomerChanged,
    NewcomersDue,
    NewcomersView,
    PolicyToRead,
    StepSaid,
    UnfinishedNewcomer,
)
from kalix_presence.wire.notices import NoticeChange, NoticeRequest, NoticesView, NoticeView
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
from kalix_presence.wire.signing import Me, Problem, Refresh, SignedIn, SignIn
from kalix_presence.wire.standings import AbsenceRequest, BoardView, RuleView, ShownAbsence, Standing, StatusReply

_LATER = (
    "audit",
    "calendars",
    "callback_advice",
    "message_history",
    "organisation",
    "own_copy",
    "report",
    "second_factor",
    "sessions",
    "sketch",
    "sources",
    "unclear",
    "work_list",
)
"""Subjects that a desk which waits has no use for: they are there as soon as the first name of one is asked for."""

if TYPE_CHECKING:
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
    from kalix_presence.wire.message_history import MessageHistory, StepView
    from kalix_presence.wire.organisation import (
        BrowserAnswer,
        BrowserBegin,
        BrowserBegun,
        DeviceAnswer,
        DeviceBegun,
        SignInWays,
    )
    from kalix_presence.wire.own_copy import OwnCopy
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
    from kalix_presence.wire.sketch import (
        DutyWish,
        NamedUnit,
        SketchDifference,
        SketchDutyView,
        SketchFault,
        SketchPerson,
        SketchProposalView,
        SketchReviewed,
        SketchSheet,
        SketchStep,
        SketchUnit,
        SketchView,
        SketchWish,
    )
    from kalix_presence.wire.sources import (
        HeldAnswerRequest,
        HeldLineView,
        HeldPage,
        HeldRun,
        LeftOutEntry,
        SourcesView,
        SourceView,
    )
    from kalix_presence.wire.unclear import BentRule, Unclear, UnknownPhone
    from kalix_presence.wire.work_list import UnderGoal, WorkItem, WorkList
else:

    def __getattr__(name):
        """What stands in `__all__` and is not there yet."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        for subject in map(import_module, (f"{__name__}.{each}" for each in _LATER)):
            globals().update({each: vars(subject)[each] for each in __all__ if each in vars(subject)})
        return globals()[name]


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
    "CardUnit",
    "CardsView",
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
    "DueNewcomer",
    "DueRequest",
    "DueReview",
    "DutyWish",
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
    "FirstStepView",
    "FirstSteps",
    "FoundCalendar",
    "GreetingChanged",
    "GreetingWish",
    "GreetingsView",
    "HeldAnswerRequest",
    "HeldLineView",
    "HeldPage",
    "HeldRun",
    "Hello",
    "HiddenUnit",
    "HistoryPoint",
    "HoldingView",
    "ImportReport",
    "ImportedEntry",
    "LeftOutEntry",
    "LeftOutView",
    "LinesChanged",
    "MailboxAway",
    "Me",
    "MessageChanged",
    "MessageHistory",
    "MessageRequest",
    "MessageStep",
    "MessageView",
    "MessagesForgotten",
    "MessagesPage",
    "NamedPerson",
    "NamedUnit",
    "NewcomerChanged",
    "NewcomersDue",
    "NewcomersView",
    "NoticeChange",
    "NoticeRequest",
    "NoticeView",
    "NoticesChanged",
    "NoticesView",
    "Nudge",
    "NudgeSent",
    "NumbersView",
    "OwnCopy",
    "OwnGreeting",
    "PasswordChange",
    "PbxChanged",
    "PeoplePage",
    "PersonCard",
    "PersonChanged",
    "PersonView",
    "PlanChange",
    "PlanImport",
    "PlanRequest",
    "PlanView",
    "PlansChanged",
    "PlansView",
    "PolicyReport",
    "PolicyToRead",
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
    "Sender",
    "SessionView",
    "SessionsEnded",
    "SessionsView",
    "ShownAbsence",
    "SignIn",
    "SignInWays",
    "SignedIn",
    "SketchChanged",
    "SketchDifference",
    "SketchDutyView",
    "SketchFault",
    "SketchPerson",
    "SketchProposalView",
    "SketchReviewed",
    "SketchSheet",
    "SketchStep",
    "SketchUnit",
    "SketchView",
    "SketchWish",
    "SourceView",
    "SourcesChanged",
    "SourcesView",
    "Standing",
    "StandingChanged",
    "StatusReply",
    "StepDone",
    "StepSaid",
    "StepView",
    "TransferRequest",
    "Unclear",
    "UnderGoal",
    "UnfinishedNewcomer",
    "UnitForward",
    "UnitForwardResult",
    "UnitForwarded",
    "UnitGreeting",
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
