"""One run of a source: read, compared, held where it would take much away, brought in; and what is kept of how it went."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

import msgspec

from kalix_presence.hub.directory.attributes import Precedence
from kalix_presence.hub.directory.comparing import compare, read_known
from kalix_presence.hub.directory.difference import Agreed, Imported, ImportHeld, LinesRefused
from kalix_presence.hub.directory.import_lines import audit_import
from kalix_presence.hub.directory.importing import bring_in
from kalix_presence.hub.directory.people_file import PeopleFile, PersonRow
from kalix_presence.hub.site.scim_section import SCIM
from kalix_presence.hub.store import Store, Transaction
from kalix_presence.hub.store.held_lines import HeldLine, put_held_lines
from kalix_presence.hub.store.people import read_units
from kalix_presence.hub.store.sync_states import Held, LeftOut, SyncState, put_sync_state, read_sync_state
from kalix_presence.hub.sync.held_difference import held_difference
from kalix_presence.hub.sync.reading import Reader, Reading
from kalix_presence.model.audit import AuditAct
from kalix_presence.model.directory import Unit
from kalix_presence.model.errors import BadInput, Conflict, NotFound, PresenceError
from kalix_presence.model.held_run import HeldAnswer

NAMED = 50
"""So many of those who could not be used are kept by name."""
ROUNDS = 20
"""Lines that do not go with what is known are left out, which may make others not go."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a run of `source` did, or would do where `dry` or held; `units` are by code what names them in words."""

    source: str
    done: Imported
    units: Mapping[str, Unit]
    state: SyncState
    held: ImportHeld | None = None
    dry: bool = False


class Runs:
    """Runs the sources in `readers`. `percent` of a source's people may go unasked. `by` is who is named in the audit trail
    (a source's own name where it is "")."""

    def __init__(
        self,
        store: Store,
        readers: Mapping[str, Reader],
        *,
        percent: float,
        clock: Callable[[], datetime],
        by: str = "",
    ) -> None:
        self.readers = readers
        self._store, self._percent, self._clock, self._by = store, percent, clock, by
        self._one = asyncio.Lock()

    async def run(self, source: str, *, dry: bool = False, changes: bool = False) -> Run:
        """Read `source` and take it over; only said where `dry`; only what changed where `changes` and it can tell.

        Raises NotFound `sync-source-unknown`, and whatever kept it from being read or taken over, which is kept in its state
        as well unless `dry`.
        """
        self._require(source)
        reader = self.readers[source]
        async with self._one:
            before = await self._store.read(partial(read_sync_state, source=source))
            tried_at = self._clock()
            try:
                reading = await reader.read(before.mark if changes and before.held is None else "")
                _refuse_nobody(reading)
                return await self._take_over(source, reading, before, tried_at, dry=dry)
            except PresenceError as refusal:
                if not dry:
                    params = {name: str(value)[:200] for name, value in refusal.params.items()}
                    await self._keep(source, tried_at, trouble=refusal.code, params=params, mark="")
                raise

    async def accept(self, source: str, held: str) -> None:
        """Say yes to the run that is held under this id: only exactly what it is about is done by the next run.

        Raises NotFound `sync-source-unknown`, Conflict `sync-not-held` or `sync-held-other` (another is held by now).
        """
        await self._answer(source, held, answered=True)

    async def decline(self, source: str, held: str) -> None:
        """Say no to it: nothing of it is done, and nobody is asked again while the source says the same. Raises as `accept`."""
        await self._answer(source, held, answered=False)

    async def _answer(self, source: str, held: str, *, answered: bool) -> None:
        self._require(source)

        def work(change: Transaction) -> None:
            answer(change, source, answered=answered, held=held)
            said = (HeldAnswer.YES if answered else HeldAnswer.NO).value
            change.audit(AuditAct.ANSWER_HELD_RUN, now=self._clock(), by=self._by, way="server", subject=source, detail=said)

        await self._store.write(work)

    def _require(self, source: str) -> None:
        if source not in self.readers:
            raise NotFound("sync-source-unknown", source=source[:40], sources=", ".join(self.readers))

    async def _take_over(self, source: str, reading: Reading, before: SyncState, tried_at: datetime, *, dry: bool) -> Run:
        accepted = before.held.id if before.held is not None and before.held.accepted else ""
        agreed = Agreed(self._percent, these=accepted)
        precedence = Precedence(source, (SCIM, *self.readers))
        held: ImportHeld | None = None
        for _ in range(ROUNDS):
            try:
                done = await self._bring_in(reading, agreed, precedence, tried_at, dry=dry)
                break
            except LinesRefused as refusal:
                leave_out(reading, refusal)
            except ImportHeld as refusal:
                done, held = refusal.done, refusal
                break
        else:
            raise BadInput("sync-contradicts", source=source)
        units = {**await self._store.read(read_units), **{unit.code: unit for unit in done.units}}
        waits = None if held is None else await asyncio.to_thread(held_difference, held, units, tried_at)
        state = await self._kept(source, reading, done, waits, tried_at, dry=dry, before=before)
        return Run(source, done, units, state, held, dry)

    async def _bring_in(
        self, reading: Reading, agreed: Agreed, precedence: Precedence, now: datetime, *, dry: bool
    ) -> Imported:
        if dry:
            known = await self._store.read(read_known)
            found = await asyncio.to_thread(
                compare, known, reading.people, remove_missing=reading.whole, agreed=agreed, precedence=precedence
            )
            return found.done
        by = self._by or f"sync:{precedence.source}"

        def also(change: Transaction, done: Imported) -> None:
            if agreed.these:
                _require_yes(change, precedence.source, agreed.these)
            audit_import(change, done, now=now, by=by, way="sync")

        return await bring_in(
            self._store,
            reading.people,
            now=self._clock,
            remove_missing=reading.whole,
            agreed=agreed,
            precedence=precedence,
            also=also,
        )

    async def _kept(
        self,
        source: str,
        reading: Reading,
        done: Imported,
        waits: tuple[Held, list[HeldLine]] | None,
        tried_at: datetime,
        *,
        dry: bool,
        before: SyncState,
    ) -> SyncState:
        facts = {"unusable": len(reading.left_out), "left_out": tuple(reading.left_out[:NAMED])} if reading.whole else {}
        if waits is None:
            read_all_at = {"read_all_at": tried_at, "people": reading.named} if reading.whole else {}
            facts |= {"trouble": "", "params": {}, "mark": reading.mark, **read_all_at}
            if done.anything or reading.whole:
                facts |= {"added": len(done.added), "changed": len(done.changed), "removed": len(done.removed)}
        if dry:
            held = None if waits is None else waits[0]
            return msgspec.structs.replace(before, tried_at=tried_at, held=held, **facts)

        def work(change: Transaction) -> SyncState:
            there = read_sync_state(change.sql, source)
            held = _wait(change, source, there.held, waits)
            state = msgspec.structs.replace(there, tried_at=tried_at, held=held, **facts, **_why_waiting(held))
            put_sync_state(change, source, state)
            return state

        return await self._store.write(work)

    async def _keep(self, source: str, tried_at: datetime, **facts: object) -> SyncState:
        def work(change: Transaction) -> SyncState:
            there = read_sync_state(change.sql, source)
            state = msgspec.structs.replace(there, tried_at=tried_at, **facts)
            put_sync_state(change, source, state)
            return state

        return await self._store.write(work)


def leave_out(reading: Reading, refusal: LinesRefused) -> None:
    """What does not go with what is known is not taken: a user name that somebody else has, a deputy whom nobody knows, or the
    whole of somebody whose extension is another source's."""
    bad = {each.line: each.error for each in refusal.bad}
    people = reading.people
    rows: list[PersonRow] = []
    for row in people.rows:
        problem = bad.get(row.line)
        if problem is None:
            rows.append(row)
            continue
        reading.left_out.append(left_out(row.key or row.person.extension, problem))
        if problem.field == "username":
            rows.append(replace(row, username="", said=row.said - {"username"}))
        elif problem.field == "deputy":
            rows.append(replace(row, person=replace(row.person, deputy=None), said=row.said - {"deputy"}))
        elif row.key:
            people.unusable.add(row.key)
    reading.people = PeopleFile(rows, people.bad, people.mended, people.unusable, people.gone)


def again(state: SyncState) -> PresenceError:
    """What kept the last try from being done, to be said once more."""
    facts: dict[str, Any] = dict(state.params)
    return BadInput(state.trouble, **facts)


def left_out(entry: str, problem: PresenceError) -> LeftOut:
    """Why `entry` could not be used as it is."""
    params = {name: str(value)[:80] for name, value in problem.params.items()}
    return LeftOut(entry[:200], problem.code, params)


def why_left_out(one: LeftOut) -> PresenceError:
    """Why, to be said once more."""
    facts: dict[str, Any] = dict(one.params)
    return BadInput(one.code, **facts)


def _refuse_nobody(reading: Reading) -> None:
    """A source that names nobody is a wrong filter or an emptied file far more often than an organisation without people."""
    if reading.whole and not reading.people.rows:
        raise BadInput("sync-nobody")


def answer(change: Transaction, source: str, *, answered: bool, held: str = "", shown: str = "") -> SyncState:
    """Say yes or no to the run of `source` that is held under this id, or to the whole difference that was `shown`; how the
    source stands then. Who changes their mind before it is done may say the other.

    Raises Conflict `sync-not-held`, or `sync-held-other`: what waits is something else by now.
    """
    state = read_sync_state(change.sql, source)
    if state.held is None:
        raise Conflict("sync-not-held", source=source)
    if (held or shown) != (state.held.id if held else state.held.shown):
        raise Conflict("sync-held-other", source=source, held=state.held.id)
    said = msgspec.structs.replace(state.held, accepted=answered, refused=not answered)
    state = msgspec.structs.replace(state, held=said, **_why_waiting(said))
    put_sync_state(change, source, state)
    return state


def _wait(change: Transaction, source: str, there: Held | None, waits: tuple[Held, list[HeldLine]] | None) -> Held | None:
    """What waits from now on. What was answered meanwhile is answered, as long as it is about the same people."""
    if waits is None:
        if there is not None:
            put_held_lines(change, source, ())
        return None
    held, lines = waits
    if there is not None and there.shown == held.shown and there.kept == held.kept:
        return there
    put_held_lines(change, source, lines)
    if there is not None and there.id == held.id:
        return msgspec.structs.replace(held, at=there.at, accepted=there.accepted, refused=there.refused)
    return held


def _why_waiting(held: Held | None) -> dict[str, Any]:
    if held is None:
        return {}
    if held.refused:
        params = {"removed": str(held.removed), "passed": str(held.passed)}
        return {"trouble": "sync-declined", "params": params, "mark": ""}
    return {"trouble": "sync-held", "params": {}, "mark": ""}


def _require_yes(change: Transaction, source: str, held: str) -> None:
    """In the transaction that does it: whoever has said no in the last moment is heard."""
    there = read_sync_state(change.sql, source).held
    if there is not None and there.id == held and there.refused:
        raise Conflict("sync-declined", removed=there.removed, passed=there.passed)
    if there is None or there.id != held or not there.accepted:
        raise Conflict("sync-not-held", source=source)
