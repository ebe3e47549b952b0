"""kalix-hub serve: run the hub until it is told to stop."""

from __future__ import annotations

import asyncio
import gc
import logging
import sys
from pathlib import Path

import structlog
import typer

from kalix_presence.hub.commands.saying import Folder, configured, refusing, say
from kalix_presence.hub.site.config import Config
from kalix_presence.hub.store.claim import claimed

GARBAGE_AFTER = 20_000
"""New objects before the youngest are looked through; Python's own 700 suits programs that make fewer."""


def serve(folder: Folder = Path()) -> None:
    """Serve until Ctrl+C or SIGTERM. Logs go to standard error, one JSON object a line, without personal detail."""
    with refusing():
        config = configured(folder)
        with claimed(config.path(config.database)):
            begin_logging()
            raise typer.Exit(_run(config))


def begin_logging() -> None:
    """Structured logs on standard error; other libraries only from warnings on."""
    logging.basicConfig(
        level=logging.WARNING, stream=sys.stderr, format='{"level": "%(levelname)s", "event": "%(name)s: %(message)s"}'
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def _run(config: Config) -> int:
    from kalix_presence.hub.web.app import create_app
    from kalix_presence.hub.web.server import HubServer

    app = create_app(config)
    server = HubServer(app, config)
    hopeless: list[str] = []

    def give_up(name: str) -> None:
        # What cannot be mended from inside is mended by a new process: whoever supervises this one begins it.
        hopeless.append(name)
        server.should_exit = True

    app.state.hub.supervised.on_hopeless = give_up

    def listening() -> None:
        say("serving", address=config.address_at(server.port))
        # What was loaded stays for good; looking through it again and again for garbage costs every answer a little.
        gc.collect()
        gc.freeze()
        gc.set_threshold(GARBAGE_AFTER, 20, 20)

    server.when_listening = listening
    if sys.platform == "win32":
        asyncio.run(server.serve())
    else:
        import uvloop

        uvloop.run(server.serve())
    return 0 if server.started and not hopeless else 1
