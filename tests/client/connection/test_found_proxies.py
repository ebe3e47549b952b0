"""Requests go by whichever proxy is found, by real connections: another way when one is gone, and asked anew."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from kalix_presence.client.connection.found_proxies import FoundProxies
from tests.client.connection.pac_server import noting

HUB = "http://hub.example:8770"


class Finding:
    """What is found just now, and how often it was asked for."""

    def __init__(self) -> None:
        self.ways: list[str] = []
        self.asked: list[str] = []

    def __call__(self, address: str) -> list[str]:
        self.asked.append(address)
        return self.ways


@pytest.fixture
def finding() -> Finding:
    return Finding()


@pytest.fixture
async def client(finding: Finding) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=FoundProxies(finding, verify=False), trust_env=False) as opened:
        yield opened


def gone() -> str:
    """A proxy that was there a moment ago."""
    with noting() as server:
        return f"http://{server.place}"


async def test_a_way_that_works_is_kept(client: httpx.AsyncClient, finding: Finding) -> None:
    with noting("by proxy") as proxy:
        finding.ways = [f"http://{proxy.place}"]
        assert (await client.get(f"{HUB}/a")).text == "by proxy"
        assert (await client.get(f"{HUB}/b")).text == "by proxy"
        assert proxy.asked == [f"GET {HUB}/a", f"GET {HUB}/b"]
    assert finding.asked == [f"{HUB}/"]


async def test_none_means_directly(client: httpx.AsyncClient) -> None:
    with noting("itself") as server:
        assert (await client.get(f"http://{server.place}/a")).text == "itself"
        assert server.asked == ["GET /a"]


async def test_the_next_one_is_taken_when_the_first_is_away(client: httpx.AsyncClient, finding: Finding) -> None:
    with noting("by the second") as second:
        finding.ways = [gone(), f"http://{second.place}"]
        assert (await client.get(HUB)).text == "by the second"


async def test_a_way_that_ends_is_looked_for_anew_for_the_same_request(client: httpx.AsyncClient, finding: Finding) -> None:
    with noting("at the office") as office:
        finding.ways = [f"http://{office.place}"]
        assert (await client.get(HUB)).text == "at the office"
    with noting("at home") as home:
        finding.ways = [f"http://{home.place}"]
        assert (await client.get(HUB)).text == "at home"
    assert len(finding.asked) == 2


async def test_where_no_way_works_it_is_said_and_the_next_request_looks_again(
    client: httpx.AsyncClient, finding: Finding
) -> None:
    finding.ways = [gone()]
    with pytest.raises(httpx.ConnectError):
        await client.get(HUB)
    with noting("again") as proxy:
        finding.ways = [f"http://{proxy.place}"]
        assert (await client.get(HUB)).text == "again"


@pytest.mark.parametrize("way", ["ftp://one", "http://one:port"])
async def test_one_that_cannot_be_used_is_a_fault_of_the_proxy(client: httpx.AsyncClient, finding: Finding, way: str) -> None:
    finding.ways = [way]
    with pytest.raises(httpx.ProxyError):
        await client.get(HUB)
