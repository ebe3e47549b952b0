"""The measures of a hub that stands by: what it passes on, how long that takes, and whether it knows who leads."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.registry import Collector

from kalix_presence.hub.web.metrics import BUCKETS, Gauges


class RelayMeasures:
    """`gauges` are read at the moment somebody asks."""

    def __init__(self, gauges: dict[str, tuple[str, Callable[[], float]]], beside: Iterable[Collector] = ()) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter("kalix_requests", "Requests answered, by status", ["status"], registry=self._registry)
        self._latency = Histogram(
            "kalix_relay_seconds",
            "Seconds from a request's head to the head of its answer, at a hub that passes it on",
            buckets=BUCKETS,
            registry=self._registry,
        )
        self.turned_away = Counter(
            "kalix_connections_refused", "Connections refused or ended, by why", ["why"], registry=self._registry
        )
        self._registry.register(Gauges(gauges))
        for each in beside:
            self._registry.register(each)
        ProcessCollector(registry=self._registry)

    def answered(self, status: int, seconds: float | None) -> None:
        """One more; a stream's beginning is no latency."""
        self._requests.labels(str(status)).inc()
        if seconds is not None:
            self._latency.observe(seconds)

    def text(self) -> bytes:
        """All of them in Prometheus' text form."""
        return generate_latest(self._registry)
