"""What the hub's events mean for what one knows: each is put where it belongs, and told."""

from __future__ import annotations

from collections.abc import Callable, Coroutine

from kalix_presence import wire
from kalix_presence.client.hub_time import HubTime
from kalix_presence.client.outbox.deliveries import Deliveries
from kalix_presence.client.session_events import (
    HAPPENED,
    Happened,
    MessageLeft,
    MessagesChanged,
    MessagesGone,
    PbxSeen,
    SessionEvent,
    StandingsChanged,
    StepChanged,
)
from kalix_presence.client.sync.fetcher import Fetcher
from kalix_presence.client.sync.known import Known


class EventReader:
    """`notify` tells the session's listeners; `spawn` has work done beside everything else; `fetch` fetches what is wanted.
    `keep_own` is called with the standings that changed, before anything is told."""

    def __init__(
        self,
        known: Known,
        fetcher: Fetcher,
        deliveries: Deliveries,
        *,
        time: HubTime,
        notify: Callable[[SessionEvent], None],
        spawn: Callable[[Coroutine[None, None, None]], None],
        fetch: Callable[[], Coroutine[None, None, None]],
        keep_own: Callable[[list[wire.Standing]], None],
    ) -> None:
        self._known, self._fetcher, self._deliveries, self._time = known, fetcher, deliveries, time
        self._notify, self._spawn, self._fetch, self._keep_own = notify, spawn, fetch, keep_own
        self.heard = False
        """Whether the hub has said where everybody stands since the program began."""

    def apply_event(self, event: wire.Event) -> None:
        """Take in one event, and tell what changed by it."""
        known, changed = self._known, self._known.board.apply(event)
        self._keep_own(changed)
        match event:
            case wire.Hello(pbx=pbx, directory=directory, at=at):
                self.heard = True
                self._fetcher.want_messages()
                known.inbox.doubt()
                self._time.hear(at)
                self._fetcher.want_directory(directory)
                self._notify(PbxSeen(pbx))
                self._notify(StandingsChanged(changed, whole=True))
            case wire.PbxChanged(connected=connected):
                self._notify(PbxSeen(connected))
            case wire.DirectoryChanged(version=directory):
                self._fetcher.want_directory(directory, changed=True)
                self._spawn(self._fetch())
            case wire.PersonChanged(person=person):
                me = self._fetcher.apply_person(person)
                if me is not None:
                    self._spawn(self._fetcher.fetch_preferences(me))
            case wire.MessageChanged(message=message, remind=remind):
                self.apply_message(message, remind=remind)
            case wire.MessagesForgotten(ids=ids):
                self._notify(MessagesGone(known.inbox.forget(ids)))
            case wire.DelegationsChanged():
                self._fetcher.want_messages()
                self._spawn(self._fetch())
                self._notify(Happened(event))
            case wire.GreetingChanged():
                self._apply_greeting(event)
            case _ if isinstance(event, HAPPENED):
                self._notify(Happened(event))
            case _ if changed:
                self._notify(StandingsChanged(changed, whole=False))

    def _apply_greeting(self, event: wire.GreetingChanged) -> None:
        """Whoever is of the unit, or of one below it, may answer with another line now."""
        me = self._known.me
        if me is None or event.unit in me.units:
            self._spawn(self._fetcher.fetch_own())
        self._notify(Happened(event))

    def apply_message(self, message: wire.MessageView, *, remind: bool = False) -> None:
        """A message came or changed, or somebody is reminded of it; what came to this person's screen is delivered."""
        if self._known.inbox.apply_message(message) or remind:
            self._notify(MessagesChanged([message], reminded=frozenset({message.id} if remind else ())))
        self._deliveries.arrived([message], self._known.me)

    def apply_outcome(self, outcome: StepChanged | MessageLeft) -> None:
        """How far a step or message of one's own came, and how the message stands after it."""
        if outcome.message is not None and self._known.inbox.apply_message(outcome.message):
            self._notify(MessagesChanged([outcome.message]))
        self._notify(outcome)
