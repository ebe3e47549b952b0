"""A hub that leads and one that stands by, both on free ports in threads: what the tests of passing on stand on."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from kalix_presence.hub.hubs.leader import Group, Leader
from kalix_presence.hub.relay.relay_server import RelayServer, takes_passed_on
from kalix_presence.hub.site.config import Config
from tests.clocks import Clock
from tests.hub.serving import Reached, Serving, made_config, serving

SECRET = b"what the hubs of the test know!!"


@dataclass
class Who:
    """Who leads, as the group's database would say it."""

    leader: Leader | None = None

    def __call__(self) -> Leader | None:
        return self.leader

    def leads(self, url: str, term: int = 1) -> None:
        self.leader = Leader(f"hub-{term}", url, term)


@dataclass
class Standing(Reached):
    """A hub that stands by."""

    server: RelayServer
    who: Who


@contextmanager
def standing_by(
    who: Who,
    config: Config,
    *,
    clock: Clock | None = None,
    patience: float = 8.0,
    secret: bytes = SECRET,
    run_loop: Callable[[Coroutine[Any, Any, None]], None] = asyncio.run,
) -> Iterator[Standing]:
    """Stand by until the block ends."""
    clock, listening, box = clock or Clock(), threading.Event(), dict[str, Any]()

    async def run() -> None:
        server = RelayServer(config, Group(who, secret), clock=clock, patience=patience)
        box.update(server=server, loop=asyncio.get_running_loop())
        server.when_listening = listening.set
        await server.serve()

    thread = threading.Thread(target=lambda: run_loop(run()), daemon=True)
    thread.start()
    assert listening.wait(60), "the hub that stands by did not come up"
    server = box["server"]
    try:
        yield Standing(f"http://127.0.0.1:{server.port}", box["loop"], clock, server, who)
    finally:
        server.should_exit = True
        thread.join(60)
        assert not thread.is_alive(), "the hub that stands by did not stop"


@dataclass
class Pair:
    """A hub that leads, and `by`, which stands by it."""

    hub: Serving
    by: Standing


def config_by(config: Config, **listen: Any) -> Config:
    """As a second hub of the same site has it."""
    return msgspec.structs.replace(config, listen=msgspec.structs.replace(config.listen, **{"port": 0, **listen}))


@contextmanager
def pair(
    folder: Path,
    config: Config | None = None,
    *,
    listen_by: dict[str, Any] | None = None,
    clock_by: Clock | None = None,
    **limits: Any,
) -> Iterator[Pair]:
    """A hub that leads, and one that stands by it."""
    config = config or made_config(folder / "hub", **limits)
    who = Who()
    with serving(folder / "hub", config=config, around=lambda hub: takes_passed_on(hub, SECRET)) as hub:
        who.leads(hub.url)
        with standing_by(who, config_by(config, **listen_by or {}), clock=clock_by or hub.clock) as by:
            yield Pair(hub, by)
