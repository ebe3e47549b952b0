"""What units answer with: kept by officer, administrator and head, inherited, compared and set, and shown for the site's days."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import msgspec
import pytest

from kalix_presence import wire
from kalix_presence.hub.store import newcomers
from kalix_presence.model.access import Caller, Role
from kalix_presence.model.day import today
from kalix_presence.model.errors import BadInput, Conflict, Forbidden, NotFound, Unavailable
from kalix_presence.model.greeting import USUAL
from kalix_presence.model.policy import Policy
from kalix_presence.wire.event_kinds import EventKind
from tests.hub.officer.newcomers_house import House, furnished

ADA = Caller("ada", None, None, frozenset({Role.ADMINISTRATOR}))


@pytest.fixture
def policy() -> Policy:
    return Policy(greeting_days=10)


@pytest.fixture
async def house(tmp_path: Path, policy: Policy) -> AsyncIterator[House]:
    async with furnished(tmp_path, policy) as made:
        yield made


async def line(house: House, extension: str) -> str:
    told = await house.core.officer.greetings.own(house.caller(extension))
    assert told is not None
    return told.line


async def put(house: House, who: Caller, unit: str, line: str, version: int = 0) -> wire.UnitGreeting:
    return await house.core.officer.greetings.set(who, unit, wire.GreetingWish(version, line), now=house.clock())


async def seen(house: House, who: Caller) -> list[str]:
    return [each.unit for each in (await house.core.officer.greetings.seen_by(who, now=house.clock())).units]


async def test_a_unit_answers_as_the_nearest_above_that_has_a_line_and_else_as_usual(house: House) -> None:
    assert await line(house, "2041") == "Bygglov, Anna Ek"
    made = await put(house, ADA, "bygg", "{administration}, {given} {family}")
    assert (made.version, made.own, made.of_name, made.example) == (1, made.line, "Bygg", "Bygg, Anna Ek")
    assert [await line(house, each) for each in ("2041", "2043", "3001")] == [
        "Bygg, Anna Ek",
        "Bygg, Olle Lind",
        "Skola, Orvar Lind",
    ]
    await put(house, ADA, "bygglov", "Lov, {given}")
    assert [await line(house, each) for each in ("2041", "2043")] == ["Lov, Anna", "Bygg, Olle Lind"]
    view = await house.core.officer.greetings.seen_by(ADA, now=house.clock())
    assert view.days == 10
    found = {each.unit: each for each in view.units}
    assert [each.unit for each in view.units] == ["bygg", "bygglov", "miljo", "kultur", "skola"]
    # Nobody belongs to the administration itself: of those below the first who answers with its line.
    assert found["bygg"].example == "Bygg, Olle Lind"
    assert (found["miljo"].own, found["miljo"].of_name, found["miljo"].parent) == ("", "Bygg", "bygg")
    assert (found["skola"].line, found["skola"].of_name, found["skola"].version) == (USUAL, "", 0)
    assert (await put(house, ADA, "bygglov", "", 1)).version == 2
    assert await line(house, "2041") == "Bygg, Anna Ek"


async def test_officer_head_administrator_and_who_is_appointed_keep_it_and_nobody_else(house: House) -> None:
    officer, head = house.caller("2043", Role.OFFICER), house.caller("2041", Role.HEAD)
    assert await seen(house, officer) == ["bygg", "bygglov", "miljo"]
    assert await seen(house, head) == ["bygglov"]
    anna = house.caller("2041")
    for who in (anna, house.nina, house.caller("2043", Role.RECEPTIONIST)):
        with pytest.raises(Forbidden):
            await seen(house, who)
    for who, unit in ((anna, "bygglov"), (head, "miljo"), (head, "bygg"), (officer, "skola"), (house.nina, "bygglov")):
        with pytest.raises(Forbidden):
            await put(house, who, unit, "{given}")
    await house.core.officer.appointments.appoint(ADA, wire.AppointmentRequest("2041", "miljo"), key=None, now=house.clock())
    assert await seen(house, anna) == ["miljo"]
    assert (await put(house, anna, "miljo", "Miljö, {given}")).own == "Miljö, {given}"
    assert (await put(house, head, "bygglov", "{given}")).version == 1
    with pytest.raises(Forbidden):
        await put(house, anna, "bygglov", "{given}", 1)
    with pytest.raises(NotFound):
        await put(house, ADA, "tea", "{given}")


async def test_whoever_comes_second_is_told_so_and_what_is_so_already_is_done(house: House) -> None:
    first, second = await asyncio.gather(
        put(house, ADA, "bygglov", "{given}"),
        put(house, house.caller("2043", Role.OFFICER), "bygglov", "Lov, {given}"),
        return_exceptions=True,
    )
    assert {type(first), type(second)} == {wire.UnitGreeting, Conflict}
    kept = first if isinstance(first, wire.UnitGreeting) else second
    assert isinstance(kept, wire.UnitGreeting)
    told = len(house.frames)
    assert await put(house, ADA, "bygglov", kept.own, 0) == kept  # a try whose answer was lost
    assert len(house.frames) == told
    with pytest.raises(Conflict):
        await put(house, ADA, "bygglov", "", 0)
    with pytest.raises(BadInput):
        await put(house, ADA, "bygglov", "{tea}", 1)
    assert (await put(house, ADA, "bygglov", "", 1)).own == ""


async def test_a_change_is_told_to_everybody_and_kept_for_who_comes_back(house: House) -> None:
    await put(house, ADA, "bygg", "{given}")
    [frame] = [each for each in house.frames if each.kind == EventKind.GREETING]
    assert frame.number is not None
    assert frame.colleague == frame.full
    assert msgspec.json.decode(frame.full, type=wire.GreetingChanged).unit == "bygg"


async def test_a_newcomer_is_shown_it_for_the_sites_days_from_the_first_sign_in_and_nobody_else_is(house: House) -> None:
    greetings = house.core.officer.greetings
    came = today(house.clock(), house.core.board.worktime)
    before = await greetings.own(house.caller("2041"))
    assert before is not None
    assert before.until is None
    assert (await greetings.own(house.nina)) == wire.OwnGreeting("Bygglov, Nina Ny", came + timedelta(days=9))
    house.clock.move(days=4)
    await house.core.store.write(
        lambda change: change.sql.execute(
            "INSERT OR REPLACE INTO account (username, extension, password_hash) VALUES ('nina', '2042', '')"
        )
    )
    for _ in range(2):  # the first sign-in counts, whatever comes after
        await house.core.store.write(partial(newcomers.begin_newcomer, username="nina", now=house.clock()))
        house.clock.move(days=1)
    assert (await greetings.own(house.nina)) == wire.OwnGreeting("Bygglov, Nina Ny", came + timedelta(days=13))
    assert await greetings.own(ADA) is None


@pytest.mark.parametrize("policy", [Policy(greeting_days=0)])
async def test_a_site_that_says_never_shows_it_to_nobody(house: House) -> None:
    assert await house.core.officer.greetings.own(house.nina) == wire.OwnGreeting("Bygglov, Nina Ny")
    assert (await house.core.officer.greetings.seen_by(ADA, now=house.clock())).days == 0


async def test_a_line_that_cannot_be_read_is_not_told_and_keeps_nobody_out(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unreadable(_: object) -> object:
        raise Unavailable("store-unreadable")

    monkeypatch.setattr(house.core.store, "read", unreadable)
    assert await house.core.officer.greetings.own(house.nina) is None
