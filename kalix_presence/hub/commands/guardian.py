"""kalix-hub guardian: the second process, which ends forwards while the hub is dead."""

from __future__ import annotations

import asyncio
from pathlib import Path

import typer

from kalix_presence.hub.commands.saying import Folder, configured, refusing, say
from kalix_presence.hub.core.core import utc_now
from kalix_presence.hub.guardian.clearing import Clearing
from kalix_presence.hub.guardian.ends import Ends
from kalix_presence.hub.guardian.settings import require_use, token_of
from kalix_presence.hub.pbx.protocol import Pbx
from kalix_presence.hub.site.config import Config
from kalix_presence.hub.site.drivers import pbx_of
from kalix_presence.hub.store.claim import claimed
from kalix_presence.hub.supervision.log_lines import begin_logging, hear_loop
from kalix_presence.hub.web.guardian_server import GuardianServer
from kalix_presence.hub.web.place import require_port
from kalix_presence.hub.web.running import site_policy, site_reasons


def guardian(folder: Folder = Path()) -> None:
    """Clear forwards past their end while the hub is dead, for a PBX that keeps no end itself; until Ctrl+C or SIGTERM."""
    with refusing():
        config = configured(folder, without_database=True)
        token = token_of(config)
        pbx = pbx_of(config, policy=site_policy(config), reasons=site_reasons(config), clock=utc_now)
        require_use(pbx)
        require_port(config.guardian.host, config.guardian.port)
        with claimed(config.path(config.guardian.file)):
            begin_logging()
            raise typer.Exit(asyncio.run(_guard(config, pbx, token)))


async def _guard(config: Config, pbx: Pbx, token: str) -> int:
    hear_loop(asyncio.get_running_loop())
    ends = await asyncio.to_thread(Ends, config.path(config.guardian.file))
    clearing = Clearing(ends, pbx, clock=utc_now)
    server = GuardianServer(clearing, pbx, token, config, clock=utc_now)
    server.when_listening = lambda address: say("guarding", address=address, kept=len(ends))
    pbx.supervised.run("clearing", clearing.run)
    await pbx.start()
    try:
        await server.serve()
    finally:
        await pbx.supervised.stop()
        await pbx.stop()
    return 0 if server.started else 1
