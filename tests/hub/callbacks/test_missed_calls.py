"""Calls nobody answered become callbacks, once each, and close by themselves when the caller is reached."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from unittest.mock import AsyncMock

import pytest

from kalix_presence import shipped
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.pbx.protocol import CallRecord, RangFromPhone, Talked
from kalix_presence.hub.store import messages
from kalix_presence.model.callback import SWITCHBOARD, CallbackMessage, Outcome, Source, Stage
from kalix_presence.model.errors import Unavailable
from tests.clocks import NINE, Clock
from tests.hub.callbacks.house import ANNA, AS_ANNA, KARIN, PER, only, running, settled
from tests.hub.house import until

CALLS = "0923555012"


def misses(pbx: EmbeddedPbx, caller: str = CALLS, extension: str = ANNA, where: str = "phone", waited: int = 12) -> None:
    pbx.phones[extension].answers = False
    pbx.call(caller, extension, hangs_up=where, waited=waited)


def talks(pbx: EmbeddedPbx, clock: Clock, *, outward: bool = False, seconds: float = 40, extension: str = ANNA) -> None:
    clock.move(seconds=seconds + 1)
    pbx._readers.publish(Talked(extension, CALLS, outward, seconds))


async def stored(core: Core) -> list[CallbackMessage]:
    rows = await core.store.read(lambda sql: sql.execute("SELECT id FROM message").fetchall())
    found = [await core.store.read(lambda sql, one=row[0]: messages.read_message(sql, one)) for row in rows]
    return [message for message in found if message is not None]


async def test_a_missed_call_waits_for_whoever_was_called(core: Core, pbx: EmbeddedPbx) -> None:
    misses(pbx)
    message = await only(core)
    assert (message.responsible, message.party.number, message.source) == (ANNA, KARIN, Source.MISSED)
    await settled(core, pbx)
    [step] = await core.store.read(lambda sql: messages.read_steps(sql, message.id))
    assert (step.step, step.by, step.way, step.detail) == ("missed", "", "phone", "phone"), "and where it hung up"


async def test_one_caller_is_one_entry_within_the_hour_and_another_after_it(core: Core, pbx: EmbeddedPbx, clock: Clock) -> None:
    misses(pbx)
    await settled(core, pbx)
    clock.move(minutes=30)
    misses(pbx)
    await settled(core, pbx)
    assert (await only(core)).calls == 2
    clock.move(minutes=31)
    misses(pbx)
    await settled(core, pbx)
    assert sorted(each.calls for each in core.callbacks.book.open.values()) == [1, 2]


async def test_the_same_record_told_twice_is_counted_once(core: Core, pbx: EmbeddedPbx, clock: Clock) -> None:
    record = CallRecord("1-1", "missed", ANNA, CALLS, "phone", False, 12, clock())
    for _ in range(3):
        await core.callbacks.missed.note_call(record)
    assert (await only(core)).calls == 1


@pytest.mark.parametrize(
    ("caller", "waited"),
    [pytest.param("", 30, id="withheld"), pytest.param(CALLS, 4, id="short"), pytest.param(PER, 30, id="a colleague")],
)
async def test_withheld_short_and_internal_calls_are_none_but_the_journal_forgets_them(
    core: Core, pbx: EmbeddedPbx, caller: str, waited: int
) -> None:
    misses(pbx, caller, waited=waited)
    await settled(core, pbx)
    assert not core.callbacks.book.open


async def test_a_site_may_want_colleagues_calls_or_none_at_all(path: Path, pbx: EmbeddedPbx, clock: Clock) -> None:
    async with running(path, pbx, clock, replace(shipped.default_policy(), missed_internal=True)) as (core, _):
        misses(pbx, PER)
        assert (await only(core)).party.name == "Per Berg"
        await settled(core, pbx)
    async with running(path, pbx, clock, replace(shipped.default_policy(), missed_calls=False)) as (core, _):
        misses(pbx)
        await settled(core, pbx)
        assert len(core.callbacks.book.open) == 1


async def test_who_asked_to_be_called_back_is_kept_however_short_the_call(core: Core, pbx: EmbeddedPbx, clock: Clock) -> None:
    await core.callbacks.missed.note_call(CallRecord("1-1", "asked", ANNA, CALLS, "announcement", False, 1, clock()))
    assert (await only(core)).source is Source.ASKED


async def test_asking_after_a_missed_call_makes_that_entry_one_that_was_asked_for(
    core: Core, pbx: EmbeddedPbx, clock: Clock
) -> None:
    misses(pbx)
    await settled(core, pbx)
    await core.callbacks.missed.note_call(CallRecord("1-1", "asked", ANNA, CALLS, "announcement", False, 1, clock()))
    message = await only(core)
    assert (message.source, message.calls) == (Source.ASKED, 2)


async def test_a_call_to_the_switchboard_itself_waits_there(core: Core, clock: Clock) -> None:
    await core.callbacks.missed.note_call(CallRecord("1-1", "missed", "9", CALLS, "switchboard", False, 30, clock()))
    assert (await only(core)).to == SWITCHBOARD


@pytest.mark.parametrize("outward", [True, False])
async def test_it_closes_by_itself_when_the_caller_is_reached(
    core: Core, pbx: EmbeddedPbx, clock: Clock, outward: bool
) -> None:
    misses(pbx)
    message = await only(core)
    talks(pbx, clock, outward=outward)
    await until(lambda: not core.callbacks.book.open)
    [closed] = await stored(core)
    assert (closed.stage, closed.reached, closed.closed_by) == (Stage.DONE, True, ANNA)
    history = await core.callbacks.asked.history(AS_ANNA, message.id, now=NINE)
    last = history.steps[-1]
    assert (last.step, last.by_name, last.way.value) == ("reached", "Anna Ek", "phone")
    assert last.detail == ("outward" if outward else "inward")


async def test_neither_a_moment_s_contact_nor_another_person_s_call_closes_it(
    core: Core, pbx: EmbeddedPbx, clock: Clock
) -> None:
    misses(pbx)
    await only(core)
    talks(pbx, clock, seconds=4)
    talks(pbx, clock, extension=PER)
    await settled(core, pbx)
    assert len(core.callbacks.book.open) == 1


async def test_what_was_asked_for_is_closed_by_a_person_only(core: Core, pbx: EmbeddedPbx, clock: Clock) -> None:
    await core.callbacks.missed.note_call(CallRecord("1-1", "asked", ANNA, CALLS, "announcement", False, 1, clock()))
    talks(pbx, clock)
    await settled(core, pbx)
    assert (await only(core)).open


async def test_calls_missed_while_the_hub_was_down_are_taken_over_when_it_is_back(
    path: Path, pbx: EmbeddedPbx, clock: Clock
) -> None:
    misses(pbx)
    pbx.unplug()
    async with running(path, pbx, clock) as (core, _):
        assert (await only(core)).made_at == clock()
        await settled(core, pbx)
        pbx.unplug()
        misses(pbx, "0923555099")
        pbx.plug_in()
        await until(lambda: len(core.callbacks.book.open) == 2)
        await settled(core, pbx)


async def test_what_the_database_cannot_take_stays_in_the_journal_until_it_can(
    core: Core, pbx: EmbeddedPbx, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, refused = core.store.write, 0

    async def full(work: object) -> None:
        nonlocal refused
        refused += 1
        raise Unavailable("store-unwritable")

    monkeypatch.setattr(core.store, "write", full)
    misses(pbx)
    await until(lambda: refused > 0)
    assert len(await pbx.calls()) == 1
    monkeypatch.setattr(core.store, "write", write)
    await only(core)
    await settled(core, pbx)


async def test_a_conversation_that_the_journal_kept_closes_what_was_missed_before_it_and_nothing_after(
    core: Core, pbx: EmbeddedPbx, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = clock()
    clock.move(minutes=10)
    missed = CallRecord("1-1", "missed", ANNA, CALLS, "phone", False, 12, began)
    talk = Talked(ANNA, CALLS, False, 40, "2-1", began + timedelta(minutes=2))
    again = replace(missed, key="3-1", at=began + timedelta(minutes=5))
    journal = {talk.key: talk}
    pbx._records |= {missed.key: missed, again.key: again}
    monkeypatch.setattr(pbx, "conversations", AsyncMock(side_effect=lambda: list(journal.values())))
    monkeypatch.setattr(pbx, "forget_conversation", AsyncMock(side_effect=lambda key: journal.pop(key, None)))
    pbx.unplug()
    pbx.plug_in()
    await until(lambda: not journal and not pbx._records)
    reached, waits = sorted(await stored(core), key=lambda each: each.made_at)
    assert (reached.stage, reached.reached, reached.closed_at) == (Stage.DONE, True, talk.at)
    assert (waits.stage, waits.made_at) == (Stage.NEW, again.at)


async def test_whom_the_code_for_callbacks_reached_has_not_to_be_called_back(
    core: Core, pbx: EmbeddedPbx, clock: Clock
) -> None:
    misses(pbx)
    message = await only(core)
    clock.move(minutes=5)
    rang = RangFromPhone("4-1", ANNA, CALLS, Outcome.ANSWERED, 20.0, clock())
    pbx._rang[rang.key] = rang
    pbx._readers.publish(rang)
    await until(lambda: not core.callbacks.book.open)
    [closed] = await stored(core)
    assert (closed.id, closed.reached, len(closed.attempts)) == (message.id, True, 1)


async def test_a_short_call_counts_when_it_was_the_pbx_that_ended_it(core: Core, pbx: EmbeddedPbx, clock: Clock) -> None:
    for key, ended_by in (("1-1", "caller"), ("1-2", "pbx")):
        record = CallRecord(key, "missed", ANNA, CALLS, "switchboard", False, 0, clock(), ended_by)
        await core.callbacks.missed.note_call(record)
    assert (await only(core)).calls == 1


@pytest.mark.parametrize("claims", [PER, "9"])
async def test_an_extension_that_somebody_outside_claims_is_no_number_to_call_back(
    core: Core, pbx: EmbeddedPbx, clock: Clock, claims: str
) -> None:
    await core.callbacks.missed.note_call(CallRecord("1-1", "missed", ANNA, claims, "phone", False, 30, clock()))
    assert await stored(core) == []
    await core.callbacks.missed.note_call(CallRecord("1-2", "asked", ANNA, claims, "announcement", False, 30, clock()))
    message = await only(core)
    assert (message.party.number, message.party.name) == ("", "")
