"""3CX's interface as it may be: silent, endless, pausing, not JSON; and where the key goes."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from kalix_presence.hub.pbx.threecx import xapi as module
from kalix_presence.hub.pbx.threecx.xapi import Xapi
from kalix_presence.model.errors import Unavailable
from tests.pbx.played_server import Says, answer, endless, played, silent


@contextlib.asynccontextmanager
async def serving(says: Says) -> AsyncIterator[Xapi]:
    async with played(says) as address:
        xapi = Xapi(address, "kalix", "key")
        try:
            yield xapi
        finally:
            await xapi.close()


async def cut_off(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
    await writer.drain()


@pytest.mark.parametrize(
    ("says", "code"),
    [
        (silent, "pbx-unreachable"),
        (endless, "pbx-unreachable"),
        (cut_off, "pbx-unreachable"),
        (answer(b"not json"), "pbx-unreachable"),
        (answer(b"[" * 100_000), "pbx-unreachable"),
        (answer(b'{"access_token": 5}'), "pbx-unreachable"),
        (answer(b"{}", "500 Broken"), "pbx-unreachable"),
        (answer(b"{}", "401 No"), "pbx-refused"),
        (answer(b"{}", "307 There", "Location: http://127.0.0.1:9/\r\n"), "pbx-unreachable"),
        (answer(b"{}", "503 Busy", "Retry-After: 86400\r\n"), "pbx-unreachable"),
        (answer(b"{}", "503 Busy", "Retry-After: Wed, 21 Oct 2026 07:28:00 GMT\r\n"), "pbx-unreachable"),
    ],
)
async def test_whatever_answers_there_it_is_said_and_never_waited_for(
    says: Says, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SECONDS", 1.0)
    async with serving(says) as xapi:
        with pytest.raises(Unavailable, match=code):
            await xapi.ask("GET", "/Users")


async def test_an_answer_that_is_larger_than_any_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = b'{"access_token": "' + b"x" * 4000 + b'"}'
    for most, code in ((1000, "pbx-unreachable"), (5000, "pbx-refused")):
        monkeypatch.setattr(module, "MOST_BYTES", most)
        async with serving(answer(whole, "401 No")) as xapi:
            with pytest.raises(Unavailable, match=code):
                await xapi.ask("GET", "/Users")


async def test_nobody_there() -> None:
    for url in ("http://127.0.0.1:9", "http://nobody.invalid"):
        xapi = Xapi(url, "kalix", "key")
        with pytest.raises(Unavailable, match="pbx-unreachable"):
            await xapi.ask("GET", "/Users")
        await xapi.close()
