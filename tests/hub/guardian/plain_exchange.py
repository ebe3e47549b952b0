"""A PBX as most are: it forwards an extension to a number, keeps no end and nothing of ours, and anybody may change it by hand.

Its forwards lie in an SQLite file, so that several processes see one exchange. It passes the public contract (test_plain_exchange).
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import msgspec

from kalix_presence.hub.pbx.capabilities import EndKept, ReadBack
from kalix_presence.hub.pbx.drivers import Site, Tried
from kalix_presence.hub.pbx.forwards_only import FORWARDS_ONLY, ForwardsOnly
from kalix_presence.hub.pbx.protocol import Checked, Expectation, PbxLost, PbxReady
from kalix_presence.model.errors import BadInput, Unavailable
from kalix_presence.model.forwarding import Divert, ForwardingRule


class Exchange:
    """The exchange itself, and hands at it."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def make(self) -> Exchange:
        """A new one, of which nobody is forwarded."""
        self._do("CREATE TABLE IF NOT EXISTS forward (extension TEXT PRIMARY KEY, target TEXT NOT NULL)")
        return self

    @property
    def there(self) -> bool:
        """Whether it answers."""
        return self._file.exists()

    def forward(self, extension: str, target: str) -> None:
        """As somebody dials it at the phone."""
        self._do("INSERT OR REPLACE INTO forward VALUES (?, ?)", extension, target)

    def clear(self, extension: str) -> None:
        """The same."""
        self._do("DELETE FROM forward WHERE extension = ?", extension)

    def forwards(self) -> dict[str, str]:
        """Where calls to whom go."""
        return dict(self._do("SELECT extension, target FROM forward"))

    def _do(self, statement: str, *values: str) -> list[tuple[str, str]]:
        with closing(sqlite3.connect(self._file, timeout=60)) as sql, sql:
            sql.execute("PRAGMA synchronous = OFF")  # nobody cuts its power
            return sql.execute(statement, values).fetchall()


class PlainPbx(ForwardsOnly):
    """The driver."""

    capabilities = replace(
        FORWARDS_ONLY,
        forward_busy=False,
        forward_no_answer=False,
        end=EndKept.NONE,
        read_back=ReadBack.TARGET,
        writes_per_second=500.0,
    )

    def __init__(self, exchange: Exchange) -> None:
        super().__init__()
        self.exchange, self._started = exchange, False
        self.before_read: Callable[[str], None] = lambda extension: None
        self.before_apply: Callable[[str], None] = lambda extension: None
        self.before_remove: Callable[[str], Awaitable[None]] = _nothing

    @property
    def connected(self) -> bool:
        return self._started and self.exchange.there

    async def start(self) -> None:
        self._started = True
        if self.connected:
            self.publish(PbxReady())

    async def stop(self) -> None:
        self._started = False
        self.publish(PbxLost())

    async def apply(self, rule: ForwardingRule) -> None:
        self.require_connected()
        if rule.divert is not Divert.ALWAYS:
            raise Unavailable("pbx-cannot")
        self.before_apply(rule.extension)
        await asyncio.to_thread(self.exchange.forward, rule.extension, rule.target)
        found = await self.read(rule.extension)
        if found is None or found.target != rule.target:
            raise Unavailable("pbx-not-confirmed")

    async def remove(self, extension: str) -> None:
        self.require_connected()
        await self.before_remove(extension)
        await asyncio.to_thread(self.exchange.clear, extension)
        if await self.read(extension) is not None:
            raise Unavailable("pbx-not-confirmed")

    async def read(self, extension: str) -> ForwardingRule | None:
        self.before_read(extension)
        return (await self.rules()).get(extension)

    async def rules(self) -> Mapping[str, ForwardingRule]:
        self.require_connected()
        found = await asyncio.to_thread(self.exchange.forwards)
        return {one: ForwardingRule(one, "", Divert.ALWAYS, target, None, "") for one, target in found.items()}

    async def check(self, expected: Expectation | None = None) -> Checked:
        return [("reachable", None if self.connected else Unavailable("pbx-unreachable"))]


async def _nothing(extension: str) -> None:
    return


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `[pbx.plain]` says."""

    file: str = "exchange.db"


class PlainDriver:
    """How the hub finds it, when it is installed."""

    settings = Settings
    made_up = False
    tried = Tried.REAL
    template = ""
    files = None

    def check_settings(self, settings: Settings, folder: Path) -> list[str]:
        if not (folder / settings.file).is_file():
            raise BadInput("config-file-missing", file=settings.file)
        return []

    def opened(self, settings: Settings, site: Site) -> PlainPbx:
        return PlainPbx(Exchange(site.folder / settings.file))


DRIVER = PlainDriver()


def installed(folder: Path) -> str:
    """Leave in `folder` what makes the hub find it; returns what has to stand in PYTHONPATH."""
    about = folder / "plain_exchange-1.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: plain-exchange\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[kalix_presence.pbx]\nplain = {__name__}:DRIVER\n")
    return str(folder)
