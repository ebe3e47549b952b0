"""Late callbacks: who is reminded, in the policy's order, each once, in the hours of whoever has to call."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from kalix_presence import shipped, wire
from kalix_presence.hub.callbacks.views import view_of
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.store import people
from kalix_presence.hub.store.frames import Frame
from kalix_presence.model.absence import Absence, Forward, Way
from kalix_presence.model.callback import Stage, Step
from kalix_presence.model.directory import Person
from kalix_presence.model.preferences import PhoneHours, Preferences, Span
from tests.clocks import NINE, Clock
from tests.hub.callbacks.house import (
    ANNA,
    AS_ANNA,
    AS_OLLE,
    AS_PER,
    OLLE,
    PER,
    left,
    messages_told,
    running,
)
from tests.hub.house import until


@pytest.fixture
async def hub(path: Path, pbx: EmbeddedPbx, clock: Clock) -> AsyncIterator[tuple[Core, list[Frame]]]:
    async with running(path, pbx, clock) as started:
        yield started


def reminders(frames: list[Frame]) -> list[frozenset[str]]:
    return [names for event, names in messages_told(frames) if event.remind]


async def at(core: Core, clock: Clock, **much: float) -> None:
    await core.callbacks.reminding.remind_due(clock.move(**much))


async def test_the_addressee_the_deputy_the_unit_and_the_officer_hear_in_turn(
    hub: tuple[Core, list[Frame]], clock: Clock
) -> None:
    core, frames = hub
    await left(core)
    await at(core, clock, minutes=119)
    assert reminders(frames) == []
    await at(core, clock, minutes=1)
    await until(lambda: reminders(frames) == [{ANNA}])
    await at(core, clock, minutes=29)
    await at(core, clock, minutes=1)
    await until(lambda: reminders(frames)[1:] == [{PER}])
    await at(core, clock, minutes=30)
    await until(lambda: reminders(frames)[2:] == [{ANNA, PER, OLLE}])
    await at(core, clock, minutes=60)
    await until(lambda: reminders(frames)[3:] == [{"officer:bygg"}])
    await at(core, clock, days=3)
    assert len(reminders(frames)) == 4


async def test_those_who_are_not_reminded_hear_the_new_version_as_it_is(hub: tuple[Core, list[Frame]], clock: Clock) -> None:
    core, frames = hub
    message = await left(core)
    await at(core, clock, minutes=120)
    plain, told = messages_told(frames)[-1]
    assert (plain.remind, plain.message.late, plain.message.version) == (False, 1, message.version + 1)
    assert "role:receptionist" in told
    assert ANNA not in told


async def test_the_deputy_and_then_the_unit_may_act_once_they_have_been_reminded(
    hub: tuple[Core, list[Frame]], clock: Clock
) -> None:
    core, _ = hub
    message = await left(core)

    async def sees(who: wire.MessagesPage) -> bool:
        return any(each.id == message.id for each in who.messages)

    async def page(caller: object) -> wire.MessagesPage:
        return await core.callbacks.asked.page(caller, to="", state="open", query="", after="", limit=9, now=NINE)  # type: ignore[arg-type]

    await at(core, clock, minutes=120)
    assert not await sees(await page(AS_PER))
    await at(core, clock, minutes=30)
    assert await sees(await page(AS_PER))
    assert not await sees(await page(AS_OLLE))
    await at(core, clock, minutes=30)
    assert await sees(await page(AS_OLLE))


async def test_the_view_tells_who_was_reminded_in_somebody_s_stead_until_it_is_done(
    hub: tuple[Core, list[Frame]], clock: Clock
) -> None:
    core, _ = hub
    message = await left(core)

    def told() -> list[str]:
        return view_of(core.board, core.callbacks.book.open[message.id]).late_for

    expected = list[str]()
    for minutes, name in ((120, None), (30, PER), (30, "unit:bygglov"), (60, "officer:bygg")):
        await at(core, clock, minutes=minutes)
        expected += [name] if name else []
        assert told() == expected
    step = wire.MessageStep(Step.FINISH, core.callbacks.book.open[message.id].version)
    done = await core.callbacks.asked.step(AS_PER, message.id, step, key=None, now=clock())
    assert done.late_for == []


async def test_a_deputy_s_screen_is_no_sign_that_the_addressee_has_it(hub: tuple[Core, list[Frame]], clock: Clock) -> None:
    core, _ = hub
    message = await left(core)
    await at(core, clock, minutes=120)
    await at(core, clock, minutes=30)
    for caller, stage in ((AS_PER, Stage.NEW), (AS_ANNA, Stage.SEEN)):
        seen = await core.callbacks.asked.step(caller, message.id, wire.MessageStep(Step.SEE, 1), key=None, now=clock())
        assert seen.stage is stage


async def test_whoever_was_reminded_may_act_where_the_one_who_took_it_does_not(
    hub: tuple[Core, list[Frame]], clock: Clock
) -> None:
    core, _ = hub
    message = await left(core, "bygglov", to_kind="unit")
    for caller, step in ((AS_ANNA, Step.TAKE), (AS_PER, Step.FINISH)):
        if caller is AS_PER:
            for minutes in (120, 30):
                await at(core, clock, minutes=minutes)
        version = core.callbacks.book.open[message.id].version
        after = await core.callbacks.asked.step(caller, message.id, wire.MessageStep(step, version), key=None, now=clock())
    assert after.stage is Stage.DONE


async def test_it_is_reminded_once_whatever_is_restarted(path: Path, pbx: EmbeddedPbx, clock: Clock) -> None:
    async with running(path, pbx, clock) as (core, frames):
        await left(core)
        await at(core, clock, minutes=125)
        await until(lambda: reminders(frames) == [{ANNA}])
    async with running(path, pbx, clock) as (core, frames):
        await at(core, clock, minutes=1)
        assert reminders(frames) == []
        clock.move(minutes=30)
    async with running(path, pbx, clock) as (core, frames):
        await until(lambda: reminders(frames) == [{PER}])


async def test_a_message_that_was_done_or_put_off_is_not_late(hub: tuple[Core, list[Frame]], clock: Clock) -> None:
    core, frames = hub
    done, later = await left(core), await left(core)
    step = wire.MessageStep(Step.FINISH, done.version)
    await core.callbacks.asked.step(AS_ANNA, done.id, step, key=None, now=clock())
    put_off = wire.MessageStep(Step.LATER, later.version, until=clock().replace(hour=14))
    await core.callbacks.asked.step(AS_ANNA, later.id, put_off, key=None, now=clock())
    await at(core, clock, minutes=130)
    assert reminders(frames) == []
    clock.moment = clock().replace(hour=14)
    await at(core, clock)
    await until(lambda: reminders(frames) == [{ANNA}])


async def test_putting_off_a_late_one_begins_the_reminders_anew(hub: tuple[Core, list[Frame]], clock: Clock) -> None:
    core, frames = hub
    message = await left(core)
    await at(core, clock, minutes=150)
    await until(lambda: reminders(frames) == [{ANNA}, {PER}])
    put_off = wire.MessageStep(Step.LATER, message.version + 2, until=clock().replace(hour=14))
    await core.callbacks.asked.step(AS_ANNA, message.id, put_off, key=None, now=clock())
    clock.moment = clock().replace(hour=14)
    await at(core, clock)
    await until(lambda: reminders(frames)[2:] == [{ANNA}])


async def test_it_is_counted_in_the_hours_in_which_the_addressee_is_best_reached(
    hub: tuple[Core, list[Frame]], clock: Clock
) -> None:
    core, _ = hub
    hours = {1: (Span(time(13), time(14)),), 2: (Span(time(13), time(14)),)}
    core.board.put_preferences(ANNA, Preferences(phone_hours=PhoneHours(hours, date(2026, 12, 31))))
    message = await left(core)
    assert message.due == datetime(2026, 11, 25, 13, tzinfo=UTC), "an hour on Tuesday, an hour on Wednesday, by the wall clock"


async def test_without_a_deputy_the_next_one_hears_in_turn(path: Path, pbx: EmbeddedPbx, clock: Clock) -> None:
    policy = replace(shipped.default_policy(), callback_late=("0 deputy", "0 unit"))
    async with running(path, pbx, clock, policy) as (core, frames):
        await left(core, OLLE)
        await at(core, clock, minutes=120)
        await until(lambda: reminders(frames) == [{ANNA, PER, OLLE}])


async def test_nobody_s_message_to_a_duty_reminds_all_who_have_it(hub: tuple[Core, list[Frame]], clock: Clock) -> None:
    core, frames = hub

    def work(change: people.Transaction) -> None:
        for extension in (ANNA, OLLE):
            people.put_person(change, Person(extension, "X", "Y", "bygglov", "bygg", duties=("bygglov",)))
        people.touch_directory(change)

    await core.store.write(work)
    await core.reload_directory()
    await left(core, "bygglov", to_kind="duty")
    await at(core, clock, minutes=120)
    await until(lambda: reminders(frames) == [{ANNA, OLLE}])


async def test_whoever_has_agreed_to_cover_an_absence_is_the_deputy_of_it(hub: tuple[Core, list[Frame]], clock: Clock) -> None:
    core, frames = hub
    away = Absence("a", ANNA, "holiday", clock(), clock() + timedelta(days=9), Forward(), "", ANNA, Way.SCHEDULE, deputy=OLLE)
    core.board.put(ANNA, [away], clock())
    message = await left(core)
    assert core.callbacks.asked.advice(AS_PER, ANNA, urgent=False, now=clock()).deputy == OLLE
    page = await core.callbacks.asked.page(AS_OLLE, to="", state="open", query="", after="", limit=9, now=NINE)
    assert [each.id for each in page.messages] == [message.id]
    await at(core, clock, minutes=150)
    await until(lambda: reminders(frames) == [{ANNA}, {OLLE}])


async def test_what_waits_for_somebody_who_has_left_is_reminded_of_at_the_switchboard(
    hub: tuple[Core, list[Frame]], clock: Clock
) -> None:
    core, frames = hub
    await left(core, OLLE)
    del core.board.people[OLLE]
    await at(core, clock, minutes=120)
    await until(lambda: reminders(frames) == [{"role:receptionist"}])
