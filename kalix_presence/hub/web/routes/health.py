"""Whether the hub lives and is ready, and its measures, for whoever watches the server."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.openapi import ResponseSpec

from kalix_presence.hub.store.events import newest
from kalix_presence.hub.supervision.acting import ACTING
from kalix_presence.hub.web.metrics import MEDIA_TYPE
from kalix_presence.hub.web.problems import refusals
from kalix_presence.hub.web.routes.asking import address_of, hub_of
from kalix_presence.model.errors import Forbidden, Unavailable


class Alive(msgspec.Struct, frozen=True):
    """The hub answers."""

    alive: bool = True


class Ready(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the hub stands on. `term` is the one under which it leads, where it is one of several; `pbx` false means that
    changes are kept and brought to the PBX when it is back.

    `restarts`, where there were any: how often something that has to run all the time had to be begun again; `/metrics` tells
    by name. `warnings`: what will be trouble unless somebody acts: `disk-low`, `certificate`, `clock-set` (within the hour),
    `rules-renewing` (policy, reasons or numbers changed while it rested: some rules are not confirmed yet),
    `rules-contested` (somebody else writes rules in the PBX again and again: another hub, most likely), `sync-failing` (a
    source of the directory could not be taken over), `sync-held` (one waits for an administrator's yes),
    `mirror-failing` (another program in which standings are told does not answer, or refuses),
    `guardian-guards-not` (forwards would stay past their end if the hub died now).
    """

    database: bool
    pbx: bool
    term: int = 0
    restarts: int = 0
    warnings: list[str] = []


@get("/healthz", opt={"open": True}, security=[{}], tags=["health"])
async def alive() -> Alive:
    """Whether the process answers."""
    return Alive()


@get(
    "/readyz",
    opt={"open": True},
    security=[{}],
    tags=["health"],
    responses={**refusals(503)},
)
async def ready(request: Request[Any, Any, Any]) -> Ready:
    """Whether it can do its work: the database answers, and all that has to run does. A PBX that is away is told but does not
    make it unready."""
    hub = hub_of(request)
    if not hub.ready:
        raise Unavailable("hub-not-ready")
    if not ACTING.may:  # the lease may be over: another hub may lead
        raise Unavailable("hub-leads-no-longer", seconds=1)
    down = hub.supervised.down if hub.store.alive else ["store-writer", *hub.supervised.down]
    if down:
        raise Unavailable("hub-task-down", tasks=", ".join(sorted(down)))
    await hub.store.read(newest)
    warnings = await hub.warn()
    term = hub.store.database.term
    return Ready(database=True, pbx=hub.pbx.connected, term=term, restarts=hub.supervised.restarts, warnings=warnings)


@get(
    "/metrics",
    opt={"open": True},
    security=[{}],
    tags=["health"],
    media_type=MEDIA_TYPE,
    responses={
        200: ResponseSpec(str, media_type=MEDIA_TYPE, generate_examples=False, description="Prometheus text format."),
        **refusals(403),
    },
)
async def metrics(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Counts for Prometheus; only for the addresses that the settings name."""
    hub = hub_of(request)
    # A proxy that the site has not named would lend its own address to everybody behind it.
    untold = not hub.proxies and bool({"forwarded", "x-forwarded-for"} & set(request.headers))
    if untold or address_of(request) not in hub.config.metrics_from:
        raise Forbidden("metrics-address")
    return Response(hub.measures.text(), media_type=MEDIA_TYPE)
