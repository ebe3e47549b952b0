"""Each way in which a server is not reached is told apart, over real sockets and certificates."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path
from socket import socket

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kalix_presence import shipped
from kalix_presence.client.connection import rest
from kalix_presence.client.connection.rest import HubClient
from kalix_presence.model.errors import PresenceError


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None: ...


class Proxy(BaseHTTPRequestHandler):
    def do_CONNECT(self) -> None:
        self.send_error(407)

    def log_message(self, *_: object) -> None: ...


@contextmanager
def web(handler: type[BaseHTTPRequestHandler] = Quiet, context: ssl.SSLContext | None = None) -> Iterator[int]:
    server = HTTPServer(("127.0.0.1", 0), handler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


def certificate(folder: Path, name: str, since: datetime, until: datetime) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(called)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM) + secret)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def why(address: str, seconds: float = 20.0) -> str:
    async def run() -> str:
        hub = HubClient(address, seconds=seconds)
        try:
            await hub.sign_in("anna", "secret")
        except PresenceError as fault:
            for language in ("sv", "en", "fi"):
                assert shipped.words(language).say(f"errors.{fault.code}", **fault.params)
            return fault.code
        finally:
            await hub.close()
        return ""

    return asyncio.run(run())


@pytest.fixture
def trusting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The site's own authority is trusted, as an administrator gives it out."""
    monkeypatch.setattr(rest, "trusted", lambda _: ssl.create_default_context(cafile=str(tmp_path / "server.pem")))


LONG_AGO, LATER = datetime(2001, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def test_a_name_that_nobody_has() -> None:
    assert why("https://telefon.finnsinte.invalid") == "hub-no-such-name"


def test_a_port_where_nobody_listens() -> None:
    with socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    assert why(f"https://127.0.0.1:{port}") == "hub-refused"
    assert why(f"http://127.0.0.1:{port}") == "hub-refused"


def test_a_web_server_that_is_no_hub() -> None:
    with web() as port:
        assert why(f"http://127.0.0.1:{port}") == "hub-no-hub"


def test_https_asked_of_a_port_that_speaks_http() -> None:
    with web() as port:
        assert why(f"https://127.0.0.1:{port}") == "hub-no-https"


def test_what_speaks_something_else() -> None:
    with socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()

        def greet() -> None:
            one, _ = listening.accept()
            one.sendall(b"220 mail.kommun.se ESMTP\r\n")
            one.recv(10_000)
            one.close()

        threading.Thread(target=greet, daemon=True).start()
        assert why(f"http://127.0.0.1:{listening.getsockname()[1]}") == "hub-no-hub"


def test_what_takes_the_call_and_says_nothing() -> None:
    with socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        assert why(f"http://127.0.0.1:{listening.getsockname()[1]}", seconds=0.2) == "hub-timeout"


def test_a_certificate_that_nobody_vouches_for(tmp_path: Path) -> None:
    with web(context=certificate(tmp_path, "localhost", LONG_AGO, LATER)) as port:
        assert why(f"https://localhost:{port}") == "hub-untrusted"


@pytest.mark.usefixtures("trusting")
def test_a_certificate_that_has_run_out(tmp_path: Path) -> None:
    with web(context=certificate(tmp_path, "localhost", LONG_AGO, LONG_AGO + timedelta(days=1))) as port:
        assert why(f"https://localhost:{port}") == "hub-expired"


@pytest.mark.usefixtures("trusting")
@pytest.mark.parametrize("asked", ["localhost", "127.0.0.1"])
def test_a_certificate_of_another_name(tmp_path: Path, asked: str) -> None:
    with web(context=certificate(tmp_path, "other.example", LONG_AGO, LATER)) as port:
        assert why(f"https://{asked}:{port}") == "hub-wrong-name"


def test_a_proxy_that_lets_nobody_through(monkeypatch: pytest.MonkeyPatch) -> None:
    with web(Proxy) as port:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        assert why("https://hanvisning.example") == "hub-proxy"
