"""Pages of the directory without standings: one packing is shared, and nobody sees on it what is not theirs to see."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest

from kalix_presence import shipped
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus
from kalix_presence.hub.store import Transaction, people
from kalix_presence.hub.web.pages import PackedPage, PageQuery, Pages
from kalix_presence.model.directory import Person
from tests.hub.serving import Serving

MORNINGS = {"hours": {str(day): [{"starts": "09:00:00", "ends": "11:00:00"}] for day in range(5)}}
EVERYBODY = ("anna", "per", "olle", "siv", "maria", "ada")


def listed(client: httpx.Client, **params: Any) -> list[dict[str, Any]]:
    found, after = [], ""
    while True:
        answer = client.get("/api/v1/people", params={"limit": 4, "after": after, **params})
        assert answer.status_code == 200, answer.text
        found += answer.json()["people"]
        after = answer.json().get("next", "")
        if not after:
            return found


@pytest.mark.parametrize("order", [EVERYBODY, EVERYBODY[::-1]])
def test_everybody_sees_on_shared_pages_what_is_theirs_to_see(hub: Serving, order: tuple[str, ...]) -> None:
    for who in (*order, *order):
        with hub.client(who) as client:
            full, plain = listed(client), listed(client, standings="false")
            assert all("standing" in person for person in full)
            assert plain == [{name: what for name, what in person.items() if name != "standing"} for person in full]


def test_what_somebody_changes_is_on_the_next_page(hub: Serving) -> None:
    with hub.client("siv") as siv, hub.client("maria") as maria:
        before = listed(siv, standings="false")
        until = (hub.clock() + timedelta(days=30)).date().isoformat()
        wish = {"phone_hours": {**MORNINGS, "until": until}}
        changed = siv.put("/api/v1/people/2061/preferences", json=wish)
        assert changed.status_code == 200, changed.text
        for client in (siv, maria):
            after = listed(client, standings="false")
            assert [each["extension"] for each in after] == [each["extension"] for each in before]
            assert after == [{k: v for k, v in each.items() if k != "standing"} for each in listed(client)]
        assert any("phone_hours" in each for each in after)


def test_whoever_comes_by_an_import_is_on_the_next_page(hub: Serving) -> None:
    def work(change: Transaction) -> None:
        people.put_person(change, Person("2077", "Nova", "Quist", "bygglov", "samhallsbyggnad"))
        people.touch_directory(change)

    with hub.client("maria") as maria:
        assert "2077" not in {each["extension"] for each in listed(maria, standings="false")}
        hub.on_loop(lambda: hub.hub.store.write(work))
        hub.on_loop(hub.hub.core.reload_directory)
        assert "2077" in {each["extension"] for each in listed(maria, standings="false")}


async def test_those_who_ask_at_once_share_one_packing_and_a_failed_one_is_not_kept() -> None:
    board = Board(shipped.default_reasons(), shipped.default_policy())
    pages, asked, made = Pages(board, EventBus(board)), PageQuery("", 500, numbers=False), list[int]()

    async def fail() -> PackedPage:
        raise LookupError

    async def make() -> PackedPage:
        made.append(1)
        await asyncio.sleep(0)
        return PackedPage(b"packed", frozenset())

    with pytest.raises(LookupError):
        await pages.page(asked, fail)
    assert set(await asyncio.gather(*(pages.page(asked, make) for _ in range(50)))) == {PackedPage(b"packed", frozenset())}
    assert made == [1]
