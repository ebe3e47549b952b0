"""The telephone officer's desk put together."""

from __future__ import annotations

from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus
from kalix_presence.hub.officer.appointments import Appointments
from kalix_presence.hub.store import Store


class OfficerDesk:
    """`appointments` says who is officer of what."""

    def __init__(self, board: Board, store: Store, event_bus: EventBus) -> None:
        self.appointments = Appointments(board, store, event_bus)
