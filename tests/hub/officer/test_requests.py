"""Requests for extensions: by whom, in which order, seen by whom; numbers given to nobody twice; reminders once, in time."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextvars import ContextVar
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kalix_presence import wire
from kalix_presence.hub.store import Transaction, extension_requests, people
from kalix_presence.hub.store.holdings import Leaving, begin_holding, end_holdings
from kalix_presence.model.access import Role
from kalix_presence.model.appointment import Post
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import BadInput, Conflict, Forbidden, NotFound
from kalix_presence.model.extension_request import Kind, State, Step
from tests.hub.house import ANNA, MARIA
from tests.hub.officer.request_house import ADA, HEAD, OFFICER, OTHER_OFFICER, PLAIN, House, opened


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with opened(tmp_path) as one:
        yield one


async def test_a_head_asks_the_officer_approves_the_switchboard_orders_and_it_is_done(house: House) -> None:
    seen = await house.ask(HEAD, unit="filial", words="Börjar efter jul")
    assert (seen.state, seen.about, seen.asked_by_name, seen.may) == (
        State.ASKED, "Nina Ny", "Siv Ström", [Step.WITHDRAW, Step.COMMENT],
    )  # fmt: skip
    seen = await house.step(MARIA, seen, Step.COMMENT, "Vilken våning?")
    seen = await house.step(OFFICER, seen, Step.APPROVE)
    seen = await house.step(MARIA, seen, Step.ORDER, number="3010")
    assert (seen.state, seen.number, seen.may) == (State.ORDERED, "3010", [Step.FINISH, Step.REFUSE, Step.SET_UP, Step.COMMENT])
    seen = await house.step(ADA, seen, Step.FINISH)
    assert (seen.state, seen.in_directory, seen.may) == (State.DONE, False, [])
    assert [(each.by_name, each.step, each.word) for each in seen.steps] == [
        ("Anna Ek 2001", Step.COMMENT, "Vilken våning?"),
        ("Orvar Lind", Step.APPROVE, ""),
        ("Anna Ek 2001", Step.ORDER, ""),
        ("ada", Step.FINISH, ""),
    ]
    assert len(house.heard(HEAD)) == len(house.heard(OFFICER)) == len(house.heard(MARIA)) == len(house.heard(ADA)) == 5
    assert house.heard(ANNA) == house.heard(OTHER_OFFICER) == house.heard(PLAIN) == []

    def comes(change: Transaction) -> None:
        people.put_person(change, Person("3010", "Nina", "Ny", "filial", "kultur"))

    await house.core.store.write(comes)
    assert [each.in_directory for each in (await house.sees(HEAD)).requests] == [True]


async def test_who_asks_where_and_who_sees_it(house: House) -> None:
    allowed = {
        "siv": {"bibliotek", "filial"}, "orvar": {"kultur", "bibliotek", "filial", "museum"}, "olle": {"bygg"},
    }  # fmt: skip
    for who in (HEAD, OFFICER, OTHER_OFFICER, PLAIN, ANNA, MARIA, ADA):
        assert set((await house.sees(who)).may_ask) == allowed.get(who.username, set()), who.username
        for unit in ("kultur", "bibliotek", "filial", "museum", "bygg"):
            if unit not in allowed.get(who.username, set()):
                with pytest.raises(Forbidden):
                    await house.ask(who, unit=unit)
    seen = await house.ask(OFFICER, unit="filial")
    for who in (HEAD, OFFICER, MARIA, ADA):
        assert [each.id for each in (await house.sees(who)).requests] == [seen.id]
        assert (await house.numbers(who)).series == ["3000-3019"]
    for who in (OTHER_OFFICER, PLAIN, ANNA):
        assert (await house.sees(who)).requests == []
        with pytest.raises(NotFound, match="request-unknown"):
            await house.step(who, seen, Step.COMMENT, "hej")
    for who in (PLAIN, ANNA):
        with pytest.raises(Forbidden):
            await house.numbers(who)


async def test_a_head_sees_others_requests_of_the_unit_and_takes_no_step_of_them(house: House) -> None:
    seen = await house.ask(OFFICER, unit="filial")
    assert [each.may for each in (await house.sees(HEAD)).requests] == [[]]
    with pytest.raises(NotFound, match="request-unknown"):
        await house.step(HEAD, seen, Step.WITHDRAW)


async def test_whoever_is_appointed_is_officer_of_that_unit_for_as_long_as_it_holds(house: House) -> None:
    wish = wire.AppointmentRequest("3001", "bibliotek", Post.DEPUTY, None, house.clock().date() + timedelta(3))
    await house.core.officer.appointments.appoint(ADA, wish, key=None, now=house.clock())
    seen = await house.ask(PLAIN, unit="filial")
    assert set((await house.sees(PLAIN)).may_ask) == {"bibliotek", "filial"}
    assert len(house.heard(PLAIN)) == 1
    with pytest.raises(Forbidden):
        await house.ask(PLAIN, unit="museum")
    colleague = replace(HEAD, roles=frozenset({Role.EMPLOYEE}))
    for other in (colleague, ANNA):
        assert await house.sees(other) == wire.ExtensionRequestsView([])
        with pytest.raises(Forbidden):
            await house.ask(other, unit="filial")
    assert (await house.step(PLAIN, seen, Step.APPROVE)).state is State.APPROVED
    house.clock.move(days=4)
    assert (await house.sees(PLAIN)).may_ask == []
    with pytest.raises(Forbidden):
        await house.ask(PLAIN, unit="filial")


async def test_nobody_at_anothers_extension_has_their_rights(house: House) -> None:
    stranger = replace(HEAD, person="somebody who held it before")
    with pytest.raises(Forbidden):
        await house.ask(stranger)


async def test_of_two_who_step_at_once_one_is_first(house: House) -> None:
    seen = await house.ask(OFFICER)
    two = await asyncio.gather(
        house.step(OFFICER, seen, Step.APPROVE), house.step(OFFICER, seen, Step.REFUSE, "nej"), return_exceptions=True
    )
    assert [type(each) for each in two] == [wire.ExtensionRequestView, Conflict]
    assert len((await house.sees(OFFICER)).requests[0].steps) == 1


async def test_a_request_that_stands_otherwise_by_now_is_not_turned(house: House) -> None:
    seen = await house.ask(OFFICER)

    def work(change: Transaction) -> list[bool]:
        before = extension_requests.read_request(change.sql, seen.id)
        assert before is not None
        after = replace(before, version=2, state=State.APPROVED)
        return [extension_requests.turn_request(change, before, after) for _ in range(2)]

    assert await house.core.store.write(work) == [True, False]


async def test_a_retry_with_the_same_key_asks_and_steps_once(house: House) -> None:
    first, again = [await house.ask(OFFICER, key="k") for _ in range(2)]
    assert first == again
    for _ in range(2):
        assert (await house.step(OFFICER, first, Step.APPROVE, key="s")).version == 2
    assert len((await house.sees(OFFICER)).requests) == 1


async def test_a_number_is_given_to_one_alone(house: House) -> None:
    assert (await house.numbers()).free[:3] == ["3000", "3004", "3005"]
    await house.ask(OFFICER, number="3005")
    with pytest.raises(Conflict, match="number-reserved"):
        await house.ask(HEAD, number="3005")
    with pytest.raises(Conflict, match="number-held"):
        await house.ask(HEAD, number="3001")
    for outside in ("2999", "3020", "x", "٣٠٠٥"):
        with pytest.raises(BadInput, match="number-outside"):
            await house.ask(HEAD, number=outside)
    other = await house.step(OFFICER, await house.ask(HEAD), Step.APPROVE)
    with pytest.raises(BadInput, match="request-number-missing"):
        await house.step(MARIA, other, Step.ORDER)
    for taken, why in (("3005", "number-reserved"), ("3002", "number-held")):
        with pytest.raises(Conflict, match=why):
            await house.step(MARIA, other, Step.ORDER, number=taken)
    with pytest.raises(BadInput, match="number-outside"):
        await house.step(MARIA, other, Step.ORDER, number="2041")
    numbers = await house.numbers()
    assert (numbers.reserved, "3005" in numbers.free, numbers.free_count) == (["3005"], False, 16)


async def test_a_number_that_somebody_left_rests_and_is_free_again(house: House) -> None:
    left, now = house.core.board.people["3001"], house.clock()
    await house.core.store.write(lambda change: end_holdings(change, Leaving({"3001": left}), now=now))
    numbers = await house.numbers()
    until = house.clock().date() + timedelta(90)
    assert numbers.quarantine == [wire.QuarantinedNumber("3001", until)]
    assert "3001" not in numbers.free
    with pytest.raises(Conflict, match="number-quarantine"):
        await house.ask(OFFICER, number="3001")
    house.clock.move(days=91)
    assert (await house.numbers()).quarantine == []
    await house.ask(OFFICER, number="3001")


async def test_a_number_that_was_ordered_is_kept_until_somebody_comes_to_it_and_rests_once_it_is_ended(house: House) -> None:
    seen = await house.step(OFFICER, await house.ask(OFFICER, number="3005", unit="filial"), Step.APPROVE)
    await house.step(MARIA, await house.step(MARIA, seen, Step.ORDER), Step.FINISH)
    numbers = await house.numbers()
    assert (numbers.reserved, "3005" in numbers.free) == (["3005"], False)
    with pytest.raises(Conflict, match="number-reserved"):
        await house.ask(HEAD, number="3005")
    for kind, unit in ((Kind.CHANGE, "filial"), (Kind.END, "museum")):
        with pytest.raises((NotFound, BadInput)):
            await house.ask(OFFICER, kind, unit, number="3005")
    end = await house.ask(OFFICER, Kind.END, "filial", number="3005")
    assert (end.unit, end.about) == ("filial", "Nina Ny")
    for by, step in ((OFFICER, Step.APPROVE), (MARIA, Step.ORDER), (MARIA, Step.FINISH)):
        end = await house.step(by, end, step)
    numbers = await house.numbers()
    assert (numbers.reserved, [each.number for each in numbers.quarantine], "3005" in numbers.free) == ([], ["3005"], False)
    house.clock.move(days=91)
    assert "3005" in (await house.numbers()).free


async def test_a_number_somebody_came_to_and_left_is_no_longer_reserved(house: House) -> None:
    seen = await house.step(OFFICER, await house.ask(OFFICER, number="3005", unit="filial"), Step.APPROVE)
    await house.step(MARIA, await house.step(MARIA, seen, Step.ORDER), Step.FINISH)
    nina = Person("3005", "Nina", "Ny", "filial", "kultur", id="nina")

    def comes(change: Transaction) -> None:
        people.put_person(change, nina)
        begin_holding(change, nina, now=house.clock())

    await house.core.store.write(comes)
    assert (await house.numbers()).reserved == []
    house.clock.move(days=1)
    now = house.clock()
    await house.core.store.write(lambda change: end_holdings(change, Leaving({"3005": nina}), now=now))
    numbers = await house.numbers()
    assert (numbers.reserved, [each.number for each in numbers.quarantine]) == ([], ["3005"])


@pytest.mark.in_a_file
async def test_a_list_of_many_asks_the_database_no_more_than_a_list_of_one(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    read, listened = house.core.store.read, ContextVar("listened", default=False)  # the hub itself reads beside

    def heard(work: Callable[[sqlite3.Connection], Any]) -> Awaitable[Any]:
        if not listened.get():
            return read(work)

        def listening(sql: sqlite3.Connection) -> Any:
            sql.set_trace_callback(asked.append)
            try:
                return work(sql)
            finally:
                sql.set_trace_callback(None)

        return read(listening)

    monkeypatch.setattr(house.core.store, "read", heard)
    await house.ask(OFFICER)
    listened.set(True)
    assert len((await house.sees(OFFICER)).requests) == 1
    listened.set(False)
    one = len(asked)
    for _ in range(5):
        await house.step(OFFICER, await house.ask(OFFICER), Step.COMMENT, "hej")
    asked.clear()
    listened.set(True)
    assert len((await house.sees(OFFICER)).requests) == 6
    assert len(asked) == one > 0


async def test_what_makes_no_sense_is_refused_with_the_field(house: House) -> None:
    day = house.clock().date()
    wrong: list[tuple[str, dict[str, object]]] = [
        ("request-day", {"wanted": day - timedelta(1)}),
        ("request-day", {"wanted": day + timedelta(400)}),
        ("request-name-missing", {"name": "  "}),
        ("request-kind", {"kind": Kind.UNKNOWN}),
        ("request-elsewhere", {"kind": Kind.END, "number": "2041"}),
        ("request-elsewhere", {"kind": Kind.MOVE, "to_unit": "bygg", "number": "3002"}),
        ("request-to-unit", {"kind": Kind.MOVE, "number": "3002"}),
        ("request-too-long", {"words": "x" * 501}),
    ]
    for code, more in wrong:
        with pytest.raises(BadInput, match=code):
            await house.ask(OFFICER, **more)
    for more in ({"unit": "x"}, {"to_unit": "x"}, {"kind": Kind.END, "number": "9999"}):
        with pytest.raises(NotFound):
            await house.ask(OFFICER, **more)


async def test_one_that_ends_survives_that_its_person_has_left(house: House) -> None:
    seen = await house.ask(OFFICER, Kind.END, "kultur", number="3002")
    assert (seen.unit, seen.about) == ("bibliotek", "Siv Ström")
    seen = await house.step(MARIA, await house.step(OFFICER, seen, Step.APPROVE), Step.ORDER)
    seen = await house.step(MARIA, seen, Step.FINISH)
    assert seen.in_directory is False
    kept, now = house.core.board.people, house.clock()
    await house.core.store.write(lambda change: end_holdings(change, Leaving({"3002": kept["3002"]}), now=now))
    [after] = (await house.sees(OFFICER)).requests
    assert (after.about, after.in_directory) == ("Siv Ström", True)


async def test_it_is_reminded_of_once_when_near_and_once_when_its_day_has_come(house: House) -> None:
    requests = house.core.officer.requests
    seen = await house.ask(HEAD)
    house.frames.clear()
    for days, soon, late in ((9, 0, 0), (1, 1, 0), (1, 1, 0), (9, 1, 1), (5, 1, 1)):
        house.clock.move(days=days)
        await requests.remind(house.clock())
        await requests.remind(house.clock())
        told = [each.late for several in house.heard(OFFICER) for each in several]
        assert (told.count(False), told.count(True)) == (soon, late)
    assert house.heard(HEAD) == house.heard(OFFICER)
    assert house.heard(MARIA) == house.heard(ADA) == [], "it is not their turn before it is approved"
    [one] = house.heard(OFFICER)[0]
    assert (one.about, one.unit_name, one.state) == ("Nina Ny", "Bibliotek", State.ASKED)
    assert (await house.sees(HEAD)).requests[0].due == 2
    await house.step(OFFICER, seen, Step.REFUSE, "behövs inte")
    assert (await house.sees(HEAD)).requests[0].due == 0


async def test_whoever_carries_out_is_reminded_of_what_is_approved_and_what_is_over_is_erased(house: House) -> None:
    seen = await house.step(OFFICER, await house.ask(HEAD), Step.APPROVE)
    house.frames.clear()
    house.clock.move(days=15)
    await house.core.officer.requests.remind(house.clock())
    assert len(house.heard(MARIA)) == len(house.heard(ADA)) == 1
    await house.step(OFFICER, seen, Step.WITHDRAW)
    house.clock.move(days=31)
    assert (await house.sees(OFFICER)).requests == []
    house.clock.move(days=400)
    await house.core.officer.requests.remind(house.clock())
    assert await house.core.store.read(lambda sql: extension_requests.read_request(sql, seen.id)) is None
