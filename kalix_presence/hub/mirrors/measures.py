"""What the hub tells of its mirrors to whoever watches the server: counts and times, nobody's name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from kalix_presence.hub.mirrors.looking import Looking
from kalix_presence.hub.mirrors.teller import Teller


class MirrorMeasures(Collector):
    """Of each mirror by its name."""

    def __init__(self, mirrors: Mapping[str, tuple[Teller, Looking]]) -> None:
        self._mirrors = mirrors

    def collect(self) -> Iterable[Metric]:
        """All of them."""
        told = CounterMetricFamily(
            "kalix_mirror_writes", "What became of writes to other programs", labels=["mirror", "outcome"]
        )
        waiting = GaugeMetricFamily("kalix_mirror_waiting", "What waits to be told in another program", labels=["mirror"])
        up = GaugeMetricFamily("kalix_mirror_up", "1 while another program answers", labels=["mirror"])
        seen = GaugeMetricFamily(
            "kalix_mirror_last_look_timestamp_seconds", "When everybody was seen there last", labels=["mirror"]
        )
        for name, (teller, looking) in self._mirrors.items():
            for outcome, count in sorted(teller.outcomes.items()):
                told.add_metric([name, outcome], count)
            waiting.add_metric([name], len(teller.waiting))
            up.add_metric([name], 0 if teller.trouble else 1)
            if looking.last is not None:
                seen.add_metric([name], looking.last.timestamp())
        return told, waiting, up, seen
