"""The hub's own runs: each source as a whole from time to time, what changed more often, and what of it is told to whoever
watches the server."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime, timedelta

import structlog
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from kalix_presence.hub.site.sync_section import SyncSection
from kalix_presence.hub.store import Store
from kalix_presence.hub.store.sync_states import SyncState, read_sync_states
from kalix_presence.hub.supervision.supervised import Supervised
from kalix_presence.hub.sync.runs import Runs
from kalix_presence.model.errors import PresenceError, Unavailable

log = structlog.get_logger("kalix.sync")

TICK = 1.0
"""Seconds between two looks at what is due."""
AGAIN = timedelta(minutes=5)
"""A source that could not be read is tried again so soon, or after its own time where that is shorter."""


class SyncTimer(Collector):
    """Runs what is due. `states` is how each source stands, as far as the hub knows; `on_change` is called after a run that has
    changed something, `on_waits` when what waits for a yes is another, whoever has run or answered it."""

    def __init__(
        self,
        section: SyncSection,
        runs: Runs,
        store: Store,
        *,
        clock: Callable[[], datetime],
        on_change: Callable[[], Awaitable[None]],
        on_waits: Callable[[], object],
    ) -> None:
        self.states: Mapping[str, SyncState] = {}
        self._section, self._runs, self._store, self._clock = section, runs, store, clock
        self._on_change, self._on_waits = on_change, on_waits
        self._waits: dict[str, tuple[str, bool, bool]] = {}

    def start(self, supervised: Supervised) -> None:
        """Begin, where the site has a source."""
        if self._section.sources:
            supervised.run("sync", self.run, vital=False)

    async def run(self) -> None:
        """For ever: one source after the other, so that the directory changes for one reason at a time."""
        while True:
            await self.look()
            await asyncio.sleep(TICK)

    async def look(self) -> None:
        """Run what is due now. A source that cannot be read keeps no other from it."""
        try:
            await self._read_states()
        except Unavailable as refusal:
            log.warning("sync-not-looked", trouble=refusal.code)
            return
        for source in self._section.sources:
            state = self.states.get(source, SyncState())
            if (everything := self._is_due(state)) or self._changes_are_due(state):
                await self._run(source, changes=not everything)

    @property
    def held(self) -> bool:
        """Whether a run waits for an administrator's yes."""
        return any(state.held is not None and state.held.asks for state in self._own().values())

    @property
    def failing(self) -> bool:
        """Whether a source could not be taken over when it was tried last, for another reason than that."""
        return any(state.trouble not in ("", "sync-held") for state in self._own().values())

    def collect(self) -> Iterable[Metric]:
        """The measures, by source: never who."""
        done = GaugeMetricFamily(
            "kalix_sync_done_seconds", "When a source was last taken over as a whole (Unix time)", labels=["source"]
        )
        trouble = GaugeMetricFamily(
            "kalix_sync_trouble", "1 while a source could not be taken over when it was tried last", labels=["source"]
        )
        held = GaugeMetricFamily("kalix_sync_held", "People and extensions that wait for a yes", labels=["source"])
        unusable = GaugeMetricFamily(
            "kalix_sync_unusable", "Entries of a source of which something could not be used", labels=["source"]
        )
        for source, state in self._own().items():
            done.add_metric([source], state.read_all_at.timestamp() if state.read_all_at is not None else 0)
            trouble.add_metric([source], int(state.trouble not in ("", "sync-held")))
            waits = state.held if state.held is not None and not state.held.refused else None
            held.add_metric([source], 0 if waits is None else waits.removed + waits.passed)
            unusable.add_metric([source], state.unusable)
        return done, trouble, held, unusable

    def _own(self) -> dict[str, SyncState]:
        return {source: self.states.get(source, SyncState()) for source in self._section.sources}

    async def _read_states(self) -> None:
        self.states = await self._store.read(read_sync_states)
        held = {source: state.held for source, state in self._own().items() if state.held is not None}
        waits = {source: (one.shown, one.accepted, one.refused) for source, one in held.items()}
        if waits != self._waits:
            self._waits = waits
            self._on_waits()

    def _is_due(self, state: SyncState) -> bool:
        if state.held is not None and state.held.accepted and state.trouble == "sync-held":
            return True  # a yes is done at once, also where the site lets nothing be run by itself
        if not self._section.minutes:
            return False
        every, now = timedelta(minutes=self._section.minutes), self._clock()
        if state.trouble and state.tried_at is not None:
            return now >= state.tried_at + min(every, AGAIN)
        return state.read_all_at is None or now >= state.read_all_at + every

    def _changes_are_due(self, state: SyncState) -> bool:
        if not self._section.changes_seconds or not state.mark or state.trouble or state.tried_at is None:
            return False
        return self._clock() >= state.tried_at + timedelta(seconds=self._section.changes_seconds)

    async def _run(self, source: str, *, changes: bool) -> None:
        try:
            run = await self._runs.run(source, changes=changes)
        except PresenceError as refusal:
            log.warning("sync-failed", source=source, trouble=refusal.code)
        else:
            if run.held is not None:
                log.warning("sync-held", source=source, removed=run.held.removed, passed=run.held.passed)
            elif run.done.anything:
                counts = {"added": len(run.done.added), "changed": len(run.done.changed), "removed": len(run.done.removed)}
                log.info("sync-done", source=source, **counts)
                await self._on_change()
        await self._read_states()
