"""What is measured of a hub's part in its group."""

from __future__ import annotations

from collections.abc import Iterable

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from kalix_presence.hub.hubs.member import Member, Part


class GroupMeasures(Collector):
    """Of `member`, told by `/metrics` whether it leads or stands by."""

    def __init__(self, member: Member) -> None:
        self._member = member

    def collect(self) -> Iterable[Metric]:
        """1 while it leads; the term that it leads or follows; how often this process has taken the lead."""
        member, leader = self._member, self._member.leader()
        leads = member.part is Part.LEADS
        yield GaugeMetricFamily("kalix_hub_leads", "1 while this hub leads its group", value=int(leads))
        term = member.term if leads else leader.term if leader is not None else 0
        yield GaugeMetricFamily(
            "kalix_hub_term", "The term under which this hub leads, or is led (0: nobody leads)", value=term
        )
        yield CounterMetricFamily("kalix_hub_takeovers", "How often this process has taken the lead", value=member.takeovers)
