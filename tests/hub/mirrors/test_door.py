"""The way to another program's server: to nobody else, by TLS that is looked at, and no answer without bounds."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from kalix_presence.hub.mirrors import door as doors
from kalix_presence.hub.mirrors.door import Door
from kalix_presence.model.errors import BadInput, Unavailable
from tests.hub.callbacks.copy_servers import certificate_for, gateway
from tests.hub.graph_server import answering


@asynccontextmanager
async def door_to(address: str, *, seconds: float = 20, ca: str = "") -> AsyncIterator[Door]:
    door = Door(address, seconds=seconds, ca=ca)
    try:
        yield door
    finally:
        await door.close()


@pytest.mark.parametrize(
    "address",
    ["http://x.example", "https://", "https://user:pass@x.example", "ftp://127.0.0.1", "https://[", "http://10.0.0.1"],
)
def test_an_address_in_the_clear_is_none(address: str) -> None:
    with pytest.raises(BadInput, match="mirror-address"):
        Door(address, seconds=1)


@pytest.mark.parametrize("path", ["https://other.example/x", "http://[", "http://127.0.0.1:1/x", "x"])
async def test_only_its_own_server_is_asked(path: str) -> None:
    async with door_to("http://127.0.0.1:9") as door:
        with pytest.raises(Unavailable) as refused:
            await door.ask("GET", path)
        assert refused.value.params["problem"] == "elsewhere"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_no_redirect_is_followed(status: int) -> None:
    asked: list[str] = []

    def answer(method: str, path: str, body: bytes, headers: object) -> tuple[int, bytes, dict[str, str]]:
        asked.append(path)
        return status, b"", {"location": "/there"}

    with answering(answer) as url:
        async with door_to(url) as door:
            with pytest.raises(Unavailable, match="mirror-unreachable"):
                await door.ask("POST", "/here", body={})
    assert asked == ["/here"]


async def test_a_hub_that_may_not_act_any_longer_only_asks(no_lead: None) -> None:
    asked: list[str] = []

    def answer(method: str, path: str, body: bytes, headers: object) -> tuple[int, bytes, dict[str, str]]:
        asked.append(f"{method} {path}")
        return 200, b"{}", {}

    with answering(answer) as url:
        async with door_to(url) as door:
            for method in ("POST", "PATCH", "DELETE"):
                with pytest.raises(Unavailable, match="hub-leads-no-longer"):
                    await door.ask(method, "/here", body={})
            await door.ask("GET", "/here")
            await door.ask("POST", "/token", form={"grant_type": "client_credentials"})
    assert asked == ["GET /here", "POST /token"]


async def test_an_answer_that_never_ends_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doors, "MOST_BYTES", 1000)
    with answering(lambda *_: (200, b"x" * 1001, {})) as url:
        async with door_to(url) as door:
            with pytest.raises(Unavailable) as refused:
                await door.ask("GET", "/")
            assert refused.value.params["problem"] == "size"


@pytest.mark.parametrize(("rest", "seconds"), [("7", 7), ("", 30), ("soon", 30), ("-5", 30), ("0", 1), ("99999", 600)])
async def test_the_rest_that_is_asked_for_is_bounded(rest: str, seconds: int) -> None:
    with answering(lambda *_: (429, b"", {"retry-after": rest})) as url:
        async with door_to(url) as door:
            with pytest.raises(Unavailable) as refused:
                await door.ask("GET", "/")
            assert refused.value.params["seconds"] == seconds


async def test_what_is_no_json_is_no_answer() -> None:
    with answering(lambda *_: (200, b"<html>", {})) as url:
        async with door_to(url) as door:
            answer = await door.ask("GET", "/")
            with pytest.raises(Unavailable, match="mirror-unreachable"):
                answer.json()


async def test_nobody_there_is_told_as_such() -> None:
    async with door_to("http://127.0.0.1:9") as door:
        with pytest.raises(Unavailable, match="mirror-unreachable"):
            await door.ask("GET", "/")


async def test_it_is_encrypted_and_a_stranger_s_certificate_is_told_nothing(tmp_path: Path) -> None:
    certificate = certificate_for(tmp_path)
    with gateway(certificate) as server:
        async with door_to(server.url.partition("/send")[0], ca=str(certificate)) as trusting:
            assert (await trusting.ask("POST", "/send", body={})).status == 200
        async with door_to(server.url.partition("/send")[0]) as wary:
            with pytest.raises(Unavailable, match="mirror-unreachable"):
                await wary.ask("POST", "/send", body={})
        assert len(server.asked) == 1
