"""Asking over the socket: answers find their questions in any order, and whatever else comes harms nobody."""

from __future__ import annotations

import asyncio
import json
import socket
import tempfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from kalix_presence.hub.pbx.kamailio import rpc
from kalix_presence.hub.pbx.kamailio.rpc import SOCKET, Rpc
from kalix_presence.model.errors import Unavailable


class Server(asyncio.DatagramProtocol):
    """Keeps what it is asked, and answers when a test says so."""

    def __init__(self) -> None:
        self.asked: list[tuple[dict[str, Any], str]] = []
        self.transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, addr: Any) -> None:
        self.asked.append((json.loads(data), addr))

    def say(self, text: str, to: str) -> None:
        self.transport.sendto(text.encode(), to)


@pytest.fixture
async def pair() -> AsyncIterator[tuple[Rpc, Server]]:
    with tempfile.TemporaryDirectory(prefix="kk") as name:  # the path of a socket may be 107 bytes long
        folder, server = Path(name), Server()
        where = str(folder / SOCKET)
        await asyncio.get_running_loop().create_datagram_endpoint(lambda: server, local_addr=where, family=socket.AF_UNIX)
        asking = Rpc(folder)
        await asking.open()
        yield asking, server
        await asking.close()
        server.transport.close()


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(120):
        while not holds():
            await asyncio.sleep(0.005)


async def test_answers_in_any_order_find_who_asked(pair: tuple[Rpc, Server]) -> None:
    asking, server = pair
    asked = [asyncio.create_task(asking.ask("cpl.get", str(number))) for number in range(20)]
    await until(lambda: len(server.asked) == 20)
    for question, to in reversed(server.asked):
        server.say(json.dumps({"id": question["id"], "result": question["params"][0]}), to)
    assert await asyncio.gather(*asked) == [str(number) for number in range(20)]


async def test_what_is_no_answer_is_dropped(pair: tuple[Rpc, Server]) -> None:
    asking, server = pair
    asked = asyncio.create_task(asking.ask("core.version"))
    await until(lambda: len(server.asked) == 1)
    [(question, to)] = server.asked
    for nonsense in ("", "{", "[]", "7", '{"result": 1}', '{"id": [], "result": 1}', '{"id": 999, "result": 1}'):
        server.say(nonsense, to)
    for _ in range(2):
        server.say(json.dumps({"id": question["id"], "result": "5.6"}), to)
    assert await asked == "5.6"


async def test_a_no_is_a_refusal_and_silence_is_unreachable(pair: tuple[Rpc, Server], monkeypatch: pytest.MonkeyPatch) -> None:
    asking, server = pair
    asked = asyncio.create_task(asking.ask("cpl.load"))
    await until(lambda: len(server.asked) == 1)
    server.say(json.dumps({"id": server.asked[0][0]["id"], "error": {"code": 500}}), server.asked[0][1])
    with pytest.raises(Unavailable, match="pbx-refused"):
        await asked
    monkeypatch.setattr(rpc, "SECONDS", 0.05)
    with pytest.raises(Unavailable, match="pbx-unreachable"):
        await asking.ask("core.version")


async def test_who_waits_when_it_is_closed_is_told(pair: tuple[Rpc, Server]) -> None:
    asking, server = pair
    asked = asyncio.create_task(asking.ask("core.version"))
    await until(lambda: len(server.asked) == 1)
    await asking.close()
    with pytest.raises(Unavailable, match="pbx-unreachable"):
        await asked
    with pytest.raises(Unavailable, match="pbx-unreachable"):
        await asking.ask("core.version")


async def test_its_socket_is_the_groups_too_and_gone_when_closed(pair: tuple[Rpc, Server]) -> None:
    asking, _ = pair
    [own] = asking._folder.glob("hub-*.sock")
    assert own.stat().st_mode & 0o777 == 0o660
    await asking.close()
    assert not own.exists()


async def test_a_folder_without_a_server_is_unreachable(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="pbx-unreachable"):
        await Rpc(tmp_path).open()
    assert not list(tmp_path.iterdir())
