"""The telephone officer's desk put together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus
from kalix_presence.hub.officer.appointments import Appointments
from kalix_presence.hub.officer.requests import ExtensionRequests
from kalix_presence.hub.officer.work_list import OfficersWork
from kalix_presence.hub.store import Store
from kalix_presence.hub.supervision.supervised import Supervised


class OfficerDesk:
    """`appointments` says who is officer of what, `requests` are those for extensions, `work` what there is to see to."""

    def __init__(self, board: Board, store: Store, event_bus: EventBus, *, clock: Callable[[], datetime]) -> None:
        self.appointments = Appointments(board, store, event_bus)
        self.work = OfficersWork(board, store)
        self.requests = ExtensionRequests(board, store, event_bus, clock=clock)

    def start(self, supervised: Supervised) -> None:
        """Begin what has to run as long as the hub does."""
        supervised.run("extension-requests", self.requests.run, vital=False)
