"""What the hub has written in another program: kept before it is written, so that whatever happens it can be taken back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from kalix_presence.hub.mirrors.waiting import Key
from kalix_presence.hub.store import Store, Transaction
from kalix_presence.hub.store.mirrored import Wrote, forget_mirrored, put_mirrored, read_mirrored

LINGERS = timedelta(minutes=3)
"""So long after its end, or after it was taken back, something of ours is still known for ours: a write whose answer was lost
may arrive late, and a server may tell what stood there before."""
MOST_VALUES = 4


class Ledger:
    """By person and part. `known` is what may stand there; what is over lingers in it."""

    def __init__(self, mirror: str, store: Store) -> None:
        self._mirror, self._store = mirror, store
        self.known: dict[Key, Wrote] = {}
        self._lately: dict[Key, dict[str, datetime]] = {}

    async def load(self) -> None:
        """Take over what is kept."""
        self.known = await self._store.read(lambda sql: read_mirrored(sql, self._mirror))

    def standing(self, key: Key, now: datetime) -> Wrote | None:
        """What of ours may stand there now; None for nothing, or what is over."""
        kept = self.known.get(key)
        return kept if kept is not None and kept.until > now else None

    def is_ours(self, key: Key, value: str, now: datetime) -> bool:
        """Whether `value` is what we have written there, now or a moment ago."""
        kept = self.known.get(key)
        if kept is not None and value in kept.values:
            return True
        at = self._lately.get(key, {}).get(value)
        return at is not None and now - at < LINGERS

    def written_lately(self, key: Key, now: datetime) -> bool:
        """Whether something was written so short a time ago that the server may not tell it yet."""
        return any(now - at < LINGERS for at in self._lately.get(key, {}).values())

    async def begin(self, writes: Mapping[Key, Wrote], now: datetime) -> None:
        """These are about to be written: until it is known that they were, what stood there before counts as well, and so does
        nothing (""). Raises Unavailable `store-unwritable` or `store-full`: then nothing may be written."""
        kept: dict[Key, Wrote] = {}
        for key, one in writes.items():
            before = self.standing(key, now)
            older = () if before is None or before.account != one.account else before.values
            values = tuple(dict.fromkeys((*one.values, *older[: MOST_VALUES - 2], "")))
            until = one.until if before is None else max(one.until, before.until)
            kept[key] = Wrote(one.account, values, until)
        await self._put(kept)
        for key, one in kept.items():
            self._lately.setdefault(key, {})[one.values[0]] = now

    async def settle(self, sure: Mapping[Key, Wrote], gone: Collection[Key], now: datetime) -> None:
        """These do stand there; of those that are `gone` nothing does any longer."""
        over = {key: replace(self.known[key], until=now) for key in gone if key in self.known}
        await self._put({**sure, **over})
        for key in over:
            self._lately.setdefault(key, {}).update(dict.fromkeys(over[key].values, now))

    async def forget(self, keys: Iterable[Key]) -> None:
        """What stands there is not ours any longer."""
        gone = [key for key in keys if key in self.known]
        if gone:
            await self._store.write(lambda change: forget_mirrored(change, self._mirror, gone))
        for key in gone:
            self.known.pop(key, None)

    async def forget_what_is_over(self, now: datetime, *, but: Collection[Key] = ()) -> None:
        """What has lingered long enough; `but` is still to be taken back."""
        await self.forget([key for key, one in self.known.items() if one.until + LINGERS <= now and key not in but])
        for key, values in list(self._lately.items()):
            left = {value: at for value, at in values.items() if now - at < LINGERS}
            if left:
                self._lately[key] = left
            else:
                del self._lately[key]

    async def _put(self, kept: Mapping[Key, Wrote]) -> None:
        if not kept:
            return

        def work(change: Transaction) -> None:
            put_mirrored(change, self._mirror, kept.items())

        await self._store.write(work)
        self.known.update(kept)
