"""What of today's questions people have answered, told from one of their computers to the others; never written down."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from kalix_presence import wire
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus, addressed
from kalix_presence.model.access import Action, Caller, require
from kalix_presence.model.day import Asked, asked_in_words, read_asked


class AskedToday:
    """Kept in memory only: each program tells its own again at every contact, so a restart forgets nothing."""

    def __init__(self, board: Board, event_bus: EventBus) -> None:
        self._board, self._event_bus = board, event_bus
        self._known: dict[str, Asked] = {}

    def join_answers(self, caller: Caller, extension: str, told: wire.AskedDay, *, now: datetime) -> wire.AskedDay:
        """Join what one computer knows with what the others told; all of it. Another day than today's is no longer of use.

        Raises `Forbidden("not-permitted")`, `NotFound("extension-unknown")`.
        """
        require(caller, Action.OWN_REMINDERS, self._board.person(extension))
        today = now.astimezone(ZoneInfo(self._board.policy.zone)).date()
        before = self._known.get(extension, Asked(today)).on(today)
        after = before.joined(read_asked(told.day, told.over, told.not_before))
        if after != before:
            self._known[extension] = after
            event = wire.AskedElsewhere(extension, _view(after))
            self._event_bus.publish(addressed(event, frozenset({extension})))
        return _view(after)

    def forget(self, extensions: Iterable[str]) -> None:
        """These are somebody else's now."""
        for extension in extensions:
            self._known.pop(extension, None)


def _view(asked: Asked) -> wire.AskedDay:
    return wire.AskedDay(asked.day, *asked_in_words(asked))
