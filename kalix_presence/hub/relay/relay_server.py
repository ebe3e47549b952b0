"""A hub that stands by as a server: on the hub's own sockets, with the hub's own front door."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable, Iterable
from contextlib import AsyncExitStack
from datetime import datetime
from typing import Any

import structlog
from litestar import Litestar
from prometheus_client.registry import Collector

from kalix_presence.hub.hubs.leader import Group
from kalix_presence.hub.relay.leader_link import PATIENCE_SECONDS, LeaderLink
from kalix_presence.hub.relay.own_pages import OwnPages
from kalix_presence.hub.relay.passed_on import TakesPassedOn
from kalix_presence.hub.relay.relay import Relay
from kalix_presence.hub.relay.relay_measures import RelayMeasures
from kalix_presence.hub.relay.trunks import Trunks
from kalix_presence.hub.site.config import Config
from kalix_presence.hub.site.networks import networks_of
from kalix_presence.hub.supervision import service_manager
from kalix_presence.hub.supervision.supervised import Supervised
from kalix_presence.hub.web.app import living
from kalix_presence.hub.web.descriptors import raised
from kalix_presence.hub.web.front_door import FrontDoor
from kalix_presence.hub.web.routes.plans import MOST_IMPORT_BYTES
from kalix_presence.hub.web.running import Hub
from kalix_presence.hub.web.server import FrontServer, answering

log = structlog.get_logger("kalix.relay")


class RelayServer(FrontServer):
    """Serves until `should_exit`; `warnings` are told by `/readyz`, and more may be added."""

    def __init__(
        self,
        config: Config,
        group: Group,
        *,
        clock: Callable[[], datetime],
        measures: Iterable[Collector] = (),
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        """`measures` are told by `/metrics` beside its own; `patience`: seconds that somebody waits for a hub to lead."""
        self.supervised = Supervised()
        proxies = networks_of(config.listen.trusted_proxies)
        self.link = LeaderLink(group, context=lambda: context_of(config), clock=clock, patience=patience)
        self.trunks = Trunks(self.link, config.limits.stream_bytes)
        self.warnings: dict[str, Callable[[], bool]] = {"certificate": lambda: self.certificate_troubled}
        self.measures = RelayMeasures(
            {
                "kalix_streams": ("Open event streams", lambda: len(self.trunks)),
                "kalix_stream_deliveries_total": ("Frames written to streams", lambda: self.trunks.delivered),
                "kalix_stream_cut_off_total": ("Slow readers cut off", lambda: self.trunks.cut_off),
                "kalix_relay_trunk_broken_total": ("Times that all streams ended with their trunk", lambda: self.trunks.broken),
                "kalix_relay_waiting": ("Requests that wait for a hub to lead", lambda: self.link.waiting),
                "kalix_relay_leader_known": ("1 while it is known who leads", lambda: int(self.link.leader is not None)),
                "kalix_connections": ("Open connections", lambda: len(self.front_door)),
                "kalix_connections_most": ("Connections there is room for", lambda: self.front_door.most),
            },
            (self.supervised, *measures),
        )
        self.front_door = FrontDoor(
            config.limits, count=lambda why: self.measures.turned_away.labels(why).inc(), descriptors=raised()
        )
        pages = OwnPages(
            lambda: self.link.leader,
            self.measures,
            metrics_from=config.metrics_from,
            proxies=proxies,
            warnings=self.warnings,
            down=lambda: self.supervised.down,
            restarts=lambda: self.supervised.restarts,
        )
        self._relay = relay = Relay(
            self.link,
            self.trunks,
            pages,
            self.measures,
            proxies=proxies,
            body_bytes=config.limits.body_bytes,
            most_body=max(config.limits.body_bytes, MOST_IMPORT_BYTES, config.scim.body_bytes if config.scim.enabled else 0),
        )
        self._leads, self._turning = AsyncExitStack(), asyncio.Lock()
        super().__init__(
            _Living(relay, self._begin, self._end), config, self.front_door, supervised=self.supervised, clock=clock
        )

    async def lead(self, app: Litestar, secret: bytes) -> None:
        """This hub leads: that of `app` begins, and answers from then on at the same door, those who have waited first of all.

        Streams that came from the hub that led end, and clients resume. Raises whatever keeps the hub from beginning.
        """
        async with self._turning:
            await self._lead(app, secret)

    async def _lead(self, app: Litestar, secret: bytes) -> None:
        hub: Hub = app.state.hub
        self.front_door.count, hub.front_door = hub.front_door.count, self.front_door
        hub.warnings["certificate"] = lambda: self.certificate_troubled
        await self.trunks.stop()
        await self.link.leave()
        await self._leads.enter_async_context(living(hub))
        self._relay.itself = takes_passed_on(hub, secret)(answering(app))
        self.link.lead()
        await self.supervised.stop()
        self._supervise(hub.supervised)
        log.info("stands-by-no-more")

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Whoever waits is told at once to come again."""
        await self.trunks.stop()
        await self.link.stop()
        await super().shutdown(sockets)

    async def _begin(self) -> None:
        self.supervised.run("leader-look", self.link.look)
        self.supervised.run("trunk-tell", self.trunks.tell)
        service_manager.watched(self.supervised)
        log.info("standing-by")

    async def _end(self) -> None:
        await self.supervised.stop()
        async with self._turning:  # what has begun to lead ends in order
            await self._leads.aclose()


def takes_passed_on(hub: Hub, secret: bytes) -> Callable[[Any], TakesPassedOn]:
    """What `HubServer` has `around` it at the hub that leads."""
    return lambda app: TakesPassedOn(app, secret, clock=hub.clock, most_bytes=hub.config.limits.stream_bytes)


def context_of(config: Config) -> ssl.SSLContext:
    """Whom this hub believes to be another one; it shows its own certificate where the other asks for one (`client_ca`)."""
    ca = config.hubs.ca
    context = ssl.create_default_context(cafile=str(config.path(ca)) if ca else None)
    if config.listen.certificate:
        context.load_cert_chain(config.path(config.listen.certificate), config.path(config.listen.key))
    return context


class _Living:
    """An application with its lifespan."""

    def __init__(self, app: Any, begin: Callable[[], Any], end: Callable[[], Any]) -> None:
        self._app, self._begin, self._end = app, begin, end

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Begin and end with the server; answer between."""
        if scope["type"] != "lifespan":
            await self._app(scope, receive, send)
            return
        await receive()
        await self._begin()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._end()
        await send({"type": "lifespan.shutdown.complete"})
