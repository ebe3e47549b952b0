"""kalix-hub serve: run the hub until it is told to stop."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import structlog
import typer

from kalix_presence.hub.commands.running_loop import keep_what_was_loaded, run_loop
from kalix_presence.hub.commands.saying import Folder, configured, language, say
from kalix_presence.hub.site.config import Config
from kalix_presence.hub.site.kept import kept_of
from kalix_presence.hub.site.sentences import sentence
from kalix_presence.hub.store.database_file import LOOK_SECONDS
from kalix_presence.hub.supervision import service_manager
from kalix_presence.hub.supervision.faults import described
from kalix_presence.hub.supervision.log_lines import LineWriter, begin_logging, hear_loop, last_line
from kalix_presence.hub.web.handed_sockets import handed_sockets
from kalix_presence.hub.web.place import require_port, require_writable
from kalix_presence.model.errors import PresenceError, Unavailable


def serve(folder: Folder = Path()) -> None:
    """Serve until Ctrl+C or SIGTERM. Logs go to standard error, one JSON object a line, without personal detail."""
    if sys.platform != "win32":
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # a renewal that is told while the hub starts ends nothing
    with _ended_in_the_log():
        config = configured(folder, without_database=True)
        kept = kept_of(config)
        if config.in_group:
            with suppress(Unavailable):  # it waits for its database, as it does when that is away later
                kept.require_there()
            raise typer.Exit(_in_turns(config))
        kept.require_there()
        with kept.claimed():
            log = begin_logging()
            require_writable(kept.path, in_a_file=kept.in_a_file)
            handed = handed_sockets(config)
            if not handed:
                require_port(config.listen.host, config.listen.port)
            if not kept.require_whole(seconds=LOOK_SECONDS):
                structlog.get_logger("kalix.hub").info("database-not-looked-through", seconds=LOOK_SECONDS)
            raise typer.Exit(_run(config, log, handed))


@contextmanager
def _ended_in_the_log() -> Iterator[None]:
    """What keeps the hub from serving is a line of the log; at a terminal a refusal is its sentence alone."""
    try:
        yield
    except PresenceError as refusal:
        said = sentence(refusal, language())
        if sys.stderr.isatty():
            sys.stderr.write(f"{said}\n")
        else:
            last_line("not-serving", code=refusal.code, said=said)
        raise typer.Exit(1) from None
    except (typer.Exit, typer.Abort):
        raise
    except Exception as fault:  # noqa: BLE001  (whoever watches reads the log; a traceback would be no line of it)
        last_line("crashed", **described(fault))
        raise typer.Exit(1) from None


def _in_turns(config: Config) -> int:
    from kalix_presence.hub.commands.group import Turns, listening_at

    log = begin_logging()
    require_writable(config.path(config.database), in_a_file=False)
    sockets = handed_sockets(config)
    if not sockets:
        require_port(config.listen.host, config.listen.port)
        sockets = listening_at(config.listen.host, config.listen.port)
    return Turns(config, log, sockets).run()


def _run(config: Config, log: LineWriter, handed: list[socket.socket]) -> int:
    from kalix_presence.hub.web.app import create_app
    from kalix_presence.hub.web.server import HubServer

    app = create_app(config)
    app.state.hub.log = log
    server = HubServer(app, config)
    hopeless: list[str] = []

    def give_up(name: str) -> None:
        # What cannot be mended from inside is mended by a new process: whoever supervises this one begins it.
        hopeless.append(name)
        server.should_exit = True

    app.state.hub.supervised.on_hopeless = give_up

    def listening() -> None:
        say("serving", address=config.address_at(server.port, handed[0].getsockname()[0] if handed else ""))
        keep_what_was_loaded()
        service_manager.tell("READY=1")

    server.when_listening = listening

    async def serve_heard() -> None:
        loop = asyncio.get_running_loop()
        hear_loop(loop)
        if sys.platform != "win32":
            loop.add_signal_handler(signal.SIGHUP, server.hang_up)
        await server.serve(handed or None)

    run_loop(serve_heard())
    return 0 if server.started and not hopeless else 1
