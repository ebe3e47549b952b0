"""The board: where everybody stands now, in memory; every read is answered from it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from heapq import heappop, heappush

import msgspec

from kalix_presence import wire
from kalix_presence.hub.board.colleague_names import ColleagueNames
from kalix_presence.hub.board.delegated import Delegated
from kalix_presence.hub.board.number_owners import NumberOwners
from kalix_presence.hub.store.generation import Generation
from kalix_presence.hub.store.moment import Moment, preferences_of, reason_named, shown_absence
from kalix_presence.hub.store.people import DirectoryStep
from kalix_presence.model.absence import Absence, Forward, ForwardKind
from kalix_presence.model.chain import as_told
from kalix_presence.model.directory import Person, Unit
from kalix_presence.model.elsewhere import Elsewhere
from kalix_presence.model.errors import BadInput, Conflict, NotFound
from kalix_presence.model.forwarding import ForwardingRule, refuse_loop, rule_for, target_shown
from kalix_presence.model.groups import Groups, grouped, regrouped
from kalix_presence.model.holding import holding_at
from kalix_presence.model.line import LineState
from kalix_presence.model.policy import Policy
from kalix_presence.model.preferences import Preferences
from kalix_presence.model.reason import Reason, Reasons
from kalix_presence.model.worktime import WorkingTime

SITE_DECIDES = ("gone_at_day_end", "lunch_when_locked")
"""Preferences for which the policy has a value of its own; for others "as the site has it" is None."""


@dataclass(slots=True)
class State:
    """One person's state. `announced` is `held` with the end of its chain, as callers and colleagues hear of it. `changed`
    numbers the last change of the absence, `version` the last event of any kind; `rung` counts what the PBX has told of the
    line. `bent` is the error code of why `rule` does not lead where `held` asks, None when it does."""

    absences: list[Absence] = field(default_factory=list)
    held: Absence | None = None
    announced: Absence | None = None
    rule: ForwardingRule | None = None
    bent: str | None = None
    changed: int = 0
    changed_at: datetime | None = None
    version: int = 0
    in_force: bool = True
    trouble: str | None = None
    overdue: bool = False
    line: LineState = LineState.UNKNOWN
    rung: int = 0
    elsewhere: Elsewhere = Elsewhere.NOTHING


class Board:
    """Everybody's state by extension. Only the hub's event loop touches it; after a commit, in commit order. Who has to read
    it in another thread (the writer's) is given a `moment` of it; the tests assert that nobody does otherwise.

    `number` is the event number it stands at; `pbx` whether the PBX is there and `pbx_since` since when it is not; `directory`
    the directory's version.
    """

    def __init__(self, reasons: Reasons, policy: Policy) -> None:
        self.reasons = reasons
        self.policy = policy
        self.people: dict[str, Person] = {}
        self.units: dict[str, Unit] = {}
        self.states: dict[str, State] = {}
        self.rules: dict[str, ForwardingRule] = {}
        self.preferences: dict[str, Preferences] = {}
        values = {name: getattr(policy, name) for name in SITE_DECIDES}
        self._site = Preferences(**values)
        self._locked = {name: value for name, value in values.items() if name in policy.locked}
        self.worktime = WorkingTime.of_policy(policy)
        """The site's usual working time."""
        self._worktimes: dict[str, WorkingTime] = {}
        self.due_times: list[tuple[datetime, str]] = []
        self.on_due_time: Callable[[], None] = _nobody
        self.unbend: Callable[[], None] = _nobody
        """Hears that a rule changed while others are bent: these may lead now where they were asked to."""
        self.number = 0
        self.generation = Generation()
        self.pbx = False
        self.pbx_since: datetime | None = None
        self.directory = 0
        self.groups = Groups()
        self.colleague_names, self.numbers = ColleagueNames(), NumberOwners()
        self.delegated = Delegated()
        self._held: dict[str, Absence] = {}
        self._deputised: dict[str, list[str]] | None = None
        self._identities: dict[str, Person] | None = None
        self._bent: set[str] = set()
        self._moment: Moment | None = None

    def moment(self) -> Moment:
        """What stands here now, for another thread to read: the same until anything of it changes."""
        if self._moment is None:
            self._moment = Moment(
                self.reasons,
                self.policy,
                self.people,
                self.units,
                self.groups,
                self.worktime,
                self.preferences,
                self._site,
                self._locked,
                dict(self._held),
            )
        return self._moment

    @property
    def identities(self) -> Mapping[str, Person]:
        """Everybody by identity, at whatever extension; never changed, so that another thread may read what it was given."""
        if self._identities is None:
            self._identities = {person.id: person for person in self.people.values()}
        return self._identities

    def covered_by(self, extension: str) -> list[Person]:
        """Whom `extension` covers for: as the directory's deputy, or because they have agreed to for the absence that holds."""
        if self._deputised is None:
            self._deputised = {}
            for person in self.people.values():
                if person.deputy is not None:
                    self._deputised.setdefault(person.deputy, []).append(person.extension)
        agreed = [one for one, held in self._held.items() if held.deputy == extension]
        each = dict.fromkeys((*self._deputised.get(extension, ()), *agreed))
        return [self.people[one] for one in each if one in self.people]

    @property
    def held(self) -> Mapping[str, Absence]:
        """What holds, by extension; who is in is missing."""
        return self._held

    def held_by(self, extension: str) -> Absence | None:
        """What holds for `extension`; None for who is in, and for nobody."""
        return self._held.get(extension)

    def step_directory(self, step: DirectoryStep) -> None:
        """Take over what has changed in the directory, at the cost of that alone. At an extension that passed to somebody else
        everything stays as it was (`begin_anew`); who is nobody's any longer has no state.

        Dictionaries of their own take the places of those before: a moment that was taken keeps them.
        """
        self._deputised = self._identities = None
        after = {extension: person for extension, person in step.people.items() if person is not None}
        everybody = {**self.people, **after}
        if len(everybody) != len(self.people):
            everybody = dict(sorted(everybody.items()))
        for extension, person in step.people.items():
            for kept in (self.colleague_names, self.numbers):
                kept.change(self.people.get(extension), person)
            if person is None:
                everybody.pop(extension, None)
                self.begin_anew(extension)
                self.states.pop(extension, None)
        if step.units == self.units:
            self.groups = regrouped(self.groups, self.people, everybody, step.people.keys())
        else:
            self.groups = grouped(everybody, step.units)
        self.people, self.units, self.directory, self._moment = everybody, dict(step.units), step.version, None
        for extension in after:
            self.states.setdefault(extension, State())
        for extension in self.differing(changed=step.people.keys()):
            self.states[extension].in_force = False

    def load_directory(self, people: Mapping[str, Person], units: Mapping[str, Unit], version: int) -> None:
        """Take over people and units; states of those who stay are kept. Whose rule ought to be another now is shown as not in
        force from this step on (`differing`)."""
        self._deputised = self._identities = None
        self.people, self.units, self.directory = dict(people), dict(units), version
        self.groups = grouped(people, units)
        self.colleague_names, self.numbers = ColleagueNames(people.values()), NumberOwners(people.values())
        self._held, self._moment = {one: held for one, held in self._held.items() if one in people}, None
        self.states = {extension: self.states.get(extension, State()) for extension in people}
        self.rules = {extension: rule for extension, rule in self.rules.items() if extension in people}
        self._bent &= people.keys()
        for extension in self.differing():
            self.states[extension].in_force = False

    def person(self, extension: str) -> Person:
        """The person at `extension`; raises NotFound("extension-unknown")."""
        found = self.people.get(extension)
        if found is None:
            raise NotFound("extension-unknown", extension=extension)
        return found

    def load_preferences(self, chosen: Mapping[str, Preferences]) -> None:
        """Take over everybody's preferences."""
        self.preferences, self._worktimes, self._moment = dict(chosen), {}, None

    def step_preferences(self, extensions: Collection[str], chosen: Mapping[str, Preferences]) -> None:
        """Let these be all that is chosen at `extensions`."""
        self.preferences = {**{one: each for one, each in self.preferences.items() if one not in extensions}, **chosen}
        for extension in extensions:
            self._worktimes.pop(extension, None)
        self._moment = None

    def put_preferences(self, extension: str, chosen: Preferences) -> None:
        """Let `extension` have chosen this."""
        # A dictionary of its own: a moment that was taken before keeps the other.
        self.preferences = {**self.preferences, extension: chosen}
        self._worktimes.pop(extension, None)
        self._moment = None

    def preferences_of(self, extension: str) -> Preferences:
        """What `extension` has chosen; as the site has it when nothing, and where the site has locked it."""
        return preferences_of(self.preferences, self._site, self._locked, extension)

    def worktime_of(self, extension: str) -> WorkingTime:
        """When the person at `extension` works: for return times, due times and reminders; the site's usual time for others."""
        chosen = self.preferences.get(extension)
        if chosen is None:
            return self.worktime
        found = self._worktimes.get(extension)
        if found is None:
            found = self._worktimes[extension] = self.worktime.chosen(chosen)
        return found

    def held_of(self, absences: Iterable[Absence], now: datetime) -> Absence | None:
        """Which of `absences` holds at `now`."""
        return holding_at(absences, now)

    def announced_of(self, extension: str, absences: Iterable[Absence], now: datetime) -> Absence | None:
        """Which of `absences` holds at `now`, until the person is really back."""
        return as_told(absences, now, self.worktime_of(extension))

    def rule_of(self, extension: str, absence: Absence | None) -> ForwardingRule | None:
        """The rule that `absence` asks of the PBX; None when calls ring as usual."""
        if absence is None:
            return None
        return rule_for(absence, self.reason_of(absence), self.person(extension), self.policy, extensions=self.people)

    def reason_of(self, absence: Absence) -> Reason:
        """Its reason; one that the site has removed since reads as the plainest reason there is."""
        return reason_named(self.reasons, absence.reason)

    def put(self, extension: str, absences: list[Absence], now: datetime) -> State:
        """Let `absences` be the open ones of `extension` and work out what holds at `now`."""
        state = self.states.setdefault(extension, State())
        state.absences = absences
        state.held = self.held_of(absences, now)
        state.announced = self.announced_of(extension, absences, now)
        if state.held is not None:
            self._held[extension] = state.held
        else:
            self._held.pop(extension, None)
        self._moment = None
        before = self.rules.get(extension)
        state.rule, state.bent = self.led(extension, state.held, state.announced)
        if state.rule is None:
            self.rules.pop(extension, None)
        else:
            self.rules[extension] = state.rule
        if state.bent is None:
            self._bent.discard(extension)
        else:
            self._bent.add(extension)
        if state.rule != before and self._bent - {extension}:
            self.unbend()
        return state

    def led(self, extension: str, held: Absence | None, announced: Absence | None) -> tuple[ForwardingRule | None, str | None]:
        """The rule for `held`, beside those of the others as they are now, and why it does not lead where `held` asks: then
        callers get the switchboard. `announced` is `held` with the end of its chain."""
        # To a number outside, a mobile at home perhaps, only for as long as was asked for, also when no hub is there at its
        # end.
        inside = held is not None and held.forward.kind in (ForwardKind.SWITCHBOARD, ForwardKind.COLLEAGUE)
        try:
            rule = self.rule_of(extension, announced if inside else held)
            if rule is not None:
                refuse_loop(rule, self.rules)
        except (BadInput, Conflict) as refusal:  # what was allowed when it was set is so no longer
            plain = None if announced is None else replace(announced, forward=Forward())
            return self.rule_of(extension, plain), refusal.code
        return rule, None

    def bend_of(self, extension: str, held: Absence | None, announced: Absence | None) -> str | None:
        """Why calls would not go where `held` asks, were it to hold now."""
        return self.led(extension, held, announced)[1]

    def differing(self, *, bent_only: bool = False, changed: Collection[str] | None = None) -> list[str]:
        """Whose rule is not the one that the directory, the policy and the others' rules ask for now, or is shown as another
        than it is; `bent_only`: of those whose calls go elsewhere than was asked; `changed`: of those alone whom other people
        at these extensions can concern."""
        if bent_only:
            concerned: set[str] = self._bent
        elif changed is not None:  # asking each of many who are away takes too long for one who has changed
            concerned = {one for one, rule in self.rules.items() if rule.target in changed} | self._bent | set(changed)
        else:
            concerned = self._held.keys() | self.rules.keys()  # nobody else can differ
        return [extension for extension in sorted(concerned) if self.differs(extension)]

    def differs(self, extension: str) -> bool:
        """Whether `extension` has another rule, or is shown with another, than it ought to have now."""
        state = self.states.get(extension)
        if state is None or (state.held is None and state.rule is None):
            return False
        return self.led(extension, state.held, state.announced) != (state.rule, state.bent) or self.target_shown(extension) != (
            None if state.rule is None else state.rule.target
        )

    def target_shown(self, extension: str) -> str | None:
        """Which number people see that calls to `extension` go to; None when they ring as usual."""
        state = self.states[extension]
        shown = self.shown(state.held, full=True, announced=state.announced, bent=state.bent)
        if shown is None:
            return None
        return target_shown(shown.forward, shown.forward_number, self.person(extension), self.policy)

    def begin_anew(self, extension: str) -> None:
        """Whoever holds `extension` now inherits nothing of it but the telephone."""
        self.rules.pop(extension, None)
        self._held.pop(extension, None)
        self._bent.discard(extension)
        self._moment = None
        if extension in self.states:
            self.states[extension] = State(line=self.states[extension].line)

    def remember_due_times(self, extension: str, absence: Absence, now: datetime) -> None:
        """Note when `absence` starts and ends, for the clock; a turn that was overtaken does no harm."""
        for moment in (absence.start, absence.end):
            if moment is not None and moment > now:
                heappush(self.due_times, (moment, extension))
                if self.due_times[0][0] == moment:
                    self.on_due_time()

    def look_again(self, moment: datetime, extension: str) -> None:
        """Have the clock look at `extension` at `moment` as well."""
        heappush(self.due_times, (moment, extension))
        self.on_due_time()

    def due(self, now: datetime) -> list[str]:
        """Take out the extensions whose turn has come at `now`."""
        found: dict[str, None] = {}
        while self.due_times and self.due_times[0][0] <= now:
            found[heappop(self.due_times)[1]] = None
        return list(found)

    def standing(self, extension: str, *, full: bool) -> wire.Standing:
        """Where `extension` stands, in the full or the colleague view."""
        state = self.states[extension]
        return wire.Standing(
            extension=extension,
            version=state.version,
            absence=self.shown(state.held, full=full, announced=state.announced, bent=state.bent),
            in_force=state.in_force,
            trouble=state.trouble,
            overdue=state.overdue,
            line=state.line,
            elsewhere=state.elsewhere,
        )

    def standings(self, *, full: bool) -> list[wire.Standing]:
        """Everybody's standing in one view."""
        return [self.standing(extension, full=full) for extension in self.states]

    def shown(
        self, absence: Absence | None, *, full: bool, announced: Absence | None = None, bent: str | None = None
    ) -> wire.ShownAbsence | None:
        """An absence as one view shows it: colleagues get `shown_as`, no note and no private number. `announced` is the same
        with the end of its chain; `bent` why its calls go to the switchboard instead of where it asks."""
        return shown_absence(self.reasons, absence, full=full, announced=announced, bent=bent)

    def cut(self, shown: wire.ShownAbsence) -> wire.ShownAbsence:
        """What is left for colleagues of an absence in the full view."""
        reason = reason_named(self.reasons, shown.reason).shown_as
        number = shown.forward_number if shown.forward is ForwardKind.COLLEAGUE else None
        return msgspec.structs.replace(shown, reason=reason, note="", why="", forward_number=number)


def _nobody() -> None:
    """Nobody listens yet."""
