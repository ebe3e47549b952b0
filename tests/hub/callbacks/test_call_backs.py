"""Ringing back: the outcome is the PBX's, it lands on the right message, and no call is left without one."""

from __future__ import annotations

from pathlib import Path

import pytest

from kalix_presence import wire
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.pbx.embedded.virtual_exchange import VirtualPhone
from kalix_presence.hub.pbx.protocol import RangFromPhone
from kalix_presence.hub.store import messages, ringing
from kalix_presence.model.absence import Way
from kalix_presence.model.callback import CallbackMessage, Outcome, Stage, Step
from kalix_presence.model.errors import Conflict, NotFound, Unavailable
from tests.clocks import NINE, Clock
from tests.hub.callbacks.house import ANNA, AS_ANNA, AS_MARIA, AS_PER, left, running
from tests.hub.house import until

DIALLED = "0923555012"


async def rung(core: Core, message: CallbackMessage) -> None:
    await core.callbacks.ringing.ring(AS_ANNA, message.id, way=Way.TRAY)


async def attempted(core: Core, message_id: str, count: int = 1) -> CallbackMessage:
    while True:
        message = await core.store.read(lambda sql: messages.read_message(sql, message_id))
        assert message is not None
        if len(message.attempts) >= count:
            return message
        await core.callbacks.idle()


async def view(core: Core, message: CallbackMessage) -> wire.MessageView:
    return await core.callbacks.asked.read(AS_ANNA, message.id, now=NINE)


async def test_a_conversation_is_noted_with_its_seconds_and_proposed_as_done(
    core: Core, pbx: EmbeddedPbx, clock: Clock
) -> None:
    message = await left(core)
    await rung(core, message)
    clock.move(seconds=75)
    pbx.hang_up(ANNA)
    after = await attempted(core, message.id)
    assert [(each.outcome, each.talked, each.by) for each in after.attempts] == [(Outcome.ANSWERED, 75.0, ANNA)]
    assert (after.stage, (await view(core, message)).proposes_done) == (Stage.TRIED, True)
    assert await core.store.read(ringing.read_ringing) == []


async def test_a_call_of_a_moment_is_not_proposed_as_done(core: Core, pbx: EmbeddedPbx, clock: Clock) -> None:
    message = await left(core)
    await rung(core, message)
    clock.move(seconds=4)
    pbx.hang_up(ANNA)
    await attempted(core, message.id)
    assert not (await view(core, message)).proposes_done


async def test_nobody_answered_is_noted_as_that(core: Core, pbx: EmbeddedPbx) -> None:
    message = await left(core)
    pbx.outside[DIALLED] = VirtualPhone(answers=False)
    await rung(core, message)
    assert [each.outcome for each in (await attempted(core, message.id)).attempts] == [Outcome.NO_ANSWER]


async def test_an_own_phone_that_is_not_picked_up_is_a_failed_attempt(core: Core, pbx: EmbeddedPbx) -> None:
    message = await left(core)
    pbx.phones[ANNA].answers = False
    await rung(core, message)
    assert [each.outcome for each in (await attempted(core, message.id)).attempts] == [Outcome.FAILED]


async def test_a_call_that_ends_after_the_message_was_done_is_kept_with_it(core: Core, pbx: EmbeddedPbx, clock: Clock) -> None:
    message = await left(core)
    await rung(core, message)
    await core.callbacks.asked.step(AS_ANNA, message.id, wire.MessageStep(Step.FINISH, 1), key=None, now=clock())
    pbx.hang_up(ANNA)
    after = await attempted(core, message.id)
    assert (after.stage, len(after.attempts)) == (Stage.DONE, 1)


async def test_what_the_pbx_noted_is_in_no_decision_s_way(core: Core, pbx: EmbeddedPbx, clock: Clock) -> None:
    message = await left(core)
    await rung(core, message)
    pbx.hang_up(ANNA)
    await attempted(core, message.id)
    done = await core.callbacks.asked.step(
        AS_ANNA, message.id, wire.MessageStep(Step.FINISH, message.version), key=None, now=clock()
    )
    assert done.stage is Stage.DONE


async def test_a_pbx_that_is_lost_amid_a_call_leaves_an_honest_word(core: Core, pbx: EmbeddedPbx) -> None:
    message = await left(core)
    await rung(core, message)
    pbx.unplug()
    after = await attempted(core, message.id)
    assert [(each.outcome, each.talked) for each in after.attempts] == [(Outcome.UNKNOWN, None)]
    pbx.plug_in()
    pbx.hang_up(ANNA)
    await core.callbacks.idle()
    assert len((await attempted(core, message.id)).attempts) == 1


async def test_a_hub_that_was_stopped_amid_a_call_says_so_when_it_is_back(path: Path, pbx: EmbeddedPbx, clock: Clock) -> None:
    async with running(path, pbx, clock) as (core, _):
        message = await left(core)
        await rung(core, message)
    async with running(path, pbx, clock) as (core, _):
        after = await attempted(core, message.id)
        assert [each.outcome for each in after.attempts] == [Outcome.UNKNOWN]
        assert await core.store.read(ringing.read_ringing) == []
    async with running(path, pbx, clock) as (core, _):
        assert len((await attempted(core, message.id)).attempts) == 1


async def test_a_pbx_that_is_away_is_said_at_once_and_is_no_attempt(core: Core, pbx: EmbeddedPbx) -> None:
    message = await left(core)
    pbx.unplug()
    with pytest.raises(Unavailable):
        await rung(core, message)
    assert await core.store.read(ringing.read_ringing) == []
    assert (await view(core, message)).attempts == []


async def test_nobody_rings_for_what_is_not_theirs_and_not_twice_for_a_group(core: Core) -> None:
    message = await left(core)
    with pytest.raises(NotFound, match="message-unknown"):
        await core.callbacks.ringing.ring(AS_PER, message.id, way=Way.TRAY)
    shared = await left(core, "bygglov", to_kind="unit")
    await rung(core, shared)
    with pytest.raises(Conflict, match="message-taken"):
        await core.callbacks.ringing.ring(AS_PER, shared.id, way=Way.TRAY)


async def test_the_code_on_the_phone_notes_its_attempt_on_the_message_whose_number_it_rang(
    core: Core, pbx: EmbeddedPbx, clock: Clock
) -> None:
    other = await left(core, caller_number="0923-555 999", urgent=False)
    clock.move(minutes=-10)
    first = await left(core)
    await until(lambda: pbx.waiting.get(ANNA) == 2)
    assert pbx.ring_back(ANNA) == "answered"
    after = await attempted(core, first.id)
    assert [(each.outcome, each.by) for each in after.attempts] == [(Outcome.ANSWERED, ANNA)]
    history = await core.callbacks.asked.history(AS_MARIA, first.id, now=NINE)
    assert history.steps[-1].way is Way.PHONE
    assert (await view(core, other)).attempts == []


async def test_what_the_code_did_while_the_hub_was_down_is_noted_once_and_where_it_happened(
    path: Path, pbx: EmbeddedPbx, clock: Clock
) -> None:
    async with running(path, pbx, clock) as (core, _):
        message = await left(core)
        await until(lambda: pbx.waiting.get(ANNA) == 1)
    await pbx.start()
    clock.move(minutes=5)
    assert pbx.ring_back(ANNA) == "answered"
    at = clock()
    [rang] = await pbx.rang()
    clock.move(minutes=5)
    pbx.call(DIALLED, ANNA, hangs_up="phone")
    clock.move(minutes=5)
    async with running(path, pbx, clock) as (core, _):
        await core.callbacks.idle()
        await until(lambda: not pbx._rang and not pbx._records)
        for _ in range(2):
            await core.callbacks.ringing.rang_from_phone(rang)  # told again before it was forgotten
        after = await attempted(core, message.id)
        assert [(each.outcome, each.talked, each.at) for each in after.attempts] == [(Outcome.ANSWERED, 20.0, at)]
        history = await core.callbacks.asked.history(AS_MARIA, message.id, now=NINE)
        assert [(step.step, step.at) for step in history.steps if step.step == Step.TRY.value] == [(Step.TRY.value, at)]


async def test_a_message_left_after_the_code_was_dialled_was_not_meant(core: Core, clock: Clock) -> None:
    first = await left(core, urgent=False)
    rang = RangFromPhone("1-1", ANNA, DIALLED, Outcome.NO_ANSWER, 0.0, clock())
    clock.move(minutes=1)
    later = await left(core, urgent=True)
    await core.callbacks.ringing.rang_from_phone(rang)
    assert len((await view(core, first)).attempts) == 1
    assert (await view(core, later)).attempts == []


async def test_a_double_click_is_one_call(core: Core, pbx: EmbeddedPbx) -> None:
    message = await left(core)
    first = await core.callbacks.ringing.ring(AS_ANNA, message.id, way=Way.TRAY)
    assert await core.callbacks.ringing.ring(AS_ANNA, message.id, way=Way.TRAY) == first
    pbx.hang_up(ANNA)
    await attempted(core, message.id)
    await core.callbacks.idle()
    assert len((await attempted(core, message.id)).attempts) == 1


async def test_a_call_of_which_nothing_is_heard_any_more_does_not_hang_for_ever(core: Core, clock: Clock) -> None:
    message = await left(core)
    await rung(core, message)
    clock.move(hours=5)
    await core.callbacks.ringing.retry()
    assert [each.outcome for each in (await attempted(core, message.id)).attempts] == [Outcome.UNKNOWN]
