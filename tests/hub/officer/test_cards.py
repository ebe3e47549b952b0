"""Cards of a whole unit: for whoever answers for it and nobody else, with nothing but what anybody may have of a person."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from kalix_presence import shipped, wire
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.store import Store, Transaction, people
from kalix_presence.model.access import Caller, Role
from kalix_presence.model.directory import Person, Unit
from kalix_presence.model.errors import Forbidden, NotFound
from kalix_presence.model.preferences import PhoneHours, Preferences
from tests.clocks import Clock
from tests.hub.house import embedded, made_database, running

OFFICER = Caller("orvar", "3003", "kultur", frozenset({Role.OFFICER}))
OTHER_OFFICER = Caller("olle", "2043", "bygg", frozenset({Role.OFFICER}))
HEAD = Caller("siv", "3002", "kultur", frozenset({Role.HEAD}))
"""Of the library."""
EVA = Caller("eva", "3001", "kultur", frozenset({Role.EMPLOYEE}))
DESK = Caller("maria", "2001", "bygg", frozenset({Role.RECEPTIONIST}))
ADA = Caller("ada", None, None, frozenset({Role.ADMINISTRATOR}))
POLICY = replace(
    shipped.default_policy(),
    organisation="Kalix kommun",
    organisation_address="Nygatan 4",
    unit_addresses=("bibliotek: Storgatan 3",),
    signature=("{name} {direct}",),
)
FOLK = (
    Person(
        "3001", "Eva", "Ös", "filial", "kultur", "Bibliotekarie", "0923-555 31", "0701740601", "eva@x.example", language="fi"
    ),
    Person("3002", "Siv", "ek", "bibliotek", "kultur", mobile="0701740602", place="Plan 2"),
    Person("3003", "Orvar", "Lind", "kultur", "kultur", direct="0923-555 33"),
)


@pytest.fixture
async def core(tmp_path: Path) -> AsyncIterator[Core]:
    path = tmp_path / "hub.db"
    await made_database(path)
    store, clock = Store(path), Clock()

    def more(change: Transaction) -> None:
        for unit in (
            Unit("kultur", "Kultur"),
            Unit("bibliotek", "Biblioteket", "kultur"),
            Unit("filial", "Filial", "bibliotek"),
        ):
            people.put_unit(change, unit)
        for person in FOLK:
            people.put_person(change, person)

    await store.write(more)
    store.close()
    async with running(path, embedded(clock), clock, policy=POLICY) as (started, _):
        started.board.preferences["3001"] = Preferences(phone_hours=PhoneHours({}, clock().date()))
        yield started


async def seen(core: Core, who: Caller, unit: str = "", *, below: bool = True) -> wire.CardsView:
    return await core.officer.cards.seen_by(who, unit, below=below, now=core.clock())


ANSWERS = (
    (OFFICER, ["kultur", "bibliotek", "filial"]),
    (HEAD, ["bibliotek", "filial"]),
    (OTHER_OFFICER, ["bygg"]),
    (ADA, ["bygg", "kultur", "bibliotek", "filial"]),
)


async def test_who_answers_for_units_is_told_them_in_order_and_is_answered_for_those_alone(core: Core) -> None:
    for who, units in ANSWERS:
        told = await seen(core, who)
        assert [each.unit for each in told.units] == units
        assert (told.people, told.unit) == ([], "")
        for unit in ("bygg", "kultur", "bibliotek", "filial"):
            if unit in units:
                assert (await seen(core, who, unit)).unit == unit
            else:
                with pytest.raises(Forbidden):
                    await seen(core, who, unit)
        with pytest.raises(NotFound):
            await seen(core, who, "x")


async def test_nobody_else_is_answered_at_all(core: Core) -> None:
    for who in (EVA, DESK, replace(HEAD, extension=None), replace(HEAD, person="another")):
        for unit in ("", "filial", "x"):
            with pytest.raises(Forbidden):
                await seen(core, who, unit)


async def test_who_is_appointed_makes_them_of_that_unit_as_long_as_it_holds(core: Core) -> None:
    wish = wire.AppointmentRequest("3001", "bibliotek")
    made = await core.officer.appointments.appoint(ADA, wish, key=None, now=core.clock())
    assert [(each.unit, each.depth) for each in (await seen(core, EVA)).units] == [("bibliotek", 0), ("filial", 1)]
    with pytest.raises(Forbidden):
        await seen(core, EVA, "kultur")
    change = wire.AppointmentChange(made.version, withdrawn=True)
    await core.officer.appointments.change(ADA, made.id, change, key=None, now=core.clock())
    with pytest.raises(Forbidden):
        await seen(core, EVA)


async def test_people_are_told_by_name_with_what_anybody_may_have_and_nothing_else(core: Core) -> None:
    told = await seen(core, OFFICER, "kultur")
    assert [each.extension for each in told.people] == ["3002", "3003", "3001"]
    eva = told.people[-1]
    assert eva == wire.PersonCard(
        "3001", "Eva Ös", "fi", "Ös", "Bibliotekarie", "Filial", "Kultur", "0923-555 31", "eva@x.example", "Storgatan 3"
    )
    assert [each.extension for each in told.without_direct] == ["3002"]
    assert b"07017406" not in msgspec.json.encode(told)
    assert told.sender == wire.Sender("Kalix kommun", "", "Nygatan 4", {}, ["{name} {direct}"])
    assert told.contact_of(told.people[0]).address == "Storgatan 3"
    assert told.contact_of(told.people[1]).address == "Nygatan 4"


async def test_those_of_the_units_below_come_along_where_that_is_wished(core: Core) -> None:
    for unit, alone, all_of_it in (("kultur", ["3003"], 3), ("bibliotek", ["3002"], 2), ("filial", ["3001"], 1)):
        told = await seen(core, OFFICER, unit, below=False)
        assert ([each.extension for each in told.people], told.below) == (alone, False)
        assert len((await seen(core, OFFICER, unit)).people) == all_of_it
