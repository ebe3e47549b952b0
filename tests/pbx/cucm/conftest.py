"""A stand-in for CUCM, and the driver before it."""

from __future__ import annotations

import functools
from collections.abc import AsyncIterator, Iterator

import pytest

from kalix_presence.hub.pbx import contract
from kalix_presence.hub.pbx.cucm.axl import Axl
from kalix_presence.hub.pbx.cucm.messages import Messages
from kalix_presence.hub.pbx.cucm.pbx import CucmPbx
from tests.pbx.cucm.exchange import PARTITION, PASSWORD, USER, Exchange
from tests.pbx.cucm.judge import schema


@functools.cache
def messages(version: str = "12.5") -> Messages:
    return Messages(schema(version))


def driver(url: str, *, version: str = "12.5", password: str = PASSWORD, partition: str = PARTITION) -> CucmPbx:
    return CucmPbx(Axl(url, USER, password, messages(version)), partition)


@pytest.fixture
def exchange() -> Iterator[Exchange]:
    made = Exchange()
    for number in ("2041", "2042", "9"):
        made.add(number)
    yield made
    made.stop()
    assert not made.complaints


@pytest.fixture
async def pbx(exchange: Exchange) -> AsyncIterator[CucmPbx]:
    made = driver(exchange.url)
    await contract.connected(made)
    yield made
    await made.stop()
