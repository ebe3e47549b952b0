"""Who may ask for what about whom: docs/access.md has a line for each route of the API, and the hub keeps each cell of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from tests.hub.access.access_house import READERS, House, house
from tests.hub.access.access_requests import OF_ONES_OWN, REQUESTS, WITH_A_SESSION_OF_THEIR_OWN, Made

PAGE = Path(__file__).parents[3] / "docs" / "access.md"
REFUSED = {401, 403, 404}
PAST_RIGHTS = {"GET /api/v1/people/{extension}/rule/sound": "clips-missing"}
"""What is in the way of somebody who may ask, where a house of the tests cannot have everything: no clips were rendered."""


def cells() -> dict[str, dict[str, str]]:
    """The table of the page: by route, what it says of each reader."""
    found: dict[str, dict[str, str]] = {}
    for line in PAGE.read_text("utf-8").splitlines():
        parts = [part.strip() for part in line.strip("|").split("|")]
        if line.startswith("| `") and len(parts) == len(READERS) + 1:
            found[parts[0].strip("`")] = dict(zip(READERS, parts[1:], strict=True))
    return found


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("matrix")) as found:
        yield found


def answer_to(client: httpx.Client, route: str, path: str, body: object) -> str:
    """What the page calls it: "yes", "no", or what went wrong beside rights."""
    with client.stream(route.partition(" ")[0], path, json=body) as answer:
        if answer.status_code < 300:
            return "yes"
        answer.read()
    code = answer.json().get("code", "")
    if code == PAST_RIGHTS.get(route):
        return "yes"
    return "no" if answer.status_code in REFUSED else f"{answer.status_code} {code}"


@pytest.mark.xdist_group("access-matrix")
@pytest.mark.parametrize("route", [*REQUESTS, *WITH_A_SESSION_OF_THEIR_OWN])
def test_each_reader_is_answered_as_the_page_says(lived: House, route: str) -> None:
    made: Made = REQUESTS.get(route) or WITH_A_SESSION_OF_THEIR_OWN[route]
    found = {}
    for reader, account in READERS.items():
        with ExitStack() as stack:
            client = lived.clients[account]
            if route in WITH_A_SESSION_OF_THEIR_OWN:
                client = stack.enter_context(lived.hub.client(account or None))
            path, body = made(lived)
            found[reader] = answer_to(client, route, path, body)
    assert found == cells().get(route), f"docs/access.md says otherwise: | `{route}` | {' | '.join(found.values())} |"


def test_every_route_has_a_line(lived: House) -> None:
    with lived.hub.client("anna") as anna:
        described = anna.get("/openapi.json").json()["paths"]
    routes = {f"{method.upper()} {path}" for path, each in described.items() for method in each}
    assert routes == {*REQUESTS, *WITH_A_SESSION_OF_THEIR_OWN, *OF_ONES_OWN}
    assert cells().keys() == {*REQUESTS, *WITH_A_SESSION_OF_THEIR_OWN}
