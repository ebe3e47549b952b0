"""3CX's interface as it may be: silent, endless, pausing, not JSON; and where the key goes."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from kalix_presence.hub.pbx.threecx import xapi as module
from kalix_presence.hub.pbx.threecx.xapi import Xapi
from kalix_presence.model.errors import Unavailable

Says = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@contextlib.asynccontextmanager
async def serving(says: Says) -> AsyncIterator[Xapi]:
    over: list[asyncio.Future[None]] = []

    async def one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        over.append(done := asyncio.get_running_loop().create_future())
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                heads = await reader.readuntil(b"\r\n\r\n")
                found = re.search(rb"(?i)content-length: (\d+)", heads)
                await reader.readexactly(int(found[1]) if found else 0)
                await says(reader, writer)
            writer.close()
        finally:
            done.set_result(None)

    server = await asyncio.start_server(one, "127.0.0.1", 0)
    xapi = Xapi(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", "kalix", "key")
    try:
        yield xapi
    finally:
        await xapi.close()
        server.close()
        await asyncio.gather(*over)


def answer(body: bytes, status: str = "200 OK", heads: str = "") -> Says:
    async def says(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{heads}\r\n".encode() + body)
        await writer.drain()

    return says


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()


async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"4000\r\n" + b"x" * 0x4000 + b"\r\n")
        await writer.drain()


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
