"""What the hub stands on, measured when somebody asks: database and disk, calendars, the last backup, the certificate."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from cryptography import x509
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from kalix_presence.hub.site.config import Config
from kalix_presence.hub.site.kept import kept_of
from kalix_presence.hub.store.calendar_account import CalendarAccount


class ServerMeasures(Collector):
    """Times are in seconds since 1970, as Prometheus wants them; what is not known is left out rather than 0."""

    def __init__(
        self,
        config: Config,
        *,
        calendars: Callable[[], Iterable[CalendarAccount]],
        last_backup: Callable[[], float],
        lost_lines: Callable[[], int],
    ) -> None:
        self._database = kept_of(config).path
        self._certificate = config.path(config.listen.certificate) if config.listen.certificate else None
        self._calendars, self._last_backup, self._lost_lines = calendars, last_backup, lost_lines

    def collect(self) -> Iterable[Metric]:
        """All of them."""
        yield CounterMetricFamily("kalix_log_lines_lost", "Lines of the log that nobody took", value=self._lost_lines())
        yield self._sizes()
        with suppress(OSError):
            disk = shutil.disk_usage(self._database.parent)
            yield GaugeMetricFamily("kalix_disk_free_bytes", "Room where the database lies", value=disk.free)
            yield GaugeMetricFamily("kalix_disk_size_bytes", "Size of the disk where the database lies", value=disk.total)
        yield self._trouble()
        if last := self._last_backup():
            yield GaugeMetricFamily("kalix_last_backup_timestamp_seconds", "When kalix-hub backup last ended well", value=last)
        if (end := self._certificate_end()) is not None:
            yield GaugeMetricFamily("kalix_certificate_end_timestamp_seconds", "When the hub's certificate ends", value=end)

    def _sizes(self) -> Metric:
        sizes = GaugeMetricFamily("kalix_database_bytes", "Size of the database's files", labels=["file"])
        for kind, ending in (("database", ""), ("wal", "-wal")):
            path = self._database.with_name(f"{self._database.name}{ending}")
            with suppress(OSError):
                sizes.add_metric([kind], path.stat().st_size)
        return sizes

    def _trouble(self) -> Metric:
        found = Counter(each.trouble or "none" for each in self._calendars())
        calendars = GaugeMetricFamily("kalix_calendars", "Calendars that are read, by their trouble", labels=["trouble"])
        for trouble in sorted({"none", *found}):
            calendars.add_metric([trouble], found[trouble])
        return calendars

    def _certificate_end(self) -> float | None:
        if self._certificate is None:
            return None
        try:
            return certificate_end(self._certificate)
        except (OSError, ValueError):
            return None


def certificate_end(file: Path) -> float:
    """When the first certificate in `file` ends, in seconds since 1970. Raises OSError, ValueError for what is none."""
    return x509.load_pem_x509_certificate(file.read_bytes()[: 2**20]).not_valid_after_utc.timestamp()
