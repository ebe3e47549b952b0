"""Calendars read on behalf of people: added and changed by their owner, looked at again and again, a source of absences."""

from __future__ import annotations

import asyncio
import functools
import uuid
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
import structlog

from kalix_presence import wire
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus, addressed
from kalix_presence.hub.calendars.asking import Readers
from kalix_presence.hub.calendars.source import CalendarSource
from kalix_presence.hub.planning.planner import Expected, Planner
from kalix_presence.hub.site.calendars_section import CalendarsSection
from kalix_presence.hub.store import Store, Transaction, calendars, events
from kalix_presence.hub.store.calendar_account import CalendarAccount
from kalix_presence.hub.store.frames import Frame
from kalix_presence.hub.store.holdings import require_holder
from kalix_presence.hub.store.sealing import Sealer
from kalix_presence.hub.supervision.faults import described
from kalix_presence.hub.supervision.supervised import Supervised
from kalix_presence.model.absence import Way
from kalix_presence.model.access import Action, Caller, require
from kalix_presence.model.entry import CalendarEntry, does
from kalix_presence.model.errors import BadInput, NotFound, PresenceError, Unavailable
from kalix_presence.model.plan import Occurrence
from kalix_presence.model.worktime import WorkingTime

if TYPE_CHECKING:
    from kalix_presence.hub.calendars.fetching import Fetcher
    from kalix_presence.hub.calendars.subscriptions import Subscriptions

log = structlog.get_logger("kalix.calendars")

AT_ONCE = 8
"""Calendars that are read at the same time."""
TOLD_AT_ONCE = 4
"""Calendars that are looked at at the same time because their server told of a change; a slow one holds up none but its own."""
SETTLES = 2.0
"""Seconds: a server may tell of a change before it shows it."""
LONGEST_PAUSE = 600.0
"""Seconds between two tries at a calendar that has trouble."""


class CalendarService:
    """See the module. Only `start` begins to look; adding one reads it at once, so that its owner is told what is wrong."""

    def __init__(
        self,
        settings: CalendarsSection,
        board: Board,
        store: Store,
        event_bus: EventBus,
        planner: Planner,
        sources: dict[wire.CalendarKind, CalendarSource],
        secrets: Sealer,
        readers: Readers,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self.settings, self.sources, self._secrets = settings, sources, secrets
        self._board, self._store, self._event_bus, self._planner, self._clock = board, store, event_bus, planner, clock
        self.readers = readers
        self.known: dict[str, CalendarAccount] = {}
        self._pauses: dict[str, float] = {}
        self._due: dict[str, float] = {}
        self._reading: dict[str, asyncio.Lock] = {}
        self._to_look_at: asyncio.Queue[tuple[str, bool]] = asyncio.Queue()
        self._waiting: set[str] = set()
        self.subscriptions: Subscriptions | None = None
        self.doors: Collection[Fetcher] = ()
        """By which servers are asked; closed with the service."""
        """What has a server tell of changes by itself, where the site is reached for that."""
        self.on_change: Callable[[str], None] = lambda account_id: None
        """Called with each calendar in which a look has found a change."""
        planner.sources.append(self)

    async def load(self) -> None:
        """Take over what is kept; before anything is planned."""
        self.known = {account.id: account for account in await self._store.read(calendars.read_calendars)}

    def start(self, supervised: Supervised) -> None:
        """Begin to look at calendars."""
        if self.sources:
            supervised.run("calendars", self._compare_with_database, vital=False)
            for number in range(TOLD_AT_ONCE):
                supervised.run(f"calendars-told-{number}", self._look_when_told, vital=False)
        if self.subscriptions is not None:
            supervised.run("calendar-subscriptions", self.subscriptions.run, vital=False)

    def tell(self, account_id: str, *, settled: bool = False) -> None:
        """Look soon at a calendar that its server says has changed; unless it is `settled`, once more in a moment if nothing is
        seen of that yet."""
        if account_id in self.known and account_id not in self._waiting:
            self._waiting.add(account_id)
            self._to_look_at.put_nowait((account_id, settled))

    def step_accounts(self, touched: Collection[str], theirs: Iterable[CalendarAccount]) -> None:
        """Let `theirs` be all calendars at `touched`: those of people who left are not read again."""
        for gone in [account.id for account in self.known.values() if account.extension in touched]:
            self._drop(gone, self.known.pop(gone).kind)
        self.known.update((account.id, account) for account in theirs)
        for times in (self._due, self._pauses):
            for gone in times.keys() - self.known.keys():
                del times[gone]

    async def stop(self) -> None:
        """End the processes that read, and the connections to servers; after the loop that looks has ended."""
        await self.readers.close()
        for door in self.doors:
            await door.close()

    # what is asked for

    def of(self, caller: Caller, extension: str) -> list[CalendarAccount]:
        """The calendars of `extension`. Raises NotFound `extension-unknown`, Forbidden `not-permitted`."""
        require(caller, Action.OWN_CALENDARS, self._board.person(extension))
        return [account for account in self.known.values() if account.extension == extension]

    async def add(self, caller: Caller, extension: str, request: wire.CalendarRequest) -> CalendarAccount:
        """Read this calendar from now on; it was read once when this returns.

        Raises as `of`, BadInput `calendar-kind`, `calendar-too-many`, and why it could not be read.
        """
        if len(self.of(caller, extension)) >= self.settings.per_person:
            raise BadInput("calendar-too-many", most=self.settings.per_person)
        if request.kind not in self.sources:
            raise BadInput("calendar-kind", field="kind")
        sealed = self._secrets.seal(request.password) if request.password else b""
        address = "" if request.kind is wire.CalendarKind.GRAPH else request.address.strip()
        account = CalendarAccount(
            uuid.uuid4().hex, extension, request.kind, address[:1000], request.username.strip()[:200], sealed
        )
        try:
            account = await self._read(account)
        except PresenceError as refusal:
            self._drop(account.id, request.kind)
            if isinstance(refusal, Unavailable):
                raise BadInput(refusal.code) from None
            raise
        await self._keep(account)
        return account

    async def change(self, caller: Caller, account_id: str, request: wire.CalendarChange) -> CalendarAccount:
        """Choose among the calendars at an address, or give a new password. Raises as `add`, NotFound `calendar-unknown`."""
        account = self._own(caller, account_id)
        if request.chosen is not msgspec.UNSET:
            there = {found.href for found in account.found}
            account = replace(account, chosen=tuple(href for href in request.chosen if href in there))
        if request.password is not msgspec.UNSET:
            account = replace(account, sealed=self._secrets.seal(request.password) if request.password else b"")
        try:
            account = await self._read(replace(account, mark={}))
        except Unavailable as refusal:
            raise BadInput(refusal.code) from None
        await self._keep(account)
        return account

    async def remove(self, caller: Caller, account_id: str) -> None:
        """Read it no more; password and entries are erased. It is fine when it is gone already."""
        if account_id not in self.known:
            return
        account = self._own(caller, account_id)

        now = self._clock()

        def work(change: Transaction) -> None:
            change.concerns(account.extension, account_id)
            calendars.remove_calendar(change, account_id)
            frame = self._told(change, account.extension, now)
            change.after_commit(lambda: self._forget(account_id, frame))

        await self._store.write(work)
        await self._planner.plan(account.extension, self._clock())

    async def look(self, account_id: str) -> CalendarAccount:
        """Read one calendar now, and plan by what has changed; trouble is kept with it rather than raised."""
        lock = self._reading.setdefault(account_id, asyncio.Lock())
        async with lock:
            before = self.known[account_id]
            try:
                after = await self._read(before)
            except PresenceError as fault:
                after = replace(before, trouble=fault.code)
            if self.known.get(account_id) is before and after != before:
                await self._keep(after)
            return after

    def _drop(self, account_id: str, kind: wire.CalendarKind) -> None:
        if (source := self.sources.get(kind)) is not None:
            source.forget(account_id)

    def _own(self, caller: Caller, account_id: str) -> CalendarAccount:
        account = self.known.get(account_id)
        if account is None or account.extension not in self._board.people:
            raise NotFound("calendar-unknown")
        require(caller, Action.OWN_CALENDARS, self._board.person(account.extension))
        return account

    # a source for the planner

    def people(self) -> Iterable[str]:
        """Those who have calendars."""
        return {account.extension for account in self.known.values()}

    def expected(self, extension: str, first: datetime, last: datetime) -> Iterable[Expected]:
        """Each entry that does something by the person's own rules."""
        board = self._board
        rules, worktime = board.preferences_of(extension).calendar, board.worktime_of(extension)
        for account in self.known.values():
            if account.extension != extension:
                continue
            for entry in account.entries:
                what = does(entry, rules)
                start, end = entry.start, _end(entry, worktime)
                if what is None or start >= last or end <= first or what.reason not in board.reasons:
                    continue
                occurrence = Occurrence(f"calendar:{account.id}:{entry.key}", start, end)
                yield Expected(occurrence, what.reason, Way.CALENDAR, extension, what.forward, zone=worktime.zone)

    # reading

    async def _compare_with_database(self) -> None:
        loop = asyncio.get_running_loop()
        gate = asyncio.Semaphore(AT_ONCE)
        while True:
            now = loop.time()
            due = [one for one in self.known if self._due.get(one, 0.0) <= now]
            await asyncio.gather(*(self._look_in_turn(one, gate) for one in due))
            await asyncio.sleep(1.0)

    async def _look_in_turn(self, account_id: str, gate: asyncio.Semaphore) -> None:
        async with gate:
            if account_id not in self.known:
                return
            await self._looked(account_id)

    async def _look_when_told(self) -> None:
        while True:
            account_id, settled = await self._to_look_at.get()
            self._waiting.discard(account_id)  # what is told from now on is about what comes after
            before = self.known.get(account_id)
            if before is None:
                continue
            await self._looked(account_id)
            after = self.known.get(account_id)
            if after is not None and after.entries == before.entries and not settled:
                again = functools.partial(self.tell, account_id, settled=True)
                asyncio.get_running_loop().call_later(SETTLES, again)

    async def _looked(self, account_id: str) -> None:
        """Look now, and say when to look next."""
        usual, well = self.settings.poll_seconds, False
        try:
            well = (await self.look(account_id)).trouble is None
        except Unavailable as refusal:
            log.warning("calendar-not-kept", trouble=refusal.code)
            return
        except Exception as fault:  # noqa: BLE001  (one calendar, or its owner who has just left, must not stop all others)
            log.error("calendar-failed", calendar=account_id, **described(fault))
        pause = usual if well else min(self._pauses.get(account_id, usual) * 2, LONGEST_PAUSE)
        self._pauses[account_id] = pause
        # Counted from when it began, so that a slow server does not make it longer than a minute.
        self._due[account_id] = asyncio.get_running_loop().time() + pause

    async def _read(self, account: CalendarAccount) -> CalendarAccount:
        now, board = self._clock(), self._board
        ahead = timedelta(days=self.settings.days)
        if account.read_until is None or account.read_until - now < ahead / 2:
            account = replace(account, mark={})  # the window has moved: what is further ahead was never asked for
        person = board.person(account.extension)
        source = self.sources.get(account.kind)
        if source is None:
            raise BadInput("calendar-kind")
        password = self._secrets.open(account.sealed) if account.sealed else ""
        found = await source.read(
            account, password, first=now - timedelta(days=1), last=now + ahead, zone=board.policy.zone, owner=person.email
        )
        known = account
        if found.entries is not None:
            if not found.whole and found.entries != account.entries:
                self.on_change(account.id)
            known = replace(
                account,
                entries=found.entries,
                # What was only told of as changed says nothing of the days that were never asked for.
                read_until=now + ahead if found.whole else account.read_until,
                lacks=found.lacks,
                left_out=found.left_out,
                unread=found.unread,
            )
        return replace(known, mark=dict(found.mark), found=found.found or account.found, read_at=now, trouble=None)

    async def _keep(self, account: CalendarAccount) -> None:
        before = self.known.get(account.id)
        plans_anew = before is None or before.entries != account.entries
        tells = before is None or _seen(before) != _seen(account)
        written = before is None or replace(before, read_at=account.read_at) != account
        if not written:
            self.known[account.id] = account  # only the time of reading: shown, but not worth a commit every half minute
            return
        now, holder = self._clock(), self._board.person(account.extension).id

        def work(change: Transaction) -> None:
            require_holder(change, account.extension, holder)
            calendars.put_calendar(change, account)
            frame = self._told(change, account.extension, now) if tells else None
            change.after_commit(lambda: self._took(account, frame))

        await self._store.write(work)
        if plans_anew:
            await self._planner.plan(account.extension, now)

    def _told(self, change: Transaction, extension: str, now: datetime) -> Frame:
        frame = addressed(wire.CalendarsChanged(change.next_number(), now, extension), frozenset({extension}))
        events.add_event(change, frame, now=now)
        return frame

    def _took(self, account: CalendarAccount, frame: Frame | None) -> None:
        self.known[account.id] = account
        if frame is not None:
            self._event_bus.publish(frame)

    def _forget(self, account_id: str, frame: Frame) -> None:
        if (gone := self.known.pop(account_id, None)) is not None:
            self._drop(account_id, gone.kind)
        self._due.pop(account_id, None)
        self._pauses.pop(account_id, None)
        self._event_bus.publish(frame)


def _seen(account: CalendarAccount) -> tuple[object, ...]:
    """What its owner is shown of it, but for the time of the last look: that changes all the while."""
    return account.trouble, account.lacks, account.left_out, account.unread, account.found, account.chosen, account.entries


def _end(entry: CalendarEntry, worktime: WorkingTime) -> datetime:
    """When it ends for callers: after a whole day away, when work next begins rather than at midnight."""
    if not entry.all_day:
        return entry.end
    last = (entry.end - timedelta(seconds=1)).astimezone(worktime.tz).date()
    return max(entry.end, worktime.back_after(last).astimezone(UTC))
