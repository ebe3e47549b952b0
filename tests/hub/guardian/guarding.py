"""A guardian that really listens, in the test's own loop, and the hub's way to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from kalix_presence.hub.guardian.clearing import Clearing
from kalix_presence.hub.guardian.ends import Ends
from kalix_presence.hub.guardian.link import GuardianLink
from kalix_presence.hub.pbx.protocol import Pbx
from kalix_presence.hub.site.config import Config, Listen
from kalix_presence.hub.site.guardian_section import GuardianSection
from kalix_presence.hub.web.guardian_server import GuardianServer
from kalix_presence.model.forwarding import ForwardingRule
from tests.clocks import Clock

TOKEN = "between the two of them"


@dataclass
class Guarding:
    """One that serves."""

    url: str
    ends: Ends
    clearing: Clearing

    def link(self, rules: Iterable[ForwardingRule], clock: Clock, token: str = TOKEN) -> GuardianLink:
        """The hub's side."""
        return GuardianLink(self.url, token, lambda: rules, clock=clock)


@asynccontextmanager
async def guarding(
    folder: Path, pbx: Pbx, clock: Clock, *, port: int = 0, listen: Listen = Listen(), **section: str
) -> AsyncIterator[Guarding]:
    """Serve until the block ends, with the file in `folder`."""
    config = Config(guardian=GuardianSection(port=port, **section), listen=listen, folder=folder)
    ends = Ends(folder / "guardian.ends")
    clearing = Clearing(ends, pbx, clock=clock)
    server = GuardianServer(clearing, pbx, TOKEN, config, clock=clock)
    listening: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    server.when_listening = listening.set_result
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    serving = asyncio.ensure_future(server._serve())
    try:
        yield Guarding(await listening, ends, clearing)
    finally:
        server.should_exit = True
        await serving
