"""What the senders share: the file that keeps what waits, whose turn it is to send it, and trying again until nothing waits."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from pathlib import Path

from kalix_presence.client.connection.backoff import Backoff
from kalix_presence.client.connection.link import seconds_asked
from kalix_presence.model.errors import PresenceError, SignInNeeded

LONGEST_WAIT = 60.0


class Outgoing(ABC):
    """`name` names the files in `folder`; `first_wait` in seconds."""

    def __init__(self, folder: Path, name: str, first_wait: float) -> None:
        self._path, self._lock_path = folder / f"{name}.db", folder / f"{name}.lock"
        self._backoff = Backoff(first=first_wait, longest=LONGEST_WAIT)
        self._sending = asyncio.Lock()
        self._waits = asyncio.Event()
        self._least = 0.0
        """Seconds that the hub asked to be left alone for."""
        self._stamp = -1

    def _try_again(self, why: PresenceError | None) -> None:
        """Something waits, for this cause; who must sign in first is not served by trying."""
        if not isinstance(why, SignInNeeded):
            self._waits.set()
            self._least = max(self._least, seconds_asked(why) if why else 0.0)

    @abstractmethod
    async def flush(self) -> object:
        """Send what waits; `_try_again` when something still does."""

    async def keep_trying(self) -> None:
        """Try again what waits, for as long as something does, until cancelled; costs nothing while nothing does."""
        while True:
            await self._waits.wait()
            await asyncio.sleep(self._backoff.next(least=self._least))
            self._waits.clear()
            self._least = 0.0
            await self.flush()
            if not self._waits.is_set():
                self._backoff.reset()

    def changed_elsewhere(self) -> bool:
        """Whether the file was written since this was asked last: another process may have left something in it."""
        try:
            stamp = self._path.stat().st_mtime_ns
        except OSError:
            return False
        before, self._stamp = self._stamp, stamp
        return stamp != before
