"""Whoever does not finish the handshake of an encrypted connection is counted and sent away; what every answer says beside it."""

from __future__ import annotations

import asyncio
import socket
import ssl
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Any, cast

import httpx
import msgspec
import pytest

from kalix_presence.hub.site.config import Listen
from kalix_presence.hub.site.limits_section import Limits
from kalix_presence.hub.web.connection import StreamProtocol
from kalix_presence.hub.web.front_door import FrontDoor
from kalix_presence.hub.web.tls_greeting import TlsGreeting
from tests.hub.serving import PASSWORD, Serving, made_config, serving
from tests.hub.web.test_certificate import current
from tests.hub.web.test_front_door import GET, connected, refusals, told
from tests.hub.web.test_server import HSTS, SAFE
from tests.hub.web.test_streams import until

Run = Callable[[Coroutine[Any, Any, None]], None]
RUNS: list[Run] = [asyncio.run]
if sys.platform != "win32":
    import uvloop

    RUNS.append(uvloop.run)
PLACES = 40


@pytest.fixture(params=RUNS, ids=lambda run: run.__module__)
def hub(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Serving]:
    """One with a certificate."""
    config = made_config(tmp_path / "hub", request_seconds=1.0, answer_seconds=1.0, connections_per_address=PLACES)
    current(tmp_path / "hub")
    listen = msgspec.structs.replace(config.listen, certificate="hub.crt", key="hub.key")
    assert isinstance(listen, Listen)
    config = msgspec.structs.replace(config, listen=listen)
    with serving(tmp_path / "hub", config=config, run_loop=request.param) as running:
        yield running


def encrypted() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def hello() -> bytes:
    """What a client says first."""
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    with pytest.raises(ssl.SSLWantReadError):
        encrypted().wrap_bio(incoming, outgoing, server_hostname="hub").do_handshake()
    return outgoing.read()


def get(hub: Serving, path: str = "/healthz", **more: Any) -> httpx.Response:
    return httpx.get(f"https://127.0.0.1:{hub.server.port}{path}", verify=encrypted(), timeout=60, trust_env=False, **more)


def unsent(hub: Serving) -> int:
    """How many bytes of answers nobody takes."""
    there = cast(set[StreamProtocol], hub.server.server_state.connections)
    return sum(each.transport.get_write_buffer_size() for each in there)


def begun(which: str) -> bytes:
    return {"nothing": b"", "half": hello()[:100], "whole": hello()}[which]


@pytest.mark.parametrize("which", ["nothing", "half", "whole"])
def test_a_handshake_that_does_not_come_to_its_end_is_ended_and_counted(hub: Serving, which: str) -> None:
    with closing(connected(hub)) as stranger:
        stranger.sendall(begun(which))
        told(stranger)  # until the hub closes
    until(lambda: refusals(hub, "handshake-slow") == 1)
    assert get(hub).status_code == 200
    until(lambda: len(hub.hub.front_door) == 0)


def test_unfinished_handshakes_have_so_many_places_and_keep_nobody_out(hub: Serving) -> None:
    with ExitStack() as strangers:
        for number in range(PLACES * 3):
            stranger = strangers.enter_context(closing(connected(hub)))
            if number % 2:
                stranger.sendall(hello())
        until(lambda: len(hub.hub.front_door) <= PLACES)
        assert get(hub).status_code == 200
        assert refusals(hub, "address") + refusals(hub, "handshake-slow") >= PLACES * 2 - 1
    until(lambda: len(hub.hub.front_door) == 0)


@pytest.mark.parametrize("strange", [GET + b"\r\n", b"\x16\x03\x01\x00\x05aaaaa", b"\x00" * 300])
def test_what_is_no_handshake_is_refused_at_once(hub: Serving, strange: bytes) -> None:
    with closing(connected(hub)) as stranger:
        stranger.sendall(strange)
        told(stranger)
    until(lambda: refusals(hub, "handshake-failed") == 1)
    until(lambda: len(hub.hub.front_door) == 0)


def test_whoever_hangs_up_in_the_middle_leaves_nothing(hub: Serving) -> None:
    for which in ("nothing", "half", "whole") * 5:
        with closing(connected(hub)) as stranger:
            stranger.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
            stranger.sendall(begun(which))
    until(lambda: len(hub.hub.front_door) == 0)
    assert get(hub).status_code == 200


def test_what_comes_in_one_piece_with_the_handshakes_end_is_read(hub: Serving) -> None:
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    wrapped = encrypted().wrap_bio(incoming, outgoing, server_hostname="hub")
    with closing(connected(hub)) as client:
        while True:
            try:
                wrapped.do_handshake()
                break
            except ssl.SSLWantReadError:
                client.sendall(outgoing.read())
                incoming.write(client.recv(65_536))
        wrapped.write(GET + b"\r\n")
        client.sendall(outgoing.read())  # Finished and the request together
        answer = b""
        while not answer:
            incoming.write(client.recv(65_536))
            with suppress(ssl.SSLWantReadError):  # a ticket for the next time comes first
                answer = wrapped.read(65_536)
        assert answer.startswith(b"HTTP/1.1 200 ")


def test_every_answer_of_an_encrypted_hub_asks_to_be_asked_encrypted_only(hub: Serving) -> None:
    answers = [get(hub, path) for path in ("/healthz", "/api/v1/me", "/nowhere", "/openapi.json", "//x")]
    answers.append(get(hub, headers={"X": "a" * 70_000}))
    assert [answer.status_code for answer in answers] == [200, 401, 404, answers[3].status_code, 404, 431]
    for answer in answers:
        assert {name: answer.headers.get(name) for name in SAFE} == SAFE
        assert int(answer.headers[HSTS].removeprefix("max-age=")) >= 31_536_000


def test_an_answer_that_nobody_reads_is_ended_and_counted(hub: Serving) -> None:
    signed = httpx.post(
        f"https://127.0.0.1:{hub.server.port}/api/v1/sign-in",
        json={"username": "anna", "password": PASSWORD},
        verify=encrypted(),
        timeout=60,
        trust_env=False,
    ).json()
    asking = f"GET /openapi.json HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer {signed['token']}\r\n\r\n".encode()
    with socket.socket() as plain:
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        plain.settimeout(60)
        plain.connect(("127.0.0.1", hub.server.port))
        with encrypted().wrap_socket(plain) as stranger:
            more = iter(range(10))  # fewer than wait behind one another: that would be another refusal

            def asked_on() -> bool:
                """Ask without ever reading, and some more when nothing moves any longer."""
                if not hub.on_loop(lambda: unsent(hub)) or next(more, None) is not None:
                    with suppress(OSError):
                        stranger.sendall(asking)
                return refusals(hub, "answer-unread") == 1

            until(asked_on)
    assert get(hub).status_code == 200


class Evicted(TlsGreeting):
    """Somebody else needs the place in the same step of the loop."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.evict()


async def test_whoever_is_evicted_before_they_could_begin_leaves_nothing() -> None:
    ours, loop = FrontDoor(Limits(), count=lambda why: None), asyncio.get_running_loop()
    near, far = socket.socketpair()
    with far:
        far.setblocking(False)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        await loop.connect_accepted_socket(lambda: Evicted(context, ours, lambda arrived: asyncio.Protocol()), near)
        assert await loop.sock_recv(far, 1) == b""
    assert len(ours) == 0
