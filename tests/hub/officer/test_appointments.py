"""Telephone officers: appointed by the head of their administration or an administrator, with days, one for a unit, shown to all."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from kalix_presence import wire
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.store import Store, Transaction, appointments, people
from kalix_presence.hub.store.frames import Frame
from kalix_presence.hub.store.holdings import Leaving, end_holdings
from kalix_presence.model.access import Caller, Role
from kalix_presence.model.appointment import Appointment, Post, holds
from kalix_presence.model.directory import Person, Unit
from kalix_presence.model.errors import BadInput, Conflict, Forbidden, NotFound
from kalix_presence.wire.event_kinds import EventKind
from tests.clocks import Clock
from tests.hub.house import ANNA, MARIA, embedded, made_database, running

HEAD = Caller("eva", "3001", "kultur", frozenset({Role.HEAD}))
"""The head of an administration: she belongs to that itself."""
UNIT_HEAD = Caller("siv", "3002", "kultur", frozenset({Role.HEAD}))
OTHER_HEAD = Caller("bo", "2041", "bygg", frozenset({Role.HEAD}))
OFFICER = Caller("orvar", "3003", "kultur", frozenset({Role.OFFICER}))
ADA = Caller("ada", None, None, frozenset({Role.ADMINISTRATOR}))


@dataclass
class House:
    """A core, its clock and what it told."""

    core: Core
    clock: Clock
    frames: list[Frame]

    @property
    def today(self) -> date:
        return self.clock().date()

    async def appoint(self, by: Caller, extension: str = "3003", unit: str = "kultur", **more: object) -> wire.AppointmentView:
        wish = wire.AppointmentRequest(extension, unit, **more)  # type: ignore[arg-type]
        return await self.core.officer.appointments.appoint(by, wish, key=None, now=self.clock())

    async def change(self, by: Caller, seen: wire.AppointmentView, **wanted: object) -> wire.AppointmentView:
        change = wire.AppointmentChange(**{"version": seen.version, **wanted})  # type: ignore[arg-type]
        return await self.core.officer.appointments.change(by, seen.id, change, key=None, now=self.clock())

    async def sees(self, who: Caller) -> wire.AppointmentsView:
        return await self.core.officer.appointments.seen_by(who, now=self.clock())


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    path = tmp_path / "hub.db"
    await made_database(path)
    store = Store(path)

    def more(change: Transaction) -> None:
        people.put_unit(change, Unit("kultur", "Kultur och fritid"))
        people.put_unit(change, Unit("bibliotek", "Bibliotek", "kultur"))
        people.put_unit(change, Unit("filial", "Filialen", "bibliotek"))
        people.put_person(change, Person("3001", "Eva", "Ö", "kultur", "kultur"))
        people.put_person(change, Person("3002", "Siv", "Ström", "bibliotek", "kultur"))
        people.put_person(change, Person("3003", "Orvar", "Lind", "bibliotek", "kultur"))

    await store.write(more)
    store.close()
    clock = Clock()
    async with running(path, embedded(clock), clock) as (core, frames):
        yield House(core, clock, frames)


async def test_the_head_of_the_administration_appoints_and_everybody_is_told(house: House) -> None:
    made = await house.appoint(HEAD, until=house.today + timedelta(90))
    assert (made.name, made.unit_name, made.post, made.since) == ("Orvar Lind", "Kultur och fritid", Post.OFFICER, house.today)
    assert (made.appointed_by_name, made.covers, made.may_change) == ("Eva Ö", ["kultur", "bibliotek", "filial"], True)
    for reader in (ANNA, MARIA, UNIT_HEAD, ADA):
        seen = await house.sees(reader)
        assert [each.extension for each in seen.appointments] == ["3003"]
        assert seen.appointments[0].may_change is (reader is ADA)
    told = [frame for frame in house.frames if frame.kind == EventKind.APPOINTMENTS]
    assert len(told) == 1
    assert told[0].audience is None
    assert told[0].colleague == told[0].full
    assert msgspec.json.decode(told[0].full, type=wire.AppointmentsChanged).number == told[0].number


@pytest.mark.parametrize("who", [ANNA, MARIA, UNIT_HEAD, OTHER_HEAD, OFFICER], ids=lambda who: who.username)
async def test_nobody_else_appoints_nor_ends(house: House, who: Caller) -> None:
    for unit in ("kultur", "bibliotek", "filial"):
        with pytest.raises(Forbidden):
            await house.appoint(who, unit=unit)
    made = await house.appoint(HEAD)
    with pytest.raises(Forbidden):
        await house.change(who, made, until=house.today)
    assert set((await house.sees(who)).may_appoint) == ({"bygg"} if who is OTHER_HEAD else set())


async def test_a_head_whose_extension_is_somebody_elses_by_now_appoints_nobody(house: House) -> None:
    with pytest.raises(Forbidden):
        await house.appoint(replace(HEAD, person="somebody who held it before"))


async def test_only_who_belongs_to_the_administration_is_appointed(house: House) -> None:
    with pytest.raises(BadInput, match="appointment-elsewhere"):
        await house.appoint(ADA, "2041")
    with pytest.raises(NotFound, match="extension-unknown"):
        await house.appoint(ADA, "9999")
    with pytest.raises(NotFound, match="unit-unknown"):
        await house.appoint(ADA, unit="museum")
    with pytest.raises(BadInput, match="appointment-post"):
        await house.appoint(ADA, post=Post.UNKNOWN)


async def test_a_unit_has_one_officer_at_a_time_and_several_deputies(house: House) -> None:
    first = await house.appoint(HEAD, until=house.today + timedelta(30))
    with pytest.raises(Conflict, match="appointment-taken"):
        await house.appoint(HEAD, "3002", since=house.today + timedelta(30))
    await house.appoint(HEAD, "3002", since=house.today + timedelta(31))
    await house.appoint(HEAD, "3002", "bibliotek")
    for extension in ("3001", "3002"):
        await house.appoint(HEAD, extension, post=Post.DEPUTY)
    with pytest.raises(Conflict, match="appointment-taken"):
        await house.appoint(HEAD, "3001", post=Post.DEPUTY)
    with pytest.raises(Conflict, match="appointment-taken"):
        await house.change(HEAD, first, until=None)


async def test_it_ends_after_its_last_day_and_is_withdrawn(house: House) -> None:
    made = await house.appoint(HEAD)
    ended = await house.change(HEAD, made, until=house.today)
    assert ended.version == 2
    with pytest.raises(Conflict, match="appointment-changed"):
        await house.change(HEAD, made, until=house.today + timedelta(1))
    assert (await house.sees(ANNA)).appointments
    house.clock.move(days=1)
    assert not (await house.sees(ANNA)).appointments
    again = await house.appoint(HEAD)
    await house.change(HEAD, again, withdrawn=True)
    assert not (await house.sees(ANNA)).appointments
    with pytest.raises(NotFound, match="appointment-unknown"):
        await house.change(HEAD, again, until=None)


async def test_days_that_nobody_means_are_refused(house: House) -> None:
    today = house.today
    for since, until in ((today, today - timedelta(1)), (today, today + timedelta(4000)), (today - timedelta(4000), None)):
        with pytest.raises(BadInput, match="appointment-days"):
            await house.appoint(HEAD, since=since, until=until)


async def test_a_retry_with_the_same_key_appoints_once(house: House) -> None:
    service, wish = house.core.officer.appointments, wire.AppointmentRequest("3003", "kultur")
    several = [await service.appoint(HEAD, wish, key="k", now=house.clock()) for _ in range(2)]
    assert several[0].id == several[1].id
    change = wire.AppointmentChange(1, house.today)
    for _ in range(2):
        assert (await service.change(HEAD, several[0].id, change, key="c", now=house.clock())).version == 2


async def test_an_appointment_goes_with_who_leaves_and_moves_with_who_moves(house: House) -> None:
    await house.appoint(HEAD, "3003")
    await house.appoint(HEAD, "3002", post=Post.DEPUTY)
    kept, now = house.core.board.people, house.clock()
    leaving = Leaving({"3003": kept["3003"], "3001": kept["3001"]}, {"3002": "3009"})
    await house.core.store.write(lambda change: end_holdings(change, leaving, now=now))
    [left] = await house.core.store.read(lambda sql: appointments.read_appointments(sql, house.today))
    assert (left.extension, left.post, left.appointed_by) == ("3009", Post.DEPUTY, "Eva Ö")


async def test_what_has_long_been_over_is_erased(house: House) -> None:
    await house.appoint(HEAD, until=house.today)
    house.clock.move(days=400)
    await house.appoint(HEAD, "3002")
    kept = await house.core.store.read(lambda sql: appointments.read_appointments(sql, date(2000, 1, 1)))
    assert [each.extension for each in kept] == ["3002"]


def test_two_appointments_meet_exactly_where_a_day_has_both() -> None:
    first, days = date(2026, 11, 2), range(5)
    spans = [(a, b) for a in days for b in (*(each for each in days if each >= a), None)]

    def made(since: int, until: int | None) -> Appointment:
        ends = None if until is None else first + timedelta(until)
        return Appointment("x", 1, "u", Post.OFFICER, "1", first + timedelta(since), ends, "2", Clock()())

    for one, other in itertools.product(spans, repeat=2):
        a, b = made(*one), made(*other)
        both = any(a.holds(first + timedelta(n)) and holds(b.since, b.until, first + timedelta(n)) for n in range(6))
        assert a.meets(b) is both, (one, other)
