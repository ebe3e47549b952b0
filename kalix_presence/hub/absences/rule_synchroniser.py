"""Makes the PBX follow the board: one worker for each changed extension, newest wins, retried until it is there."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Callable, Iterable
from datetime import datetime

import structlog

from kalix_presence.hub.absences.presence_lamp import lamp_of
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus
from kalix_presence.hub.board.event_record import Views, record_standing, views
from kalix_presence.hub.guardian.rule_writer import RuleWriter
from kalix_presence.hub.site.limits import HubLimits
from kalix_presence.hub.store import Store, Transaction, jobs
from kalix_presence.hub.store.frames import Frame
from kalix_presence.hub.supervision.faults import described
from kalix_presence.hub.supervision.supervised import aside, end
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.words import Words

log = structlog.get_logger("kalix.follower")

LAMP_LINGER = 0.02
"""Seconds after which lamps follow what is in force: all that changed meanwhile, and in the way of nobody's answer."""


class RuleSynchroniser:
    """Brings each extension's wanted rule to the PBX and says when it is in force.

    The reply to whoever waits comes right after the read-back; that the job is done joins the next grouped commit, and the
    event of it is published after that commit.
    """

    def __init__(
        self,
        board: Board,
        store: Store,
        event_bus: EventBus,
        writer: RuleWriter,
        *,
        limits: HubLimits,
        clock: Callable[[], datetime],
        words: Words,
    ) -> None:
        self._board, self._store, self._event_bus = board, store, event_bus
        self._pbx, self._writer = writer.pbx, writer
        self._limits, self._clock, self._words = limits, clock, words
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._waiting: dict[str, list[asyncio.Future[str | None]]] = {}
        self._resting: dict[str, asyncio.Event] = {}
        self._outcomes: dict[str, str] = {}
        self._brought: dict[str, int] = {}
        self._confirming: dict[str, threading.Event] = {}
        self._dark: set[str] = set()
        self._again: dict[str, asyncio.TimerHandle] = {}
        self._lighting: asyncio.Task[None] | None = None

    def follow(self, extension: str) -> None:
        """The wanted rule of `extension` changed: bring it to the PBX now."""
        if extension not in self._workers:
            self._workers[extension] = aside(self._work(extension))
        elif extension in self._resting:
            self._resting.pop(extension).set()

    def busy(self, extension: str) -> bool:
        """Whether a worker is still at it; the reconciler leaves such an extension alone."""
        return extension in self._workers

    async def settled(self, extension: str) -> str | None:
        """Wait for the running try: None when the PBX has it, else the error code of why not yet."""
        state = self._board.states.get(extension)
        if state is not None and self._brought.get(extension) == state.changed:
            return None
        if extension not in self._workers or extension in self._resting:
            return self._outcomes.get(extension)
        waiting: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(extension, []).append(waiting)
        return await waiting

    def doubt(self, extension: str, trouble: str, *, bring: bool = True) -> None:
        """Show that the PBX does not hold what was confirmed, and leave it so until `follow`; a start brings it too.

        Without `bring` nothing is ever written for it: it holds until `trust`, or the next change of theirs.
        """
        state, now, on_its_way = self._board.states.get(extension), self._clock(), self._confirming.get(extension)
        if state is None or not (state.in_force or on_its_way):
            return
        if on_its_way is not None:  # what was read back then is no longer so
            on_its_way.set()
        number, seen = state.changed, self._seen_not_in_force(extension, trouble)

        def work(change: Transaction) -> None:
            if bring:
                jobs.want(change, extension, number)
            frame = record_standing(change, seen, now=now)
            change.after_commit(lambda: self._took(extension, frame, in_force=False, trouble=trouble))

        self._brought.pop(extension, None)
        self._outcomes[extension] = trouble
        self._store.submit(work).add_done_callback(_failed)

    def trust(self, extension: str) -> None:
        """Show that the PBX holds what it should, after a doubt for which nothing was to be written."""
        state, now = self._board.states[extension], self._clock()
        seen = self._seen_in_force(extension)

        def work(change: Transaction) -> None:
            frame = record_standing(change, seen, now=now)
            change.after_commit(lambda: self._took(extension, frame, in_force=True, trouble=None))

        self._outcomes.pop(extension, None)
        self._brought[extension] = state.changed
        self._store.submit(work).add_done_callback(_failed)

    def forget(self, extensions: Iterable[str]) -> None:
        """These are somebody else's now: what became of the rules before is not theirs."""
        for extension in extensions:
            self._outcomes.pop(extension, None)
            self._brought.pop(extension, None)

    def retry_all(self) -> None:
        """The PBX is there again: end every rest between tries."""
        for extension in list(self._resting):
            self._resting.pop(extension).set()

    async def stop(self) -> None:
        """Stop trying; the jobs stay in the database for the next start."""
        workers = list(self._workers.values())
        if self._lighting is not None:
            workers.append(self._lighting)
        for again in self._again.values():
            again.cancel()
        await end(workers)

    async def _work(self, extension: str) -> None:
        rest = self._limits.retry_seconds
        noted: list[tuple[int, str]] = []
        try:
            while (state := self._board.states.get(extension)) is not None:
                number = state.changed
                trouble = await self._bring(extension)
                if state.changed != number:
                    continue
                self._settle(extension, trouble)
                if trouble is None:
                    self._outcomes.pop(extension, None)
                    self._brought[extension] = number
                    # Whoever waits for the answer gets it before the rest is done.
                    await asyncio.sleep(0)
                    if state.changed != number:
                        continue
                    self._confirm(extension, number)
                    self._light_soon(extension)
                    return
                self._outcomes[extension] = trouble
                if [(number, trouble)] != noted:  # the board has it a commit later
                    noted = [(number, trouble)]
                    self._note_trouble(extension, number, trouble, noted)
                await self._rest(extension, rest)
                rest = min(rest * 2, self._limits.retry_cap_seconds)
        finally:
            self._workers.pop(extension, None)
            self._settle(extension, "pbx-unreachable")

    async def _bring(self, extension: str) -> str | None:
        rule = self._board.states[extension].rule
        try:
            async with asyncio.timeout(self._limits.apply_seconds):
                if rule is None:
                    await self._writer.remove(extension)
                else:
                    await self._writer.apply(rule)
        except TimeoutError:
            return "pbx-slow"
        except Unavailable as refusal:
            return refusal.code
        except Exception as fault:  # noqa: BLE001  (whatever the driver does, the rule is tried again)
            log.error("rule-failed", extension=extension, **described(fault))
            return "pbx-unreachable"
        return None

    def _light_soon(self, extension: str) -> None:
        self._dark.add(extension)
        if self._lighting is None:
            self._lighting = aside(self._light_all())

    async def _light_all(self) -> None:
        try:
            while self._dark:
                await asyncio.sleep(LAMP_LINGER)
                dark, self._dark = self._dark, set()
                await asyncio.gather(*(self.light(extension) for extension in dark if extension in self._board.states))
        finally:
            self._lighting = None

    async def light(self, extension: str) -> None:
        """Let the desk phones show where `extension` stands; a PBX that is away is logged."""
        try:
            absence = self._board.states[extension].announced
            lamp = lamp_of(self._board, absence, words=self._words, now=self._clock())
            async with asyncio.timeout(self._limits.apply_seconds):
                await self._pbx.show(extension, lamp)
        except (TimeoutError, Unavailable):
            log.warning("lamp-not-shown", extension=extension)
        except Exception as fault:  # noqa: BLE001  (one lamp must not keep the others dark)
            log.error("lamp-failed", extension=extension, **described(fault))

    def _settle(self, extension: str, trouble: str | None) -> None:
        for waiting in self._waiting.pop(extension, ()):
            if not waiting.done():
                waiting.set_result(trouble)

    async def _rest(self, extension: str, seconds: float) -> None:
        wake = self._resting[extension] = asyncio.Event()
        jittered = seconds * random.uniform(0.5, 1.0)  # noqa: S311  (spreads tries, guards nothing)
        try:
            async with asyncio.timeout(jittered):
                await wake.wait()
        except TimeoutError:
            return
        finally:
            self._resting.pop(extension, None)

    def _confirm(self, extension: str, number: int) -> None:
        now, seen = self._clock(), self._seen_in_force(extension)
        called_off = self._confirming[extension] = threading.Event()

        def work(change: Transaction) -> None:
            if not called_off.is_set() and jobs.done(change, extension, number):
                frame = record_standing(change, seen, now=now)
                change.after_commit(lambda: self._took(extension, frame, in_force=True, trouble=None))

        self._store.submit(work, patient=True).add_done_callback(lambda done: self._confirmed(extension, called_off, done))

    def _confirmed(self, extension: str, called_off: threading.Event, done: asyncio.Future[None]) -> None:
        """What is in force but could not be noted (a full disk, a locked database) is noted later: nobody else would."""
        if self._confirming.get(extension) is called_off:
            del self._confirming[extension]
        if not _failed(done) or extension in self._again:
            return
        loop = asyncio.get_running_loop()
        self._again[extension] = loop.call_later(self._limits.retry_cap_seconds / 6, self._note_again, extension)

    def _note_again(self, extension: str) -> None:
        self._again.pop(extension, None)
        state = self._board.states.get(extension)
        if state is not None and not state.in_force:
            self.follow(extension)

    def _note_trouble(self, extension: str, number: int, trouble: str, noted: list[tuple[int, str]]) -> None:
        now = self._clock()
        log.warning("rule-not-in-force", extension=extension, trouble=trouble)
        seen = self._seen_not_in_force(extension, trouble)

        def work(change: Transaction) -> None:
            if jobs.is_wanted(change, extension, number):
                frame = record_standing(change, seen, now=now)
                change.after_commit(lambda: self._took(extension, frame, in_force=False, trouble=trouble))

        # What could not be noted is noted with the next try.
        self._store.submit(work).add_done_callback(lambda done: noted.clear() if _failed(done) else None)

    def _seen_in_force(self, extension: str) -> Views:
        state = self._board.states[extension]
        return views(
            self._board, extension, state.held, in_force=True, overdue=state.overdue, announced=state.announced, bent=state.bent
        )

    def _seen_not_in_force(self, extension: str, trouble: str) -> Views:
        state = self._board.states[extension]
        return views(
            self._board,
            extension,
            state.held,
            in_force=False,
            trouble=trouble,
            overdue=state.overdue,
            announced=state.announced,
            bent=state.bent,
        )

    def _took(self, extension: str, frame: Frame, *, in_force: bool, trouble: str | None) -> None:
        state = self._board.states.get(extension)
        if state is not None:
            state.version, state.in_force, state.trouble = frame.number or 0, in_force, trouble
        self._event_bus.publish(frame)


def _failed(done: asyncio.Future[None]) -> bool:
    if done.cancelled() or (error := done.exception()) is None:
        return False
    log.error("store-write-failed", problem=type(error).__name__)
    return True
