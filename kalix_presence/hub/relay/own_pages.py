"""What a hub that stands by says of itself: whether it lives, who leads, and its measures."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from kalix_presence.hub.hubs.leader import Leader
from kalix_presence.hub.relay.relay_measures import RelayMeasures
from kalix_presence.hub.site.networks import Network
from kalix_presence.hub.supervision.request_record import RECORD
from kalix_presence.hub.web.metrics import MEDIA_TYPE
from kalix_presence.hub.web.request_log import HEADER, address_in
from kalix_presence.model.errors import Forbidden, Unavailable

Page = Callable[[Any, Any], Awaitable[None]]


class StandsBy(msgspec.Struct, frozen=True, omit_defaults=True):
    """The hub stands by, and passes on to the one named `leader`, which leads under `term`.

    `restarts`, where there were any: how often something that has to run all the time had to be begun again. `warnings`: what
    will be trouble unless somebody acts: `certificate`, and what the hub's part in its group says.
    """

    leader: str
    term: int
    stands_by: bool = True
    restarts: int = 0
    warnings: list[str] = []


class OwnPages:
    """`/healthz`, `/readyz` and `/metrics`."""

    def __init__(
        self,
        leader: Callable[[], Leader | None],
        measures: RelayMeasures,
        *,
        metrics_from: tuple[str, ...],
        proxies: tuple[Network, ...],
        warnings: dict[str, Callable[[], bool]],
        down: Callable[[], list[str]],
        restarts: Callable[[], int],
    ) -> None:
        self._leader, self._measures, self._metrics_from, self._proxies = leader, measures, metrics_from, proxies
        self._warnings, self._down, self._restarts = warnings, down, restarts
        self._pages: dict[str, Page] = {"/healthz": self._alive, "/readyz": self._ready, "/metrics": self._tell_measures}

    def page(self, scope: Any) -> Page | None:
        """What answers the request, if it is for a page of this hub's own."""
        return self._pages.get(scope["path"]) if scope["method"] in ("GET", "HEAD") else None

    async def _alive(self, scope: Any, send: Any) -> None:
        await _say(send, b"application/json", b'{"alive":true}')

    async def _ready(self, scope: Any, send: Any) -> None:
        down, leader = self._down(), self._leader()
        if down:
            raise Unavailable("hub-task-down", tasks=", ".join(sorted(down)))
        if leader is None:
            raise Unavailable("hub-no-leader", seconds=2)
        found = [code for code, holds in self._warnings.items() if holds()]
        ready = StandsBy(leader.name, leader.term, restarts=self._restarts(), warnings=found)
        await _say(send, b"application/json", msgspec.json.encode(ready))

    async def _tell_measures(self, scope: Any, send: Any) -> None:
        # As at the hub that leads: a proxy that the site has not named would lend its own address to everybody behind it.
        untold = not self._proxies and any(name in (b"forwarded", b"x-forwarded-for") for name, _ in scope["headers"])
        if untold or address_in(scope, self._proxies) not in self._metrics_from:
            raise Forbidden("metrics-address")
        await _say(send, MEDIA_TYPE.encode(), self._measures.text())


async def _say(send: Any, kind: bytes, body: bytes) -> None:
    headers = [(b"content-type", kind), (b"content-length", b"%d" % len(body))]
    if (record := RECORD.get()) is not None:
        headers.append((HEADER, record.id.encode()))
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
