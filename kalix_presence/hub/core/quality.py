"""The policy's quality put together: counting, publishing, and the reports of what was published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from kalix_presence.hub.board.board import Board
from kalix_presence.hub.pbx.protocol import Pbx
from kalix_presence.hub.quality.counting import QualityCounting
from kalix_presence.hub.quality.counting_calls import CallCounting
from kalix_presence.hub.quality.freezing import QualityPublishing
from kalix_presence.hub.quality.left_on import ForwardsLeftOn
from kalix_presence.hub.quality.reports import QualityReports
from kalix_presence.hub.site.limits import HubLimits
from kalix_presence.hub.store import Store
from kalix_presence.hub.supervision.supervised import Supervised


class Quality:
    """`counting` counts what has ended, `publishing` freezes what is over, `reports` is what may be seen of it."""

    def __init__(self, board: Board, store: Store, pbx: Pbx, *, limits: HubLimits, clock: Callable[[], datetime]) -> None:
        calls = CallCounting(board, store, pbx)
        self.counting = QualityCounting(board, store, calls, overdue_hours=limits.overdue_hours, clock=clock)
        self.publishing = QualityPublishing(board, store, clock=clock)
        self.reports = QualityReports(board, store)
        self.left_on = ForwardsLeftOn(board, store, clock=clock)

    def start(self, supervised: Supervised) -> None:
        """Begin what has to run as long as the hub does."""
        supervised.run("quality-counting", self.counting.run, vital=False)
        supervised.run("quality-publishing", self.publishing.run, vital=False)
