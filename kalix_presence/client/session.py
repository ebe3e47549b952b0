"""One signed-in person at one hub: joins REST, stream, outbox and cache. Tray, command line and tests all use it.

It lives in one event loop. What happens is told to `listen`ers, in that loop, as small frozen messages; nothing it tells is
ever a guess: a status is shown as the hub's events say, and a request of one's own is told apart until then.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

import msgspec

from kalix_presence import wire
from kalix_presence.client.connection.address import server_addresses
from kalix_presence.client.connection.answers import NOTHING_MORE, Answers
from kalix_presence.client.connection.link import Link, LinkState
from kalix_presence.client.connection.rest import HubClient
from kalix_presence.client.hub_time import HubTime
from kalix_presence.client.local import cache, known_plans, known_standing
from kalix_presence.client.local.cache import Cache
from kalix_presence.client.local.folders import Folders
from kalix_presence.client.local.known_plans import KnownPlans
from kalix_presence.client.local.known_standing import KnownStanding
from kalix_presence.client.local.secrets import Secrets
from kalix_presence.client.local.seen_files import SeenFiles
from kalix_presence.client.local.settings import Settings
from kalix_presence.client.local.sites import Sites
from kalix_presence.client.message_requests import MessageRequests
from kalix_presence.client.outbox.absence_sender import AbsenceSender
from kalix_presence.client.outbox.deliveries import Deliveries
from kalix_presence.client.outbox.message_sender import MessageSender
from kalix_presence.client.outbox.outgoing import Sending
from kalix_presence.client.session_events import (
    FactsChanged,
    LinkChanged,
    MessagesChanged,
    RequestChanged,
    SessionEvent,
    StandingsChanged,
)
from kalix_presence.client.sync.credentials import Credentials, Proven
from kalix_presence.client.sync.event_reader import EventReader
from kalix_presence.client.sync.fetcher import Fetcher
from kalix_presence.client.sync.known import Known
from kalix_presence.client.sync.tasks import Tasks
from kalix_presence.model.absence import Way
from kalix_presence.model.errors import PresenceError, Unavailable


def joined_hub(server: str, folders: Folders, *, language: str) -> HubClient:
    """The server of these settings, as this computer knows it: by whichever address it was known before, and with the hub first
    that answered last. Raises BadInput for an address that passwords must not travel to."""
    sites, addresses = Sites(folders.data), server_addresses(server)
    site = sites.find(addresses, before=Cache(folders.cache).hub() if len(addresses) > 1 else "")
    hub = HubClient(server, language=language, site=site.key, first=site.answered)
    if not hub.places.alone:
        hub.on_answer = lambda address: sites.note_answer(site.key, address)
    return hub


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
        """Raises BadInput for a hub address that passwords must not travel to."""
        self.hub, self.language = joined_hub(settings.hub, folders, language=language), language
        settings = msgspec.structs.replace(settings, hub=self.hub.server)
        self.recovery_codes: list[str] = []
        """Of a second factor that began with the last sign-in; nobody is shown them again."""
        self.credentials = Credentials(self.hub, settings, secrets or Secrets(), folders.data)
        self.known, self.state = Known(), LinkState.CONNECTING
        self.time = clock if isinstance(clock, HubTime) else HubTime(clock)
        self._cache, self.known_plans = Cache(folders.cache), KnownPlans(folders.cache)
        self.known_standing = KnownStanding(folders.cache)
        kept = {cache.FILE: self._cache.forget, known_plans.FILE: self.known_plans.forget}
        self._seen = SeenFiles(folders.cache, kept | {known_standing.FILE: self.known_standing.forget})
        self._listeners: list[Callable[[SessionEvent], None]] = []
        self._tasks = Tasks()
        self._link: Link | None = None
        self._deliveries = Deliveries(self.hub, self._tasks.spawn)
        self.fetcher = Fetcher(
            self.hub,
            self.known,
            self._deliveries,
            time=self.time,
            follows=lambda: self._link is not None,
            notify=self._notify,
        )
        self._reader = EventReader(
            self.known,
            self.fetcher,
            self._deliveries,
            time=self.time,
            notify=self._notify,
            spawn=self._tasks.spawn,
            fetch=self._fetch,
            keep_own=lambda changed: self.known_standing.keep_own(self.account, self.known.me, changed, self.time()),
        )
        sending = Sending(self.hub, folders.data, lambda: self.account, self.time)
        self.absence_sender = AbsenceSender(sending, self._notify)
        self.message_sender = MessageSender(sending, self._reader.apply_outcome)
        self.messages = MessageRequests(self.hub, self.message_sender, self._reader.apply_message)

    @property
    def account(self) -> str:
        """Who asks, at which hub: what waits in the outbox is bound to it."""
        return self.credentials.account

    def listen(self, listener: Callable[[SessionEvent], None]) -> None:
        """Tell `listener` everything from now on."""
        self._listeners.append(listener)

    def _notify(self, event: SessionEvent) -> None:
        for listener in self._listeners:
            listener(event)

    # coming and going

    def recall(self) -> None:
        """Show what was known last, at once and marked with its age, and what still waits to be sent."""
        self._seen.clear_left()
        kept, known = self._cache.load(self.hub.site, self.credentials.who), self.known
        if kept is None:
            return
        known.recall(kept)
        known.own_known_at = self.known_standing.recall_into(known.board, self.account, kept.at)
        self._notify(FactsChanged(known.me, known.reasons, known.people, kept.at, known.preferences))
        self._notify(StandingsChanged(list(known.board.standings.values()), whole=True))
        self._notify(MessagesChanged(kept.messages, whole=True, recalled=True))
        self.absence_sender.recall()
        self.message_sender.recall()

    async def resume(self) -> bool:
        """Go on with the kept token; False when a person must sign in.

        A keyring that was silent is waited for all the same: somebody may be typing its password, and then it goes on. Where
        somebody has signed in before, nobody is told to do so until it has been silent for long.
        """
        if await self.credentials.load_token():
            if self._link is None:
                self._follow()
            return True
        if not self.credentials.is_still_read:
            self._on_link_state(LinkState.SIGNED_OUT)
        if self.credentials.may_come_late:
            self._tasks.spawn(self._resume_late())
        return False

    async def _resume_late(self) -> None:
        found = self.credentials.is_still_read and await self.credentials.load_late_token(self.credentials.secrets.longer)
        if not found and self.hub.token is None and self.state is not LinkState.SIGNED_OUT:
            self._on_link_state(LinkState.SIGNED_OUT)  # it had nothing; or whoever likes may sign in anew rather than wait
        if found or await self.credentials.load_late_token():
            self._follow()

    async def sign_in(
        self, username: str, password: str, *, device: str = "", follow: bool = True, answers: Answers = NOTHING_MORE
    ) -> bool:
        """Sign in; whether the token could be kept for the next start. Raises what the hub refuses.

        With `follow` the event stream is read from then on. `answers` as in `Credentials.prove`; `recovery_codes` are there
        afterwards where a second factor began with this.
        """
        proven = await self.credentials.prove(username, password, device=device, answers=answers)
        return await self._go_on(proven, username, follow=follow)

    async def take_sign_in(self, signed: wire.SignedIn, *, follow: bool = True) -> bool:
        """Go on as whoever has signed in by the organisation's own service; whether the token could be kept. Else as
        `sign_in`."""
        return await self._go_on(self.credentials.take(signed), signed.username, follow=follow)

    async def _go_on(self, proven: Proven, username: str, *, follow: bool) -> bool:
        self.recovery_codes = proven.signed.recovery
        self._seen.clear_left()
        if self.credentials.rename(username):
            self._forget_seen()
        await self._stop()
        kept = await self.credentials.keep(proven)
        if follow:
            self._follow()
        return kept

    async def sign_out(self) -> None:
        """Sign out here and, when it can be reached, at the hub; forget what was seen and what still waits.

        Raises Unavailable `left-behind` once that is done where a file could not be cleared away; it is tried again later.
        """
        await self._stop()
        self.absence_sender.forget()
        self.message_sender.forget()
        await self.credentials.forget()
        left = self._seen.clear()
        self._forget_seen()
        self._on_link_state(LinkState.SIGNED_OUT)
        if left:
            raise Unavailable("left-behind", files=", ".join(left))

    def _forget_seen(self) -> None:
        self.known.forget_account()
        self.fetcher.want_everything()
        self._notify(StandingsChanged([], whole=True))
        self._notify(MessagesChanged([], whole=True))

    async def close(self) -> None:
        """Remember what is known and end."""
        if self._reader.heard:
            self.remember()
        await self._stop()
        await self.hub.close()

    def remember(self) -> None:
        """Keep the last known state for the next start."""
        kept = self.known.to_keep(self.hub.site, self.credentials.who, self.time())
        if kept is not None:
            self._cache.save(kept)

    def try_now(self) -> None:
        """Connect at once rather than at the next attempt."""
        if self._link is not None:
            self._link.try_now()

    # the link to the hub

    def _follow(self) -> None:
        self._link = Link(self.hub, on_event=self._reader.apply_event, on_state=self._on_link_state, on_beat=self._on_beat)
        for work in (self._link.run(), self.absence_sender.keep_trying(), self.message_sender.keep_trying()):
            self._tasks.spawn(work)

    async def _stop(self) -> None:
        await self._tasks.stop()
        self._link = None
        self.fetcher.stopped()

    def _on_link_state(self, state: LinkState) -> None:
        self.state = state
        heard = self._link.at if self._link is not None and state is LinkState.ONLINE else ""
        self._notify(LinkChanged(state, heard))
        if state is LinkState.ONLINE:
            self._tasks.spawn(self._catch_up())

    def _on_beat(self) -> None:
        # The command line may have left something while this process was online all the time.
        if self.absence_sender.changed_elsewhere() or self.message_sender.changed_elsewhere():
            self._tasks.spawn(self._flush())
        self._deliveries.try_again(self.known.inbox.messages)

    async def _flush(self) -> None:
        await self.absence_sender.flush()
        await self.message_sender.flush()

    async def _catch_up(self) -> None:
        await self.credentials.begin_refreshing()
        await self._flush()
        await self._fetch()

    async def _fetch(self) -> None:
        await self.fetcher.keep_fetching(lambda: self.state is LinkState.ONLINE, self.remember)

    # what is asked for

    async def set_absence(self, extension: str, request: wire.AbsenceRequest, *, key: str | None = None) -> RequestChanged:
        """Ask for an absence; the outcome, also told to listeners step by step. `key`: of a try whose answer was lost."""
        return await self.absence_sender.request_absence(extension, request, request.way, key=key)

    async def back(self, extension: str, *, way: Way = Way.TRAY, key: str | None = None) -> RequestChanged:
        """Ask to be back. `key` as in `set_absence`."""
        return await self.absence_sender.request_absence(extension, None, way, key=key)

    async def show_life(self, extension: str) -> None:
        """Tell the hub that somebody is here again; only a sign, so nothing is kept when it cannot be told."""
        with suppress(PresenceError):
            await self.hub.show_life(extension)
