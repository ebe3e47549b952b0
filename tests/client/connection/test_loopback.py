"""The browser comes back to this computer alone, with the state of this sign-in, and is told only what is true."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from kalix_presence.client.connection.loopback import LONGEST, Loopback
from kalix_presence.model.errors import SignInNeeded, Unavailable


def listening(redirect: str = "http://127.0.0.1/back", ports: tuple[int, ...] = ()) -> Loopback:
    return Loopback(redirect, ports, lambda name: f"<{name}>")


async def get(address: str) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
        return await client.get(address)


def run(work: Callable[[Loopback], Awaitable[Any]]) -> Any:
    async def whole() -> Any:
        async with listening() as back:
            return await work(back)

    return asyncio.run(whole())


def test_the_page_says_how_it_went_and_not_before() -> None:
    async def work(back: Loopback) -> None:
        waiting = asyncio.ensure_future(back.wait("mine", 60))
        asked = asyncio.ensure_future(get(f"{back.redirect}?state=mine&code=a%20b&iss=i"))
        brought = await waiting
        assert brought.params == {"state": "mine", "code": "a b", "iss": "i"}
        assert not asked.done()
        brought.tell("<well>")
        answer = await asked
        assert (answer.status_code, "&lt;well&gt;" in answer.text) == (200, True)
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")

    run(work)


@pytest.mark.parametrize("query", ["state=other&code=x", "code=x", "state=&code=x", "state=mine%00&code=x", ""])
def test_an_answer_of_another_sign_in_is_not_taken_and_ours_still_comes(query: str) -> None:
    async def work(back: Loopback) -> None:
        waiting = asyncio.ensure_future(back.wait("mine", 60))
        other = await get(f"{back.redirect}?{query}")
        assert (other.status_code, "&lt;elsewhere&gt;" in other.text) == (400, True)
        ours = asyncio.ensure_future(get(f"{back.redirect}?state=mine&code=y"))
        brought = await waiting
        again = await get(f"{back.redirect}?state=mine&code=z")
        assert again.status_code == 400
        brought.tell("")
        assert (brought.params["code"], (await ours).status_code) == ("y", 200)

    run(work)


def test_before_a_state_is_known_nothing_is_taken() -> None:
    async def work(back: Loopback) -> int:
        return (await get(f"{back.redirect}?state=&code=x")).status_code

    assert run(work) == 400


def test_other_paths_and_methods_are_nothing() -> None:
    async def work(back: Loopback) -> None:
        back_to = back.redirect.removesuffix("/back")
        waiting = asyncio.ensure_future(back.wait("mine", 60))
        for path in ("/favicon.ico", "/", "/back/x?state=mine"):
            assert (await get(back_to + path)).status_code == 404
        async with httpx.AsyncClient(trust_env=False) as client:
            assert (await client.post(f"{back.redirect}?state=mine", content=b"x")).status_code == 404
        waiting.cancel()

    run(work)


@pytest.mark.parametrize(
    "said", [b"", b"GET", b"\xff\r\n\r\n", b"GET " + b"x" * (LONGEST + 10), b"GET http://[ HTTP/1.1\r\n\r\n"]
)
def test_whoever_speaks_no_http_disturbs_nothing(said: bytes) -> None:
    async def work(back: Loopback) -> None:
        waiting = asyncio.ensure_future(back.wait("mine", 60))
        port = int(back.redirect.split(":")[2].partition("/")[0])
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(said)
        writer.close()
        asked = asyncio.ensure_future(get(f"{back.redirect}?state=mine&code=y"))
        (await waiting).tell("x")
        assert (await asked).status_code == 200

    run(work)


def test_of_the_ports_of_the_site_a_free_one_is_taken_and_none_is_said_to_be_none() -> None:
    async def work(ports: tuple[int, ...]) -> str:
        async with listening("http://localhost", ports) as back:
            return back.redirect

    with socket.create_server(("127.0.0.1", 0)) as taken, socket.create_server(("127.0.0.1", 0)) as other:
        full, second = taken.getsockname()[1], other.getsockname()[1]
        with pytest.raises(Unavailable) as refused:
            asyncio.run(work((full, second)))
        assert (refused.value.code, refused.value.params) == ("organisation-port-taken", {"ports": f"{full}, {second}"})
        other.close()
        assert asyncio.run(work((full, second))) == f"http://localhost:{second}"


def test_a_browser_that_does_not_come_back_is_not_waited_for_for_ever() -> None:
    with pytest.raises(SignInNeeded, match="organisation-late"):
        run(lambda back: back.wait("mine", 0.01))


def test_whatever_breaks_off_the_browser_is_told_that_it_failed() -> None:
    async def work() -> httpx.Response:
        async with listening() as back:
            waiting = asyncio.ensure_future(back.wait("mine", 60))
            asked = asyncio.ensure_future(get(f"{back.redirect}?state=mine&code=y"))
            await waiting
        return await asked

    assert "&lt;failed&gt;" in asyncio.run(work()).text
