"""What the driver confirms is what was read back, and changes of one extension wait for each other; a socket answers as the test says."""

from __future__ import annotations

import asyncio
import json
import socket
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from kalix_presence.hub.pbx import contract
from kalix_presence.hub.pbx.kamailio.pbx import KamailioPbx
from kalix_presence.hub.pbx.kamailio.rpc import SOCKET
from kalix_presence.hub.pbx.kamailio.script import script_of
from kalix_presence.hub.pbx.protocol import Pbx
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.forwarding import Divert, ForwardingRule
from tests.pbx.kamailio.kamailio_server import DOMAIN
from tests.pbx.kamailio.test_rpc import Server, until

RULE = ForwardingRule("2041", "a-1", Divert.ALWAYS, "9", None, "lunch")
OTHER = ForwardingRule("2041", "a-2", Divert.ALWAYS, "9", None, "lunch")


class Exchange(Server):
    """Says yes to all; `held` is what it then shows of every script. `slow` keeps its answers to loads back until `let_go`."""

    def __init__(self) -> None:
        super().__init__()
        self.held, self.slow, self.loads = "", False, 0
        self._kept: list[tuple[int, str]] = []

    def datagram_received(self, data: bytes, addr: Any) -> None:
        question = json.loads(data)
        loading = question["method"] == "cpl.load"
        self.loads += loading
        if loading and self.slow:
            self._kept.append((question["id"], addr))
            return
        self.answer(question["id"], self.held if question["method"] == "cpl.get" else "yes", addr)

    def answer(self, number: int, result: str, to: str) -> None:
        self.say(json.dumps({"id": number, "result": result}), to)

    def let_go(self) -> None:
        for number, to in self._kept:
            self.answer(number, "yes", to)
        self._kept.clear()


@pytest.fixture
async def exchange() -> AsyncIterator[tuple[Exchange, Pbx]]:
    with tempfile.TemporaryDirectory(prefix="kk") as name:  # the path of a socket may be 107 bytes long
        where, made = str(Path(name) / SOCKET), Exchange()
        await asyncio.get_running_loop().create_datagram_endpoint(lambda: made, local_addr=where, family=socket.AF_UNIX)
        pbx = KamailioPbx(Path(name), DOMAIN, lambda: ["2041"])
        await contract.connected(pbx)
        yield made, pbx
        await pbx.stop()
        made.transport.close()


async def test_a_rule_that_is_taken_but_not_kept_is_never_confirmed(exchange: tuple[Exchange, Pbx]) -> None:
    server, pbx = exchange
    for kept in ("", script_of(OTHER, DOMAIN), script_of(RULE, "other.example")):
        server.held = kept
        with pytest.raises(Unavailable, match="pbx-not-confirmed"):
            await pbx.apply(RULE)
    server.held = script_of(RULE, DOMAIN)
    await pbx.apply(RULE)


async def test_a_rule_that_stays_is_never_said_to_be_gone(exchange: tuple[Exchange, Pbx]) -> None:
    server, pbx = exchange
    server.held = script_of(RULE, DOMAIN)
    with pytest.raises(Unavailable, match="pbx-not-confirmed"):
        await pbx.remove("2041")


async def test_the_second_change_of_an_extension_waits_for_the_first(exchange: tuple[Exchange, Pbx]) -> None:
    server, pbx = exchange
    server.slow, server.held = True, script_of(RULE, DOMAIN)
    first, second = asyncio.create_task(pbx.apply(RULE)), asyncio.create_task(pbx.apply(OTHER))
    await until(lambda: server.loads == 1)
    assert await pbx.read("2041") == RULE, "a question that was asked later is answered: nothing else is on its way"
    assert server.loads == 1
    server.let_go()
    await first
    await until(lambda: server.loads == 2)
    server.held = script_of(OTHER, DOMAIN)
    server.let_go()
    await second
