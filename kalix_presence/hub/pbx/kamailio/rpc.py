"""Kamailio's JSON-RPC over a datagram socket in a folder that only its user and the hub's may enter."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
from pathlib import Path
from typing import Any

from kalix_presence.model.errors import Unavailable

SECONDS = 3.0
"""Longest wait for an answer; on one machine it comes within a millisecond."""
SOCKET = "rpc.sock"


class Refused(Unavailable):
    """Kamailio says no, with a `number` of why."""

    def __init__(self, method: str, number: int) -> None:
        super().__init__("pbx-refused", action=method)
        self.number = number


class Rpc(asyncio.DatagramProtocol):
    """Asks by `ask`; opened by `open`, also again after Kamailio was started anew. Several may ask at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._own = folder / f"hub-{os.getpid()}-{id(self):x}.sock"
        self._count = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._transport: asyncio.DatagramTransport | None = None

    async def open(self) -> None:
        """Raises Unavailable `pbx-unreachable` when nobody listens there."""
        await self.close()
        try:
            made, _ = await asyncio.get_running_loop().create_datagram_endpoint(
                lambda: self, local_addr=str(self._own), remote_addr=str(self._folder / SOCKET), family=1
            )
            self._own.chmod(0o660)  # Kamailio answers to it
        except OSError:
            self._own.unlink(missing_ok=True)
            raise Unavailable("pbx-unreachable") from None
        self._transport = made

    async def close(self) -> None:
        """Let go; who waits is told that it is unreachable."""
        if self._transport is not None:
            self._transport.close()
            self._transport = None
        self._own.unlink(missing_ok=True)
        self._lost()

    async def ask(self, method: str, *params: str) -> Any:
        """What `method` answers. Raises Unavailable `pbx-unreachable`, and `pbx-refused` when Kamailio says no."""
        if self._transport is None:
            raise Unavailable("pbx-unreachable")
        number = next(self._count)
        told: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[number] = told
        try:
            question = {"jsonrpc": "2.0", "method": method, "params": list(params), "id": number}
            self._transport.sendto(json.dumps(question).encode())
            async with asyncio.timeout(SECONDS):
                answer = await told
        except TimeoutError:
            raise Unavailable("pbx-unreachable") from None
        finally:
            self._waiting.pop(number, None)
        if "error" in answer:
            code = answer["error"].get("code") if isinstance(answer["error"], dict) else None
            raise Refused(method, code if isinstance(code, int) else 0)
        return answer.get("result")

    def datagram_received(self, data: bytes, addr: Any) -> None:
        """An answer; one that nobody waits for is dropped."""
        try:
            answer = json.loads(data)
            told = self._waiting.get(answer["id"])
        except (ValueError, KeyError, TypeError):
            return
        if told is not None and not told.done():
            told.set_result(answer)

    def error_received(self, exc: Exception) -> None:
        """Nobody listens any more."""
        self._lost()

    def _lost(self) -> None:
        for told in self._waiting.values():
            if not told.done():
                told.set_exception(Unavailable("pbx-unreachable"))
