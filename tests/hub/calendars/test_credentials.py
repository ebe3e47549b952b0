"""A calendar's password is told to the scheme, host and port it was given for, and to nobody else, wherever an answer leads."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kalix_presence.hub.calendars.fetching import Fetcher, Login, as_https
from kalix_presence.hub.site.calendars_section import CalendarsSection
from kalix_presence.model.errors import PresenceError
from tests.hub.calendars.calendar_servers import PASSWORD, radicale
from tests.hub.graph_server import answering
from tests.hub.serving import Serving, made_config, serving

URL = "/api/v1/people/2041/calendars"
MULTISTATUS = (
    '<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:response><d:href>{href}</d:href><d:propstat><d:prop>'
    "{prop}</d:prop></d:propstat></d:response></d:multistatus>"
)
CALENDAR = "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>"
HOME = "<c:calendar-home-set><d:href>{elsewhere}</d:href></c:calendar-home-set>"
PRINCIPAL = "<d:current-user-principal><d:href>{elsewhere}</d:href></d:current-user-principal>"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Serving]:
    config = made_config(tmp_path / "hub")
    config = msgspec.structs.replace(config, calendars=CalendarsSection(hosts=("127.0.0.1", "localhost"), poll_seconds=60))
    with serving(tmp_path / "hub", config=config) as running:
        yield running


def added(hub: Serving, address: str) -> dict[str, Any]:
    with hub.client("anna") as anna:
        wish = {"kind": "caldav", "address": address, "username": "anna", "password": PASSWORD}
        return dict(anna.post(URL, json=wish).json())


class Place:
    """What a server was asked with."""

    def __init__(self) -> None:
        self.asked: list[str | None] = []

    def empty(self, method: str, path: str, body: bytes, headers: Any) -> tuple[int, bytes, dict[str, str]]:
        self.asked.append(headers.get("authorization"))
        return 207, MULTISTATUS.format(href=path, prop=CALENDAR if method == "PROPFIND" else "").encode(), {}


@pytest.mark.parametrize("leads", ["href", "home", "principal", "redirect", "other name"])
def test_another_place_is_asked_without_the_password(hub: Serving, leads: str) -> None:
    here, there = Place(), Place()
    with answering(there.empty) as elsewhere:
        if leads == "other name":
            elsewhere = elsewhere.replace("127.0.0.1", "localhost")

        def answer(method: str, path: str, body: bytes, headers: Any) -> tuple[int, bytes, dict[str, str]]:
            here.asked.append(headers.get("authorization"))
            if leads == "redirect":
                return 307, b"", {"location": f"{elsewhere}/cal/"}
            if leads in ("href", "other name"):
                return 207, MULTISTATUS.format(href=f"{elsewhere}/cal/", prop=CALENDAR).encode(), {}
            prop = (HOME if leads == "home" else PRINCIPAL).format(elsewhere=f"{elsewhere}/cal/")
            return 207, MULTISTATUS.format(href="/", prop=prop).encode(), {}

        with answering(answer) as url:
            added(hub, f"{url}/dav/")
    assert all(here.asked)
    assert there.asked
    assert not any(there.asked)


def test_the_same_place_keeps_the_password_over_a_redirect(hub: Serving) -> None:
    place = Place()

    def answer(method: str, path: str, body: bytes, headers: Any) -> tuple[int, bytes, dict[str, str]]:
        if path == "/.well-known/caldav":
            return 301, b"", {"location": "/dav/"}
        return place.empty(method, path, body, headers)

    with answering(answer) as url:
        added(hub, f"{url}/.well-known/caldav")
    assert place.asked
    assert all(place.asked)


def test_a_hub_that_ends_leaves_no_connection_to_a_server(tmp_path: Path) -> None:
    config = made_config(tmp_path / "hub")
    config = msgspec.structs.replace(config, calendars=CalendarsSection(hosts=("127.0.0.1",), poll_seconds=60))
    closed = threading.Event()

    def keeps(listening: socket.socket) -> None:
        """Answers each request on one connection, for as long as the other side keeps it."""
        with listening.accept()[0] as asking:
            asking.settimeout(60)
            with suppress(ConnectionError):  # cut off is gone as well
                while asking.recv(65536):
                    asking.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
        closed.set()

    with socket.create_server(("127.0.0.1", 0)) as listening, ThreadPoolExecutor() as server:
        with serving(tmp_path / "hub", config=config) as running:
            answered = server.submit(keeps, listening)
            added(running, f"http://127.0.0.1:{listening.getsockname()[1]}/dav/")
            doors = list(running.hub.calendars.doors)
            assert not closed.is_set(), "it is kept, to be asked again"
        assert [door._http for door in doors] == [None]
        answered.result(60)


def test_a_real_server_elsewhere_is_not_signed_in_to(hub: Serving, tmp_path: Path) -> None:
    with radicale(tmp_path / "radicale") as server:
        listing = MULTISTATUS.format(href=server.calendar, prop=CALENDAR).encode()
        with answering(lambda *asked: (207, listing, {})) as url:
            assert added(hub, url)["code"] == "calendar-sign-in"
        assert "id" in added(hub, server.calendar)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("https://dav.example/other", True),
        ("https://DAV.example:443/", True),
        ("webcal://dav.example/x", True),
        ("http://dav.example/", False),
        ("https://dav.example:8443/", False),
        ("https://dav.example.evil.example/", False),
        ("https://evil.dav.example/", False),
    ],
)
def test_the_place_is_scheme_host_and_port(asked: str, told: bool) -> None:
    assert (Login("https://dav.example/cal", "anna", "x").auth_for(asked) is not None) == told


def test_addresses_as_programs_give_them_are_taken_as_https() -> None:
    assert as_https(" webcal://dav.example/a?b ") == "https://dav.example/a?b"
    assert as_https("WebCals://dav.example/a") == "https://dav.example/a"
    assert as_https("https://dav.example/a") == "https://dav.example/a"


@pytest.mark.parametrize("same", [True, False])
def test_a_token_follows_a_redirect_to_its_own_server_alone(same: bool) -> None:
    here, there = Place(), Place()
    with answering(there.empty) as elsewhere:

        def answer(method: str, path: str, body: bytes, headers: Any) -> tuple[int, bytes, dict[str, str]]:
            if path.startswith("/there"):
                return here.empty(method, path, body, headers)
            return 307, b"", {"location": "/there" if same else f"{elsewhere}/there"}

        async def asked(url: str) -> None:
            fetcher = Fetcher(CalendarsSection(hosts=("127.0.0.1",)))
            await fetcher.request("GET", f"{url}/here", headers={"Authorization": "Bearer secret"})
            await fetcher.close()

        with answering(answer) as url:
            asyncio.run(asked(url))
    assert (here.asked, there.asked) == ((["Bearer secret"], []) if same else ([], [None]))


ODD = ("http://[", "http://a:b/", "//[::1", "http://127.0.0.1:99999999/", "mailto:anna", "http://127.0.0.1/" + "x" * 66_000)


@pytest.mark.parametrize("where", ODD, ids=range(len(ODD)))
def test_an_address_that_is_none_is_refused_in_words_wherever_a_server_names_it(hub: Serving, where: str) -> None:
    async def asked(url: str) -> None:
        fetcher = Fetcher(CalendarsSection(hosts=("127.0.0.1",)))
        try:
            with pytest.raises(PresenceError) as refused:
                await fetcher.request("GET", url)
            assert refused.value.code in ("calendar-unreachable", "calendar-host", "calendar-address")
        finally:
            await fetcher.close()

    with answering(lambda *_: (307, b"", {"location": where})) as url:
        asyncio.run(asked(url))
    for prop in (CALENDAR, HOME.format(elsewhere=where)):
        listing = MULTISTATUS.format(href=where, prop=prop).encode()
        with answering(lambda *_, listing=listing: (207, listing, {})) as url:
            assert added(hub, url)["code"].startswith("calendar-")
