"""Tries at signing in, kept where hubs lead in turn: whoever guesses gains nothing by a hub that goes and another that comes.

Names and addresses are kept as marks that nobody reads, by a key of the database's; and no longer than they count.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec
import structlog

from kalix_presence.hub.access.rate_limit import Guessing, Key
from kalix_presence.hub.store import Store, Transaction
from kalix_presence.hub.store.named_values import put_setting, read_setting
from kalix_presence.hub.store.settings import mark_key
from kalix_presence.model.errors import Unavailable

KEEP_SECONDS = 1.0
MOST = 2_000
"""The newest so many: a flood of invented names costs a commit a second, and no more."""
_NAME = "sign_in_tries"

_log = structlog.get_logger("kalix.sign-in")


class _Kept(msgspec.Struct, frozen=True):
    """`tries` are mark, how often, and how many seconds ago the last one was, at the moment `at`."""

    at: datetime
    tries: list[tuple[str, int, float]]


class KeptTries:
    """`clock` says what time it is now; `steady` is the clock that `guessing` goes by."""

    def __init__(self, guessing: Guessing, store: Store, *, clock: Callable[[], datetime], steady: Callable[[], float]) -> None:
        self._guessing, self._store, self._clock, self._steady = guessing, store, clock, steady

    async def load(self) -> None:
        """Go on where the hub before was."""
        key = await self._store.write(mark_key)
        self._guessing.mark = lambda one: _mark(key, one)
        text = await self._store.read(lambda sql: read_setting(sql, _NAME))
        if text is None:
            return
        try:
            kept = msgspec.json.decode(text, type=_Kept)
        except msgspec.MsgspecError:
            return
        since = max((self._clock() - kept.at) / timedelta(seconds=1), 0.0)
        now = self._steady()
        self._guessing.go_on({mark: (count, now - ago - since) for mark, count, ago in kept.tries})

    async def run(self) -> None:
        """Keep what is new, until cancelled."""
        while True:
            await asyncio.sleep(KEEP_SECONDS)
            await self.keep()

    async def keep(self) -> None:
        """Keep what there is, if anything is new."""
        if not self._guessing.changed:
            return
        self._guessing.changed = False
        now = self._steady()
        tries = [(mark, count, now - last) for mark, count, last in self._guessing.counted(now)[-MOST:]]
        text = msgspec.json.encode(_Kept(self._clock(), tries)).decode()

        def work(change: Transaction) -> None:
            put_setting(change.sql, _NAME, text)

        try:
            await self._store.write(work)
        except Unavailable as refusal:
            self._guessing.changed = True
            _log.warning("tries-not-kept", trouble=refusal.code)


def _mark(key: bytes, one: Key) -> str:
    return hmac.digest(key, msgspec.json.encode(one), "sha256")[:16].hex()
