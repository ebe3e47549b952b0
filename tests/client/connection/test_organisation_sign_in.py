"""Signing in from a computer at a real provider: two at once, broken off, refused, and nothing odd opened."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from kalix_presence import shipped
from kalix_presence.client.connection.organisation_sign_in import prove_by_code, prove_in_browser, require_web
from kalix_presence.client.connection.rest import HubClient
from kalix_presence.model.errors import NotFound, SignInNeeded, Unavailable
from tests.hub.identity.signing import Joined, joined
from tests.hub.serving import serving
from tests.provider.service import browser, walk

pytestmark = pytest.mark.xdist_group("provider")
WORDS = shipped.words("en")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Joined]:
    with joined(tmp_path_factory.mktemp("client"), device=True) as found:
        yield found


class Person:
    """Signs in as `login` in a browser of their own; `pages` are what it showed in the end."""

    def __init__(self, house: Joined, login: str, *, refuse: bool = False) -> None:
        self.house, self.login, self.refuse, self.pages = house, login, refuse, list[str]()
        self.asked: list[asyncio.Future[None]] = []

    async def browse(self, address: str) -> None:
        self.house.set_clock()
        self.asked.append(asyncio.ensure_future(asyncio.to_thread(self._go, address)))

    def _go(self, address: str) -> None:
        with browser() as one:
            self.pages.append(one.get(walk(one, address, self.login, refuse=self.refuse)).text)


async def prove(person: Person, **how: Any) -> Any:
    hub = HubClient(person.house.hub.url)
    try:
        return await prove_in_browser(hub, person.browse, WORDS, device="desk", **how)
    finally:
        await hub.close()
        await asyncio.gather(*person.asked)


def test_two_sign_in_at_once_and_each_is_who_they_are(house: Joined) -> None:
    people = [Person(house, "anna"), Person(house, "per")]
    house.service.tell("claims", {"anna": {"email": "anna@x.example"}, "per": {"email": "nobody@x.example"}})

    async def both() -> Any:
        return await asyncio.gather(*map(prove, people), return_exceptions=True)

    anna, per = asyncio.run(both())
    assert (anna.username, bool(anna.refresh)) == ("anna", True)
    assert per.code == "organisation-nobody"
    assert "You are signed in" in people[0].pages[0]
    assert "You are not signed in" in people[1].pages[0]


def test_whoever_breaks_it_off_in_the_browser_is_told_so(house: Joined) -> None:
    person = Person(house, "anna", refuse=True)
    with pytest.raises(SignInNeeded, match="organisation-denied"):
        asyncio.run(prove(person))
    assert "You are not signed in" in person.pages[0]


def test_a_browser_that_was_closed_half_way_ends_the_waiting_in_words(house: Joined) -> None:
    async def closed(address: str) -> None:
        with browser() as one:
            one.get(address)

    async def whole() -> None:
        hub = HubClient(house.hub.url)
        try:
            await prove_in_browser(hub, closed, WORDS, device="", patience=0.05)
        finally:
            await hub.close()

    with pytest.raises(SignInNeeded, match="organisation-late"):
        asyncio.run(whole())


def test_by_a_code_one_waits_until_it_was_typed_elsewhere(house: Joined, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []

    async def whole() -> Any:
        hub, shown = HubClient(house.hub.url), list[Any]()

        async def typed(seconds: float) -> None:
            waited.append(seconds)
            await asyncio.to_thread(walk, one, shown[0].whole, "anna")

        monkeypatch.setattr("kalix_presence.client.connection.organisation_sign_in.pause", typed)
        house.set_clock()
        with browser() as one:
            try:
                return await prove_by_code(hub, shown.append, device="server")
            finally:
                await hub.close()

    assert (asyncio.run(whole()).username, waited) == ("anna", [5])


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "ms-settings:x", "javascript:alert(1)", "http://id.example/", "https://", "x", "https://[broken"],
)
def test_a_hub_has_nothing_but_a_web_page_opened(address: str) -> None:
    with pytest.raises(Unavailable):
        require_web(address)


@pytest.mark.parametrize("address", ["https://id.example/x?y", "http://127.0.0.1:5/x", "http://localhost/"])
def test_web_pages_are_opened(address: str) -> None:
    require_web(address)


def test_where_there_is_no_service_one_is_told_so(tmp_path: Path) -> None:
    with serving(tmp_path / "hub") as hub:

        async def whole() -> None:
            client = HubClient(hub.url)
            try:
                await prove_in_browser(client, lambda address: asyncio.sleep(0), WORDS, device="")
            finally:
                await client.close()

        with pytest.raises(NotFound, match="organisation-none"):
            asyncio.run(whole())
        assert httpx.get(f"{hub.url}/api/v1/sign-in/ways", trust_env=False).json() == {}
