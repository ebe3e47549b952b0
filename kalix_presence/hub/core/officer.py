"""The telephone officer's desk put together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus
from kalix_presence.hub.core.reception import Reception
from kalix_presence.hub.officer.appointments import Appointments
from kalix_presence.hub.officer.cards import UnitCards
from kalix_presence.hub.officer.first_steps import FirstStepsService
from kalix_presence.hub.officer.greetings import Greetings
from kalix_presence.hub.officer.lines_seen import LinesSeen
from kalix_presence.hub.officer.newcomers import UnfinishedNewcomers
from kalix_presence.hub.officer.quiet_lines import QuietLines
from kalix_presence.hub.officer.requests import ExtensionRequests
from kalix_presence.hub.officer.set_up import PhonesSetUp
from kalix_presence.hub.officer.sketch_clock import SketchClock
from kalix_presence.hub.officer.sketches import Sketches
from kalix_presence.hub.officer.work_list import OfficersWork
from kalix_presence.hub.pbx.hooks import PbxHooks
from kalix_presence.hub.pbx.protocol import Pbx
from kalix_presence.hub.store import Store
from kalix_presence.hub.supervision.supervised import Supervised


class OfficerDesk:
    """`appointments` says who is officer of what, `requests` are those for extensions, `work` what there is to see to,
    `cards` contact cards of a whole unit, `sketches` who does what; `first_steps` are a newcomer's own, `newcomers` those who
    have not finished; `greetings` what units answer with; `seen` which telephones have been connected, `quiet` on which lines
    nobody answers, `set_up` those that the hub has set up in the PBX."""

    def __init__(
        self,
        board: Board,
        store: Store,
        event_bus: EventBus,
        pbx: Pbx,
        reception: Reception,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self.appointments = Appointments(board, store, event_bus)
        self.seen = LinesSeen(board, store, pbx, clock=clock)
        self.set_up = PhonesSetUp(board, store, pbx, self.seen)
        self.quiet = QuietLines(board, store)
        self.work = OfficersWork(board, store, self.seen, self.quiet)
        self.cards = UnitCards(board, store)
        self.first_steps = FirstStepsService(board, store, event_bus, pbx, reception.call_acts)
        self.newcomers = UnfinishedNewcomers(board, store, event_bus, pbx, clock=clock)
        self.requests = ExtensionRequests(board, store, event_bus, self.set_up, clock=clock)
        self.greetings = Greetings(board, store, event_bus)
        self.sketches = Sketches(board, store, event_bus, reception.notices)
        self.sketch_clock = SketchClock(board, store, event_bus, self.sketches, clock=clock)

    async def load(self, hooks: PbxHooks) -> None:
        """Take in what was committed, and hear what the PBX tells."""
        await self.seen.read()
        await self.set_up.read()
        await self.quiet.load()
        hooks.on_line = self.seen.told
        hooks.also_ready.append(self.seen.ready)
        hooks.also_ready.append(self.requests.pbx_ready)

    def start(self, supervised: Supervised) -> None:
        """Begin what has to run as long as the hub does."""
        supervised.run("extension-requests", self.requests.run, vital=False)
        supervised.run("sketch", self.sketch_clock.run, vital=False)
        supervised.run("newcomers", self.newcomers.run, vital=False)
        supervised.run("lines-seen", self.seen.run, vital=False)
