"""One signed-in person at one hub: joins REST, stream, outbox and cache. Tray, command line and tests all use it.

It lives in one event loop. What happens is told to `listen`ers, in that loop, as small frozen messages; nothing it tells is
ever a guess: a status is shown as the hub's events say, and a wish of one's own is told apart until then.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import datetime

import msgspec

from kalix_presence import wire
from kalix_presence.client.board import ClientBoard
from kalix_presence.client.connection.backoff import Backoff
from kalix_presence.client.connection.link import Link, LinkState
from kalix_presence.client.connection.rest import HubClient, new_key
from kalix_presence.client.facts import as_known, own_preferences, with_person
from kalix_presence.client.hub_time import HubTime
from kalix_presence.client.inbox import OpenMessages, is_for, is_mine
from kalix_presence.client.local.cache import Cache, Remembered
from kalix_presence.client.local.folders import Folders
from kalix_presence.client.local.known_plans import KnownPlans
from kalix_presence.client.local.known_standing import KnownStanding
from kalix_presence.client.local.secrets import KeyringState, Secrets, who_asks
from kalix_presence.client.local.settings import Settings
from kalix_presence.client.outbox.absence_sender import AbsenceSender
from kalix_presence.client.outbox.deliveries import Deliveries
from kalix_presence.client.outbox.message_sender import MessageSender
from kalix_presence.client.outbox.outgoing import Sending
from kalix_presence.client.session_events import (
    HAPPENED,
    FactsChanged,
    Happened,
    LinkChanged,
    MessageLeft,
    MessagesChanged,
    MessagesGone,
    PbxSeen,
    PersonSeen,
    PreferencesChanged,
    RequestChanged,
    SessionEvent,
    StandingsChanged,
    StepChanged,
)
from kalix_presence.model.absence import Way
from kalix_presence.model.callback import Stage
from kalix_presence.model.errors import PresenceError, SignInNeeded


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
        self.hub = HubClient(settings.hub, language=language)
        self.settings, self.language = msgspec.structs.replace(settings, hub=self.hub.address), language
        self.secrets = secrets or Secrets()
        self.board, self.inbox = ClientBoard(), OpenMessages()
        self.me: wire.Me | None = None
        self.reasons: wire.ReasonsView | None = None
        self.preferences: wire.PreferencesView | None = None
        self.people: list[wire.PersonView] = []
        self.known_at: datetime | None = None
        """The age of what is known; None when it is live."""
        self.state = LinkState.CONNECTING
        self.time = clock = clock if isinstance(clock, HubTime) else HubTime(clock)
        sending = Sending(self.hub, folders.data, lambda: self.account, clock)
        self.absence_sender = AbsenceSender(sending, self._notify)
        self.message_sender = MessageSender(sending, self._on_step_outcome)
        self._cache, self.known_plans = Cache(folders.cache), KnownPlans(folders.cache)
        self.known_standing = KnownStanding(folders.cache)
        self.own_known_at: datetime | None = None  # the age of one's own standing as it was recalled
        self._listeners: list[Callable[[SessionEvent], None]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._link: Link | None = None
        self._directory: int | None = None
        self._people_wanted, self._fetching, self._heard = True, False, False
        self._messages_wanted = True
        self._deliveries = Deliveries(self.hub, self._spawn)

    @property
    def account(self) -> str:
        """Who asks, at which hub: what waits in the outbox is bound to it."""
        return f"{self._who}@{self.hub.address}"

    @property
    def _who(self) -> str:
        return who_asks(self.settings.username, self.hub.token)

    # what is told

    def listen(self, listener: Callable[[SessionEvent], None]) -> None:
        """Tell `listener` everything from now on."""
        self._listeners.append(listener)

    def _notify(self, event: SessionEvent) -> None:
        for listener in self._listeners:
            listener(event)

    # coming and going

    def recall(self) -> None:
        """Show what was known last, at once and marked with its age, and what still waits to be sent."""
        known = self._cache.load(self.hub.address, self._who)
        if known is None:
            return
        self.me, self.reasons, self.people, self.known_at = known.me, known.reasons, known.people, known.at
        self.preferences = known.preferences
        self.board.replace(known.board)
        self.own_known_at = self.known_standing.recall_into(self.board, self.account, known.at)
        self._notify(FactsChanged(self.me, self.reasons, self.people, known.at, self.preferences))
        self._notify(StandingsChanged(list(self.board.standings.values()), whole=True))
        self.inbox.replace(known.messages)
        self._notify(MessagesChanged(known.messages, whole=True, recalled=True))
        self.absence_sender.recall()
        self.message_sender.recall()

    async def load_token(self) -> bool:
        """Take the kept token; False when a person must sign in (`secrets.state` says what the keyring said)."""
        if self.hub.token is None:
            found = await self.secrets.token(self.settings.hub, self.settings.username)
            # The keyring may take its time, and somebody may have signed in meanwhile.
            self.hub.token = self.hub.token or found
        return self.hub.token is not None

    async def resume(self) -> bool:
        """Go on with the kept token; False when a person must sign in.

        A keyring that was silent is waited for all the same: somebody may be typing its password, and then it goes on.
        """
        if await self.load_token():
            if self._link is None:
                self._follow()
            return True
        self._on_link_state(LinkState.SIGNED_OUT)
        if self.secrets.state is KeyringState.SILENT:
            self._spawn(self._resume_late())
        return False

    async def _resume_late(self) -> None:
        token = await self.secrets.late_token()
        if token is not None and self.hub.token is None:
            self.hub.token = token
            self._follow()

    async def sign_in(self, username: str, password: str, *, device: str = "", follow: bool = True) -> bool:
        """Sign in; whether the token could be kept for the next start. Raises what the hub refuses.

        With `follow` the event stream is read from then on.
        """
        proof = await self.secrets.device_proof(self.settings.hub, username)
        signed = await self.hub.sign_in(username, password, device=device, proof=proof)
        if username.strip().lower() != self.settings.username.strip().lower():
            self._forget_seen()
        self.settings = msgspec.structs.replace(self.settings, username=username)
        await self._stop()
        kept = await self.secrets.keep(self.settings.hub, username, signed.token)
        if kept and signed.proof and signed.proof != proof:
            await self.secrets.keep_device_proof(self.settings.hub, username, signed.proof)
        if follow:
            self._follow()
        return kept

    async def sign_out(self) -> None:
        """Sign out here and, when it can be reached, at the hub; forget what was seen and what still waits."""
        await self._stop()
        self.absence_sender.forget()
        self.message_sender.forget()
        try:
            await self.hub.sign_out()
        except PresenceError:
            self.hub.token = None
        await self.secrets.forget(self.settings.hub, self.settings.username)
        self._cache.forget()
        self.known_plans.forget()
        self.known_standing.forget()
        self._forget_seen()
        self._on_link_state(LinkState.SIGNED_OUT)

    def _forget_seen(self) -> None:
        self.me, self.people, self.known_at, self._people_wanted = None, [], None, True
        self.preferences = None
        self.board, self.inbox = ClientBoard(), OpenMessages()
        self._notify(StandingsChanged([], whole=True))
        self._notify(MessagesChanged([], whole=True))

    async def close(self) -> None:
        """Remember what is known and end."""
        if self._heard:
            self.remember()
        await self._stop()
        await self.hub.close()

    def remember(self) -> None:
        """Keep the last known state for the next start."""
        if self.me is not None:
            at, board = self.known_at or self.time(), list(self.board.standings.values())
            messages = [message for message in self.inbox.messages.values() if message.stage is not Stage.DONE]
            facts = (self.me, self.reasons, self.people)
            self._cache.save(Remembered(self.hub.address, self._who, at, *facts, board, messages, self.preferences))

    def try_now(self) -> None:
        """Connect at once rather than at the next attempt."""
        if self._link is not None:
            self._link.try_now()

    def _follow(self) -> None:
        self._link = Link(self.hub, on_event=self._on_event, on_state=self._on_link_state, on_beat=self._on_beat)
        self._spawn(self._link.run())
        self._spawn(self.absence_sender.keep_trying())
        self._spawn(self.message_sender.keep_trying())

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task: asyncio.Task[None] = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _stop(self) -> None:
        tasks = [task for task in self._tasks if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._link, self._fetching = None, False

    def _on_link_state(self, state: LinkState) -> None:
        self.state = state
        self._notify(LinkChanged(state))
        if state is LinkState.ONLINE:
            self._spawn(self._catch_up())

    # what arrives

    def _on_event(self, event: wire.Event) -> None:
        changed = self.board.apply(event)
        self.known_standing.keep_own(self.account, self.me, changed, self.time())
        match event:
            case wire.Hello(pbx=pbx, directory=directory, at=at):
                self._heard, self._messages_wanted = True, True
                self.inbox.doubt()
                self.time.hear(at)
                self._people_wanted, self._directory = self._people_wanted or directory != self._directory, directory
                self._notify(PbxSeen(pbx))
                self._notify(StandingsChanged(changed, whole=True))
            case wire.PbxChanged(connected=connected):
                self._notify(PbxSeen(connected))
            case wire.DirectoryChanged(version=directory):
                self._directory, self._people_wanted = directory, True
                self._spawn(self._fetch())
            case wire.PersonChanged(person=person):
                self._apply_person(person)
            case wire.MessageChanged(message=message, remind=remind):
                self._apply_message(message, remind=remind)
            case wire.MessagesForgotten(ids=ids):
                self._notify(MessagesGone(self.inbox.forget(ids)))
            case _ if isinstance(event, HAPPENED):
                self._notify(Happened(event))
            case _ if changed:
                self._notify(StandingsChanged(changed, whole=False))

    def _apply_person(self, changed: wire.PersonView) -> None:
        if self._fetching:
            self._people_wanted = True  # the page they stand on may be older than this
        self.people, person = with_person(self.people, changed)
        self._notify(PersonSeen(person))
        if self.me is not None and self.me.person is not None and self.me.person.extension == changed.extension:
            self.me = msgspec.structs.replace(self.me, person=with_person([self.me.person], changed)[1])
            self._spawn(self._fetch_preferences(self.me))

    async def _fetch_preferences(self, me: wire.Me) -> None:
        try:
            found = await own_preferences(self.hub, me)
        except PresenceError:
            return  # fetched with everything else when the link is there again
        if found is not None and self.me is me:
            self.preferences = found
            self._notify(PreferencesChanged(found))

    def _on_beat(self) -> None:
        # The command line may have left something while this process was online all the time.
        if self.absence_sender.changed_elsewhere() or self.message_sender.changed_elsewhere():
            self._spawn(self._flush())
        self._deliveries.try_again(self.inbox.messages)

    async def _flush(self) -> None:
        await self.absence_sender.flush()
        await self.message_sender.flush()

    def _apply_message(self, message: wire.MessageView, *, remind: bool = False) -> None:
        if self.inbox.apply_message(message) or remind:
            self._notify(MessagesChanged([message], reminded=frozenset({message.id} if remind else ())))
        self._acknowledge([message])

    def _acknowledge(self, messages: list[wire.MessageView]) -> None:
        """What came to this person's screen is delivered."""
        self._deliveries.came([each for each in messages if is_mine(each, self.me) and is_for(each, self.me)])

    def _on_step_outcome(self, outcome: StepChanged | MessageLeft) -> None:
        if outcome.message is not None and self.inbox.apply_message(outcome.message):
            self._notify(MessagesChanged([outcome.message]))
        self._notify(outcome)

    async def _catch_up(self) -> None:
        await self._flush()
        await self._fetch()

    async def _fetch(self) -> None:
        """Fetch who one is, the reasons and, where it changed, the directory; try again until it came or the link is gone."""
        if self._fetching:
            return
        self._fetching = True
        backoff = Backoff(first=1.0, longest=60.0)
        try:
            while self.state is LinkState.ONLINE:
                try:
                    await self.fetch_facts()
                except SignInNeeded:
                    return  # the link sees the same
                except PresenceError:
                    await asyncio.sleep(backoff.next())
                    continue
                if self._people_wanted or self._messages_wanted:
                    continue  # it changed meanwhile
                self.remember()
                return
        finally:
            self._fetching = False

    async def fetch_facts(self, *, people: bool = True) -> None:
        """Ask the hub for who one is, the reasons and (with `people`) the directory. Raises what the hub refuses."""
        me, reasons = await asyncio.gather(self.hub.me(), self._fetch_reasons())
        preferences = await own_preferences(self.hub, me)
        if people and self._people_wanted:
            self._people_wanted = False
            try:
                follows = self._link is not None
                found = await self.hub.everybody(standings=not follows)
                self.people = await as_known(found, self.people) if follows else found
            except BaseException:
                self._people_wanted = True
                raise
        self.me, self.reasons, self.preferences, self.known_at = me, reasons, preferences, None
        self._notify(FactsChanged(self.me, self.reasons, self.people, None, preferences))
        if people and self._messages_wanted:
            await self.fetch_messages()

    async def _fetch_reasons(self) -> wire.ReasonsView:
        asked = self.time.steady()
        view = await self.hub.reasons()
        if view.at is not None:
            self.time.observe(view.at, asked)
        return view

    async def fetch_messages(self) -> None:
        """Ask for all open messages; what events told meanwhile is newer and stays. Raises what the hub refuses."""
        self._messages_wanted = False
        self.inbox.begin()
        try:
            found, after = [], None
            while True:
                page = await self.hub.messages(after=after, limit=500)
                found += page.messages
                after = page.next
                if after is None:
                    break
        except BaseException:
            self._messages_wanted = True
            raise
        self.inbox.replace(found)
        self._notify(MessagesChanged(list(self.inbox.messages.values()), whole=True))
        if self._link is not None:  # the command line shows no message by itself
            self._acknowledge(found)

    # what is asked for

    async def set_absence(self, extension: str, request: wire.AbsenceRequest, *, key: str | None = None) -> RequestChanged:
        """Ask for an absence; the outcome, also told to listeners step by step. `key`: of a try whose answer was lost."""
        return await self.absence_sender.request_absence(extension, request, request.way, key=key)

    async def back(self, extension: str, *, way: Way = Way.TRAY, key: str | None = None) -> RequestChanged:
        """Ask to be back. `key` as in `set_absence`."""
        return await self.absence_sender.request_absence(extension, None, way, key=key)

    async def set_preferences(self, extension: str, request: wire.PreferencesRequest) -> wire.PreferencesView:
        """Change what somebody has chosen about their time. Raises what the hub refuses."""
        return await self.hub.set_preferences(extension, request)

    async def show_life(self, extension: str) -> None:
        """Tell the hub that somebody is here again; only a sign, so nothing is kept when it cannot be told."""
        with suppress(PresenceError):
            await self.hub.show_life(extension)

    async def leave_message(self, request: wire.MessageRequest) -> MessageLeft:
        """Leave a callback message; the outcome, also told to listeners."""
        return await self.message_sender.leave_message(request)

    async def message_step(self, message_id: str, step: wire.MessageStep) -> StepChanged:
        """Ask for a step of a message; the outcome, also told to listeners."""
        return await self.message_sender.step(message_id, step)

    async def message_seen(self, message_id: str, step: wire.MessageStep) -> None:
        """Tell the hub that the message was looked at; only a sign, so nothing is kept when it cannot be told."""
        try:
            message = await self.hub.step_message(message_id, step, key=new_key())
        except PresenceError:
            return
        self._apply_message(message)

    async def ring(self, message_id: str, *, way: Way = Way.TRAY) -> wire.CallBegun:
        """Have one's own phone rung, then the caller. Raises what the hub refuses: a call cannot wait."""
        return await self.hub.ring_message(message_id, way=way)

    async def find_messages(self, *, query: str = "", after: str | None = None, limit: int = 60) -> wire.MessagesPage:
        """Done messages that match `query`, newest first, one page. Raises what the hub refuses."""
        return await self.hub.messages(state="done", query=query, after=after, limit=limit)

    async def flush(self) -> list[RequestChanged]:
        """Send what waits; what became of each."""
        return await self.absence_sender.flush()
