"""A hub that stands by begins to lead: whoever waits there is answered by it, and whoever is connected stays connected."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from kalix_presence.hub.relay.relay_server import takes_passed_on
from kalix_presence.hub.site.config import Config
from kalix_presence.hub.web.app import create_app
from kalix_presence.hub.web.running import Hub
from tests.hub.relay.dying import Dies, dying
from tests.hub.relay.pair import SECRET, Standing, Who, config_by, standing_by
from tests.hub.serving import PASSWORD, events_of, made_config, serving, soon
from tests.hub.web.test_front_door import connected
from tests.hub.web.test_streams import until

AWAY = "/api/v1/people/2041/absence"


@dataclass
class Alone:
    """A hub that stands by while nobody leads, and Anna, who was signed in by the one that led."""

    by: Standing
    config: Config
    headers: dict[str, str]
    hub: Hub | None = None
    said: list[httpx.Response] = field(default_factory=list)
    asking: list[threading.Thread] = field(default_factory=list)

    def made(self) -> Hub:
        self.hub = Hub(self.config, clock=self.by.clock, steady=self.by.clock.steady)
        return self.hub

    def leads(self) -> None:
        """It takes the lead."""
        app = create_app(self.config, self.made())
        self.by.on_loop(lambda: self.by.server.lead(app, SECRET))

    @contextmanager
    def client(self) -> Iterator[httpx.Client]:
        with httpx.Client(base_url=self.by.url, trust_env=False, timeout=60, headers=self.headers) as client:
            yield client

    def ask(self, method: str, path: str, **named: Any) -> None:
        """In a thread of its own, for an answer comes later."""

        def asked() -> None:
            with self.client() as client:
                self.said.append(client.request(method, path, **named))

        self.asking.append(threading.Thread(target=asked))
        self.asking[-1].start()

    def answered(self) -> list[httpx.Response]:
        for each in self.asking:
            each.join(60)
        return self.said

    def waits(self, count: int) -> None:
        until(lambda: self.by.server.link.waiting == count)


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Alone]:
    config, who = made_config(tmp_path / "hub"), Who()
    with serving(tmp_path / "hub", config=config, around=lambda hub: takes_passed_on(hub, SECRET)) as led:
        signed = httpx.post(
            f"{led.url}/api/v1/sign-in", json={"username": "anna", "password": PASSWORD}, trust_env=False, timeout=60
        )
    with standing_by(who, config_by(config), patience=60.0) as by:
        yield Alone(by, config, {"authorization": f"Bearer {signed.json()['token']}"})


def test_whoever_waits_is_answered_with_what_they_had_sent(alone: Alone) -> None:
    alone.ask("GET", "/api/v1/me")
    alone.ask("PUT", AWAY, json={"reason": "lunch", "until": soon()})
    alone.waits(2)
    alone.leads()
    assert sorted((each.request.method, each.status_code) for each in alone.answered()) == [("GET", 200), ("PUT", 200)]
    assert alone.hub is not None
    assert alone.hub.board.states["2041"].held is not None


def test_a_stream_that_waits_begins_and_goes_on_and_its_connection_counts_at_the_door(alone: Alone) -> None:
    begun, got = threading.Event(), list[str]()

    def read() -> None:
        with alone.client() as client, client.stream("GET", "/api/v1/events") as stream:
            for _, event in events_of(stream.iter_lines()):
                got.append(event["kind"])
                begun.set()
                if event["kind"] == "standing":
                    return

    reading = threading.Thread(target=read)
    reading.start()
    alone.waits(1)
    alone.leads()
    assert begun.wait(60)
    assert alone.hub is not None
    assert len(alone.hub.streams) == 1
    with alone.client() as client:
        client.put(AWAY, json={"reason": "lunch", "until": soon()}).raise_for_status()
        reading.join(60)
        assert got == ["hello", "standing"]
        assert "kalix_connections 1.0" in client.get("/metrics").text.splitlines(), "the client's own"


def test_who_is_connected_already_stays_so_and_is_answered_by_the_hub(alone: Alone) -> None:
    with closing(connected(alone.by)) as peer:  # type: ignore[arg-type]  # it has a server with a port
        request = b"GET /%s HTTP/1.1\r\nHost: h\r\n\r\n"
        peer.sendall(request % b"healthz")
        assert b'{"alive":true}' in read_until(peer, b"}")
        alone.leads()
        peer.sendall(request % b"readyz")
        assert b'"database"' in read_until(peer, b"}")


def read_until(peer: socket.socket, end: bytes) -> bytes:
    """What is answered there, which ends so."""
    got = b""
    while not got.endswith(end) and (more := peer.recv(65_536)):
        got += more
    return got


def test_a_body_that_is_on_its_way_then_is_taken_whole(alone: Alone) -> None:
    body = b'{"reason":"lunch","until":"%s"}' % soon().encode()
    head = f"PUT {AWAY} HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    head += f"Authorization: {alone.headers['authorization']}\r\n\r\n"
    with closing(connected(alone.by)) as peer:  # type: ignore[arg-type]
        peer.sendall(head.encode() + body[:10])
        until(lambda: len(alone.by.server.front_door) == 1)
        alone.leads()
        peer.sendall(body[10:])
        assert peer.recv(65_536).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(("method", "key", "status"), [("GET", "", 200), ("PUT", "k", 200), ("PUT", "", 503)])
def test_what_was_asked_of_a_hub_that_stands_still_is_answered_unless_it_may_have_been_done(
    alone: Alone, method: str, key: str, status: int
) -> None:
    with dying(Dies.NEVER) as stands_still:
        still = threading.Event()
        stands_still.when_dead = still.set
        alone.by.who.leads(stands_still.url)
        body = {"json": {"reason": "lunch", "until": soon()}} if method == "PUT" else {}
        alone.ask(method, AWAY if body else "/api/v1/me", **body, headers={"idempotency-key": key} if key else {})
        assert still.wait(60)
        alone.by.who.leader = None
        alone.leads()
        [answer] = alone.answered()
    assert answer.status_code == status, answer.text
    assert status == 200 or answer.json()["code"] == "hub-unacknowledged"


def test_a_hub_that_passes_on_to_it_is_answered_too(alone: Alone) -> None:
    who = Who()
    who.leads(alone.by.url, term=2)
    with standing_by(who, config_by(alone.config), clock=alone.by.clock, patience=60.0) as third:
        said: list[int] = []

        def asked() -> None:
            said.append(httpx.get(f"{third.url}/api/v1/me", headers=alone.headers, trust_env=False, timeout=60).status_code)

        asking = threading.Thread(target=asked)
        asking.start()
        until(lambda: third.server.link.waiting == 1)
        alone.leads()
        asking.join(60)
        assert said == [200]


def test_what_is_told_to_end_while_it_begins_to_lead_ends_in_order(alone: Alone) -> None:
    hub, going_on, done = alone.made(), asyncio.Event(), list[str]()
    start, stop = hub.start, hub.stop

    def told(what: str, work: Callable[[], Any]) -> Callable[[], Any]:
        async def go() -> None:
            if what == "start":
                await going_on.wait()
            await work()
            done.append(what)

        return go

    hub.start, hub.stop = told("start", start), told("stop", stop)  # type: ignore[method-assign]
    app, by = create_app(alone.config, hub), alone.by
    leading = asyncio.run_coroutine_threadsafe(by.server.lead(app, SECRET), by.loop)
    until(lambda: by.on_loop(lambda: by.server._turning.locked()))
    by.server.should_exit = True
    until(lambda: by.on_loop(lambda: not by.server.servers[0].is_serving()))
    by.loop.call_soon_threadsafe(going_on.set)
    leading.result(60)
    until(lambda: done == ["start", "stop"])


def test_what_keeps_it_from_beginning_is_raised(alone: Alone) -> None:
    hub = alone.made()

    async def broken() -> None:
        raise RuntimeError("broken")

    hub.start = broken  # type: ignore[method-assign]
    with pytest.raises(RuntimeError):
        alone.by.on_loop(lambda: alone.by.server.lead(create_app(alone.config, hub), SECRET))
    assert httpx.get(f"{alone.by.url}/healthz", trust_env=False, timeout=60).status_code == 200
