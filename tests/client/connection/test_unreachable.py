"""Each way in which a server is not reached is told apart, over real sockets and certificates."""

from __future__ import annotations

import asyncio
import ssl
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socket import socket

import pytest

from kalix_presence import shipped
from kalix_presence.client.connection import asking
from kalix_presence.client.connection.rest import HubClient
from kalix_presence.model.errors import PresenceError
from tests.client.connection.servers import LATER, LONG_AGO, certificate, web


class Proxy(BaseHTTPRequestHandler):
    def do_CONNECT(self) -> None:
        self.send_error(407)

    def log_message(self, *_: object) -> None: ...


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
    monkeypatch.setattr(asking, "trusted", lambda _: ssl.create_default_context(cafile=str(tmp_path / "server.pem")))


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


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_what_takes_the_call_and_says_nothing(scheme: str) -> None:
    with socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        assert why(f"{scheme}://127.0.0.1:{listening.getsockname()[1]}", seconds=0.2) == "hub-timeout"


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


@pytest.mark.parametrize("where", ["127.0.0.1:{port}", "proxy.finnsinte.invalid:3128"])
def test_a_proxy_that_is_not_there_is_not_taken_for_the_server(monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    with socket() as taken:
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setenv("HTTPS_PROXY", f"http://anna:hemligt@{where.format(port=taken.getsockname()[1])}")
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
    assert why("https://hanvisning.example") == "hub-proxy-away"
