"""At a PBX that tells no more than where calls go: ours is put right, and a forward that somebody made by hand is theirs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from kalix_presence.hub.core.core import Core
from kalix_presence.model.line import BY_HAND
from tests.clocks import Clock
from tests.hub.guardian.plain_exchange import Exchange, PlainPbx
from tests.hub.house import ANNA, lunch, made_database, running, until


class House:
    """A hub at such an exchange."""

    def __init__(self, core: Core, exchange: Exchange, clock: Clock) -> None:
        self.core, self.exchange, self.clock = core, exchange, clock

    async def away(self) -> None:
        """Anna goes to lunch, and it is in force."""
        await self.core.absences.set_absence(ANNA, "2041", lunch(self.clock), key=None, now=self.clock())
        await until(lambda: self.core.board.states["2041"].in_force and not self.core.synchroniser.busy("2041"))


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    clock = Clock()
    await made_database(tmp_path / "kalix.db")
    exchange = Exchange(tmp_path / "exchange.db").make()
    async with running(tmp_path / "kalix.db", PlainPbx(exchange), clock) as (core, _):
        yield House(core, exchange, clock)


async def test_a_forward_by_hand_is_left_to_whoever_made_it(house: House) -> None:
    house.exchange.forward("2042", "0701740601")
    assert await house.core.reconciler.reconcile() == 0
    assert house.exchange.forwards() == {"2042": "0701740601"}


async def test_a_forward_by_hand_is_shown_to_whoever_looks_until_it_is_gone_and_written_over_by_nothing(house: House) -> None:
    core = house.core
    state = core.board.states["2042"]
    before = core.board.number
    house.exchange.forward("2042", "0701740601")
    for _ in range(3):
        await core.reconciler.reconcile()
        await until(lambda: state.trouble == BY_HAND)
        core.synchroniser.retry_all()
    assert core.board.standing("2042", full=False).trouble == BY_HAND
    assert not core.board.standing("2042", full=True).in_force
    assert core.board.number == before + 1  # told once
    assert house.exchange.forwards() == {"2042": "0701740601"}
    house.exchange.clear("2042")
    await core.reconciler.reconcile()
    await until(lambda: state.in_force)
    assert (state.trouble, core.board.standing("2042", full=True).trouble, core.board.number) == (None, None, before + 2)


async def test_whoever_goes_away_meanwhile_is_forwarded_as_they_wish_and_shown_so(house: House) -> None:
    house.exchange.forward("2041", "0701740601")
    await house.core.reconciler.reconcile()
    await until(lambda: house.core.board.states["2041"].trouble == BY_HAND)
    await house.away()
    assert (house.core.board.states["2041"].trouble, house.exchange.forwards()) == (None, {"2041": "9"})


async def test_a_hub_that_starts_leaves_it_and_shows_it_again(tmp_path: Path) -> None:
    await made_database(tmp_path / "kalix.db")
    exchange = Exchange(tmp_path / "exchange.db").make()
    for _ in range(2):
        async with running(tmp_path / "kalix.db", PlainPbx(exchange), Clock()) as (core, _core):
            exchange.forward("2042", "0701740601")
            await core.reconciler.reconcile()
            await until(lambda core=core: core.board.states["2042"].trouble == BY_HAND)
        assert exchange.forwards() == {"2042": "0701740601"}


async def test_ours_is_as_wanted_when_calls_go_where_they_should(house: House) -> None:
    await house.away()
    assert await house.core.reconciler.reconcile() == 0
    assert house.exchange.forwards() == {"2041": "9"}


@pytest.mark.parametrize("hand", ["0701740601", ""])
async def test_ours_is_put_right_when_they_do_not(house: House, hand: str) -> None:
    await house.away()
    house.exchange.forward("2041", hand) if hand else house.exchange.clear("2041")
    assert await house.core.reconciler.reconcile() == 1
    assert house.exchange.forwards() == {"2041": "9"}


async def test_ours_is_taken_away_at_its_end_by_the_hub(house: House) -> None:
    await house.away()
    await house.core.absence_clock.apply_due(house.clock.move(hours=1, seconds=1))
    await until(lambda: house.exchange.forwards() == {})


async def test_one_that_could_not_be_taken_away_is_by_the_next_hub(tmp_path: Path) -> None:
    """What tells it from one by hand: the job that takes ours away is kept until it is done."""
    clock = Clock()
    await made_database(tmp_path / "kalix.db")
    exchange = Exchange(tmp_path / "exchange.db").make()
    pbx = PlainPbx(exchange)
    async with running(tmp_path / "kalix.db", pbx, clock) as (core, _):
        await House(core, exchange, clock).away()
    clock.moment += timedelta(hours=2)
    assert exchange.forwards() == {"2041": "9"}
    async with running(tmp_path / "kalix.db", PlainPbx(exchange), clock):
        await until(lambda: exchange.forwards() == {})
