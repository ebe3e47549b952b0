"""How far one comes on the way to a server: each stage fails over real sockets and certificates, and what lies past it is not known."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socket import create_connection, socket

import pytest

from kalix_presence.client.connection import asking
from kalix_presence.client.connection.probe import Probe, Stage, look
from kalix_presence.client.connection.rest import HubClient
from tests.client.connection.servers import LATER, LONG_AGO, Quiet, certificate, web
from tests.clocks import NINE
from tests.hub.serving import Serving, serving

ENDS_SOON = LATER - timedelta(days=9)


class Hub(Quiet):
    """What a hub says to everybody, at a moment of the test's own."""

    status, body = 200, b'{"organisation":"Kalix","device":true}'

    def do_GET(self) -> None:  # noqa: N802 - http.server's name
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def date_time_string(self, timestamp: float | None = None) -> str:
        return super().date_time_string(ENDS_SOON.timestamp())


class NotReady(Hub):
    status, body = 503, b'{"title":"Unavailable","status":503,"detail":"Starting.","code":"hub-not-ready"}'


class BadGateway(Hub):
    status, body = 502, b"<html>nobody behind me</html>"


class Older(Hub):
    status, body = 404, b'{"title":"Not Found","status":404,"detail":"No such thing.","code":"not-found"}'


class Another(Hub):
    status, body = 200, b'{"cat":"pictures"}'


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def trusting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(asking, "trusted", lambda _: ssl.create_default_context(cafile=str(tmp_path / "server.pem")))


def probe(address: str, seconds: float = 20.0) -> Probe:
    async def run() -> Probe:
        hub = HubClient(address, seconds=seconds)
        try:
            return await look(hub, lambda: NINE)
        finally:
            await hub.close()

    return asyncio.run(run())


def ended(found: Probe) -> tuple[Stage | None, str]:
    if found.stopped is not None:
        assert [found.passed(stage) for stage in Stage] == [
            True if stage < found.stopped else False if stage is found.stopped else None for stage in Stage
        ]
    return found.stopped, "" if found.fault is None else found.fault.code


@contextmanager
def nobody() -> Iterator[int]:
    """A port that is taken and where nobody listens."""
    with socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@contextmanager
def passing(answer: bytes = b"HTTP/1.1 200 Connection established\r\n\r\n", port: int = 0) -> Iterator[int]:
    """A proxy that leads every CONNECT to `port` of this machine, whatever name it was asked for."""
    with socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()

        def carry(one: socket, other: socket) -> None:
            with suppress(OSError):  # the other way was closed first
                while sent := one.recv(65536):
                    other.sendall(sent)
            other.close()

        def serve() -> None:
            try:
                inner, _ = listening.accept()
            except OSError:
                return
            while not inner.recv(65536).endswith(b"\r\n\r\n"):
                continue
            inner.sendall(answer)
            if not port:
                inner.close()
                return
            outer = create_connection(("127.0.0.1", port))
            for pair in ((inner, outer), (outer, inner)):
                threading.Thread(target=carry, args=pair, daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        yield listening.getsockname()[1]


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Serving]:
    with serving(tmp_path / "hub") as running:
        yield running


def test_a_hub_from_before_it_was_asked_this_is_one() -> None:
    with web(Older) as port:
        assert ended(probe(f"http://127.0.0.1:{port}")) == (None, "")


def test_a_real_hub_is_known_by_what_it_tells_everybody(hub: Serving) -> None:
    found = probe(hub.url)
    assert ended(found) == (None, "")
    assert found.proxy is None
    assert found.certificate is None
    assert found.server_time is not None
    assert found.asked == found.answered == NINE


def test_a_name_that_nobody_has() -> None:
    assert ended(probe("https://telefon.finnsinte.invalid")) == (Stage.NAME, "hub-no-such-name")


def test_a_port_where_nobody_listens() -> None:
    with nobody() as port:
        assert ended(probe(f"https://127.0.0.1:{port}")) == (Stage.PORT, "hub-refused")


def test_a_port_that_does_not_speak_https() -> None:
    with web() as port:
        assert ended(probe(f"https://127.0.0.1:{port}")) == (Stage.TLS, "hub-no-https")


def test_a_port_that_takes_the_call_and_never_begins_to_encrypt() -> None:
    with socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        found = probe(f"https://127.0.0.1:{listening.getsockname()[1]}", seconds=0.2)
    assert ended(found) == (Stage.PORT, "hub-timeout")


def test_a_hub_that_takes_the_question_and_never_answers() -> None:
    with socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        found = probe(f"http://127.0.0.1:{listening.getsockname()[1]}", seconds=0.2)
    assert ended(found) == (Stage.HUB, "hub-timeout")


def test_a_certificate_that_nobody_vouches_for(tmp_path: Path) -> None:
    with web(Hub, certificate(tmp_path, "localhost", LONG_AGO, LATER)) as port:
        assert ended(probe(f"https://localhost:{port}")) == (Stage.CERTIFICATE, "hub-untrusted")


@pytest.mark.usefixtures("trusting")
@pytest.mark.parametrize(
    ("name", "until", "code"),
    [("localhost", LONG_AGO + timedelta(days=1), "hub-expired"), ("other.example", LATER, "hub-wrong-name")],
)
def test_a_certificate_that_does_not_hold_here(tmp_path: Path, name: str, until: datetime, code: str) -> None:
    with web(Hub, certificate(tmp_path, name, LONG_AGO, until)) as port:
        assert ended(probe(f"https://localhost:{port}")) == (Stage.CERTIFICATE, code)


@pytest.mark.usefixtures("trusting")
def test_a_certificate_that_holds_is_told_with_the_servers_clock(tmp_path: Path) -> None:
    with web(Hub, certificate(tmp_path, "localhost", LONG_AGO, LATER)) as port:
        found = probe(f"https://localhost:{port}")
    assert ended(found) == (None, "")
    assert found.server_time == ENDS_SOON
    assert found.certificate is not None
    assert (found.certificate.until, found.certificate.names) == (LATER, ("localhost",))
    assert found.certificate.issuer == "localhost"
    assert found.certificate.tls.startswith("TLSv1.")


@pytest.mark.parametrize(
    ("what", "code"),
    [(Quiet, "hub-no-hub"), (Another, "hub-no-hub"), (BadGateway, "hub-unreachable"), (NotReady, "hub-not-ready")],
)
def test_what_answers_and_is_no_hub_that_works(what: type[BaseHTTPRequestHandler], code: str) -> None:
    with web(what) as port:
        assert ended(probe(f"http://127.0.0.1:{port}")) == (Stage.HUB, code)


@pytest.mark.usefixtures("trusting")
def test_a_proxy_that_leads_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with (
        web(Hub, certificate(tmp_path, "hub.example", LONG_AGO, LATER)) as port,
        passing(port=port) as proxy,
    ):
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy}")
        found = probe("https://hub.example")
    assert ended(found) == (None, "")
    assert found.proxy is not None
    assert found.certificate is not None
    assert found.certificate.names == ("hub.example",)


def test_a_proxy_that_leads_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    with passing(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n") as port:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
        assert ended(probe("https://hub.example")) == (Stage.PROXY, "hub-proxy")
    with nobody() as port:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
        assert ended(probe("https://hub.example")) == (Stage.PROXY, "hub-proxy-away")
    monkeypatch.setenv("HTTPS_PROXY", "socks5://127.0.0.1:1080")
    assert ended(probe("https://hub.example")) == (Stage.PROXY, "hub-proxy-unusable")


def test_an_answer_without_end_is_not_read_to_it() -> None:
    class Endless(Hub):
        def do_GET(self) -> None:  # noqa: N802 - http.server's name
            self.send_response(200)
            self.end_headers()
            try:
                while True:
                    self.wfile.write(b"x" * 65536)
            except OSError:
                return

    with web(Endless) as port:
        assert ended(probe(f"http://127.0.0.1:{port}")) == (Stage.HUB, "hub-no-hub")


@pytest.mark.parametrize("said", ["", "soon", "Tue, 99 Nov 2026 08:00:00 GMT"])
def test_a_server_that_tells_no_time(said: str) -> None:
    class Timeless(Hub):
        def date_time_string(self, timestamp: float | None = None) -> str:
            return said

    with web(Timeless) as port:
        found = probe(f"http://127.0.0.1:{port}")
    assert ended(found) == (None, "")
    assert found.server_time is None


def test_the_date_is_read_in_utc() -> None:
    with web(Hub) as port:
        found = probe(f"http://127.0.0.1:{port}")
    assert found.server_time == ENDS_SOON
    assert found.server_time.tzinfo is UTC
