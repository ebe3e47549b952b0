"""Everything of the hub that has to do with callback messages, put together around one book of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus
from kalix_presence.hub.callbacks.book import MessageBook
from kalix_presence.hub.callbacks.call_backs import RingBack
from kalix_presence.hub.callbacks.call_intake import CallIntake
from kalix_presence.hub.callbacks.copies.delivery import CopySender
from kalix_presence.hub.callbacks.copies.post import CopyQueue
from kalix_presence.hub.callbacks.lamps import MessageLampService
from kalix_presence.hub.callbacks.missed_calls import MissedCalls
from kalix_presence.hub.callbacks.reminders import CallbackReminders
from kalix_presence.hub.callbacks.retention import MessageRetention
from kalix_presence.hub.callbacks.service import CallbackService
from kalix_presence.hub.pbx.hooks import PbxHooks
from kalix_presence.hub.pbx.protocol import Pbx
from kalix_presence.hub.site.limits import HubLimits
from kalix_presence.hub.store import Store
from kalix_presence.hub.supervision.supervised import Supervised
from kalix_presence.model.copies import CopyChannel


class CallbackAssembly:
    """`asked` is what people ask for, `ringing` the calls made for a message, `missed` those nobody answered, `reminding` the
    due clock, `lamps` those of the desk phones, `post` sends copies, `retention` erases; all keep what they do in `book`."""

    def __init__(
        self,
        board: Board,
        store: Store,
        event_bus: EventBus,
        pbx: Pbx,
        senders: Mapping[CopyChannel, CopySender],
        *,
        limits: HubLimits,
        clock: Callable[[], datetime],
    ) -> None:
        self._pbx = pbx
        self.book = MessageBook(board, store, event_bus)
        self.asked = CallbackService(board, store, self.book)
        self.ringing = RingBack(board, store, self.book, pbx, clock=clock)
        self.missed = MissedCalls(board, store, self.book, pbx, clock=clock)
        self.reminding = CallbackReminders(board, store, self.book, clock=clock)
        self.lamps = MessageLampService(board, store, self.book, pbx, clock=clock)
        self.post = CopyQueue(board, store, self.book, senders, clock=clock)
        self.retention = MessageRetention(board, store, event_bus, clock=clock)
        self._calls = CallIntake(pbx, self.missed, self.ringing, self.lamps, seconds=limits.reconcile_seconds)

    async def load(self, hooks: PbxHooks) -> None:
        """Take in the open messages, and what a hub that was stopped has left unsaid; at the start."""
        await self.book.load()
        await self.ringing.catch_up()
        self.reminding.load()
        self.lamps.load()
        await self.post.load()
        self._calls.join(hooks)

    def start(self, supervised: Supervised) -> None:
        """Begin what has to run as long as the hub does."""
        supervised.run("call-journal", self._calls.run)
        supervised.run("reminders", self.reminding.run)
        if self._pbx.capabilities.message_lamp:
            supervised.run("message-lamps", self.lamps.run, vital=False)
        supervised.run("message-retention", self.retention.run, vital=False)
        self.post.start(supervised)

    async def idle(self) -> None:
        """Wait until everything that the PBX has told so far is taken in."""
        await self._calls.idle()
