"""A server whose answers a test plays byte by byte: whole, silent, endless or cut off."""

from __future__ import annotations

import asyncio
import contextlib
import re
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable

Says = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@contextlib.asynccontextmanager
async def played(says: Says, *, secure: ssl.SSLContext | None = None) -> AsyncIterator[str]:
    """Its address, by TLS where it is `secure`; each request is read whole, then `says` answers it."""
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

    server = await asyncio.start_server(one, "127.0.0.1", 0, ssl=secure)
    try:
        yield f"{'http' if secure is None else 'https'}://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        await asyncio.gather(*over)


def answer(body: str | bytes, status: str = "200 OK", heads: str = "") -> Says:
    """What answers with `body`, whole."""
    sent = body if isinstance(body, bytes) else body.encode()

    async def says(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(f"HTTP/1.1 {status}\r\nContent-Length: {len(sent)}\r\n{heads}\r\n".encode() + sent)
        await writer.drain()

    return says


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Never answers, until whoever asked has gone."""
    await reader.read()


async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Never ends its answer."""
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"4000\r\n" + b"x" * 0x4000 + b"\r\n")
        await writer.drain()
