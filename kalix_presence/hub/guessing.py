"""Slowing down and locking whoever guesses passwords, by name and by address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from kalix_presence.hub.config import SignInSection
from kalix_presence.model.errors import TooMany

REMEMBERED = 20_000
"""Names and addresses kept at most, so that a flood of invented names cannot fill the memory."""


@dataclass(slots=True)
class _Tries:
    count: int
    last: datetime


class Guessing:
    """Counts tries that have not been right. Kept in memory: a restart forgives, the waits begin again at once."""

    def __init__(self, settings: SignInSection) -> None:
        self._settings = settings
        self._lock = timedelta(minutes=settings.lock_minutes)
        self._tries: dict[tuple[str, str], _Tries] = {}

    def refuse(self, username: str, address: str, now: datetime) -> None:
        """Raise TooMany `sign-in-wait` (`seconds`) while this name or this address has to wait."""
        wait = max(
            self._wait(("name", username), self._settings.tries_per_username, now),
            self._wait(("address", address), self._settings.tries_per_address, now, slows=False),
        )
        if wait > timedelta():
            raise TooMany("sign-in-wait", seconds=ceil(wait.total_seconds()))

    def count(self, username: str, address: str, now: datetime) -> None:
        """One more try; `forgive` takes the name's back when it was right."""
        for key in (("name", username), ("address", address)):
            tries = self._tries.pop(key, None)
            if tries is None or now - tries.last >= self._lock:
                tries = _Tries(0, now)
            tries.count, tries.last = tries.count + 1, now
            self._tries[key] = tries  # newest last: the oldest goes first when it gets full
        while len(self._tries) > REMEMBERED:
            del self._tries[next(iter(self._tries))]

    def forgive(self, username: str, address: str) -> None:
        """The password was right: the name starts afresh; the address only gets this one try back."""
        self._tries.pop(("name", username), None)
        tries = self._tries.get(("address", address))
        if tries is not None:
            tries.count -= 1

    def _wait(self, key: tuple[str, str], most: int, now: datetime, *, slows: bool = True) -> timedelta:
        tries = self._tries.get(key)
        if tries is None:
            return timedelta()
        if tries.count >= most:
            return tries.last + self._lock - now
        if not slows or tries.count < self._settings.free_tries:
            return timedelta()
        pause = min(timedelta(seconds=2 ** (tries.count - self._settings.free_tries)), self._lock)
        return tries.last + pause - now
