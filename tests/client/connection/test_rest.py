"""The hub's REST as a client meets it, over real connections, good and bad."""

from __future__ import annotations

import ssl
import subprocess
from pathlib import Path

import pytest

from kalix_presence.client.connection.address import hub_address
from kalix_presence.client.connection.rest import HubClient, new_key
from kalix_presence.model.errors import (
    BadInput,
    Conflict,
    Forbidden,
    NotFound,
    PresenceError,
    SignInNeeded,
    TooMany,
    Unavailable,
)
from tests.client.house import lunch, network, raw_server, set_count
from tests.hub.serving import PASSWORD, Serving


async def refused(hub: HubClient) -> PresenceError:
    """What /me is refused with."""
    try:
        await hub.me()
    except PresenceError as error:
        return error
    finally:
        await hub.close()
    raise AssertionError("it was not refused")


async def test_a_day_with_the_hub(hub: Serving) -> None:
    client = HubClient(hub.url, language="en")
    await client.sign_in("anna", PASSWORD, device="desk")
    me = await client.me()
    assert (me.username, me.person.extension if me.person else "") == ("anna", "2041")
    assert [reason.code for reason in (await client.reasons()).reasons][:2] == ["break", "lunch"]
    assert [person.extension for person in (await client.people("bygglov")).people] == ["2041", "2042"]
    assert len(await client.everybody()) == 6
    reply = await client.set_absence("2041", lunch(), key=new_key())
    assert reply.in_force
    assert (await client.rule("2041")).present
    assert (await client.end_absence("2041", key=new_key())).in_force
    standing = (await client.person("2041")).standing
    assert standing is not None
    assert standing.absence is None
    await client.sign_out()
    with pytest.raises(SignInNeeded):
        await client.me()
    await client.close()


@pytest.mark.parametrize(
    ("who", "extension", "kind"), [("anna", "2061", Forbidden), ("maria", "9999", NotFound), ("", "2041", SignInNeeded)]
)
async def test_each_refusal_is_of_its_kind_with_a_sentence_in_the_readers_language(
    hub: Serving, who: str, extension: str, kind: type[PresenceError]
) -> None:
    sentences = set()
    for language in ("sv", "en", "fi"):
        client = HubClient(hub.url, language=language)
        if who:
            await client.sign_in(who, PASSWORD)
        with pytest.raises(kind) as raised:
            await client.set_absence(extension, lunch(), key=new_key())
        sentences.add(raised.value.params["detail"])
        await client.close()
    assert len(sentences) == 3


async def test_a_retry_after_a_lost_answer_does_nothing_twice(hub: Serving) -> None:
    with network(hub) as way:
        client, key, wish = HubClient(way.url), new_key(), lunch()
        await client.sign_in("anna", PASSWORD)
        way.go("deaf")
        with pytest.raises(Unavailable, match="hub-unreachable"):
            await client.set_absence("2041", wish, key=key)
        way.go("open")
        assert (await client.set_absence("2041", wish, key=key)).in_force
        with pytest.raises(Conflict, match="idempotency-key-reused"):
            await client.set_absence("2041", lunch(30), key=key)
        await client.close()
    assert set_count(hub) == 1


def http(status: str, body: bytes, kind: str = "text/html", more: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\ncontent-type: {kind}\r\nconnection: close\r\n{more}\r\n".encode() + body


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (http("200 OK", b"<html>Welcome to Hotel Kalix</html>"), "hub-not-understood"),
        (http("302 Found", b"", more="location: http://hotel.example/\r\n"), "hub-not-understood"),
        (http("403 Forbidden", b"<html>proxy</html>"), "hub-not-understood"),
        (http("404 Not Found", b"{}", "application/json"), "hub-not-understood"),
        (http("502 Bad Gateway", b"<html>nginx</html>"), "hub-unreachable"),
        (http("200 OK", b'{"username": 1}', "application/json"), "hub-not-understood"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "hub-unreachable"),
        (b"", "hub-unreachable"),
    ],
)
async def test_what_did_not_come_from_the_hub_is_no_refusal_of_its_own(answer: bytes, code: str) -> None:
    """A hotel's sign-in page must not make a change count as refused: it waits."""
    async with raw_server(answer) as (url, _):
        error = await refused(HubClient(url))
        assert (type(error), error.code) == (Unavailable, code)


async def test_a_refusal_with_any_parameters_is_read() -> None:
    body = b'{"title":"T","status":429,"detail":"Wait.","code":"slow","field":"f","params":{"seconds":7,"self":1,"code":"x"}}'
    async with raw_server(http("429 Too Many", body, "application/problem+json")) as (url, _):
        error = await refused(HubClient(url))
        assert (type(error), error.code, error.field, error.params["seconds"]) == (TooMany, "slow", "f", 7)


async def test_nobody_there_is_said() -> None:
    assert (await refused(HubClient("http://127.0.0.1:9"))).code == "hub-unreachable"


@pytest.mark.parametrize("token", ["a\r\nX-Evil: 1", "sjö", "a b", "\x00"])
async def test_a_token_that_cannot_be_one_never_reaches_the_wire(token: str) -> None:
    async with raw_server(http("200 OK", b"{}")) as (url, asked):
        assert (await refused(HubClient(url, token=token))).code == "not-signed-in"
        assert asked == []


async def test_loopback_is_asked_without_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    async with raw_server(http("404 Not Found", b"")) as (proxy, seen), raw_server(http("404 Not Found", b"")) as (url, asked):
        monkeypatch.setenv("HTTP_PROXY", proxy)
        monkeypatch.setenv("ALL_PROXY", proxy)
        await refused(HubClient(url, token="secret"))
        assert (len(seen), len(asked)) == (0, 1)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("presence.kalix.example", "https://presence.kalix.example"),
        (" https://presence.kalix.example/ ", "https://presence.kalix.example"),
        ("http://localhost:8770", "http://localhost:8770"),
        ("http://[::1]:8770", "http://[::1]:8770"),
        ("https://a.example/kalix", "https://a.example/kalix"),
    ],
)
def test_an_address_is_made_whole(typed: str, meant: str) -> None:
    assert hub_address(typed) == meant
    assert HubClient(typed).address == meant


@pytest.mark.parametrize(
    "typed",
    ["http://presence.kalix.example", "http://10.0.0.5", "ftp://a.example", "", "https://u:p@a.example", "https://a:99999"],
)
def test_an_address_that_passwords_must_not_travel_to_is_refused(typed: str) -> None:
    with pytest.raises(BadInput):
        HubClient(typed)


async def test_a_certificate_that_nobody_vouches_for_is_said_and_nothing_is_sent(tmp_path: Path) -> None:
    import asyncio

    made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    names = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    certificate, key = tmp_path / "hub.crt", tmp_path / "hub.key"
    subprocess.run(["openssl", *made, *names, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    got: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        got.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(http("404 Not Found", b""))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    server.get_loop().set_exception_handler(lambda loop, context: None)
    url = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        assert (await refused(HubClient(url, token="secret"))).code == "hub-untrusted"
        assert got == []
    finally:
        server.close()


async def test_a_site_may_vouch_for_its_own_certificate_in_the_systems_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kalix_presence.client.connection.trust import trusted

    made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=Kalix CA"]
    certificate, key = tmp_path / "ca.crt", tmp_path / "ca.key"
    subprocess.run(["openssl", *made, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = trusted("https://presence.kalix.example")
    subjects = [dict(part[0] for part in one["subject"]) for one in context.get_ca_certs()]  # type: ignore[misc]
    assert any(one.get("commonName") == "Kalix CA" for one in subjects)
    assert len(subjects) > 50
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
