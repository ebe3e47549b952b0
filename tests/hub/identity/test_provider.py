"""What the hub takes from a sign-in service, and what it refuses: unsafe addresses, other issuers, floods, silence."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from joserfc.jwk import OctKey, RSAKey

from kalix_presence.hub.identity.provider import KEPT_SECONDS, MOST_BYTES, Provider
from kalix_presence.hub.site.oidc_section import OidcSection
from kalix_presence.model.errors import PresenceError
from tests.clocks import Clock
from tests.provider.service import service

KEY = RSAKey.generate_key(2048, {"kid": "one"}).as_dict(private=False)


class Site(BaseHTTPRequestHandler):
    """Says what it is told to, by path."""

    def do_GET(self) -> None:
        server: Any = self.server
        server.asked.append((self.path, dict(self.headers), self.rfile.read(int(self.headers.get("content-length") or 0))))
        status, body, headers = server.says.get(self.path.removeprefix("/realm"), (404, b"", {}))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body if isinstance(body, bytes) else json.dumps(body).encode())

    do_POST = do_GET  # noqa: N815 - the library's name

    def log_message(self, *said: object) -> None:
        """Not in the tests' output."""


@contextmanager
def site() -> Iterator[Any]:
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.issuer, server.asked = f"http://127.0.0.1:{server.server_port}/realm", []
    server.metadata = {
        "issuer": server.issuer,
        "authorization_endpoint": f"{server.issuer}/auth",
        "token_endpoint": f"{server.issuer}/token",
        "jwks_uri": f"{server.issuer}/keys",
    }
    server.says = {
        "/.well-known/openid-configuration": (200, server.metadata, {}),
        "/keys": (200, {"keys": [KEY]}, {}),
        "/token": (200, {"id_token": "t"}, {}),
    }
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def asking(
    issuer: str, ask: Callable[[Provider], Awaitable[Any]], *, secret: str = "", clock: Clock | None = None, seconds: float = 10
) -> Any:
    async def run() -> Any:
        section = OidcSection(issuer=issuer, client_id="kal:ix", seconds=seconds)
        provider = Provider(section, secret=secret, ca="", steady=(clock or Clock()).steady)
        try:
            return await ask(provider)
        finally:
            await provider.close()

    return asyncio.run(run())


def token(provider: Provider) -> Awaitable[str]:
    return provider.id_token(code="c", verifier="v", redirect="http://localhost:1")


def refusal(issuer: str, ask: Callable[[Provider], Awaitable[Any]] = token, **how: Any) -> str:
    with pytest.raises(PresenceError) as refused:
        asking(issuer, ask, **how)
    return refused.value.code


def test_what_is_published_is_asked_for_once_an_hour() -> None:
    clock = Clock()

    async def twice(provider: Provider) -> None:
        await asyncio.gather(*(provider.published() for _ in range(5)))
        clock.move(seconds=KEPT_SECONDS)
        await provider.published()

    with site() as found:
        asking(found.issuer, twice, clock=clock)
        assert [path for path, *_ in found.asked].count("/realm/keys") == 2


@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri", "device_authorization_endpoint"])
@pytest.mark.parametrize(
    "address", ["http://id.example/x", "file:///etc/passwd", "javascript:alert(1)", "https://u:p@id.example/", "x"]
)
def test_an_address_that_is_not_encrypted_is_not_gone_to(name: str, address: str) -> None:
    with site() as found:
        found.metadata[name] = address
        assert refusal(found.issuer) == "organisation-unsafe"


@pytest.mark.parametrize(
    ("path", "said", "code"),
    [
        ("/.well-known/openid-configuration", (200, {}, {}), "organisation-not-understood"),
        ("/.well-known/openid-configuration", (200, b"\xff", {}), "organisation-not-understood"),
        ("/.well-known/openid-configuration", (200, b"[" * 9000, {}), "organisation-not-understood"),
        ("/.well-known/openid-configuration", (500, b"", {}), "organisation-unreachable"),
        ("/keys", (200, {"keys": []}, {}), "organisation-not-understood"),
        ("/keys", (200, {"keys": 7}, {}), "organisation-not-understood"),
        ("/keys", (200, {"keys": [OctKey.generate_key(256).as_dict(private=True)]}, {}), "organisation-not-understood"),
        ("/keys", (200, {"keys": [{"kty": "strange"}, None, 7]}, {}), "organisation-not-understood"),
        ("/token", (200, {"access_token": "a"}, {}), "organisation-not-understood"),
        ("/token", (400, {"error": "invalid_grant"}, {}), "organisation-over"),
        ("/token", (401, {"error": "invalid_client"}, {}), "organisation-refuses"),
        ("/token", (403, {"error": "access_denied"}, {}), "organisation-denied"),
        ("/token", (400, {"error": "slow_down"}, {}), "organisation-pending"),
        ("/token", (400, b"<html>", {}), "organisation-unreachable"),
        ("/token", (429, {"error": "temporarily_unavailable"}, {}), "organisation-unreachable"),
    ],
)
def test_what_nobody_can_use_is_said_to_be_that(path: str, said: Any, code: str) -> None:
    with site() as found:
        found.says[path] = said
        assert refusal(found.issuer) == code


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/keys", "/token"])
def test_nothing_is_taken_elsewhere(path: str) -> None:
    with site() as found:
        found.says["/moved"], found.says[path] = found.says[path], (307, b"", {"location": f"{found.issuer}/moved"})
        assert refusal(found.issuer) == "organisation-unreachable"
        assert "/realm/moved" not in {each[0] for each in found.asked}


def test_more_than_it_can_be_is_not_read() -> None:
    with site() as found:
        found.says["/.well-known/openid-configuration"] = (200, json.dumps(found.metadata).encode() + b" " * MOST_BYTES, {})
        assert refusal(found.issuer) == "organisation-not-understood"


def test_another_issuer_than_that_of_the_settings_is_refused() -> None:
    with site() as found:
        found.metadata["issuer"] += "/"
        assert refusal(found.issuer) == "organisation-issuer"


def test_a_key_that_we_do_not_know_spoils_not_the_others() -> None:
    with site() as found:
        found.says["/keys"] = (200, {"keys": [{"kty": "strange"}, KEY]}, {})
        assert asking(found.issuer, token) == "t"


@pytest.mark.parametrize(("methods", "basic"), [(None, True), (["client_secret_basic"], True), (["client_secret_post"], False)])
def test_the_secret_goes_the_way_that_the_service_takes(methods: list[str] | None, basic: bool) -> None:
    with site() as found:
        if methods is not None:
            found.metadata["token_endpoint_auth_methods_supported"] = methods
        asking(found.issuer, token, secret="a b")
        [(_, headers, body)] = [each for each in found.asked if each[0].endswith("/token")]
        form = parse_qs(body.decode())
        assert form["client_id"] == ["kal:ix"]
        assert form["code_verifier"] == ["v"]
        assert headers.get("Authorization") == ("Basic a2FsJTNBaXg6YSti" if basic else None)
        assert form.get("client_secret") == (None if basic else ["a b"])


def test_a_service_that_is_away_or_silent_is_said_to_be_so() -> None:
    with site() as found:
        gone = found.issuer
    assert refusal(gone) == "organisation-unreachable"
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes the connection and says nothing
        assert refusal(f"http://127.0.0.1:{silent.getsockname()[1]}", seconds=0.2) == "organisation-unreachable"


def test_a_real_service_knows_no_client_that_it_does_not_know(tmp_path: Path) -> None:
    with service(tmp_path) as real:
        assert asking(real.issuer, lambda provider: provider.published()).jwks_uri == f"{real.issuer}/jwks"
        assert refusal(real.issuer) == "organisation-refuses"
        assert refusal(real.issuer, lambda provider: provider.begin_device()) == "organisation-refuses"
