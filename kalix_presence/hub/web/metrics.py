"""The hub's measures for Prometheus: counts and states, never a name, number or reason of anybody."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Seconds."""


class Metrics:
    """One registry for each hub. `gauges` are read at the moment somebody asks, at no cost between."""

    def __init__(self, gauges: dict[str, tuple[str, Callable[[], float]]]) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter("kalix_requests", "Requests answered, by status", ["status"], registry=self.registry)
        self.latency = Histogram(
            "kalix_request_seconds",
            "Seconds from a request's head to the head of its answer, by kind of request",
            ["route"],
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.refusals = Counter(
            "kalix_refusals", "Requests refused, by status and code", ["status", "code"], registry=self.registry
        )
        self.drift = Counter(
            "kalix_drift_healed", "Rules put right in the PBX, by what was found", ["found"], registry=self.registry
        )
        self.refused = Counter("kalix_sign_in_refused", "Sign-ins refused, by code", ["code"], registry=self.registry)
        self.turned_away = Counter(
            "kalix_connections_refused", "Connections refused or ended, by why", ["why"], registry=self.registry
        )
        self.changes = Counter(
            "kalix_status_changes", "Status changes, by whether in force when answered", ["in_force"], registry=self.registry
        )
        self.copies = Counter(
            "kalix_message_copies", "Copies of callbacks, by way and outcome", ["channel", "outcome"], registry=self.registry
        )
        self.pushed = Counter(
            "kalix_scim_requests",
            "Requests of directory services, by method and status",
            ["method", "status"],
            registry=self.registry,
        )
        self.registry.register(Gauges(gauges))
        ProcessCollector(registry=self.registry)  # CPU, memory, descriptors of this process, by Prometheus' own names

    def text(self) -> bytes:
        """All measures in Prometheus' text form."""
        return generate_latest(self.registry)


class Gauges(Collector):
    """Each is read when somebody asks; a name that ends on _total counts."""

    def __init__(self, gauges: dict[str, tuple[str, Callable[[], float]]]) -> None:
        self._gauges = gauges

    def collect(self) -> Iterable[Metric]:
        """All of them."""
        for name, (meaning, read) in self._gauges.items():
            kind = CounterMetricFamily if name.endswith("_total") else GaugeMetricFamily
            yield kind(name.removesuffix("_total"), meaning, value=read())
