"""Who does what by the accepted sketch is found by it, for as long as it says so; it gives nobody a right."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from kalix_presence import wire
from kalix_presence.hub.board.views import open_view
from kalix_presence.hub.callbacks.rights import actor_of
from kalix_presence.hub.store import Transaction, people
from kalix_presence.model.callback import Addressee, AddresseeKind
from kalix_presence.model.sketch import ProposalStep
from tests.hub.officer.sketch_house import EVA, OFFICER, House, opened_house
from tests.hub.store.kept import message

KEYS = wire.DutyWish("Nycklar", "", ["3002", "3003"])


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with opened_house(tmp_path) as found:
        yield found


async def found(house: House, query: str = "nyckl") -> set[str]:
    """Who is found by the hub, once it has taken the directory over."""
    await house.core.reload_directory()
    page = await house.core.reception.finding.page(query, unit="", after="", limit=10, private=lambda _: False)
    return set(page.extensions)


def shown(house: House, extension: str) -> wire.PersonView:
    """What clients are told of somebody, which their own search goes by."""
    board = house.core.board
    return open_view(board, extension, board.preferences_of(extension))


async def test_an_accepted_duty_is_found_and_a_proposed_one_is_not(house: House) -> None:
    made = await house.propose(duties=[KEYS])
    assert await found(house) == set()
    await house.step(OFFICER, made, ProposalStep.ACCEPT)
    assert await found(house) == {"3002", "3003"}
    assert (shown(house, "3002").does, shown(house, "3002").duties) == (["Nycklar"], ["boklån"])
    await house.accepted(duties=[wire.DutyWish("Nycklar", "", ["3001"])])
    assert await found(house) == {"3001"}
    assert shown(house, "3002").does == []


async def test_the_directory_is_another_only_where_somebody_does_something_else(house: House) -> None:
    await house.accepted(duties=[KEYS])
    await house.core.reload_directory()
    before = house.core.board.directory
    await house.accepted(duties=[KEYS], place="Storgatan 1", owner="3002")
    await house.core.reload_directory()
    assert house.core.board.directory == before
    await house.accepted(duties=[wire.DutyWish("Nycklar", "", ["3002"])])
    await house.core.reload_directory()
    assert house.core.board.directory > before


async def test_one_that_waits_is_found_from_its_day(house: House) -> None:
    await house.accepted(duties=[KEYS], since=house.day(3))
    assert await found(house) == set()
    house.clock.move(days=3)
    await house.turn()
    assert await found(house) == {"3002", "3003"}


async def test_whoever_moves_to_another_unit_does_it_no_longer(house: House) -> None:
    await house.accepted(duties=[KEYS])
    assert await found(house) == {"3002", "3003"}
    known = house.core.board.people["3002"]

    def moves(change: Transaction) -> None:
        people.put_person(change, replace(known, unit="museum"))
        people.touch_directory(change, ["3002"])

    await house.core.store.write(moves)
    assert await found(house) == {"3003"}


async def test_a_hub_that_starts_knows_what_one_that_followed_knows(house: House) -> None:
    await house.accepted(duties=[KEYS, wire.DutyWish("Vykort", "", ["3001", "3004"])])
    await house.core.reload_directory()
    assert await house.core.store.read(people.read_working) == house.core.board.people
    assert {each for each in house.core.board.people if shown(house, each).does} == {"3001", "3002", "3003", "3004"}


async def test_it_lets_nobody_read_what_is_left_for_a_duty(house: House) -> None:
    """An officer decides what the sketch says, and would otherwise give out other administrations' callbacks."""
    await house.accepted(duties=[wire.DutyWish("bygglov", "", ["3001"])])
    await house.core.reload_directory()
    assert shown(house, "3001").does == ["bygglov"]
    to = Addressee(AddresseeKind.DUTY, "bygglov")
    assert to not in actor_of(house.core.board.moment(), EVA, message("m", to=to)).groups
