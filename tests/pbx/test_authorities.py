"""3CX and CUCM are believed by the authority that the settings name, in a real handshake; else neither password nor key is sent."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from kalix_presence.hub.pbx.cucm.axl import Axl
from kalix_presence.hub.pbx.threecx.xapi import Xapi
from kalix_presence.model.errors import Unavailable
from tests.hub.web.test_certificate import current
from tests.pbx.cucm.conftest import messages
from tests.pbx.cucm.test_axl import VERSION
from tests.pbx.played_server import answer, played

Asks = Callable[[str, str], Awaitable[Any]]


async def of_cucm(url: str, ca: str) -> Any:
    axl = Axl(url, "kalix", "password", messages(), ca=ca)
    try:
        return await axl.ask("getCCMVersion")
    finally:
        await axl.close()


async def of_threecx(url: str, ca: str) -> Any:
    xapi = Xapi(url, "kalix", "key", ca=ca)
    try:
        return await xapi.token()
    finally:
        await xapi.close()


@pytest.mark.parametrize(
    ("asks", "body"), [(of_cucm, VERSION.format("12.5")), (of_threecx, '{"access_token": "t"}')], ids=["cucm", "3cx"]
)
async def test_a_server_is_asked_when_its_authority_is_the_one_of_the_settings_alone(
    tmp_path: Path, asks: Asks, body: str
) -> None:
    for name in ("its", "another"):
        (tmp_path / name).mkdir()
        current(tmp_path / name)
    secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secure.load_cert_chain(tmp_path / "its" / "hub.crt", tmp_path / "its" / "hub.key")
    asked: list[bool] = []
    said = answer(body)

    async def says(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(True)
        await said(reader, writer)

    async with played(says, secure=secure) as url:
        assert await asks(url, str(tmp_path / "its" / "hub.crt"))
        for ca in (str(tmp_path / "another" / "hub.crt"), ""):
            with pytest.raises(Unavailable, match="pbx-unreachable"):
                await asks(url, ca)
    assert asked == [True]
