"""Pages of the directory without standings, packed once for all who ask: hundreds of desks start in the same minutes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus
from kalix_presence.hub.store.frames import Frame
from kalix_presence.wire.event_kinds import EventKind

MOST = 400
"""Pages kept; one of 500 people is some 12 KB."""


@dataclass(frozen=True, slots=True)
class PackedPage:
    """A page as it is sent, and who is on it."""

    packed: bytes
    people: frozenset[str]


@dataclass(frozen=True, slots=True)
class PageQuery:
    """What makes one page another: where it begins, how long it is, and whether mobile numbers are shown on it."""

    after: str
    limit: int
    numbers: bool


class Pages:
    """Kept until anybody's facts change. Lives on the hub's event loop."""

    def __init__(self, board: Board, event_bus: EventBus) -> None:
        self._board = board
        self._kept: dict[PageQuery, PackedPage] = {}
        self._directory, self._changes = -1, 0
        self._making = asyncio.Lock()
        event_bus.listen(self._heard)

    async def page(self, asked: PageQuery, make: Callable[[], Awaitable[PackedPage]]) -> PackedPage:
        """The page as it is kept, else as `make` makes it; those who ask at once share one. Raises what `make` raises."""
        kept = self._known(asked)
        if kept is not None:
            return kept
        async with self._making:
            kept = self._known(asked)
            if kept is not None:
                return kept
            before = self._stand()
            made = await make()
            if self._stand() == before:  # else somebody changed while it was made
                if len(self._kept) >= MOST:
                    self._kept.clear()
                self._kept[asked] = made
            return made

    def _known(self, asked: PageQuery) -> PackedPage | None:
        if self._directory != self._board.directory:
            self._directory = self._board.directory
            self._kept.clear()
        return self._kept.get(asked)

    def _stand(self) -> tuple[int, int]:
        return self._board.directory, self._changes

    def _heard(self, frame: Frame) -> None:
        if frame.kind in (EventKind.PERSON, EventKind.DIRECTORY):
            self._changes += 1
            self._kept.clear()
