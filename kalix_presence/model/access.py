"""Who may do what: one table, deny by default. Every endpoint and every window asks here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from kalix_presence.model.directory import Person
from kalix_presence.model.errors import Forbidden


class Role(StrEnum):
    """A role; one account may have several, and may do what any of them may."""

    EMPLOYEE = "employee"
    RECEPTIONIST = "receptionist"
    OFFICER = "officer"
    """Telephone officer ("telefonansvarig", P15) of one administration."""
    ADMINISTRATOR = "administrator"
    HEAD = "head"
    """Head of a unit ("enhetschef"): the one they belong to themselves, with all below it."""


class Scope(IntEnum):
    """For whom an action is allowed; a larger scope includes the smaller ones."""

    NONE = 0
    SELF = 1
    UNIT = 2
    """One's own unit and all below it: of figures, never of people, for whom it means oneself."""
    ADMINISTRATION = 3
    ALL = 4


class Action(StrEnum):
    """Something that can be asked for."""

    SEE_PEOPLE = "see_people"
    SEE_FULL_ABSENCE = "see_full_absence"
    SEE_PRIVATE_NUMBERS = "see_private_numbers"
    SET_ABSENCE = "set_absence"
    SHOW_LIFE = "show_life"
    """Let the own computer say that somebody is there, which ends "overdue"."""
    READ_RULE = "read_rule"
    SEE_EVENTS = "see_events"
    SEE_REASONS = "see_reasons"
    SEE_DRIFT = "see_drift"
    LEAVE_MESSAGE = "leave_message"
    SEE_MESSAGES = "see_messages"
    ACT_ON_MESSAGES = "act_on_messages"
    SET_PREFERENCES = "set_preferences"
    """See and change what somebody has chosen about their time."""
    USE_PHONE = "use_phone"
    """Call from the screen, and pass on the calls of the own phone."""
    SERVE_SWITCHBOARD = "serve_switchboard"
    """See and take the calls that wait for the switchboard."""
    SEE_NOTICES = "see_notices"
    PROPOSE_NOTICE = "propose_notice"
    """Tell the switchboard of a change of a unit: one's own unit, or any unit of the scope."""
    PUBLISH_NOTICE = "publish_notice"
    FORWARD_UNIT = "forward_unit"
    NUDGE = "nudge"
    """Ask somebody who is overdue whether they are back."""
    OWN_CALENDARS = "own_calendars"
    """Say which of one's own calendars are read; nobody does that for somebody else."""
    OWN_REMINDERS = "own_reminders"
    """Tell one's other computers which of the day's questions were answered."""
    OWN_DELEGATIONS = "own_delegations"
    """Let a colleague act for oneself, and end that; nobody does it for somebody else."""
    OWN_COPY = "own_copy"
    """Be handed all that is held on oneself; nobody is handed it of somebody else."""
    SEE_APPOINTMENTS = "see_appointments"
    """See who is telephone officer of which unit: whom to ask."""
    APPOINT_OFFICER = "appoint_officer"
    """Say who is telephone officer: for a head, of the administration that they are the head of."""
    ORDER_EXTENSIONS = "order_extensions"
    """Ask that an extension is ordered, changed, moved or ended: for a head of their unit; an officer approves it, too."""
    CARRY_OUT_EXTENSIONS = "carry_out_extensions"
    """Order what is approved, and say that it is done."""
    SEE_SKETCH = "see_sketch"
    """See the sketch of an administration: who does what, where, and who stands in."""
    PROPOSE_SKETCH = "propose_sketch"
    """Propose a change of a unit's part, and say that it was reviewed: SELF is of what one is appointed for, or owns."""
    ACCEPT_SKETCH = "accept_sketch"
    """Accept or refuse what is proposed: SELF is of what one is appointed for."""
    OWN_FIRST_STEPS = "own_first_steps"
    """See and take one's own first steps as a newcomer; nobody takes them for somebody else."""
    SEE_NEWCOMERS = "see_newcomers"
    """See which newcomers have not finished, and which steps are missing; whoever is appointed for a unit sees its own."""
    SET_GREETING = "set_greeting"
    """See and say what a unit answers calls with: SELF is of what one is appointed for."""
    MAKE_CARDS = "make_cards"
    """Make signatures, contact cards and letters of everybody of a unit: SELF is of what one is appointed for."""
    SEE_REPORT = "see_report"
    """See the policy report: figures of units, never of fewer than five people."""
    READ_AUDIT = "read_audit"
    """See who changed what, and who looked at what: about oneself, or about anybody."""
    SEE_SOURCES = "see_sources"
    """See how the sources of the directory stand, and what a held run would do: SELF is of what one is appointed for."""
    ANSWER_HELD_RUN = "answer_held_run"
    """Say yes or no to what a source of the directory would do and waits with."""
    ADMINISTER_PEOPLE = "administer_people"
    ADMINISTER_USERS = "administer_users"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks. `extension` and `administration` are None for an account that is not a person in the directory; `person` is
    the identity of whoever holds the extension, "" where that is not known."""

    username: str
    extension: str | None
    administration: str | None
    roles: frozenset[Role]
    person: str = ""


_N, _S, _U, _D, _A = Scope.NONE, Scope.SELF, Scope.UNIT, Scope.ADMINISTRATION, Scope.ALL

#                                employee  receptionist  officer  administrator  head
TABLE: dict[Action, tuple[Scope, Scope, Scope, Scope, Scope]] = {
    Action.SEE_PEOPLE:          (_A,       _A,           _A,      _A,            _A),
    Action.SEE_FULL_ABSENCE:    (_S,       _S,           _S,      _S,            _S),
    Action.SEE_PRIVATE_NUMBERS: (_S,       _A,           _D,      _S,            _S),
    Action.SET_ABSENCE:         (_S,       _A,           _D,      _S,            _S),
    Action.SHOW_LIFE:           (_S,       _S,           _S,      _S,            _S),
    Action.READ_RULE:           (_S,       _A,           _D,      _A,            _S),
    Action.SEE_EVENTS:          (_A,       _A,           _A,      _A,            _A),
    Action.SEE_REASONS:         (_A,       _A,           _A,      _A,            _A),
    Action.SEE_DRIFT:           (_S,       _S,           _D,      _A,            _S),
    Action.LEAVE_MESSAGE:       (_A,       _A,           _A,      _A,            _A),
    Action.SEE_MESSAGES:        (_S,       _A,           _D,      _S,            _S),
    Action.ACT_ON_MESSAGES:     (_S,       _A,           _D,      _S,            _S),
    Action.SET_PREFERENCES:     (_S,       _S,           _D,      _A,            _S),
    Action.USE_PHONE:           (_S,       _S,           _S,      _S,            _S),
    Action.SERVE_SWITCHBOARD:   (_N,       _A,           _N,      _N,            _N),
    Action.SEE_NOTICES:         (_A,       _A,           _A,      _A,            _A),
    Action.PROPOSE_NOTICE:      (_S,       _A,           _D,      _S,            _S),
    Action.PUBLISH_NOTICE:      (_N,       _A,           _D,      _N,            _N),
    Action.FORWARD_UNIT:        (_N,       _A,           _D,      _N,            _N),
    Action.NUDGE:               (_A,       _A,           _A,      _A,            _A),
    Action.OWN_CALENDARS:       (_S,       _S,           _S,      _S,            _S),
    Action.OWN_REMINDERS:       (_S,       _S,           _S,      _S,            _S),
    Action.OWN_DELEGATIONS:     (_S,       _S,           _S,      _S,            _S),
    Action.OWN_COPY:            (_S,       _S,           _S,      _S,            _S),
    Action.SEE_APPOINTMENTS:    (_A,       _A,           _A,      _A,            _A),
    Action.APPOINT_OFFICER:     (_N,       _N,           _N,      _A,            _U),
    Action.ORDER_EXTENSIONS:    (_N,       _N,           _D,      _N,            _U),
    Action.CARRY_OUT_EXTENSIONS: (_N,      _A,           _N,      _A,            _N),
    Action.SEE_SKETCH:          (_D,       _A,           _D,      _A,            _D),
    Action.PROPOSE_SKETCH:      (_S,       _S,           _D,      _S,            _U),
    Action.ACCEPT_SKETCH:       (_S,       _S,           _D,      _S,            _S),
    Action.OWN_FIRST_STEPS:     (_S,       _S,           _S,      _S,            _S),
    Action.SEE_NEWCOMERS:       (_N,       _N,           _D,      _A,            _N),
    Action.SET_GREETING:        (_S,       _S,           _D,      _A,            _U),
    Action.MAKE_CARDS:          (_S,       _S,           _D,      _A,            _U),
    Action.SEE_REPORT:          (_N,       _N,           _D,      _A,            _U),
    Action.READ_AUDIT:          (_S,       _S,           _S,      _A,            _S),
    Action.SEE_SOURCES:         (_S,       _S,           _D,      _A,            _S),
    Action.ANSWER_HELD_RUN:     (_N,       _N,           _N,      _A,            _N),
    Action.ADMINISTER_PEOPLE:   (_N,       _N,           _D,      _A,            _N),
    Action.ADMINISTER_USERS:    (_N,       _N,           _N,      _A,            _N),
}  # fmt: skip
_COLUMN = {Role.EMPLOYEE: 0, Role.RECEPTIONIST: 1, Role.OFFICER: 2, Role.ADMINISTRATOR: 3, Role.HEAD: 4}


def scope(caller: Caller, action: Action) -> Scope:
    """The widest scope any of the caller's roles gives for `action`; NONE without a role, and for what the table lacks."""
    row = TABLE.get(action)
    if row is None:
        return Scope.NONE
    return max((row[_COLUMN[role]] for role in caller.roles if role in _COLUMN), default=Scope.NONE)


def may(caller: Caller, action: Action, person: Person | None = None) -> bool:
    """Whether `caller` may do `action`, to `person` where there is one."""
    allowed = scope(caller, action)
    if person is None or allowed in (Scope.NONE, Scope.ALL):
        return allowed is not Scope.NONE
    if caller.extension is not None and person.extension == caller.extension and caller.person in ("", person.id):
        return True
    return (
        allowed is Scope.ADMINISTRATION and caller.administration is not None and person.administration == caller.administration
    )


def require(caller: Caller, action: Action, person: Person | None = None) -> None:
    """Raise Forbidden `not-permitted` unless `may`."""
    if not may(caller, action, person):
        raise Forbidden("not-permitted", action=action.value)
