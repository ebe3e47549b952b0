"""What the senders share: the file that keeps what waits, whose turn it is to send it, and trying again until nothing waits."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from kalix_presence.client.connection.backoff import Backoff
from kalix_presence.client.connection.refusals import seconds_asked
from kalix_presence.client.connection.rest import HubClient
from kalix_presence.client.outbox.process_lock import process_lock
from kalix_presence.client.session_events import RequestState
from kalix_presence.model.errors import PresenceError, SignInNeeded, Unavailable

LONGEST_WAIT = 60.0


class Queued(Protocol):
    """Something that waits; `key` is its idempotency key, `account` who asked. `kept` False: it could not be kept here."""

    @property
    def account(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def kept(self) -> bool: ...


Item = TypeVar("Item", bound=Queued)
Outcome = TypeVar("Outcome")


class Box(Protocol[Item]):
    """The file of what waits; every method raises Unavailable `outbox-unwritable`."""

    def put(self, waiting: Item, /) -> None: ...
    def all(self, account: str) -> list[Item]: ...
    def settle(self, waiting: Item, /) -> None: ...
    def forget(self, account: str) -> list[Item]: ...


BoxKind = TypeVar("BoxKind", bound=Box[Any])


@dataclass(frozen=True, slots=True)
class Sending:
    """What both senders of one session send by: the `hub`, the `folder` of their files, and who is signed in just now."""

    hub: HubClient
    folder: Path
    account: Callable[[], str]
    clock: Callable[[], datetime]
    first_wait: float = 1.0
    """Seconds before what waits is tried again."""


class Outgoing(ABC, Generic[Item, Outcome, BoxKind]):
    """Sends what one session asks for; `notify` hears every step."""

    file_name: str
    """Of the file that keeps what waits and, with another ending, of the lock beside it."""

    def __init__(self, sending: Sending, notify: Callable[[Outcome], None]) -> None:
        self._hub, self._account, self._clock, self._notify = sending.hub, sending.account, sending.clock, notify
        folder = sending.folder
        self._path, self._lock_path = folder / f"{self.file_name}.db", folder / f"{self.file_name}.lock"
        self._outbox: BoxKind | None = None
        self._in_line: dict[str, Outcome | None] = {}
        """By key: what waits for its turn to be sent, and how it ended where `flush` took it along meanwhile."""
        self._backoff = Backoff(first=sending.first_wait, longest=LONGEST_WAIT)
        self._sending = asyncio.Lock()
        self._waits = asyncio.Event()
        self._least = 0.0
        """Seconds that the hub asked to be left alone for."""
        self._stamp = -1

    @abstractmethod
    def _open(self, path: Path) -> BoxKind:
        """The file at `path`."""

    @abstractmethod
    async def _send_all(self) -> list[Outcome]:
        """Send what waits for this account, in order; what became of each."""

    @abstractmethod
    def _end(self, waiting: Item, state: RequestState, error: PresenceError | None = None) -> Outcome:
        """Write down and tell how far it came."""

    @property
    def outbox(self) -> BoxKind:
        """The file, opened when first needed: a tray that nobody touches needs no SQLite."""
        if self._outbox is None:
            self._outbox = self._open(self._path)
        return self._outbox

    def waiting(self) -> list[Item]:
        """What waits for this account, oldest first."""
        return self.outbox.all(self._account()) if self._path.exists() else []

    async def flush(self) -> list[Outcome]:
        """Send what waits for this account; what became of each."""
        if not self._path.exists() and not self._owes():
            return []
        try:
            async with self._sending, process_lock(self._lock_path):
                return await self._send_all()
        except Unavailable as fault:  # another process has the turn, or the file cannot be read: later
            self._try_again(fault)
            return []

    def recall(self) -> None:
        """Tell what was left waiting when the program ended."""
        try:
            left = self.waiting()
        except Unavailable:
            return
        for waiting in left:
            self._end(waiting, RequestState.QUEUED, Unavailable("hub-unreachable"))

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

    def _owes(self) -> bool:
        """Whether this process still owes the end of something that its file need not know."""
        return False

    async def _in_turn(self, waiting: Item, send: Callable[[], Coroutine[Any, Any, Outcome]]) -> Outcome:
        """`send` when it is its turn, unless `flush` took it along before; how far it came."""
        self._in_line[waiting.key] = None
        try:
            async with self._sending, process_lock(self._lock_path):
                return self._in_line.pop(waiting.key) or await send()
        except Unavailable as fault:  # another process keeps the turn: it, or this one later, sends what is kept
            return self._end(waiting, RequestState.QUEUED if waiting.kept else RequestState.REFUSED, fault)
        finally:
            self._in_line.pop(waiting.key, None)

    def _put(self, waiting: Item) -> bool:
        """Durable first: nothing a person asked for is lost, not even by a crash while it is on its way.

        A full disk must not keep anybody from going to lunch: what could not be kept (False) is sent all the same.
        """
        try:
            self.outbox.put(waiting)
        except Unavailable:
            return False
        return True

    def _drop_all(self) -> list[Item]:
        """Drop what waits for this account; what it was."""
        try:
            return self.outbox.forget(self._account()) if self._path.exists() else []
        except Unavailable:
            return []

    def _try_again(self, why: PresenceError | None) -> None:
        """Something waits, for this cause; who must sign in first is not served by trying."""
        if not isinstance(why, SignInNeeded):
            self._waits.set()
            self._least = max(self._least, seconds_asked(why) if why else 0.0)

    def _settle(self, waiting: Item, outcome: Outcome) -> None:
        """It was answered or dropped, as `outcome` says."""
        try:
            if waiting.kept:
                self.outbox.settle(waiting)
        except Unavailable:
            pass  # it will be sent again with the same key, which does nothing twice
        if waiting.key in self._in_line:
            self._in_line[waiting.key] = outcome
