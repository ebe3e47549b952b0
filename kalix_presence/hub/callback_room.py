"""Everything of the hub that has to do with callback messages, put together around one book of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from kalix_presence.hub.board import Board
from kalix_presence.hub.callbacks import Callbacks
from kalix_presence.hub.feed import Feed
from kalix_presence.hub.message_book import MessageBook
from kalix_presence.hub.pbx.protocol import Pbx
from kalix_presence.hub.ringing import Ringing
from kalix_presence.hub.store import Store


class CallbackRoom:
    """`asked` is what people ask for, `ringing` the calls made for a message; both keep what they do in `book`."""

    def __init__(self, board: Board, store: Store, feed: Feed, pbx: Pbx, *, clock: Callable[[], datetime]) -> None:
        self.book = MessageBook(board, store, feed)
        self.asked = Callbacks(board, store, self.book)
        self.ringing = Ringing(board, store, self.book, pbx, clock=clock)

    async def load(self) -> None:
        """Take in the open messages, and what a hub that was stopped has left unsaid; at the start."""
        await self.book.load()
        await self.ringing.catch_up()
