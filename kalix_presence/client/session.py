"""One signed-in person at one hub: joins REST, stream, outbox and cache. Tray, command line and tests all use it.

It lives in one event loop. What happens is told to `listen`ers, in that loop, as small frozen messages; nothing it tells is
ever a guess: a status is shown as the hub's events say, and a wish of one's own is told apart until then.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import msgspec

from kalix_presence import wire
from kalix_presence.client.board import Board
from kalix_presence.client.cache import Cache, Remembered
from kalix_presence.client.folders import Folders
from kalix_presence.client.hub import HubClient, new_key
from kalix_presence.client.link import Link, LinkState
from kalix_presence.client.outbox import Outbox, Waiting
from kalix_presence.client.secrets import Secrets
from kalix_presence.client.settings import Settings
from kalix_presence.model.absence import Way
from kalix_presence.model.errors import PresenceError, SignInNeeded, Unavailable


class WishState(StrEnum):
    """What became of a change somebody asked for."""

    SENDING = "sending"
    IN_FORCE = "in_force"
    PENDING = "pending"
    """The hub has it, the PBX not yet."""
    QUEUED = "queued"
    """The hub cannot be reached: it waits in the outbox."""
    REFUSED = "refused"
    OVER = "over"
    """It waited so long that its end has passed; it was not sent."""


@dataclass(frozen=True, slots=True)
class LinkChanged:
    """The connection's state changed."""

    state: LinkState


@dataclass(frozen=True, slots=True)
class StandingsChanged:
    """These standings are to be painted; `whole` means that nobody else is on the board."""

    standings: list[wire.Standing]
    whole: bool


@dataclass(frozen=True, slots=True)
class FactsChanged:
    """Who one is, the reasons or the directory arrived; `known_at` is the age of what is shown, None when it is live."""

    me: wire.Me | None
    reasons: wire.ReasonsView | None
    people: list[wire.PersonView]
    known_at: datetime | None


@dataclass(frozen=True, slots=True)
class WishChanged:
    """A change asked for came a step further; `error` says why it was refused or is not in force."""

    extension: str
    key: str
    wish: wire.AbsenceWish | None
    state: WishState
    error: PresenceError | None = None


@dataclass(frozen=True, slots=True)
class PbxSeen:
    """Whether the hub reaches the PBX."""

    connected: bool


Told = LinkChanged | StandingsChanged | FactsChanged | WishChanged | PbxSeen


class Session:
    """See the module. `clock` gives the present as an aware datetime."""

    def __init__(
        self,
        settings: Settings,
        folders: Folders,
        *,
        language: str,
        clock: Callable[[], datetime],
        secrets: Secrets | None = None,
    ) -> None:
        self.settings, self.language = settings, language
        self.secrets = secrets or Secrets()
        self.hub = HubClient(settings.hub, language=language)
        self.board = Board()
        self.me: wire.Me | None = None
        self.reasons: wire.ReasonsView | None = None
        self.people: list[wire.PersonView] = []
        self.state = LinkState.CONNECTING
        self._clock = clock
        self._cache = Cache(folders.cache)
        self._outbox_path = folders.data / "outbox.db"
        self._outbox: Outbox | None = None
        self._listeners: list[Callable[[Told], None]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._sending = asyncio.Lock()
        self._link: Link | None = None

    # what is told

    def listen(self, listener: Callable[[Told], None]) -> None:
        """Tell `listener` everything from now on."""
        self._listeners.append(listener)

    def _tell(self, told: Told) -> None:
        for listener in self._listeners:
            listener(told)

    # coming and going

    def recall(self) -> None:
        """Show what was known last, at once and marked with its age."""
        known = self._cache.load(self.settings.hub, self.settings.username)
        if known is None:
            return
        self.me, self.reasons, self.people = known.me, known.reasons, known.people
        self.board.replace(known.board)
        self._tell(FactsChanged(self.me, self.reasons, self.people, known.at))
        self._tell(StandingsChanged(known.board, whole=True))

    async def resume(self) -> bool:
        """Go on with the kept token; False when a person must sign in."""
        if self.hub.token is None:
            self.hub.token = await self.secrets.token(self.settings.hub, self.settings.username)
        if self.hub.token is None:
            self._say(LinkState.SIGNED_OUT)
            return False
        self._follow()
        return True

    async def sign_in(self, username: str, password: str, *, device: str = "") -> bool:
        """Sign in; whether the token could be kept for the next start. Raises what the hub refuses."""
        signed = await self.hub.sign_in(username, password, device=device)
        self.settings = msgspec.structs.replace(self.settings, username=username)
        kept = await self.secrets.keep(self.settings.hub, username, signed.token)
        self._follow()
        return kept

    async def sign_out(self) -> None:
        """Sign out here and, when it can be reached, at the hub; forget what was seen."""
        await self._stop()
        try:
            await self.hub.sign_out()
        except PresenceError:
            self.hub.token = None
        await self.secrets.forget(self.settings.hub, self.settings.username)
        self._cache.forget()
        self.me = None
        self._say(LinkState.SIGNED_OUT)

    async def close(self) -> None:
        """Remember what is known and end."""
        self.remember()
        await self._stop()
        await self.hub.close()

    def remember(self) -> None:
        """Keep the last known state for the next start."""
        if self.me is not None:
            at, board = self._clock(), list(self.board.standings.values())
            known = Remembered(self.settings.hub, self.settings.username, at, self.me, self.reasons, self.people, board)
            self._cache.save(known)

    def try_now(self) -> None:
        """Connect at once rather than at the next attempt."""
        if self._link is not None:
            self._link.try_now()

    def _follow(self) -> None:
        self._link = Link(self.hub, on_event=self._on_event, on_state=self._say)
        self._spawn(self._link.run())

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task: asyncio.Task[None] = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _stop(self) -> None:
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _say(self, state: LinkState) -> None:
        self.state = state
        self._tell(LinkChanged(state))
        if state is LinkState.ONLINE:
            self._spawn(self._catch_up())

    # what arrives

    def _on_event(self, event: wire.Event) -> None:
        changed = self.board.apply(event)
        match event:
            case wire.Hello(pbx=pbx):
                self._tell(PbxSeen(pbx))
                self._tell(StandingsChanged(changed, whole=True))
            case wire.PbxChanged(connected=connected):
                self._tell(PbxSeen(connected))
            case wire.DirectoryChanged():
                self._spawn(self._fetch_facts())
            case _ if changed:
                self._tell(StandingsChanged(changed, whole=False))

    async def _catch_up(self) -> None:
        await self._fetch_facts()
        await self.flush()
        self.remember()

    async def _fetch_facts(self) -> None:
        try:
            self.me = await self.hub.me()
            self.reasons = await self.hub.reasons()
            self.people = await self.hub.everybody()
        except PresenceError:
            return  # the link tells that the hub is gone, and this runs again when it is back
        self._tell(FactsChanged(self.me, self.reasons, self.people, None))

    # what is asked for

    @property
    def outbox(self) -> Outbox:
        """The waiting changes."""
        if self._outbox is None:
            self._outbox = Outbox(self._outbox_path)
        return self._outbox

    async def set_absence(self, extension: str, wish: wire.AbsenceWish) -> WishChanged:
        """Ask for an absence; the outcome, also told to listeners step by step."""
        return await self._ask(extension, wish)

    async def back(self, extension: str, *, way: Way = Way.TRAY) -> WishChanged:
        """Ask to be back."""
        return await self._ask(extension, None, way=way)

    async def _ask(self, extension: str, wish: wire.AbsenceWish | None, *, way: Way = Way.TRAY) -> WishChanged:
        # Durable first: nothing a person asked for is lost, not even by a crash while it is on its way.
        waiting = self.outbox.put(extension, new_key(), wish, now=self._clock())
        self._tell(WishChanged(extension, waiting.key, wish, WishState.SENDING))
        async with self._sending:
            return await self._send(waiting, way)

    async def flush(self) -> list[WishChanged]:
        """Send what waits; what became of each."""
        async with self._sending:
            return [await self._send(waiting, Way.TRAY) for waiting in self.outbox.all()]

    async def _send(self, waiting: Waiting, way: Way) -> WishChanged:
        outcome = await self._outcome(waiting, way)
        if outcome.state is not WishState.QUEUED:
            self.outbox.remove(waiting)
        self._tell(outcome)
        return outcome

    async def _outcome(self, waiting: Waiting, way: Way) -> WishChanged:
        def said(state: WishState, error: PresenceError | None = None) -> WishChanged:
            return WishChanged(waiting.extension, waiting.key, waiting.wish, state, error)

        if waiting.is_over(self._clock()):
            return said(WishState.OVER)
        try:
            if waiting.wish is None:
                reply = await self.hub.end_absence(waiting.extension, key=waiting.key, way=way)
            else:
                reply = await self.hub.set_absence(waiting.extension, waiting.wish, key=waiting.key)
        except (SignInNeeded, Unavailable) as fault:
            return said(WishState.QUEUED, fault)
        except PresenceError as fault:
            return said(WishState.REFUSED, fault)
        if reply.in_force:
            return said(WishState.IN_FORCE)
        return said(WishState.PENDING, Unavailable(reply.trouble or "pbx-unreachable", detail=reply.detail or ""))
