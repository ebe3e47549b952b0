"""What the hub stands on, measured when somebody asks: database and disk, calendars, the last backup, the certificate."""

from __future__ import annotations

import asyncio
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
from kalix_presence.hub.store import Store
from kalix_presence.hub.store.calendar_account import CalendarAccount
from kalix_presence.hub.store.database import size
from kalix_presence.model.errors import Unavailable

SIZE_SECONDS = 60.0


class SizeThere:
    """How much a PostgreSQL takes for the hub, asked from time to time: whoever asks for the measures does not wait for it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.bytes: int | None = None
        """None while it is not known."""

    async def look(self) -> None:
        """Ask now."""
        found = None
        with suppress(Unavailable):
            found = await self._store.read(size)
        self.bytes = found

    async def run(self) -> None:
        """Ask from time to time, until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(SIZE_SECONDS)


class ServerMeasures(Collector):
    """Times are in seconds since 1970, as Prometheus wants them; what is not known is left out rather than 0."""

    def __init__(
        self,
        config: Config,
        *,
        calendars: Callable[[], Iterable[CalendarAccount]],
        last_backup: Callable[[], float],
        lost_lines: Callable[[], int],
        size_there: Callable[[], int | None],
    ) -> None:
        kept = kept_of(config)
        self._database, self._in_a_file, self._size_there = kept.path, kept.in_a_file, size_there
        self._certificate = config.path(config.listen.certificate) if config.listen.certificate else None
        self._calendars, self._last_backup, self._lost_lines = calendars, last_backup, lost_lines

    def collect(self) -> Iterable[Metric]:
        """All of them."""
        yield CounterMetricFamily("kalix_log_lines_lost", "Lines of the log that nobody took", value=self._lost_lines())
        yield self._sizes()
        with suppress(OSError):
            where = "the database lies" if self._in_a_file else "the hub's own files lie"
            disk = shutil.disk_usage(self._database.parent)
            yield GaugeMetricFamily("kalix_disk_free_bytes", f"Room where {where}", value=disk.free)
            yield GaugeMetricFamily("kalix_disk_size_bytes", f"Size of the disk where {where}", value=disk.total)
        yield self._trouble()
        if last := self._last_backup():
            yield GaugeMetricFamily("kalix_last_backup_timestamp_seconds", "When kalix-hub backup last ended well", value=last)
        if (end := self._certificate_end()) is not None:
            yield GaugeMetricFamily("kalix_certificate_end_timestamp_seconds", "When the hub's certificate ends", value=end)

    def _sizes(self) -> Metric:
        sizes = GaugeMetricFamily("kalix_database_bytes", "Size of the database's files", labels=["file"])
        if not self._in_a_file:
            if (there := self._size_there()) is not None:
                sizes.add_metric(["database"], there)
            return sizes
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
