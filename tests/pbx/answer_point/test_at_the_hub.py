"""A whole hub at an exchange with an answer point: what is shown as in force is, and whatever drifts is put right or told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kalix_presence.hub.core.core import Core
from kalix_presence.hub.pbx.answer_point.forwards import SetForwards
from kalix_presence.hub.pbx.answer_point.pbx import AnswerPointPbx
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from tests.clocks import Clock
from tests.hub.guardian.plain_exchange import Exchange, PlainPbx
from tests.hub.house import ANNA, embedded, lunch, made_database, running, until


@dataclass
class House:
    """The hub, and what lies in either of the two."""

    core: Core
    exchange: Exchange
    point: EmbeddedPbx
    clock: Clock

    async def away(self) -> None:
        """Anna goes to lunch, and it is in force."""
        await self.core.absences.set_absence(ANNA, "2041", lunch(self.clock), key=None, now=self.clock())
        await until(lambda: self.in_force and not self.core.synchroniser.busy("2041"))

    @property
    def in_force(self) -> bool:
        """What everybody sees of it."""
        return self.core.board.states["2041"].in_force


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    clock = Clock()
    await made_database(tmp_path / "kalix.db")
    exchange, point = Exchange(tmp_path / "exchange.db").make(), embedded(clock)
    there = PlainPbx(exchange)
    pbx = AnswerPointPbx(point, there, SetForwards(there, lambda extension: f"88{extension}"))
    async with running(tmp_path / "kalix.db", pbx, clock) as (core, _):
        yield House(core, exchange, point, clock)


async def test_an_absence_lies_in_the_answer_point_and_leads_there_until_its_end(house: House) -> None:
    await house.away()
    assert house.exchange.forwards() == {"2041": "882041"}
    rule = await house.point.read("2041")
    assert rule == house.core.board.rules["2041"]
    assert await house.core.reconciler.reconcile() == 0
    await house.core.absence_clock.apply_due(house.clock.move(hours=1, seconds=1))
    await until(lambda: not house.core.synchroniser.busy("2041") and house.exchange.forwards() == {})
    assert await house.point.rules() == {}


async def test_a_forward_that_has_gone_is_set_again(house: House) -> None:
    await house.away()
    house.exchange.clear("2041")
    assert await house.core.reconciler.reconcile() == 1
    assert (house.exchange.forwards(), house.in_force) == ({"2041": "882041"}, True)


async def test_a_forward_by_hand_shows_the_absence_as_not_in_force_until_it_is_gone(house: House) -> None:
    await house.away()
    house.exchange.forward("2041", "0701740601")
    assert await house.core.reconciler.reconcile() == 0
    await until(lambda: not house.in_force)
    assert house.exchange.forwards() == {"2041": "0701740601"}
    house.exchange.clear("2041")
    await until(lambda: house.in_force)
    assert house.exchange.forwards() == {"2041": "882041"}


async def test_others_forwards_by_hand_are_nothing_to_the_hub(house: House) -> None:
    house.exchange.forward("2042", "0701740601")
    house.exchange.forward("2043", "882043")  # one that stands there for good
    assert await house.core.reconciler.reconcile() == 0
    assert house.exchange.forwards() == {"2042": "0701740601", "2043": "882043"}
