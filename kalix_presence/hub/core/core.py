"""The hub's core put together: store, board, absence service, rule synchroniser, clock, reconciler and events of one PBX."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import structlog

from kalix_presence import shipped, wire
from kalix_presence.hub.absences.asked_today import AskedToday
from kalix_presence.hub.absences.phone_codes import PhoneCodes
from kalix_presence.hub.absences.reconciler import Reconciler
from kalix_presence.hub.absences.rule_inputs import rule_inputs
from kalix_presence.hub.absences.rule_renewal import renew_differing
from kalix_presence.hub.absences.rule_synchroniser import RuleSynchroniser
from kalix_presence.hub.absences.rules_after_rest import RulesAfterRest
from kalix_presence.hub.absences.service import AbsenceService
from kalix_presence.hub.absences.signs_of_life import SignsOfLife
from kalix_presence.hub.absences.telling_ahead import TellingAhead
from kalix_presence.hub.access.delegations import Delegations
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus, encoded
from kalix_presence.hub.callbacks.assembly import CallbackAssembly
from kalix_presence.hub.callbacks.copies.delivery import CopySender
from kalix_presence.hub.core.officer import OfficerDesk
from kalix_presence.hub.core.pbx_events import PbxEvents
from kalix_presence.hub.core.quality import Quality
from kalix_presence.hub.core.reception import Reception
from kalix_presence.hub.core.succession import Succession, anybody_left
from kalix_presence.hub.guardian.rule_writer import RuleWriter
from kalix_presence.hub.pbx.protocol import Pbx
from kalix_presence.hub.planning.clock import AbsenceClock
from kalix_presence.hub.planning.planner import Planner
from kalix_presence.hub.planning.plans import Plans
from kalix_presence.hub.planning.preferences import PreferencesService
from kalix_presence.hub.planning.schedule import Schedule
from kalix_presence.hub.site.limits import HubLimits
from kalix_presence.hub.store import Store, Transaction, absences, events, generation, jobs, people, settings
from kalix_presence.hub.store.database import Database
from kalix_presence.hub.supervision.supervised import Supervised, aside
from kalix_presence.model.absence import Absence
from kalix_presence.model.copies import CopyChannel
from kalix_presence.model.duties import NO_DUTIES, Duties
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.policy import Policy
from kalix_presence.model.reason import Reasons

log = structlog.get_logger("kalix.core")

GENERATION_SECONDS = 60.0


def utc_now() -> datetime:
    """The machine's clock; the only place the core reads it."""
    return datetime.now(UTC)


class Core:
    """Everything behind the hub's face. `start` inside the event loop that serves, `stop` when it ends."""

    def __init__(
        self,
        kept: Path | Database,
        pbx: Pbx,
        *,
        reasons: Reasons,
        policy: Policy,
        limits: HubLimits | None = None,
        clock: Callable[[], datetime] = utc_now,
        language: str = "sv",
        duties: Duties = NO_DUTIES,
        senders: Mapping[CopyChannel, CopySender] | None = None,
    ) -> None:
        self.limits = limits or HubLimits()
        self.clock, self.pbx = clock, pbx
        self.store = Store(kept)
        self.board = Board(reasons, policy)
        self.event_bus = EventBus(self.board)
        self.writer = RuleWriter(pbx)
        self.synchroniser = RuleSynchroniser(
            self.board,
            self.store,
            self.event_bus,
            self.writer,
            limits=self.limits,
            clock=clock,
            words=shipped.words(language),
        )
        self.delegations = Delegations(self.board, self.store, self.event_bus, clock=clock)
        self.absences = AbsenceService(self.board, self.store, self.event_bus, self.synchroniser)
        self.after_rest = RulesAfterRest(self.absences, self.synchroniser, limits=self.limits, clock=clock)
        self.signs = SignsOfLife(self.board, self.absences, clock=clock)
        self.asked = AskedToday(self.board, self.event_bus)
        self.planner = Planner(self.board, self.store, self.absences, clock=clock)
        self.preferences = PreferencesService(self.board, self.store, self.event_bus, self.planner)
        self.plans = Plans(self.board, self.store, self.event_bus, self.planner)
        self.planner.sources += [self.plans, Schedule(self.board)]
        self.callbacks = CallbackAssembly(
            self.board, self.store, self.event_bus, pbx, senders or {}, limits=self.limits, clock=clock
        )
        self.ahead = TellingAhead(self.board, pbx, seconds=self.limits.reconcile_seconds, clock=clock)
        self.preferences.changed = self.ahead.poke
        self.codes = PhoneCodes(self.board, self.store, self.absences, self.synchroniser, pbx, clock=clock)
        self.reconciler = Reconciler(
            self.board,
            self.store,
            self.event_bus,
            self.absences,
            self.synchroniser,
            self.codes,
            self.writer,
            clock=clock,
        )
        self.reconciler.others = self.after_rest
        self.absence_clock = AbsenceClock(
            self.board, self.store, self.absences, self.signs, self.planner, limits=self.limits, clock=clock
        )
        self.pbx_events = PbxEvents(
            self.board,
            self.event_bus,
            self.codes,
            self.reconciler,
            pbx,
            self.signs,
            seconds=self.limits.reconcile_seconds,
            clock=clock,
        )
        self.reception = Reception(
            self.board, self.store, self.event_bus, pbx, self.absences, duties=duties, limits=self.limits, clock=clock
        )
        mail = (senders or {}).get(CopyChannel.MAIL)
        self.officer = OfficerDesk(self.board, self.store, self.event_bus, pbx, self.reception, clock=clock)
        self.quality = Quality(self.board, self.store, pbx, mail, self.officer.quiet, limits=self.limits, clock=clock)
        self.officer.work.under_goal = self.quality.under_goal
        self.signs.at_desk = self.quality.left_on.at_desk
        self.succession = Succession(self)
        self.before_planning: list[Callable[[], Awaitable[None]]] = []
        """What other sources of plans must have loaded first."""
        self._published_directory = 0
        self._reloading = asyncio.Lock()
        self.supervised = Supervised(beside=pbx.supervised)

    async def start(self) -> None:
        """Load the board, begin to listen to the PBX, catch up on what ended or was left undone meanwhile."""
        await self._begin_generation()
        await self._load()
        self.supervised.run("generation", self._keep_generation, vital=False)
        self.supervised.run("pbx-events", self.pbx_events.listen)
        self.supervised.run("comparison", self.pbx_events.compare)
        self.supervised.run("ahead", self.ahead.run, vital=False)
        self.supervised.run("clock", self.absence_clock.run)
        self.supervised.run("directory", self._mind_directory)
        self.supervised.run("rules-after-rest", partial(self.after_rest.run, self._rules_renewed), vital=False)
        self.callbacks.start(self.supervised)
        self.reception.start(self.supervised)
        self.quality.start(self.supervised)
        self.officer.start(self.supervised)
        self.supervised.run("delegations", self.delegations.run, vital=False)
        await asyncio.sleep(0)
        await self.pbx.start()

    async def stop(self) -> None:
        """Stop in order; what the PBX still lacks stays as a job for the next start."""
        await self.supervised.stop()
        await self.synchroniser.stop()
        await self.pbx.stop()
        with suppress(Unavailable):  # then it counts as one that was killed
            self.board.number = await self.store.read(events.newest)
            await self._keep_served(ended=True)
        await asyncio.to_thread(self.store.close)

    async def _begin_generation(self) -> None:
        last = await asyncio.to_thread(generation.served_last, self.store.path)
        led = self.store.database.led
        try:
            self.board.generation = await self.store.write(lambda change: generation.begin_serving(change, last, led=led))
        except Unavailable as refusal:
            log.warning("generation-not-kept", trouble=refusal.code)
            self.board.generation = generation.makeshift()
        self.board.number = await self.store.read(events.newest)
        await self._keep_served()

    async def _keep_served(self, *, ended: bool = False) -> None:
        served = generation.ServedLast(self.board.generation.name, self.board.number, ended)
        try:
            await asyncio.to_thread(generation.keep_served, self.store.path, served)
        except OSError as fault:
            log.warning("generation-not-kept", trouble=type(fault).__name__)

    async def _keep_generation(self) -> None:
        """`restore` goes past these numbers, also where the database is damaged or gone."""
        kept = self.board.number
        while True:
            await asyncio.sleep(GENERATION_SECONDS)
            if self.board.number != kept:
                kept = self.board.number
                await self._keep_served()

    async def _load(self) -> None:
        now = self.clock()
        await self._load_directory()
        self._published_directory = self.board.directory
        await self.preferences.load()
        kept = await self.store.read(absences.read_open)
        overdue = await self.store.read(
            lambda sql: absences.read_overdue(sql, since=now - timedelta(hours=self.limits.overdue_hours))
        )
        by_extension: dict[str, list[Absence]] = {}
        for absence in sorted(kept, key=lambda absence: absence.start):  # of two rules in a circle the later one is bent
            by_extension.setdefault(absence.extension, []).append(absence)
        for extension, theirs in by_extension.items():
            self.board.put(extension, theirs, now)
            for absence in theirs:
                self.board.remember_due_times(extension, absence, now)
                if absence.end is not None and absence.end <= now:
                    self.board.look_again(now, extension)
        await self.delegations.load()
        await self.plans.load()
        for load in self.before_planning:
            await load()
        await self.planner.load()
        self.board.number = await self.store.read(events.newest)
        await self.callbacks.load(self.pbx_events)
        await self.reception.load(self.pbx_events)
        self.officer.first_steps.join(self.pbx_events)
        await self.officer.load(self.pbx_events)
        self.pbx_events.also_ready.append(self.ahead.poke)
        for extension, state in self.board.states.items():
            state.changed = state.version = self.board.number
            state.overdue = state.held is None and extension in overdue
        for extension, number in (await self.store.read(jobs.read_jobs)).items():
            if extension in self.board.states:
                self.board.states[extension].changed = number
                self.board.states[extension].in_force = False
                self.synchroniser.follow(extension)
        if await self.store.read(settings.rule_inputs) != rule_inputs(self.board):
            self.after_rest.begin(self.board.rules)
        self.board.unbend = self._unbend

    def _unbend(self) -> None:
        aside(renew_differing(self.absences, now=self.clock(), bent_only=True))

    async def _load_directory(self) -> None:
        version = await self.store.read(people.directory_version)
        units = await self.store.read(people.read_units)
        everybody = await self.store.read(people.read_working)
        self.board.load_directory(everybody, units, version)
        self.ahead.poke()
        self._give_phones()

    def _give_phones(self) -> None:
        self.pbx.know_extensions(self.board.people)

    async def _mind_directory(self) -> None:
        while True:
            await asyncio.sleep(self.limits.directory_seconds)
            try:
                if await self.store.read(people.directory_version) != self._published_directory:
                    await self.reload_directory()
            except Unavailable as refusal:  # a full or locked disk for a moment: it is still to be told, and is tried again
                log.warning("directory-not-told", trouble=refusal.code)

    async def reload_directory(self) -> None:
        """People or units changed: take them over and tell every reader."""
        async with self._reloading:
            known = self.board.directory
            step = await self.store.read(lambda sql: people.read_step(sql, known))
            if step is None or anybody_left(self.board.people, step.people):
                await self._reload_everybody()
            elif step.version != self._published_directory:
                await self._apply_step(step)

    async def _apply_step(self, step: people.DirectoryStep) -> None:
        """Some people have other facts, or are new: that costs as much as they are, however many others there are."""
        new = [extension for extension in step.people if extension not in self.board.people]
        self.board.step_directory(step)
        await self._publish_directory()
        self.pbx.know_extensions(new)
        self.ahead.poke()
        await self._renew_rules(step.people.keys())
        if new:
            await self._meet_newcomers(new)

    async def _renew_rules(self, changed: Collection[str] | None = None) -> None:
        await renew_differing(self.absences, now=self.clock(), changed=changed)
        if not self.after_rest.under_way:  # which notes it when every rule is confirmed
            await self._keep_inputs()

    async def _rules_renewed(self) -> None:
        async with self._reloading:  # what differs by a step of the directory is on its way to the PBX as well
            await self._keep_inputs()

    async def _keep_inputs(self) -> None:
        inputs = await asyncio.to_thread(rule_inputs, self.board.moment())
        await self.store.write(lambda change: settings.put_rule_inputs(change, inputs))

    async def _meet_newcomers(self, extensions: Collection[str]) -> None:
        """The site may plan for everybody; their telephones have a state already."""
        for extension in extensions:
            self.planner.poke(extension)
        try:
            await self.reconciler.lines()
        except Unavailable as refusal:  # when the PBX is there again they are read anyway
            log.warning("lines-not-read", trouble=refusal.code)

    async def _reload_everybody(self) -> None:
        before = self.board.people
        step = await self.succession.take_over()
        if step is not None:  # which tells of it in the same commit
            new = [one for one, person in step.people.items() if person is not None and one not in before]
            self._published_directory = self.board.directory
            aside(self.reception.finding.keep_up())
            self.pbx.know_extensions(new)
            self.ahead.poke()
            await self._renew_rules(step.people.keys())
        else:
            await self._load_directory()
            await self._publish_directory()
            await self._renew_rules()
            new = [one for one in self.board.people if one not in before]
        if new:
            await self._meet_newcomers(new)

    async def _publish_directory(self) -> None:
        now, version = self.clock(), self.board.directory

        def work(change: Transaction) -> None:
            event = wire.DirectoryChanged(change.next_number(), version)
            generation.tell_directory(change)
            self.event_bus.record(change, encoded(event, colleague=event), now=now)

        await self.store.write(work)
        self._published_directory = version
        aside(self.reception.finding.keep_up())
