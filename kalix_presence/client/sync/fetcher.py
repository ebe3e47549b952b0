"""Fetches what events do not carry: who one is, the reasons, the directory, open messages, one's own preferences."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import msgspec

from kalix_presence import wire
from kalix_presence.client.connection.backoff import Backoff
from kalix_presence.client.connection.rest import HubClient
from kalix_presence.client.facts import as_known, own_preferences, with_person
from kalix_presence.client.hub_time import HubTime
from kalix_presence.client.outbox.deliveries import Deliveries
from kalix_presence.client.session_events import FactsChanged, MessagesChanged, PersonSeen, PreferencesChanged, SessionEvent
from kalix_presence.client.sync.known import Known
from kalix_presence.model.errors import PresenceError, SignInNeeded


class Fetcher:
    """Puts what it fetches into `known` and tells it by `notify`. `follows` says whether the event stream is read as well."""

    def __init__(
        self,
        hub: HubClient,
        known: Known,
        deliveries: Deliveries,
        *,
        time: HubTime,
        follows: Callable[[], bool],
        notify: Callable[[SessionEvent], None],
    ) -> None:
        self._hub, self._known, self._deliveries = hub, known, deliveries
        self._time, self._follows, self._notify = time, follows, notify
        self._directory: int | None = None
        self._people_wanted, self._messages_wanted, self._fetching = True, True, False
        self._me_wanted, self._wholes = False, 0
        """How often everything has been fetched: what was asked for alone before that is older."""

    def want_directory(self, version: int, *, changed: bool = False) -> None:
        """The hub's directory is of this version; where that is another (or it has `changed`) it is to be fetched."""
        self._people_wanted = self._people_wanted or changed or version != self._directory
        self._directory = version

    def want_messages(self) -> None:
        """All open messages are to be fetched anew."""
        self._messages_wanted = True

    def want_everything(self) -> None:
        """Another account's directory is to be fetched whole."""
        self._people_wanted = True

    def stopped(self) -> None:
        """Whatever was being fetched has been ended."""
        self._fetching = False

    async def keep_fetching(self, online: Callable[[], bool], fetched: Callable[[], None]) -> None:
        """Fetch who one is, the reasons and, where it changed, the directory; try again until it came or the link is gone."""
        if self._fetching:
            return
        self._fetching = True
        backoff = Backoff(first=1.0, longest=60.0)
        try:
            while online():
                try:
                    await self.fetch_facts()
                except SignInNeeded:
                    return  # the link sees the same
                except PresenceError:
                    await asyncio.sleep(backoff.next())
                    continue
                if self._people_wanted or self._messages_wanted or self._me_wanted:
                    continue  # it changed meanwhile
                fetched()
                return
        finally:
            self._fetching = False

    async def fetch_facts(self, *, people: bool = True) -> None:
        """Ask the hub for who one is, the reasons and (with `people`) the directory. Raises what the hub refuses."""
        known, self._me_wanted = self._known, False
        me, reasons = await asyncio.gather(self._hub.me(), self._fetch_reasons())
        preferences = await own_preferences(self._hub, me)
        if people and self._people_wanted:
            await self._fetch_people()
        if known.me is not None and known.me.acts_for != me.acts_for:
            self._messages_wanted = True  # whoever lets one see to their callbacks, or no longer does
        known.me, known.reasons, known.preferences, known.known_at = me, reasons, preferences, None
        self._wholes += 1
        self._notify(FactsChanged(me, reasons, known.people, None, preferences))
        if people and self._messages_wanted:
            await self.fetch_messages()

    async def fetch_messages(self) -> None:
        """Ask for all open messages; what events told meanwhile is newer and stays. Raises what the hub refuses."""
        self._messages_wanted = False
        inbox = self._known.inbox
        inbox.begin()
        try:
            found, after = [], None
            while True:
                page = await self._hub.messages(after=after, limit=500)
                found += page.messages
                after = page.next
                if after is None:
                    break
        except BaseException:
            self._messages_wanted = True
            raise
        self._known.inbox.replace(found)
        self._notify(MessagesChanged(list(self._known.inbox.messages.values()), whole=True))
        if self._follows():  # the command line shows no message by itself
            self._deliveries.arrived(found, self._known.me)

    async def fetch_preferences(self, me: wire.Me) -> None:
        """Ask for one's own preferences; what the hub refuses is fetched with everything else when the link is there again."""
        wholes = self._wholes
        try:
            found = await own_preferences(self._hub, me)
        except PresenceError:
            return
        now = self._known.me
        if found is not None and now is not None and now.username == me.username and self._wholes == wholes:
            self._known.preferences = found
            self._notify(PreferencesChanged(found))

    async def fetch_own(self) -> None:
        """Ask for who one is and nothing else; what the hub refuses is fetched with everything else when the link is there
        again."""
        if self._fetching:
            self._me_wanted = True  # what is on its way may be older than what is told now
            return
        known = self._known
        while (asked := known.me) is not None:
            try:
                me = await self._hub.me()
            except PresenceError:
                return
            if known.me is asked:  # nothing newer has come meanwhile, and nobody else is signed in
                known.me = me
                self._notify(FactsChanged(me, known.reasons, known.people, known.known_at, known.preferences))
                return

    def apply_person(self, changed: wire.PersonView) -> wire.Me | None:
        """Somebody's facts are others now; oneself as one is now, where it is one's own (and preferences may be others too)."""
        if self._fetching:
            self._people_wanted = True  # the page they stand on may be older than this
        known = self._known
        known.people, person = with_person(known.people, changed)
        self._notify(PersonSeen(person))
        if known.me is None or known.me.person is None or known.me.person.extension != changed.extension:
            return None
        known.me = msgspec.structs.replace(known.me, person=with_person([known.me.person], changed)[1])
        return known.me

    async def _fetch_people(self) -> None:
        self._people_wanted = False
        try:
            follows = self._follows()
            found = await self._hub.everybody(standings=not follows)
            self._known.people = await as_known(found, self._known.people) if follows else found
        except BaseException:
            self._people_wanted = True
            raise

    async def _fetch_reasons(self) -> wire.ReasonsView:
        asked = self._time.steady()
        view = await self._hub.reasons()
        if view.at is not None:
            self._time.observe(view.at, asked)
        return view
