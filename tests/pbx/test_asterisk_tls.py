"""The manager interface over TLS, as it must be on another machine than the hub's."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kalix_presence.hub.pbx.asterisk.pbx import AsteriskPbx
from kalix_presence.hub.pbx.protocol import PbxReady
from tests.pbx.asterisk_server import AsteriskServer

pytestmark = pytest.mark.asterisk


@pytest.fixture
def server(tmp_path: Path) -> Iterator[AsteriskServer]:
    """An Asterisk with a certificate of its own making."""
    made = AsteriskServer(tmp_path)
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=pbx", "-addext"]
    command += [f"subjectAltName=IP:{made.address}", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    settings = tmp_path / "etc" / "manager.conf"
    tls = f"tlsenable = yes\ntlsbindaddr = {made.address}:5039\ntlscertfile = {certificate}\ntlsprivatekey = {key}\n"
    settings.write_text(settings.read_text("utf-8").replace("[kalix]", f"{tls}[kalix]", 1), "utf-8")
    made.start()
    yield made
    made.stop()


async def test_a_certificate_that_is_trusted_is_taken(server: AsteriskServer, tmp_path: Path) -> None:
    pbx = AsteriskPbx(replace(server.settings, port=5039, tls=True, ca=str(tmp_path / "certificate.pem")))
    events = pbx.events()
    await pbx.start()
    async with asyncio.timeout(120):
        assert await anext(events) == PbxReady()
    assert dict(await pbx.check())["rights"] is None
    await pbx.stop()


async def test_a_certificate_that_is_not_trusted_is_refused_before_anybody_signs_in(server: AsteriskServer) -> None:
    pbx = AsteriskPbx(replace(server.settings, port=5039, tls=True))
    events = pbx.events()
    await pbx.start()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(2):
            await anext(events)
    assert not pbx.connected
    await pbx.stop()
    assert server.log().count("logged on") == 1, "the fixture's own look whether it is up"


@pytest.mark.parametrize(
    ("wrong", "trouble"),
    [
        ({"port": 5039, "tls": True}, "asterisk-certificate"),
        ({"port": 5038, "tls": True}, "asterisk-no-tls"),
        ({"port": 5039, "tls": False}, "asterisk-no-greeting"),
    ],
)
async def test_what_is_wrong_with_tls_is_told_as_that(
    server: AsteriskServer, monkeypatch: pytest.MonkeyPatch, wrong: dict[str, int | bool], trouble: str
) -> None:
    monkeypatch.setattr("kalix_presence.hub.pbx.asterisk.ami.CONNECT_SECONDS", 0.5)
    pbx = AsteriskPbx(replace(server.settings, **wrong))
    await pbx.start()
    async with asyncio.timeout(120):
        while str((await pbx.check())[0][1]) != trouble:
            await asyncio.sleep(0.05)
    await pbx.stop()
