"""50,000 people come from a real LDAP server (Debian's slapd): all of them, all of them once more, and one who has changed.

Beside how long it takes, which is as much the machine's and the server's: how much processor time the hub has spent on it, and
the process of its own that reads.
"""

from __future__ import annotations

import asyncio
import resource
import tempfile
import time
from pathlib import Path

from benchmarks.measuring import Row
from kalix_presence import shipped
from kalix_presence.hub.core.core import utc_now
from kalix_presence.hub.store import Store
from kalix_presence.hub.sync.ldap_reader import LdapReader
from kalix_presence.hub.sync.runs import Run, Runs
from tests.hub.sync.directory_server import Slapd, directory_server, dn_of, entry

PEOPLE = 50_000
UNITS = 400
CHANGED = 7


def measure() -> list[Row]:
    """A row for each run: reading, comparing and writing together."""
    with tempfile.TemporaryDirectory(prefix="kalix-bench-") as name:
        everybody = (
            entry(number, telephoneNumber=str(10_000 + number), ou=f"Enhet {number % UNITS}", o=f"Förvaltning {number % 12}")
            for number in range(PEOPLE)
        )
        with directory_server(Path(name), everybody) as server:
            return asyncio.run(_measured(server))


async def _measured(server: Slapd) -> list[Row]:
    import ldap

    store = Store(server.folder / "kalix.db")
    try:
        reader = LdapReader(server.source(page=1_000), server.folder, shipped.default_policy())
        runs = Runs(store, {"ad": reader}, percent=5.0, clock=utc_now)
        first = await _timed(runs, "everybody is new", "< 60 s")
        again = await _timed(runs, "nobody has changed", "< 60 s")
        server.change().modify_s(dn_of(CHANGED), [(ldap.MOD_REPLACE, "title", [b"Chef"])])
        one = await _timed(runs, "one has changed, only that is asked for", "< 1 s", changes=True)
        assert [len(run.done.added) for run, _ in (first, again, one)] == [PEOPLE, 0, 0]
        assert len(one[0].done.changed) == 1
        return [row for _, row in (first, again, one)]
    finally:
        store.close()


async def _timed(runs: Runs, what: str, goal: str, *, changes: bool = False) -> tuple[Run, Row]:
    began, spent = time.perf_counter(), _processor()
    run = await runs.run("ad", changes=changes)
    seconds = time.perf_counter() - began
    hub, reading = (after - before for before, after in zip(spent, _processor(), strict=True))
    ours = f"{seconds:.2f} s; {hub:.2f} + {reading:.2f} s"
    said = f"{PEOPLE:,} people by LDAP (slapd), {what}: all in all; processor time of the hub + of the process that reads"
    return run, Row(said, ours, "-", "-", goal)


def _processor() -> tuple[float, float]:
    """Seconds of this process, and of those that have ended below it."""
    own, below = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime, below.ru_utime + below.ru_stime
