"""Who has not finished: seen by the officer of the unit alone, told of once, and not at all where a site has no first steps."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from kalix_presence import shipped, wire
from kalix_presence.model.access import Caller, Role
from kalix_presence.model.errors import Forbidden
from kalix_presence.model.newcomer import STEPS, FirstStep
from kalix_presence.model.policy import Policy
from kalix_presence.wire.event_kinds import EventKind
from tests.hub.officer.newcomers_house import House, furnished


@pytest.fixture
def policy() -> Policy:
    return shipped.default_policy()


@pytest.fixture
async def house(tmp_path: Path, policy: Policy) -> AsyncIterator[House]:
    async with furnished(tmp_path, policy) as made:
        yield made


async def test_the_officer_of_the_unit_and_who_is_appointed_see_who_has_not_finished_and_nobody_else(house: House) -> None:
    officer = house.caller("2043", Role.OFFICER)
    other = house.caller("3001", Role.OFFICER)
    ada = Caller("ada", None, None, frozenset({Role.ADMINISTRATOR}))
    lacks = list(STEPS[1:])
    assert await house.seen_by(officer) == await house.seen_by(ada) == [("2042", lacks)]
    assert await house.seen_by(other) == []
    anna = house.caller("2041")
    for who in (anna, house.nina, house.caller("2043", Role.HEAD), house.caller("2043", Role.RECEPTIONIST)):
        with pytest.raises(Forbidden):
            await house.seen_by(who)
    wish = wire.AppointmentRequest("2041", "bygglov")
    await house.core.officer.appointments.appoint(ada, wish, key=None, now=house.clock())
    assert await house.seen_by(anna) == [("2042", lacks)]
    await house.say(FirstStep.CODES)
    [(_, after)] = await house.seen_by(officer)
    assert after == [step for step in lacks if step is not FirstStep.CODES]


async def test_the_officer_is_told_once_of_who_takes_long_and_nobody_else_is(house: House) -> None:
    officer, other = house.caller("2043", Role.OFFICER), house.caller("3001", Role.OFFICER)
    house.clock.move(days=13, hours=23)
    await house.core.officer.newcomers.look(house.clock())
    assert house.heard(officer, EventKind.NEWCOMERS) == []
    house.clock.move(hours=1)
    for _ in range(2):
        await house.core.officer.newcomers.look(house.clock())
    [told] = house.heard(officer, EventKind.NEWCOMERS)
    assert told.number is not None
    assert msgspec.json.decode(told.full, type=wire.NewcomersDue).due == [wire.DueNewcomer("2042", "Nina Ny", "Bygglov")]
    for who in (other, house.nina, house.caller("2041")):
        assert house.heard(who, EventKind.NEWCOMERS) == []


@pytest.mark.parametrize("policy", [Policy(newcomer_days=0)])
async def test_a_site_without_first_steps_has_no_newcomers(house: House) -> None:
    assert await house.own() == wire.FirstSteps()
    assert await house.seen_by(house.caller("2043", Role.OFFICER)) == []
    house.clock.move(days=100)
    await house.core.officer.newcomers.look(house.clock())
    assert house.heard(house.caller("2043", Role.OFFICER), EventKind.NEWCOMERS) == []
