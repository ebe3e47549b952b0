"""Each route of the API through a hub that stands by: answers are those of the hub that leads, byte for byte."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from tests.hub.access.access_house import House, house
from tests.hub.access.access_requests import OF_ONES_OWN, REQUESTS, WITH_A_SESSION_OF_THEIR_OWN
from tests.hub.relay.pair import SECRET, Standing, Who, config_by, standing_by
from tests.hub.relay.pair import takes_passed_on as takes

LANGUAGES = ("sv", "en", "fi")
OWN_PAGES = {"GET /healthz", "GET /readyz", "GET /metrics"}
STREAM = "GET /api/v1/events"
CHANCE = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z0-9_-]{20,}|[0-9a-f]{16,}|[0-9a-f]{8}\b|127\.0\.0\.1:[0-9]+")
"""What is drawn anew each time: ids, tokens, ports."""
LEAVES_A_LINE = "GET /api/v1/audit"
"""Read once more it tells that it was read."""
COUNTED = re.compile(r'"(version|number|since|tick|made)":\d+')
"""How much has happened until now, to which what goes on beside it adds."""
ROUTES = sorted({*REQUESTS} - OWN_PAGES - {STREAM})


class World:
    """Two houses alike, asked directly and through a hub that stands by."""

    def __init__(self, direct: House, other: House, by: Standing, clients: dict[str, httpx.Client]) -> None:
        self.direct, self.other, self.by, self.clients = direct, other, by, clients


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with ExitStack() as stack:
        direct = stack.enter_context(house(tmp_path_factory.mktemp("direct")))
        other = stack.enter_context(house(tmp_path_factory.mktemp("other"), around=lambda hub: takes(hub, SECRET)))
        who = Who()
        who.leads(other.hub.url)
        by = stack.enter_context(standing_by(who, config_by(other.hub.config), clock=other.hub.clock))
        clients = {}
        for name, client in other.clients.items():
            clients[name] = stack.enter_context(
                httpx.Client(base_url=by.url, timeout=60, trust_env=False, headers=dict(client.headers))
            )
        yield World(direct, other, by, clients)


def said(answer: httpx.Response, *, chance: bool = True) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """Everything that the client was told, without the second in which it was and the id of the request."""
    headers = [(name, value) for name, value in answer.headers.raw if name not in (b"date", b"x-request-id")]
    body = answer.content
    if not chance:
        body = COUNTED.sub(r'"\1":0', CHANCE.sub("", body.decode("utf-8", "replace"))).encode()
        headers = [(name, value) for name, value in headers if name not in (b"content-length", b"etag")]
    return answer.status_code, headers, body


@pytest.mark.parametrize("route", ROUTES)
def test_it_is_answered_as_by_the_hub_that_leads(world: World, route: str) -> None:
    method, made = route.partition(" ")[0], REQUESTS[route]
    answers = []
    for one, clients in ((world.direct, world.direct.clients), (world.other, world.clients)):
        path, body = made(one)
        answers.append(clients["ada" if "source" in route else "anna"].request(method, path, json=body))
    told = [said(answer, chance=False) for answer in answers]
    if route == "POST /api/v1/me/copy":  # it holds what was drawn, in tables that go on filling
        told = [(status, headers, b"") for status, headers, _ in told]
        assert all(answer.json()["held"]["person"] for answer in answers)
    assert told[1] == told[0]


@pytest.mark.parametrize("route", [route for route in ROUTES if route.startswith("GET ") and route != LEAVES_A_LINE])
def test_what_only_reads_is_the_same_byte_for_byte(world: World, route: str) -> None:
    path, _ = REQUESTS[route](world.other)
    for who in ("anna", "olle", "ada", "siv", ""):
        for method in ("GET", "HEAD"):
            direct, by = (each[who].request(method, path) for each in (world.other.clients, world.clients))
            if "date_time" not in path:
                assert said(by) == said(direct), (who, method, path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_refusals_are_the_same_byte_for_byte(world: World, language: str) -> None:
    headers = {"accept-language": language}
    for route in {*REQUESTS, *OF_ONES_OWN, *WITH_A_SESSION_OF_THEIR_OWN} - OWN_PAGES:
        method = route.partition(" ")[0]
        path = re.sub(r"\{[^}]*\}", "2041", route.partition(" ")[2])
        for who in ("", "siv"):
            if who == "siv" and (route in WITH_A_SESSION_OF_THEIR_OWN or route == STREAM or route in OF_ONES_OWN):
                continue
            for body in (b"", b"{", b'{"reason": 1}', b"\xff\xfe", b"[" * 5_000):
                direct, by = (
                    each[who].request(method, path, content=body, headers={**headers, "content-type": "application/json"})
                    for each in (world.other.clients, world.clients)
                )
                if direct.status_code < 400:
                    break
                assert said(by) == said(direct), (who, route, body[:9])


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/nowhere"),
        ("GET", "//api/v1/me"),
        ("POST", "/healthz"),
        ("OPTIONS", "/api/v1/me"),
        ("DELETE", "/api/v1/me"),
        ("GET", "/openapi.json"),
        ("GET", "/api/v1/people?q=%C3%A5%20%7B"),
        ("GET", "/api/v1/people?q=\N{LATIN SMALL LETTER A WITH RING ABOVE}"),
        ("GET", "/api/v1/people/%32%30%34%31"),
        ("GET", "/api/v1/people/2041%2f..%2f2042"),
        ("GET", "/api/v1/events?board=neither"),
        ("GET", "/scim/v2/Users"),
        ("HEAD", "/api/v1/events"),
        ("GET", "/hub/trunk"),
        ("POST", "/hub/trunk/gone"),
        ("PUT", "/api/v1/people/2041/absence?x=1"),
    ],
)
def test_odd_addresses_are_answered_alike(world: World, method: str, path: str) -> None:
    for who in ("anna", ""):
        direct, by = (each[who].request(method, path) for each in (world.other.clients, world.clients))
        assert said(by) == said(direct)


@pytest.mark.parametrize("size", [0, 60_000, 70_000, 1_000_000, 7_900_000])
@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("path", ["/api/v1/people/2041/absence", "/api/v1/people/2041/plans/import"])
def test_large_bodies_are_taken_and_refused_alike(world: World, path: str, size: int, chunked: bool) -> None:
    body = json.dumps({"calendar": "x" * size}).encode()

    def pieces() -> Iterator[bytes]:
        yield from (body[at : at + 65_536] for at in range(0, len(body), 65_536))

    answers = []
    for each in (world.other.clients, world.clients):
        content: Any = pieces() if chunked else body
        answers.append(each["anna"].post(path, content=content, headers={"content-type": "application/json"}))
    assert said(answers[1]) == said(answers[0])


def test_a_body_that_no_route_takes_is_refused_by_the_hub_that_stands_by(world: World) -> None:
    asked = world.other.hub.hub.measures.requests.labels("413")
    before = asked._value.get()
    answer = world.clients["anna"].post("/api/v1/people/2041/plans/import", content=b"x" * 8_100_000)
    assert asked._value.get() == before  # nothing of it was passed on
    assert (answer.status_code, answer.json()["code"]) == (413, "request-too-large")
