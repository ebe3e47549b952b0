"""Tells the PBX ahead what phone codes mean, for everybody and for the days to come; anew whenever that changes."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import structlog

from kalix_presence.hub.board.board import Board
from kalix_presence.hub.pbx.known_ahead import SITE, Ends, KnownAhead, Owner, Usual
from kalix_presence.hub.pbx.protocol import Pbx
from kalix_presence.model.errors import BadInput, Unavailable
from kalix_presence.model.reason import EndRule, Reason
from kalix_presence.model.target import permitted_target
from kalix_presence.model.usual_end import usual_end
from kalix_presence.model.worktime import WorkingTime

log = structlog.get_logger("kalix.ahead")

DAYS = 15
"""Days that the PBX knows, today among them: so long a hub may be dead."""


class TellingAhead:
    """`poke` when people, their working time or the PBX changed; the day changes by itself within `seconds`."""

    def __init__(self, board: Board, pbx: Pbx, *, seconds: float, clock: Callable[[], datetime]) -> None:
        self._board, self._pbx, self._seconds, self._clock = board, pbx, seconds, clock
        self._changed = asyncio.Event()
        self._known: dict[tuple[str, date, str], Ends | None] = {}

    def poke(self) -> None:
        """Something changed."""
        self._changed.set()

    async def run(self) -> None:
        """Work until cancelled; a PBX that is away is told when it is back."""
        while True:
            try:
                async with asyncio.timeout(self._seconds):
                    await self._changed.wait()
            except TimeoutError:
                pass
            self._changed.clear()
            if not self._pbx.connected:
                continue
            try:
                await self._pbx.know_ahead(await self.known(self._clock()))
            except Unavailable as refusal:
                log.warning("not-told-ahead", trouble=refusal.code)

    async def known(self, now: datetime) -> KnownAhead:
        """What holds from `now` on. Gives way to others now and then: a large site has many who work in their own way."""
        board, zone = self._board, self._board.policy.zone
        kinds = list(dict.fromkeys(each.usual or "" for each in board.reasons if each.digit and self._by_day(each)))
        examples = {each.usual or "": each for each in board.reasons if each.digit and self._by_day(each)}
        usual = {each.digit: self._usual(each, kinds) for each in board.reasons if each.digit is not None and each.selectable}
        worktimes: dict[str, WorkingTime] = {SITE: board.worktime}
        owners: dict[str, Owner] = {}
        for number, extension in enumerate(list(board.people)):
            if not number % 500:
                await asyncio.sleep(0)
            if extension not in board.people:
                continue
            worktime = board.worktime_of(extension)
            group = SITE if worktime is board.worktime else _name(worktime)
            worktimes.setdefault(group, worktime)
            mobile = self._mobile(extension)
            if mobile or group != SITE:
                owners[extension] = Owner(group, mobile)
        today = now.astimezone(board.worktime.tz).date()
        days = [today + timedelta(count) for count in range(DAYS)]
        wanted: dict[tuple[str, date, str], Ends | None] = {}
        for group, worktime in worktimes.items():
            for day in days:
                for text in kinds:
                    key = (group, day, text)
                    wanted[key] = self._known[key] if key in self._known else _ends(examples[text], day, worktime)
            await asyncio.sleep(0)
        self._known = wanted if SITE in worktimes else {}
        ends = {(group, day, kinds.index(text)): found for (group, day, text), found in wanted.items() if found is not None}
        return KnownAhead(zone, usual, owners, ends)

    def _by_day(self, reason: Reason) -> bool:
        return reason.end is not EndRule.OPTIONAL and _minutes(reason, self._board.worktime) is None

    def _usual(self, reason: Reason, kinds: list[str]) -> Usual:
        shown = self._board.reasons.get(reason.shown_as).name("sv")
        if reason.end is EndRule.OPTIONAL:
            return Usual(reason.told_as, shown, "none" if reason.forward == "none" else "switchboard", 0)
        minutes = _minutes(reason, self._board.worktime)
        kind = 0 if minutes is not None else kinds.index(reason.usual or "")
        return Usual(reason.told_as, shown, reason.forward.value, minutes, kind)

    def _mobile(self, extension: str) -> str:
        person = self._board.people[extension]
        if not person.mobile:
            return ""
        try:
            return permitted_target(person.mobile, person, self._board.policy, ())
        except BadInput:
            return ""


def _name(worktime: WorkingTime) -> str:
    """The same for all who work alike; phone hours do not matter for when somebody is back."""
    return hashlib.sha256(repr(replace(worktime, phone_hours=None)).encode()).hexdigest()[:12]


def _minutes(reason: Reason, worktime: WorkingTime) -> int | None:
    """How many minutes after any moment it ends; None when it depends on the moment."""
    spent = set()
    for clock in (time(2, 3), time(9, 1), time(21, 17)):
        at = datetime.combine(date(2026, 2, 2), clock, worktime.tz)
        try:
            end = usual_end(reason, at, worktime)
        except BadInput:
            return None
        spent.add(None if end is None else end - at)
    only = spent.pop()
    if spent or only is None or only.total_seconds() % 60:
        return None
    return int(only.total_seconds() // 60)


def _ends(reason: Reason, day: date, worktime: WorkingTime) -> Ends | None:
    """The return times of one day; None for somebody who never works and whose reason has no time of its own."""
    both: list[datetime | None] = []
    for clock in (time.min, time(23, 59, 59)):
        try:
            both.append(usual_end(reason, datetime.combine(day, clock, worktime.tz), worktime))
        except BadInput:
            both.append(None)
    first, after = both
    if first is None:
        return None
    return Ends(first, None if after == first else after)
