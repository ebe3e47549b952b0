"""One of several hubs: it stands by until the lead is its own, then it serves; when that is over it begins anew.

Its sockets stay open all the while: whoever comes in between waits a moment and is answered.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from types import FrameType
from typing import NoReturn

import structlog
import uvicorn
from uvicorn.config import STARTUP_FAILURE

from kalix_presence.hub.commands.rehearsal import rehearse
from kalix_presence.hub.commands.running_loop import keep_what_was_loaded, run_loop
from kalix_presence.hub.commands.saying import say
from kalix_presence.hub.commands.without_database import WithoutDatabase
from kalix_presence.hub.core.core import utc_now
from kalix_presence.hub.hubs.keys import keep_marks, make_keys, other_keys
from kalix_presence.hub.hubs.leader import Group
from kalix_presence.hub.hubs.measures import GroupMeasures
from kalix_presence.hub.hubs.member import Member, Part
from kalix_presence.hub.hubs.others import highest_term
from kalix_presence.hub.relay.relay_server import RelayServer, context_of
from kalix_presence.hub.site.config import Config
from kalix_presence.hub.site.kept import kept_at
from kalix_presence.hub.store.generation import keep_place
from kalix_presence.hub.store.postgresql import Postgresql
from kalix_presence.hub.supervision import service_manager
from kalix_presence.hub.supervision.log_lines import LineWriter, hear_loop
from kalix_presence.hub.supervision.supervised import aside
from kalix_presence.hub.web.app import prepared_app
from kalix_presence.hub.web.handed_sockets import FIRST
from kalix_presence.hub.web.running import Hub
from kalix_presence.model.errors import Unavailable

KEEP_SECONDS = 1.0
"""After the first answers: looking through all that was loaded takes a moment in which nobody is answered."""
STOP_SECONDS = 4.0
"""How long a hub that leads no longer may take to end what it was at, before it begins anew all the same."""

_log = structlog.get_logger("kalix.hubs")


class Turns:
    """`run` serves until it is told to end."""

    def __init__(self, config: Config, log: LineWriter, sockets: list[socket.socket]) -> None:
        self._config, self._log, self._sockets = config, log, sockets
        self._database: Postgresql = kept_at(config, config.store.url)
        hubs = config.hubs
        self.member = Member(self._database, name=hubs.name or socket.gethostname(), address=hubs.address)
        self._server: uvicorn.Server | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ending, self._leading = False, False
        self._fault: BaseException | None = None
        self.member.other_keys = self._other_keys
        self.member.highest_term = lambda addresses: highest_term(addresses, lambda: context_of(config))
        # What takes long and needs no lead is done by now: from the lead that is won to the first answer nobody is served.
        self._app = prepared_app(config)
        rehearse(config)
        keep_what_was_loaded()

    def run(self) -> int:
        """Serve; the program's exit code."""
        for one in (signal.SIGINT, signal.SIGTERM):
            signal.signal(one, self._end)
        self.member.begin()
        try:
            if not self.member.secret:  # nobody can be passed on to before the database was there once
                server = WithoutDatabase(self._config)
                self._serve(server, partial(self._is_reached, server))
            if not self._ending:
                relay = self._one_of_them()
                self._serve(relay, partial(self._looked_at, relay))
            if self._fault is not None:
                raise self._fault
        finally:
            self.member.end()
        if not self._ending:
            begin_anew(self._sockets)
        return 0

    def _end(self, number: int, frame: FrameType | None) -> None:
        self._ending = True
        if self._server is not None:
            self._server.should_exit = True

    def _one_of_them(self) -> RelayServer:
        """What stands by, and leads from when it can, at the same door: who waits is answered, who is connected stays so."""
        group = Group(self.member.leader, self.member.secret)
        relay = RelayServer(self._config, group, clock=utc_now, measures=[GroupMeasures(self.member)])
        relay.warnings["hub-cannot-lead"] = lambda: self.member.part in (Part.TOO_OLD, Part.OTHER_KEYS)
        relay.when_listening = partial(self._looked_at, relay)
        return relay

    def _is_reached(self, server: uvicorn.Server) -> None:
        if self.member.secret:
            server.should_exit = True

    def _looked_at(self, relay: RelayServer) -> None:
        if self.member.part is Part.LOST and not relay.should_exit:
            relay.should_exit = True
            self._begin_anew_soon()
        elif self.member.part is Part.LEADS and relay.started and not self._leading:
            self._leading = True
            aside(self._lead(relay))

    def _other_keys(self) -> list[str]:
        with self._database.looking() as sql:
            return other_keys(sql, self._config)

    async def _lead(self, relay: RelayServer) -> None:
        """Begin to lead; what keeps it from that ends the program."""
        try:
            self._app.state.hub = self._made_hub(relay)
        except Exception as fault:  # noqa: BLE001  (raised where the program ends)
            self._fault, relay.should_exit = fault, True
            return
        try:
            await relay.lead(self._app, self.member.secret)
        except Exception:  # noqa: BLE001  (told already, as what a hub that is alone does not begin with)
            self._fault, relay.should_exit = SystemExit(STARTUP_FAILURE), True
            return
        aside(self._app.state.hub.store.write(partial(keep_marks, config=self._config)))
        say("serving", address=self._config.address_at(relay.port, self._sockets[0].getsockname()[0]))
        asyncio.get_running_loop().call_later(KEEP_SECONDS, keep_what_was_loaded)

    def _made_hub(self, relay: RelayServer) -> Hub:
        make_keys(self._config)
        hub = Hub(self._config, kept=self._database.fenced(self.member.fence()))
        hub.log = self._log
        hub.measures.registry.register(GroupMeasures(self.member))
        self.member.told = lambda: hub.board.number
        self.member.moved = partial(self._moved, hub)

        def give_up(name: str) -> None:
            relay.should_exit = True

        hub.supervised.on_hopeless = give_up
        return hub

    def _moved(self, hub: Hub) -> None:
        """PostgreSQL was away and has all that was told: its numbers go on, wherever it is now."""

        async def keep() -> None:
            with suppress(Unavailable):
                await hub.store.write(keep_place)

        if (loop := self._loop) is not None:
            loop.call_soon_threadsafe(lambda: aside(keep()))

    def _begin_anew_soon(self) -> None:
        late = threading.Timer(STOP_SECONDS, begin_anew, (self._sockets,))
        late.daemon = True
        late.start()

    def _serve(self, server: uvicorn.Server, look: Callable[[], None]) -> None:
        """Let `server` answer until it is told to end; `look` is called in its loop when the hub's part may be another one."""
        self._server = server

        async def serve() -> None:
            loop = self._loop = asyncio.get_running_loop()
            hear_loop(loop)

            def changed() -> None:
                loop.call_soon_threadsafe(look)

            self.member.changed = changed
            if sys.platform != "win32":
                loop.add_signal_handler(signal.SIGHUP, getattr(server, "hang_up", lambda: None))
            look()
            if server.should_exit or self._ending:
                return
            service_manager.tell("READY=1")
            await server.serve([one.dup() for one in self._sockets])

        try:
            run_loop(serve())
        finally:
            self.member.changed = self.member.moved = lambda: None
            self._server = self._loop = None


def listening_at(host: str, port: int) -> list[socket.socket]:
    """Sockets that listen there, which outlive whoever answers at them. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    return [socket.create_server(address[:2], family=family, backlog=4096) for family, _, _, _, address in dict.fromkeys(found)]


def begin_anew(sockets: list[socket.socket]) -> NoReturn:
    """Be another process in the place of this one, with the same sockets and nothing in memory; where that cannot be, the
    service manager begins it."""
    if sys.platform == "win32":
        os._exit(1)
    aside = [os.dup(one.fileno()) for one in sockets]  # those that are there already are not written over
    for number, one in enumerate(aside):
        os.dup2(one, FIRST + number, inheritable=True)
    os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS=str(len(sockets)))
    _log.info("begins-anew")
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606  (the very program that runs)
