"""Slowing down whoever guesses passwords, and nobody else: by name *and* address, with the owner's earlier device apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil

from kalix_presence.hub.access.client_address import source_of
from kalix_presence.hub.site.config import SignInSection
from kalix_presence.model.errors import TooMany

REMEMBERED = 20_000
"""Tries kept at most, so that a flood of invented names cannot fill the memory."""

NARROW_SECONDS = 1.0
"""An address from which too many names were tried may try one more so often."""

Key = tuple[str, ...]


@dataclass(slots=True)
class _Tries:
    count: int
    last: float


@dataclass(frozen=True, slots=True)
class Trying:
    """Who tries to sign in: the name typed, from where, and the id of a device that this name has signed in from before."""

    name: str
    address: str
    device: str = ""

    @property
    def own(self) -> Key:
        """What the waits of whoever tries here hang on; a known device has tries that nobody else can use up."""
        return ("device", self.name, self.device) if self.device else ("pair", self.name, source_of(self.address))


class Guessing:
    """Counts tries that have not been right. Kept in memory: a restart forgives, the waits begin again at once, unless
    `KeptTries` goes on with them.

    `now` is seconds of a steady clock, which nobody sets back.
    """

    def __init__(self, settings: SignInSection) -> None:
        self._settings = settings
        self._lock = settings.lock_minutes * 60.0
        self._tries: dict[Key, _Tries] = {}
        self._been: dict[Key, None] = {}
        self._before: dict[str, _Tries] = {}
        self.mark: Callable[[Key], str] | None = None
        """How tries are named where they are kept."""
        self.changed = False

    def go_on(self, counted: Mapping[str, tuple[int, float]]) -> None:
        """These were counted by the hub before: by mark, how often, and when the last was."""
        self._before = {mark: _Tries(count, last) for mark, (count, last) in counted.items()}

    def counted(self, now: float) -> list[tuple[str, int, float]]:
        """What is to be kept: mark, how often, and when the last was, which still counts; the newest last."""
        mark = self.mark
        if mark is None:
            return []
        known = [(mark(key), tries) for key, tries in self._tries.items()]
        found = [*self._before.items(), *known]
        return [(one, tries.count, tries.last) for one, tries in found if tries.count > 0 and now - tries.last < self._lock]

    def refuse(self, trying: Trying, now: float) -> None:
        """Raise TooMany `sign-in-wait` (`seconds`) while whoever tries has to wait."""
        wait = self._slowed(trying.own, now)
        if not trying.device:
            wait = max(wait, self._locked(("name", trying.name), self._settings.tries_per_name, now))
            if trying.own not in self._been:
                wait = max(wait, self._narrow(("address", source_of(trying.address)), now))
        if wait > 0:
            raise TooMany("sign-in-wait", seconds=ceil(wait))

    def count(self, trying: Trying, now: float) -> None:
        """One more try; `forgive` takes it back when it was right."""
        keys = [trying.own] if trying.device else [trying.own, ("name", trying.name), ("address", source_of(trying.address))]
        for key in keys:
            tries = self._of(key)
            self._tries.pop(key, None)
            if tries is None or now - tries.last >= self._lock:
                tries = _Tries(0, now)
            tries.count, tries.last = tries.count + 1, now
            self._tries[key] = tries  # newest last: the oldest goes first when it gets full
        self.changed = True
        while len(self._tries) > REMEMBERED:
            del self._tries[next(iter(self._tries))]

    def forgive(self, trying: Trying) -> None:
        """The password was right: their own tries start afresh; those of the name and the address only get this one back."""
        self.changed = True
        self._of(trying.own)
        self._tries.pop(trying.own, None)
        if trying.device:
            return
        self._been[trying.own] = None
        if len(self._been) > REMEMBERED:
            del self._been[next(iter(self._been))]
        for key in (("name", trying.name), ("address", source_of(trying.address))):
            tries = self._of(key)
            if tries is not None:
                tries.count -= 1

    def _of(self, key: Key) -> _Tries | None:
        """The tries of `key`, here or at the hub before."""
        if self._before and self.mark is not None and key not in self._tries:
            before = self._before.pop(self.mark(key), None)
            if before is not None:
                self._tries[key] = before
        return self._tries.get(key)

    def _slowed(self, key: Key, now: float) -> float:
        tries = self._of(key)
        if tries is None or tries.count < self._settings.free_tries:
            return 0.0
        if tries.count >= self._settings.tries_per_username:
            return tries.last + self._lock - now
        pause = min(2.0 ** (tries.count - self._settings.free_tries), self._lock)
        return tries.last + pause - now

    def _locked(self, key: Key, most: int, now: float) -> float:
        tries = self._of(key)
        return 0.0 if tries is None or tries.count < most else tries.last + self._lock - now

    def _narrow(self, key: Key, now: float) -> float:
        tries = self._of(key)
        if tries is None or tries.count < self._settings.tries_per_address or now - tries.last >= self._lock:
            return 0.0
        return tries.last + NARROW_SECONDS - now
