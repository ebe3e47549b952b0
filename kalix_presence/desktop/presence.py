"""What the windows show: my status, the wish that is not confirmed yet, and the board. Lives in the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from kalix_presence import shipped, wire
from kalix_presence.client.board import ClientBoard
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.error_words import sentence as sentence
from kalix_presence.client.facts import reasons_of, worktime_of
from kalix_presence.client.hub_time import HubTime
from kalix_presence.client.session_events import (
    FactsChanged,
    Happened,
    LinkChanged,
    PbxSeen,
    PersonSeen,
    PreferencesChanged,
    RequestChanged,
    RequestState,
    SessionEvent,
    StandingsChanged,
)
from kalix_presence.model.absence import ForwardKind
from kalix_presence.model.errors import PresenceError
from kalix_presence.model.line import is_known
from kalix_presence.model.reason import Reasons
from kalix_presence.model.worktime import WorkingTime


class Phase(StrEnum):
    """How sure my status is."""

    SIGNED_OUT = "signed_out"
    NO_TELEPHONE = "no_telephone"
    """Signed in with an account that is nobody's telephone: it has no status of its own."""
    UNKNOWN = "unknown"
    """Nothing is known yet."""
    STALE = "stale"
    """The hub cannot be reached: this is what was known last."""
    SENDING = "sending"
    QUEUED = "queued"
    PENDING = "pending"
    """The hub has it, the PBX has not confirmed it."""
    IN_FORCE = "in_force"


@dataclass(frozen=True, slots=True)
class MyStatus:
    """My status as shown. `reason` None means available; `wished` that it is asked for and not what holds yet.

    `overdue`: my return time has passed, and nobody knows whether I am back.
    """

    phase: Phase
    reason: str | None = None
    until: datetime | None = None
    start: datetime | None = None
    forward: str = ""
    trouble: str | None = None
    wished: bool = False
    overdue: bool = False
    unknown: bool = False
    """Not away, and nobody knows whether my phone can be reached: never "available" by guess (P5)."""
    bent: str | None = None
    """Why calls do not go where it was asked, as an error code."""


class Presence(QObject):
    """Joins what the session tells. Only the hub's events change `standings`; a wish is shown beside them as a wish."""

    status_changed = Signal()
    standings_changed = Signal(object)
    facts_changed = Signal()
    person_changed = Signal(str)
    """The directory's facts of this extension are others."""
    link_changed = Signal()
    person_left = Signal()
    """Somebody else is signed in here now: what was typed by the one before is nobody's any more."""
    request_ended = Signal(object)
    calendars_changed = Signal()
    """Something of my calendars is other than it was."""
    asked_elsewhere = Signal(object)
    """A `wire.AskedDay`: what was answered today on my computers."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self.clock = clock
        self.board = ClientBoard()
        self.me: wire.Me | None = None
        self.person: str | None = None
        """Whose desk it is: the account that was signed in last, also once it is signed out; None before the first."""
        self.view: wire.ReasonsView | None = None
        self.people: dict[str, wire.PersonView] = {}
        self._directory: list[wire.PersonView] | None = None
        """As it was told; told again, nothing is made anew of it."""
        self.link = LinkState.CONNECTING
        self.heard_from = ""
        """The hub that is heard now; "" for none."""
        self.known_at: datetime | None = None
        self.heard_at: datetime | None = None
        """When the PBX was last heard of: from then on line states are only what was known; None when never."""
        self.finder: QObject | None = None
        """What people are found by, made when somebody is first looked for (`finding.shared_finder`)."""
        self.pbx = True
        self.unable: frozenset[str] = frozenset()
        """What the PBX cannot do, as the hub told."""
        self.request: RequestChanged | None = None
        self._reasons: Reasons | None = None
        self.worktime = WorkingTime(country="")
        self.preferences: wire.PreferencesView | None = None
        self.updates = True
        """Whether it is said that the site has a newer version of the program ready (the setting `updates`)."""

    @property
    def extension(self) -> str | None:
        """My extension; None before it is known, or for an account without one."""
        return self.me.person.extension if self.me and self.me.person else None

    @property
    def reasons(self) -> Reasons:
        """The site's, as the hub told; those that ship with the program before it has."""
        return self._reasons or shipped.default_reasons()

    @reasons.setter
    def reasons(self, reasons: Reasons) -> None:
        self._reasons = reasons

    @property
    def has_no_telephone(self) -> bool:
        """Whether I am known, and my account has no extension: nothing of one's own is to be set, planned or called by."""
        return self.me is not None and self.me.person is None

    @property
    def sees_report(self) -> bool:
        """Whether the policy report, or a part of it, is mine to see."""
        return self.me is not None and "see_report" in self.me.may

    @property
    def skew(self) -> timedelta:
        """How far this computer's clock is ahead of the hub's."""
        return self.clock.skew if isinstance(self.clock, HubTime) else timedelta()

    @property
    def own_time(self) -> bool:
        """Whether the hub is a demo, which has a time of its own."""
        return self.view is not None and self.view.own_time

    @property
    def zone(self) -> str:
        """The site's time zone."""
        return self.view.zone if self.view else "Europe/Stockholm"

    def on_session_event(self, event: SessionEvent) -> None:
        """Take in one message of the session."""
        match event:
            case LinkChanged(state=state, address=address):
                self.heard_from = address
                self._apply_link(state)
            case StandingsChanged():
                self._apply_standings(event)
            case FactsChanged():
                self._apply_facts(event)
            case PersonSeen(person=person):
                self.people[person.extension] = person
                self.person_changed.emit(person.extension)
            case RequestChanged():
                self._apply_request(event)
            case PreferencesChanged(preferences=preferences):
                self._apply_preferences(preferences)
                self.facts_changed.emit()
                self.status_changed.emit()
            case Happened(event=wire.CalendarsChanged(extension=extension)) if extension == self.extension:
                self.calendars_changed.emit()
            case Happened(event=wire.AskedElsewhere(extension=extension, asked=asked)) if extension == self.extension:
                self.asked_elsewhere.emit(asked)
            case PbxSeen(connected=connected):
                self._apply_pbx(connected)

    def _apply_link(self, state: LinkState) -> None:
        if LinkState.ONLINE in (state, self.link) and self.pbx:
            self.heard_at = self.clock()
        self.link = state
        if state is LinkState.SIGNED_OUT:
            self.me, self.request = None, None
        self.link_changed.emit()
        self.status_changed.emit()

    def _apply_pbx(self, connected: bool) -> None:
        if connected or self.pbx:
            self.heard_at = self.clock()
        if connected is not self.pbx:
            self.pbx = connected
            self.standings_changed.emit(None)  # who is not away is available only while lines are known
        self.status_changed.emit()

    def _apply_standings(self, event: StandingsChanged) -> None:
        changed = event.by_extension
        if event.whole:
            self.board.standings = changed
        else:
            self.board.standings.update(changed)
        self.standings_changed.emit(None if event.whole else list(changed))
        standing = self.board.standings.get(self.extension or "")
        target = standing.absence.forward_number if standing is not None and standing.absence is not None else None
        if self.extension not in changed and target in changed:
            self.status_changed.emit()  # whoever my calls go to has come or gone
        if event.whole or self.extension in changed:
            if (
                self.request
                and self.request.state in (RequestState.IN_FORCE, RequestState.PENDING)
                and not self._unsaid(self.request)
            ):
                self.request = None
            self.status_changed.emit()

    def _apply_facts(self, facts: FactsChanged) -> None:
        person = facts.me.username if facts.me is not None else self.person
        if self.person is not None and person != self.person:
            self.person = None
            self.person_left.emit()
        self.person = person
        self.me, self.view, self.known_at = facts.me, facts.reasons, facts.known_at
        self.heard_at = self.heard_at or facts.known_at
        if facts.people is not self._directory:
            self._directory, self.people = facts.people, facts.by_extension
        if facts.reasons:
            self.reasons = reasons_of(facts.reasons)
            self.unable = frozenset(facts.reasons.unable)
        self._apply_preferences(facts.preferences)
        self.facts_changed.emit()
        self.status_changed.emit()

    def _apply_preferences(self, preferences: wire.PreferencesView | None) -> None:
        self.preferences = preferences
        if self.view is not None:
            self.worktime = worktime_of(self.view, preferences.preferences if preferences else None)

    def _apply_request(self, outcome: RequestChanged) -> None:
        if outcome.extension != self.extension:
            self.request_ended.emit(outcome)
            return
        if outcome.state is RequestState.SENDING or self.request is None or self.request.key == outcome.key:
            self.request = outcome
        if (
            outcome.state in (RequestState.REFUSED, RequestState.OVER)
            and self.request is not None
            and self.request.key == outcome.key
        ):
            self.request = None
        if (
            outcome.state in (RequestState.IN_FORCE, RequestState.PENDING)
            and self._holds(outcome)
            and not self._unsaid(outcome)
        ):
            self.request = None  # the event was faster than the reply
        self.status_changed.emit()
        if outcome.state is not RequestState.SENDING:
            self.request_ended.emit(outcome)

    def _holds(self, outcome: RequestChanged) -> bool:
        """Whether the board already shows what was asked for."""
        standing = self.board.standings.get(outcome.extension)
        absence = standing.absence if standing else None
        if outcome.request is None or absence is None:
            return outcome.request is None and absence is None
        return (absence.reason, absence.end) == (outcome.request.reason, outcome.request.until)

    def _unsaid(self, outcome: RequestChanged) -> bool:
        """Whether the reply said in force, and the event that says so to everybody is still on its way."""
        standing = self.board.standings.get(outcome.extension)
        return (
            outcome.state is RequestState.IN_FORCE
            and standing is not None
            and not standing.in_force
            and standing.trouble is None
        )

    def my_status(self) -> MyStatus:
        """My status, with how sure it is."""
        if self.link is LinkState.SIGNED_OUT:
            return MyStatus(Phase.SIGNED_OUT)
        if self.has_no_telephone:
            return MyStatus(Phase.NO_TELEPHONE)
        standing = self.board.standings.get(self.extension or "")
        unknown = standing is not None and not is_known(standing.line, pbx=self.pbx)
        if self.request is not None:
            phase = Phase.QUEUED if self.request.state is RequestState.QUEUED else Phase.SENDING
            wished = self.request.request
            error = self.request.error.code if self.request.error else None
            if wished is None:
                return MyStatus(phase, trouble=error, wished=True, unknown=unknown)
            return MyStatus(phase, wished.reason, wished.until, trouble=error, wished=True)
        if standing is None:
            return MyStatus(Phase.UNKNOWN)
        phase = Phase.IN_FORCE if standing.in_force else Phase.PENDING
        if self.link is not LinkState.ONLINE:
            phase = Phase.STALE
        absence = standing.absence
        if absence is None:
            overdue = standing.overdue
            return MyStatus(phase, trouble=standing.trouble, overdue=overdue, unknown=unknown and not overdue)
        forward, bent = absence.forward.value, absence.bent
        return MyStatus(phase, absence.reason, absence.end, absence.start, forward, standing.trouble, bent=bent)

    def away_behind(self, extension: str) -> str:
        """Whom calls to `extension` are forwarded to, when that colleague is away too and they go on from there; else ""."""
        standing = self.board.standings.get(extension)
        number = (standing.absence.forward_number if standing is not None and standing.absence is not None else None) or ""
        behind = self.board.standings.get(number)
        away = behind is not None and behind.absence is not None and behind.absence.forward is not ForwardKind.NONE
        return number if away else ""

    def reason_name(self, code: str | None, language: str) -> str:
        """A reason's name for people; the code itself for one that this version was not told of."""
        if code is None:
            return ""
        return self.reasons.get(code).name(language) if code in self.reasons else code


def fault_sentence(fault: Exception, language: str) -> str:
    """What went wrong, for people; a fault of this program is said in its own words."""
    return sentence(fault, language) if isinstance(fault, PresenceError) else str(fault)
