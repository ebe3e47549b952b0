"""The reconciler: compares the wanted rules with the PBX, heals what drifted, and says so."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Container, Mapping
from datetime import datetime

import structlog

from kalix_presence import wire
from kalix_presence.hub.absences.phone_codes import PhoneCodes
from kalix_presence.hub.absences.rule_renewal import renew_differing
from kalix_presence.hub.absences.rule_synchroniser import RuleSynchroniser
from kalix_presence.hub.absences.rules_contested import TROUBLE, RulesContested
from kalix_presence.hub.absences.service import AbsenceService
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus, encoded
from kalix_presence.hub.guardian.rule_writer import RuleWriter
from kalix_presence.hub.pbx.capabilities import ReadBack
from kalix_presence.hub.pbx.protocol import DamagedRule
from kalix_presence.hub.store import Store, Transaction
from kalix_presence.hub.supervision.faults import apart
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.forwarding import ForwardingRule
from kalix_presence.model.line import BY_HAND, LineState

log = structlog.get_logger("kalix.reconciler")

ONE_RULE = ("pbx-refused", "pbx-not-confirmed")
"""What the PBX says of one rule; the others may be healed all the same."""

Held = ForwardingRule | DamagedRule


class Reconciler:
    """At start, when the PBX is ready, and on a timer: phone codes first, then every rule, one comparison at a time.

    `on_drift` is called with what was found ("missing", "extra", "different", "damaged") for each healed rule: the metric.
    `others` brings the rules of those it contains.
    What is shown is compared as well: a rule that ought to be another now (`Board.differing`) is renewed first. No person's
    state changes by what is healed, so that nothing flaps while the PBX resynchronises; what cannot be healed is shown as not
    in force, with the reason, until it is.
    """

    def __init__(
        self,
        board: Board,
        store: Store,
        event_bus: EventBus,
        absences: AbsenceService,
        synchroniser: RuleSynchroniser,
        codes: PhoneCodes,
        writer: RuleWriter,
        *,
        clock: Callable[[], datetime],
        on_drift: Callable[[str], None] = lambda found: None,
    ) -> None:
        self._board, self._store, self._event_bus = board, store, event_bus
        self._absences, self._synchroniser, self._codes = absences, synchroniser, codes
        self._pbx, self._writer = writer.pbx, writer
        self._clock, self.on_drift = clock, on_drift
        self.others: Container[str] = ()
        self.contested = RulesContested()
        self._one = asyncio.Lock()

    async def reconcile(self, *, restarted: bool = False) -> int:
        """Compare and heal; returns how many rules had drifted.

        `restarted`: the PBX was away, so lamps and line states are brought up to date as well. Raises `Unavailable` when the
        PBX or the database cannot be reached: the next round does it.
        """
        async with self._one:
            await self._codes.take_over_all()
            await renew_differing(self._absences, now=self._clock())
            quiet = {
                extension: state.changed
                for extension, state in self._board.states.items()
                if not self._synchroniser.busy(extension) and not self._absences.in_flight(extension)
            }
            held = await self._pbx.rules()
            healed = 0
            shown = {extension for extension, state in self._board.states.items() if state.trouble == BY_HAND}
            for extension in sorted(held.keys() | self._board.rules.keys() | shown):
                found = self._drift(extension, held, quiet)
                if found is None:
                    self._leave(extension, held)
                    continue
                if found == BY_HAND:
                    self._synchroniser.doubt(extension, BY_HAND, bring=False)  # theirs to take away, and shown as it is
                    continue
                if not self.contested.wrong(extension):
                    self._synchroniser.doubt(extension, TROUBLE)  # shown as it is, until it is tried again
                    continue
                before = healed
                try:
                    with apart("drift-not-healed", but=Unavailable, extension=extension):
                        await self._heal(extension, found)
                        healed += 1
                except Unavailable as refusal:
                    if refusal.code not in ONE_RULE:
                        raise
                    log.warning("drift-not-healed", extension=extension, trouble=refusal.code)
                if healed == before and extension in self._board.states:
                    await self._absences.renew(extension, now=self._clock())  # told as not in force, and tried on
            if restarted:
                self._synchroniser.retry_all()
                await self._light_all()
            return healed

    async def lines(self) -> None:
        """Take over all line states and tell readers those that are others than before: a PBX that was away for a moment makes
        nobody flap. What the PBX does not know (any longer) is unknown."""
        told = {extension: state.rung for extension, state in self._board.states.items()}
        states = await self._pbx.lines()
        changed: dict[str, LineState] = {}
        for extension, state in self._board.states.items():
            line = states.get(extension, LineState.UNKNOWN)
            # What an event has told meanwhile is newer than what was read.
            if state.line is not line and state.rung == told.get(extension):
                state.line = changed[extension] = line
        if changed:
            event = wire.LinesChanged(changed)
            self._event_bus.publish(encoded(event, colleague=event))

    def _drift(self, extension: str, held: Mapping[str, Held], quiet: Mapping[str, int]) -> str | None:
        """What is wrong, None when all is well or a change of this extension is under way."""
        state = self._board.states.get(extension)
        if extension in self.others:
            return None
        if state is not None and (
            state.changed != quiet.get(extension) or self._synchroniser.busy(extension) or self._absences.in_flight(extension)
        ):
            return None
        wanted, there = self._board.rules.get(extension), held.get(extension)
        if self._as_wanted(extension, held):
            return None
        if isinstance(there, DamagedRule):
            return "damaged"
        if there is None:
            return "missing"
        if wanted is None and self._pbx.capabilities.read_back is not ReadBack.RULE:
            return BY_HAND  # ours are taken away by a job that is kept until it is done
        return "extra" if wanted is None else "different"

    def _leave(self, extension: str, held: Mapping[str, Held]) -> None:
        """What is right needs no healing; one that was shown as somebody else's is confirmed."""
        if not self._as_wanted(extension, held):
            return  # a change is under way
        self.contested.right(extension)
        state = self._board.states.get(extension)
        if state is not None and state.trouble == TROUBLE:
            self._synchroniser.follow(extension)
        elif (
            state is not None and state.trouble == BY_HAND and self._drift(extension, held, {extension: state.changed}) is None
        ):
            self._synchroniser.trust(extension)

    def _as_wanted(self, extension: str, held: Mapping[str, Held]) -> bool:
        wanted, there = self._board.rules.get(extension), held.get(extension)
        if isinstance(there, ForwardingRule) and wanted is not None:
            return self._pbx.capabilities.agrees(there, wanted)
        return wanted is there

    async def _heal(self, extension: str, found: str) -> None:
        wanted = self._board.rules.get(extension)
        if wanted is None:
            await self._writer.remove(extension)
        else:
            await self._writer.apply(wanted)
        state = self._board.states.get(extension)
        if state is not None and (self._board.rules.get(extension) != wanted or state.trouble == TROUBLE):
            self._synchroniser.follow(extension)
        log.warning("drift-healed", extension=extension, found=found)
        self.on_drift(found)
        now = self._clock()

        def work(change: Transaction) -> None:
            event = wire.DriftHealed(change.next_number(), now, extension, found)
            self._event_bus.record(change, encoded(event, colleague=None, extension=extension), now=now)

        await self._store.write(work)

    async def _light_all(self) -> None:
        away = [extension for extension, state in self._board.states.items() if state.held is not None]
        for extension in away:
            await self._synchroniser.light(extension)


async def reconcile_quietly(reconciler: Reconciler, *, restarted: bool) -> bool:
    """One round, and whether it was done; a PBX or database that is away is logged, and the next round tries again."""
    try:
        await reconciler.reconcile(restarted=restarted)
        if restarted:
            await reconciler.lines()
    except Unavailable as refusal:
        log.warning("not-reconciled", trouble=refusal.code)
        return False
    return True
