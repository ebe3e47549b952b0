"""The policy's quality put together: counting, publishing, and the reports of what was published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from kalix_presence import wire
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.callbacks.copies.delivery import CopySender
from kalix_presence.hub.officer.quiet_lines import QuietLines
from kalix_presence.hub.pbx.protocol import Pbx
from kalix_presence.hub.quality.counting import QualityCounting
from kalix_presence.hub.quality.counting_calls import CallCounting
from kalix_presence.hub.quality.freezing import QualityPublishing
from kalix_presence.hub.quality.left_on import ForwardsLeftOn
from kalix_presence.hub.quality.letters import ReportLetters
from kalix_presence.hub.quality.reports import QualityReports
from kalix_presence.hub.quality.under_goal import under_goal
from kalix_presence.hub.site.limits import HubLimits
from kalix_presence.hub.store import Store
from kalix_presence.hub.supervision.supervised import Supervised
from kalix_presence.model.access import Caller


class Quality:
    """`counting` counts what has ended, `publishing` freezes what is over, `reports` is what may be seen of it, `letters` sends
    it to those who want it by `mail`."""

    def __init__(
        self,
        board: Board,
        store: Store,
        pbx: Pbx,
        mail: CopySender | None,
        quiet: QuietLines,
        *,
        limits: HubLimits,
        clock: Callable[[], datetime],
    ) -> None:
        calls = CallCounting(board, store, pbx, quiet, clock=clock)
        self.counting = QualityCounting(board, store, calls, overdue_hours=limits.overdue_hours, clock=clock)
        self.publishing = QualityPublishing(board, store, clock=clock)
        self.reports = QualityReports(board, store)
        self.letters = ReportLetters(board, store, self.reports, mail, clock=clock)
        self.publishing.on_newest_month = self.letters.want
        self._mails = mail is not None
        self.left_on = ForwardsLeftOn(board, store, clock=clock)

    async def under_goal(self, caller: Caller) -> dict[str, list[wire.UnderGoal]]:
        """By unit, the goals that were not reached in the newest month, of what the caller may see."""
        report = await self.reports.newest_month(caller)
        return {} if report is None else under_goal(report)

    def start(self, supervised: Supervised) -> None:
        """Begin what has to run as long as the hub does."""
        supervised.run("quality-counting", self.counting.run, vital=False)
        supervised.run("quality-publishing", self.publishing.run, vital=False)
        if self._mails:
            supervised.run("report-letters", self.letters.run, vital=False)
