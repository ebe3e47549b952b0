"""Tells one other program where people stand: what changed most, within its budget, and takes back what is no longer so."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import structlog

from kalix_presence.hub.mirrors.budget import Budget
from kalix_presence.hub.mirrors.ledger import Ledger
from kalix_presence.hub.mirrors.protocol import Mirror
from kalix_presence.hub.mirrors.waiting import Key, Turn, Waiting
from kalix_presence.hub.store import Store
from kalix_presence.hub.store.mirrored import Wrote
from kalix_presence.hub.supervision.faults import described
from kalix_presence.model.errors import NotFound, PresenceError, Unavailable
from kalix_presence.model.mirrored import Part, Told

log = structlog.get_logger("kalix.mirrors")

AT_ONCE = 64
"""Writes that are on their way at the same time."""
SHORTEST = 60.0
"""Seconds; what lasts no longer is not told."""
FIRST_REST, LONGEST_REST = 2.0, 60.0
"""Seconds to rest after the server could not be reached; doubled each time."""
PUT_RIGHT_REST = 60.0
"""Seconds to rest when the site has something to put right."""
LONGEST_WAIT = 30.0
STRANGER_SECONDS = 86_400.0
"""Until an address that has no account there is looked for again."""
TOGETHER = 500
"""People who are looked through before others get their turn."""
DECLINED_SECONDS = 3600.0
"""Until it is looked again whether somebody has taken away the reply of their own that is left alone."""
_TURNS = {Part.PRESENCE: Turn.PRESENCE, Part.TEXT: Turn.TEXT, Part.REPLY: Turn.REPLY}
TOLD, TAKEN_BACK, THEIRS, NOBODY, REFUSED, FAILED = "told", "taken-back", "theirs", "nobody", "refused", "failed"
"""What became of a write; `THEIRS`: the person has written something themselves, `NOBODY`: there is no such account,
`REFUSED`: it is not taken, of this account."""


class Wanting(Protocol):
    """Who wants to be told of there, and what; all by identity."""

    def everybody(self) -> Iterable[str]:
        """Those who want it."""

    def address(self, person: str) -> str:
        """Their e-mail address; "" for who does not want it."""

    def told(self, person: str) -> Told | None:
        """What is to stand there now; None for nothing."""


@dataclass(frozen=True, slots=True)
class _Job:
    """`told` None: take back what `kept` says."""

    key: Key
    turn: Turn
    since: float
    account: str
    told: Told | None
    kept: Wrote | None


class Teller:
    """`run` tells, `look` (see `looking`) sees what stands there. `steady` gives seconds of a clock that nobody sets.

    `told` counts by outcome; `trouble` is why nothing can be told now, "" while all is well; `theirs` have written something
    there themselves, which is left alone.
    """

    def __init__(
        self,
        mirror: Mirror,
        store: Store,
        wanted: Wanting,
        budget: Budget,
        *,
        clock: Callable[[], datetime],
        steady: Callable[[], float],
    ) -> None:
        self.mirror, self.wanted, self.budget = mirror, wanted, budget
        self._clock, self._steady = clock, steady
        self.ledger = Ledger(mirror.name, store)
        self.waiting = Waiting()
        self.outcomes: Counter[str] = Counter()
        self.trouble = ""
        self.theirs: set[str] = set()
        self._accounts: dict[str, str] = {}
        self._strangers: dict[str, float] = {}
        self._wake = asyncio.Event()
        self._everybody = self._look_up = True
        self.seen_over: set[Key] = set()
        self._declined: dict[Key, float] = {}
        self._refused: dict[Key, tuple[str, float]] = {}
        self._rests = 0

    async def run(self) -> None:
        """Tell until cancelled."""
        await self.ledger.load()
        self.mark_everybody()
        while True:
            self._wake.clear()
            pause = LONGEST_WAIT
            try:
                pause = await self.turn()
            except Unavailable as refusal:
                log.warning("mirror-waits", mirror=self.mirror.name, trouble=refusal.code)
            try:
                async with asyncio.timeout(min(pause, LONGEST_WAIT)):
                    await self._wake.wait()
            except TimeoutError:
                continue

    def mark(self, person: str) -> None:
        """Something of `person` may have changed."""
        address = self.wanted.address(person)
        self._look_up |= bool(address) and address not in self._accounts
        self._mark(person)
        self._wake.set()

    def mark_everybody(self) -> None:
        """Something of many may have changed."""
        self._everybody = self._look_up = True
        self._wake.set()

    def take_back(self, key: Key) -> None:
        """Something of ours was seen to stand there although it is over."""
        self.seen_over.add(key)
        self.mark(key[0])

    def account_of(self, person: str) -> str:
        """Their account there; "" for who has none, or whose is not known yet."""
        return self._accounts.get(self.wanted.address(person), "")

    async def turn(self) -> float:
        """Tell what may be told now; seconds until there may be more. Raises Unavailable when nothing can be kept."""
        if self._look_up:
            await self._find_accounts()
        if self._everybody:
            self._everybody = False
            await self._mark_all()
        jobs = self._taken()
        if jobs:
            await self._do(jobs)
            return 0.0
        if not len(self.waiting):
            return LONGEST_WAIT
        return max(self.budget.wait(2 * self.mirror.cost, self._steady()), 0.05)

    async def _find_accounts(self) -> None:
        """Learn the accounts of those who want to be told of and whose is not known."""
        now = self._steady()
        addresses = {self.wanted.address(person) for person in self.wanted.everybody()} - {""}
        strangers = {one for one, at in self._strangers.items() if now - at < STRANGER_SECONDS}
        unknown = sorted(addresses - self._accounts.keys() - strangers)
        if unknown:
            if not self.budget.take(self.mirror.cost, now):
                return
            try:
                found = await self.mirror.reach(unknown)
            except PresenceError as refusal:
                self.rest(refusal)
                return
            self.well()
            self._accounts.update(found)
            self._strangers = dict.fromkeys(strangers | (set(unknown) - found.keys()), now)
            self._everybody = True
        self._look_up = False

    async def _mark_all(self) -> None:
        people = {*self.wanted.everybody(), *(person for person, _ in self.ledger.known)}
        for place, person in enumerate(sorted(people), 1):
            self._mark(person)
            if place % TOGETHER == 0:
                await asyncio.sleep(0)

    def _mark(self, person: str) -> None:
        steady = self._steady()
        for part in self.mirror.parts:
            job = self._job((person, part), steady)
            if job is None:
                self.waiting.drop((person, part))
            else:
                self.waiting.put(job.key, job.turn, steady)

    def _taken(self) -> list[_Job]:
        steady = self._steady()
        jobs: list[_Job] = []
        while len(jobs) < AT_ONCE and (first := self.waiting.first()) is not None:
            job = self._job(*first)
            if job is not None:
                if not self.budget.take(self.mirror.cost * (2 if job.told is None or job.key[1] is Part.REPLY else 1), steady):
                    break
                jobs.append(job)
            self.waiting.drop(first[0])
        return jobs

    def _job(self, key: Key, since: float) -> _Job | None:
        """What is to be done about `key` now; None for nothing."""
        person, part = key
        now, told, account = self._clock(), self.wanted.told(person), self.account_of(person)
        kept = self.ledger.standing(key, now) or (self.ledger.known.get(key) if key in self.seen_over else None)
        wanted = told.value(part) if told is not None else ""
        refused = self._refused.get(key)
        if refused is not None and refused[0] == wanted and self._steady() - refused[1] < DECLINED_SECONDS:
            return None
        if told is None or not wanted or not account or (kept is not None and kept.account != account):
            return _taking_back(key, since, kept)
        if kept is not None and kept.sure and (kept.values[0], kept.until) == (wanted, told.until_of(part)):
            return None
        if (told.until - now).total_seconds() <= max(self._steady() - since, SHORTEST):
            return _taking_back(key, since, kept)  # over before anybody would read it
        if part is Part.TEXT and person in self.theirs:
            return None
        if part is Part.REPLY and self._steady() - self._declined.get(key, -DECLINED_SECONDS) < DECLINED_SECONDS:
            return None
        return _Job(key, _TURNS[part], since, account, told, kept)

    async def _do(self, jobs: list[_Job]) -> None:
        now = self._clock()
        writes = {job.key: _wrote(job.account, job.key[1], job.told) for job in jobs if job.told is not None}
        try:
            await self.ledger.begin(writes, now)
        except Unavailable:
            for job in jobs:
                self.waiting.put(job.key, job.turn, job.since)
            raise
        outcomes = await asyncio.gather(*(self._one(job) for job in jobs))
        sure = {job.key: writes[job.key] for job, outcome in zip(jobs, outcomes, strict=True) if outcome == TOLD}
        gone = [job.key for job, outcome in zip(jobs, outcomes, strict=True) if outcome == TAKEN_BACK]
        left = [job.key for job, outcome in zip(jobs, outcomes, strict=True) if outcome in (THEIRS, NOBODY)]
        self.seen_over.difference_update((*gone, *left))
        await self.ledger.settle(sure, gone, self._clock())
        await self.ledger.forget(left)
        for job, outcome in zip(jobs, outcomes, strict=True):
            self.outcomes[outcome] += 1
            if outcome == FAILED:
                self.waiting.put(job.key, job.turn, job.since)
            elif outcome != NOBODY:
                self._mark(job.key[0])  # it may have changed while this was on its way

    async def _one(self, job: _Job) -> str:
        outcome = FAILED
        try:
            part = job.key[1]
            if (job.told is None or part is Part.REPLY) and await self._is_theirs(job.key, job.account):
                self._declined[job.key] = self._steady()
                outcome = THEIRS
            elif job.told is not None:
                await self.mirror.push(job.account, part, job.told)
                outcome = TOLD
            else:
                await self.mirror.clear(job.account, part)
                outcome = TAKEN_BACK
            self.well()
        except NotFound:
            self._accounts = {address: one for address, one in self._accounts.items() if one != job.account}
            self._strangers[self.wanted.address(job.key[0])] = self._steady()
            outcome = NOBODY
        except PresenceError as refusal:
            if _concerns_all(refusal, job.key[1]):
                self.rest(refusal)
            else:
                outcome = self._refuse(job)
        except Exception as fault:  # noqa: BLE001  (one account's answer must not stop all others)
            log.error("mirror-failed", mirror=self.mirror.name, **described(fault))
            outcome = self._refuse(job)
        return outcome

    def _refuse(self, job: _Job) -> str:
        """This, of this account alone, is not taken: it is not asked again for a while, unless it is something else by then."""
        wanted = job.told.value(job.key[1]) if job.told is not None else ""
        self._refused[job.key] = wanted, self._steady()
        return REFUSED

    async def _is_theirs(self, key: Key, account: str) -> bool:
        """Whether the person has put something of their own in the place of what we wrote: that is not taken away."""
        there = await self.mirror.there(account, key[1])
        return bool(there) and not self.ledger.is_ours(key, there, self._clock())

    def rest(self, refusal: PresenceError) -> None:
        """The server, or what the site has set, refuses: nothing is asked of it for a while."""
        if isinstance(refusal, Unavailable) and refusal.code == "mirror-busy":
            seconds = float(str(refusal.params.get("seconds", FIRST_REST)))
        elif isinstance(refusal, Unavailable):
            seconds = min(FIRST_REST * 2.0**self._rests, LONGEST_REST)
            self._rests = min(self._rests + 1, 10)
        else:
            seconds = PUT_RIGHT_REST
        self.budget.pause(seconds, self._steady())
        if self.trouble != refusal.code:
            log.warning("mirror-refuses", mirror=self.mirror.name, trouble=refusal.code)
        self.trouble = refusal.code

    def well(self) -> None:
        """It has answered."""
        self.trouble, self._rests = "", 0


def _concerns_all(refusal: PresenceError, part: Part) -> bool:
    """Whether asking for others would be refused alike. A mailbox may be out of bounds for us by itself."""
    if isinstance(refusal, Unavailable) or refusal.code == "mirror-sign-in":
        return True
    return refusal.code == "mirror-not-let" and part is not Part.REPLY


def _taking_back(key: Key, since: float, kept: Wrote | None) -> _Job | None:
    return None if kept is None else _Job(key, Turn.TAKE_BACK, since, kept.account, None, kept)


def _wrote(account: str, part: Part, told: Told) -> Wrote:
    return Wrote(account, (told.value(part),), told.until_of(part))
