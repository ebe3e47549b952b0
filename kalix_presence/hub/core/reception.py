"""What receptionists and colleagues look at and do: finding people, present calls, unit notices, acts for others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from kalix_presence.hub.absences.service import AbsenceService
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus
from kalix_presence.hub.calls.actions import CallActions
from kalix_presence.hub.calls.present_calls import PresentCalls
from kalix_presence.hub.calls.views import CallViews
from kalix_presence.hub.core.pbx_events import PbxEvents
from kalix_presence.hub.directory.groups import ForOthers
from kalix_presence.hub.directory.search import Finding
from kalix_presence.hub.notices.service import NoticeService
from kalix_presence.hub.pbx.protocol import Pbx
from kalix_presence.hub.site.limits import HubLimits
from kalix_presence.hub.store import Store
from kalix_presence.hub.supervision.supervised import Supervised
from kalix_presence.model.duties import Duties


class Reception:
    """`finding` ranks, `calls` are those there are now and `call_acts` what is done with them; `for_others` forwards units and
    asks who is overdue, `notices` are the units' own words."""

    def __init__(
        self,
        board: Board,
        store: Store,
        event_bus: EventBus,
        pbx: Pbx,
        absences: AbsenceService,
        *,
        duties: Duties,
        limits: HubLimits,
        clock: Callable[[], datetime],
    ) -> None:
        self.finding = Finding(board, event_bus, duties)
        self.calls = PresentCalls(CallViews(board, store), event_bus, pbx, clock=clock)
        self.call_acts = CallActions(board, self.calls, pbx, clock=clock, store=store)
        self.notices = NoticeService(board, store, event_bus, limits=limits, clock=clock)
        self.for_others = ForOthers(board, store, event_bus, absences, limits=limits, clock=clock)

    async def load(self, hooks: PbxEvents) -> None:
        """Take in the open notices and begin to hear of calls; at the start."""
        await self.notices.load()
        self.calls.join(hooks)

    def start(self, supervised: Supervised) -> None:
        """Begin what has to run as long as the hub does."""
        supervised.run("present-calls", self.calls.run)
        supervised.run("notices", self.notices.run)
