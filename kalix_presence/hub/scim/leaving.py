"""Pushed people whose time in the directory is over, and those who can be brought in only now; beside the pushes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import structlog

from kalix_presence.hub.directory.erasing import Before, erase_person, look_before
from kalix_presence.hub.scim.accounts import WAY, is_protected
from kalix_presence.hub.scim.settling import BY_HAND, TRIED_AGAIN, House, holder_of, settle
from kalix_presence.hub.scim.tokens import Tokens
from kalix_presence.hub.store import Store, Transaction, scim_resources
from kalix_presence.hub.store.accounts import find_account_of
from kalix_presence.hub.store.people import directory_version
from kalix_presence.hub.store.scim_resources import Pushed
from kalix_presence.hub.store.settings import account_version
from kalix_presence.hub.store.sql import Sql
from kalix_presence.model.audit import AuditAct
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import Unavailable

EVERY_SECONDS = 1.0
AT_ONCE = 50

_log = structlog.get_logger("kalix.scim")


class Aftercare:
    """`write` does work in a transaction of `store` that knows what the board says. `on_waits` may be set: it is
    called when more or fewer wait for an administrator's yes than before."""

    def __init__(
        self,
        store: Store,
        house: House,
        tokens: Tokens,
        *,
        write: Callable[[Callable[[Transaction], Any]], Awaitable[Any]],
        clock: Callable[[], datetime],
    ) -> None:
        self._store, self._house, self._tokens = store, house, tokens
        self._write, self._clock = write, clock
        self.on_waits: Callable[[], object] = lambda: None
        self._tried = (-1, -1)
        self.waiting: dict[str, int] = {}
        """How many people are not in the directory as the service says, by why; as it was when somebody last looked."""

    async def run(self) -> None:
        """For ever."""
        while True:
            try:
                await self.look()
            except Unavailable as refusal:
                _log.warning("scim-not-looked-after", trouble=refusal.code)
            await asyncio.sleep(EVERY_SECONDS)

    async def look(self) -> None:
        """Once: what was used is written down, who is due goes, and who waits is tried where something has changed."""
        await self._tokens.keep_used()
        for one in await self._store.read(lambda sql: scim_resources.read_accepted(sql, most=AT_ONCE)):
            await self._try(one, scim_resources.REMOVAL_HELD)
        for one in await self._store.read(lambda sql: scim_resources.read_due(sql, now=self._clock(), most=AT_ONCE)):
            await self._end(one)
        version = await self._store.read(lambda sql: (directory_version(sql), account_version(sql)))
        if version != self._tried:
            for one in await self._store.read(scim_resources.read_troubled):
                if one.trouble in TRIED_AGAIN:
                    await self._try(one, one.trouble)
            self._tried = version
        before, self.waiting = self.waiting, await self._store.read(scim_resources.count_troubled)
        if before.get(scim_resources.REMOVAL_HELD) != self.waiting.get(scim_resources.REMOVAL_HELD):
            self.on_waits()

    async def _try(self, seen: Pushed, trouble: str) -> None:
        def work(change: Transaction) -> None:
            one = scim_resources.find_resource(change.sql, seen.kind, seen.id)
            if one is not None and one.trouble == trouble:
                scim_resources.put_resource(change, settle(change, one, self._house, now=self._clock()))

        await self._write(work)

    async def _end(self, seen: Pushed) -> None:
        """As by an import without them: what waits for them has been handed over, and nobody comes to what is theirs."""

        def looked(sql: Sql) -> tuple[Person | None, Before | None]:
            there = holder_of(sql, seen)
            return there, None if there is None else look_before(sql, there.extension)

        person, before = await self._store.read(looked)

        def work(change: Transaction) -> None:
            one = scim_resources.find_resource(change.sql, seen.kind, seen.id)
            now = self._clock()
            if one is None or one.leaves_at is None or one.leaves_at > now or one.trouble:
                return  # they are back
            if holder_of(change.sql, one) != person:
                return  # an import came in between: looked at again
            if person is not None:
                if is_protected(find_account_of(change.sql, person.extension), self._house.section):
                    scim_resources.put_resource(change, replace(one, trouble=BY_HAND))
                    return
                told = {"by": WAY, "about": person.extension, "way": WAY, "subject": one.id, "detail": "removed"}
                change.audit(AuditAct.IMPORT, now=now, **told)
                erase_person(change, person.extension, now=now, before=before)
            scim_resources.remove_resource(change, one.id)

        await self._write(work)
