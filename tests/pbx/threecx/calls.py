"""A stand-in for 3CX's call control: lines with calls and phones, a socket that tells of changes, and its faults.

It follows the vendor's page about the interface, for which there is no description that could judge it. Both it and the
configuration interface are reached at one address, by a door that leads each request to its server.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from tests.pbx.threecx.exchange import Exchange


class Calls:
    """`skip` leaves out so many events, and counts them; `mute` tells nothing at all; `refuses` answers so many with 401."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._lock = threading.Lock()
        self.lines: dict[str, dict[str, Any]] = {}
        self.asked: list[str] = []
        self.sockets: set[ServerConnection] = set()
        self.opened = 0
        self.refuses = 0
        self.skip = 0
        self.mute = False
        self.sequence = 41
        self._next = 1
        exchange.control = self.answer

    def answer(self, path: str) -> tuple[int, Any]:
        with self._lock:
            self.asked.append(path)
            if path == "/callcontrol":
                return 200, json.loads(json.dumps(list(self.lines.values())))
            number = path.split("/")[2]
            if number not in self.lines:
                return 404, {"error": {"code": "", "message": "not found"}}
            return 200, json.loads(json.dumps(self.lines[number]))

    def add(self, number: str, *, phone: bool = True) -> None:
        devices = [{"dn": number, "device_id": f"sip:{number}@192.0.2.1:5060", "user_agent": "phone"}] if phone else []
        self.lines[number] = {"dn": number, "type": "Wextension", "devices": devices, "participants": []}

    async def call(self, number: str, status: str, *, by: str = "2099") -> int:
        """Somebody takes part in a call there."""
        self._next += 1
        told = {
            "id": self._next,
            "status": status,
            "dn": number,
            "originated_by_dn": by,
            "party_caller_id": "0923650417",
            "callid": 7,
        }
        with self._lock:
            self.lines[number]["participants"].append(told)
        await self.tell(number, self._next, 0)
        return self._next

    async def becomes(self, number: str, call: int, status: str) -> None:
        with self._lock:
            for each in self.lines[number]["participants"]:
                if each["id"] == call:
                    each["status"] = status
        await self.tell(number, call, 0)

    async def ends(self, number: str, call: int) -> None:
        with self._lock:
            there = self.lines[number]["participants"]
            there[:] = [each for each in there if each["id"] != call]
        await self.tell(number, call, 1)

    async def tell(self, number: str, call: int, kind: int) -> None:
        self.sequence += 1
        if self.mute:
            self.sequence -= 1
        elif self.skip:
            self.skip -= 1
        else:
            event = {"event_type": kind, "entity": f"/callcontrol/{number}/participants/{call}", "attached_data": None}
            await self.say(json.dumps({"sequence": self.sequence, "event": event}))

    async def say(self, text: str) -> None:
        for socket in set(self.sockets):
            with contextlib.suppress(ConnectionClosed):
                await socket.send(text)

    def admitted(self, connection: ServerConnection, request: Request) -> Response | None:
        bearer = request.headers.get("Authorization", "")
        if self.refuses or not self._exchange.token or bearer != f"Bearer {self._exchange.token}":
            self.refuses = max(0, self.refuses - 1)
            return connection.respond(HTTPStatus.UNAUTHORIZED, "token")
        return None

    async def hold(self, socket: ServerConnection) -> None:
        self.opened += 1
        self.sockets.add(socket)
        try:
            await socket.wait_closed()
        finally:
            self.sockets.discard(socket)


@contextlib.asynccontextmanager
async def one_address(exchange: Exchange, calls: Calls) -> AsyncIterator[str]:
    """Where both are."""
    async with serve(calls.hold, "127.0.0.1", 0, process_request=calls.admitted, compression=None) as sockets:
        over: set[asyncio.Task[Any]] = set()

        async def door(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            over.add(task)
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                first = await reader.readuntil(b"\r\n")
                is_socket = first.startswith(b"GET /callcontrol/ws ")
                port = next(iter(sockets.sockets)).getsockname()[1] if is_socket else urlsplit(exchange.url).port
                back, on = await asyncio.open_connection("127.0.0.1", port)
                on.write(first)
                try:
                    await asyncio.gather(_lead(reader, on), _lead(back, writer))
                finally:
                    on.close()
                    writer.close()

        server = await asyncio.start_server(door, "127.0.0.1", 0)
        try:
            yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        finally:
            server.close()
            for task in over:
                task.cancel()
            await asyncio.gather(*over, return_exceptions=True)


async def _lead(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while said := await reader.read(65536):
        writer.write(said)
        await writer.drain()
    writer.close()
