"""All mirrors of a site together: begun under the hub's supervisor, told of what changes on the board."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus
from kalix_presence.hub.mirrors.budget import Budget
from kalix_presence.hub.mirrors.hints import Hints
from kalix_presence.hub.mirrors.looking import Looking
from kalix_presence.hub.mirrors.mailboxes import MailboxQuestions
from kalix_presence.hub.mirrors.measures import MirrorMeasures
from kalix_presence.hub.mirrors.protocol import Mirror, Seen
from kalix_presence.hub.mirrors.teller import Teller
from kalix_presence.hub.mirrors.wanted import WantedElsewhere
from kalix_presence.hub.site.mirrors_section import MirrorsSection
from kalix_presence.hub.store import Store
from kalix_presence.hub.store.frames import Frame
from kalix_presence.hub.supervision.supervised import Supervised
from kalix_presence.model.mirrored import Part
from kalix_presence.wire.event_kinds import EventKind

BUDGET_SECONDS = 30.0
MAILBOX = "mailbox"
BELIEVED_LOOKS = 2
"""A hint that was not seen again in so many looks is taken away."""


class Mirrors:
    """Without any `mirrors` (with how many requests in 30 seconds may be made of each) nothing is told and nothing runs."""

    def __init__(
        self,
        settings: MirrorsSection,
        mirrors: Mapping[str, tuple[Mirror, int]],
        board: Board,
        store: Store,
        event_bus: EventBus,
        *,
        clock: Callable[[], datetime],
        steady: Callable[[], float],
    ) -> None:
        self._settings, self._board, self._event_bus, self._clock = settings, board, event_bus, clock
        wanted = WantedElsewhere(board, language=settings.language, presence=settings.presence, clock=clock)
        self.tellers = {
            name: Teller(mirror, store, wanted, Budget(most, BUDGET_SECONDS), clock=clock, steady=steady)
            for name, (mirror, most) in mirrors.items()
        }
        self.looks = {
            name: Looking(teller, poll_seconds=settings.poll_seconds, clock=clock, steady=steady)
            for name, teller in self.tellers.items()
        }
        self.mailboxes = MailboxQuestions(board, store, event_bus, self._replies, clock=clock)
        believed = BELIEVED_LOOKS * settings.poll_seconds + settings.seconds
        self.hints = Hints(board, event_bus, wanted.watched, believed=believed, steady=steady)
        for look in self.looks.values():
            look.on_seen = self._on_seen
        self.measures = MirrorMeasures({name: (self.tellers[name], self.looks[name]) for name in self.tellers})

    def start(self, supervised: Supervised) -> None:
        """Begin to tell and to look."""
        if self.tellers:
            self._event_bus.listen(self._on_frame)
            supervised.run("mirror-hints", self.hints.run, vital=False)
        for name, teller in self.tellers.items():
            supervised.run(f"mirror-{name}", teller.run, vital=False)
            supervised.run(f"mirror-{name}-look", self.looks[name].run, vital=False)

    @property
    def offered(self) -> list[str]:
        """What people may choose, as clients are told it: the programs by name, and whether mailboxes may answer."""
        replies = any(Part.REPLY in teller.mirror.parts for teller in self.tellers.values())
        return [*self.tellers, *([MAILBOX] if replies else [])]

    async def stop(self) -> None:
        """Close the connections; after what runs has ended."""
        for teller in self.tellers.values():
            await teller.mirror.close()

    @property
    def failing(self) -> bool:
        """Whether one of them cannot be told of anything now, or has not been seen for long."""
        old = self._clock() - timedelta(seconds=4 * self._settings.poll_seconds + 60)
        unseen = any(look.last is not None and look.last < old for look in self.looks.values())
        return unseen or any(teller.trouble for teller in self.tellers.values())

    def _on_seen(self, seen: Mapping[str, Seen]) -> None:
        self.hints.take_in({person: one.does for person, one in seen.items()})
        self.mailboxes.take_in({person: one.mailbox_away for person, one in seen.items()})

    def _replies(self, person: str) -> bool:
        """Whether the mailbox answers what the hub has told it to."""
        return any((person, Part.REPLY) in teller.ledger.known for teller in self.tellers.values())

    def _on_frame(self, frame: Frame) -> None:
        if frame.kind in (EventKind.STANDING, EventKind.PERSON) and frame.extension in self._board.people:
            person = self._board.people[frame.extension].id
            self.hints.look_again(frame.extension)
            for teller in self.tellers.values():
                teller.mark(person)
        elif frame.kind is EventKind.DIRECTORY:
            for teller in self.tellers.values():
                teller.mark_everybody()
