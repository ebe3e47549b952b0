"""Calls as the driver for Asterisk tells them, where it is hard: gaps, refusals, queues, and numbers that are no numbers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from kalix_presence.hub.pbx.asterisk.pbx import AsteriskPbx
from kalix_presence.hub.pbx.asterisk.settings import AsteriskSettings
from kalix_presence.hub.pbx.protocol import CallSeen, PbxEvent, PbxLost, PbxReady, PlacedCallEnded, PresentCall
from kalix_presence.model.errors import Unavailable
from tests.pbx.asterisk_server import AsteriskServer, wait_until
from tests.pbx.hand_phone import HandPhone
from tests.pbx.hands import KARIN, OUTSIDE, brief

pytestmark = pytest.mark.asterisk

Make = Callable[..., HandPhone]
HEADERS = f'P-Asserted-Identity: "Karin Berg" <sip:{KARIN}@trunk>\r\n'
LUNCH = "1|0|always|9|lunch|a-1"
BAD = [
    "",
    "0701\r\nAction: Command",
    "2042,s,1",
    "20&42",
    "2042;x",
    "${EPOCH}",
    "２０４２",
    "+46701234567",
    "Local/2042@phones",
    "1" * 19,
]


@asynccontextmanager
async def driver(settings: AsteriskSettings) -> AsyncIterator[tuple[AsteriskPbx, list[PbxEvent]]]:
    """A connected driver, and all that it tells."""
    pbx, told = AsteriskPbx(settings), list[PbxEvent]()
    events = pbx.events()

    async def listen() -> None:
        async for event in events:
            told.append(event)

    listening = asyncio.create_task(listen())
    await pbx.start()
    await until(lambda: PbxReady() in told)
    try:
        yield pbx, told
    finally:
        listening.cancel()
        await pbx.stop()


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(120):
        while not holds():
            await asyncio.sleep(0.01)


async def until_calls(pbx: AsteriskPbx, wanted: set[tuple[str, str, str]]) -> list[PresentCall]:
    async with asyncio.timeout(120):
        while brief(found := await pbx.present_calls()) != wanted:
            await asyncio.sleep(0.01)
    return found


def ended(told: list[PbxEvent]) -> list[PlacedCallEnded]:
    return [event for event in told if isinstance(event, PlacedCallEnded)]


def hands(work: Callable[..., Any], *what: object) -> Coroutine[Any, Any, Any]:
    """Something done at a phone, while the loop goes on."""
    return asyncio.to_thread(work, *what)


async def test_an_own_phone_that_declines_or_is_not_there_fails_once(asterisk: AsteriskServer, hand_phones: Make) -> None:
    phone = hand_phones("2041")
    async with driver(asterisk.settings) as (pbx, told):
        declined = await pbx.place_call("2041", OUTSIDE)
        phone.put_down(await hands(phone.ringing))
        await until(lambda: len(ended(told)) == 1)
        absent = await pbx.place_call("2050", OUTSIDE)
        await until(lambda: len(ended(told)) == 2)
        assert ended(told) == [PlacedCallEnded(declined, "failed"), PlacedCallEnded(absent, "failed")]
        await until_calls(pbx, set())


async def test_all_phones_of_a_person_ring_and_the_one_that_is_picked_up_has_the_call(
    asterisk: AsteriskServer, hand_phones: Make
) -> None:
    desk_phone, mobile = hand_phones("2050"), hand_phones("2050", elsewhere=True)
    desk_phone.register()
    mobile.register()
    outside, colleague = hand_phones("2043"), hand_phones("2042")
    async with driver(asterisk.settings) as (pbx, told):
        call_id = await pbx.place_call("2050", OUTSIDE)
        await hands(desk_phone.ringing)
        await hands(mobile.ringing)
        [rings] = await until_calls(pbx, {("2050", OUTSIDE, "ringing")})
        assert (rings.id, rings.outward) == (call_id, True)
        call = await hands(mobile.pick_up)
        await hands(desk_phone.ended, desk_phone.calls[0])
        talk = await hands(outside.pick_up)
        await until_calls(pbx, {("2050", OUTSIDE, "talking"), ("2043", "2050", "talking")})
        assert not ended(told)
        asking = await pbx.consult_call(call_id, "2042")
        await hands(colleague.pick_up)
        await until(lambda: any(isinstance(event, CallSeen) and event.call.id == asking for event in told))
        await pbx.cancel_consult(call_id)
        await until_calls(pbx, {("2050", OUTSIDE, "talking"), ("2043", "2050", "talking")})
        await pbx.move_call(call_id, "2042")
        again = await hands(colleague.pick_up)
        await hands(mobile.ended, call)
        await until_calls(pbx, {("2042", "2043", "talking"), ("2043", "2042", "talking")})
        await hands(colleague.put_down, again)
        await hands(outside.ended, talk)
        await until_calls(pbx, set())
        assert [(each.call_id, each.outcome) for each in ended(told)] == [(call_id, "answered")]


async def test_who_is_asked_and_taken_back_between_answer_and_talk_is_not_left_in_a_call_with_nobody(
    asterisk: AsteriskServer, hand_phones: Make
) -> None:
    dialplan = asterisk.folder / "etc" / "kalix-presence.conf"
    shipped = dialplan.read_text("utf-8")
    asks = "Dial(Local/${FILTER(0-9,${EXTEN})}@${KALIX_DIAL},60,g)"
    assert shipped.count(asks) == 1
    # The moment after the answer lasts for as long as the test likes.
    dialplan.write_text(f"{shipped.replace(asks, asks[:-1] + 'U(moment))')}\n[moment]\nexten => s,1,Wait(600)\n", "utf-8")
    asterisk.set_up()
    try:
        outside, phone, colleague = hand_phones("outside"), hand_phones("2041"), hand_phones("2042")
        async with driver(asterisk.settings) as (pbx, _):
            call = outside.dial("2041", headers=HEADERS)
            await hands(phone.pick_up)
            [talks] = await until_calls(pbx, {("2041", KARIN, "talking")})
            await pbx.consult_call(talks.id, "2042")
            asked = await hands(colleague.pick_up)
            await until(lambda: "Internal Gosub(moment" in asterisk.log())
            await pbx.cancel_consult(talks.id)
            await hands(colleague.ended, asked)
            await until_calls(pbx, {("2041", KARIN, "talking")})
            await hands(outside.put_down, call)
            await until_calls(pbx, set())
    finally:
        dialplan.write_text(shipped, "utf-8")
        asterisk.set_up()


async def test_a_call_that_rings_all_phones_of_a_person_is_one_call(asterisk: AsteriskServer, hand_phones: Make) -> None:
    desk_phone, mobile, outside = hand_phones("2050"), hand_phones("2050", elsewhere=True), hand_phones("outside")
    desk_phone.register()
    mobile.register()
    async with driver(asterisk.settings) as (pbx, told):
        outside.dial("2050", headers=HEADERS)
        await hands(desk_phone.ringing)
        await hands(mobile.ringing)
        [rings] = await until_calls(pbx, {("2050", KARIN, "ringing")})
        call = await hands(mobile.pick_up)
        await hands(desk_phone.ended, desk_phone.calls[0])
        [talks] = await until_calls(pbx, {("2050", KARIN, "talking")})
        assert talks.id == rings.id
        await hands(mobile.put_down, call)
        await until_calls(pbx, set())
        seen = [event.call for event in told if isinstance(event, CallSeen)]
        assert [call.state for call in seen if call.state != "ringing"] == ["talking", "ended"]
        assert {call.id for call in seen} == {rings.id}


async def test_one_of_a_person_s_phones_declines_and_the_others_go_on_ringing(
    asterisk: AsteriskServer, hand_phones: Make
) -> None:
    desk_phone, mobile = hand_phones("2050"), hand_phones("2050", elsewhere=True)
    desk_phone.register()
    mobile.register()
    hand_phones("2043", busy=True)
    async with driver(asterisk.settings) as (pbx, told):
        call_id = await pbx.place_call("2050", OUTSIDE)
        desk_phone.put_down(await hands(desk_phone.ringing))
        await until_calls(pbx, {("2050", OUTSIDE, "ringing")})
        assert not ended(told)
        await hands(mobile.pick_up)
        await until(lambda: bool(ended(told)))
        assert ended(told) == [PlacedCallEnded(call_id, "busy")]
        await until_calls(pbx, set())


async def test_a_placed_call_that_nobody_answers(asterisk: AsteriskServer, hand_phones: Make) -> None:
    phone, outside = hand_phones("2041"), hand_phones("2043")
    async with driver(asterisk.settings) as (pbx, told):
        call_id = await pbx.place_call("2041", OUTSIDE)
        call = await hands(phone.pick_up)
        await hands(outside.ringing)
        phone.put_down(call)
        await until(lambda: bool(ended(told)))
        assert ended(told) == [PlacedCallEnded(call_id, "no_answer")]


async def test_a_placed_call_that_ends_at_the_switchboard_was_not_answered(asterisk: AsteriskServer, hand_phones: Make) -> None:
    asterisk.put("2042", LUNCH)
    phone, switchboard = hand_phones("2041"), hand_phones("9")
    async with driver(asterisk.settings) as (pbx, told):
        call_id = await pbx.place_call("2041", "2042")
        call = await hands(phone.pick_up)
        talk = await hands(switchboard.pick_up)
        await hands(switchboard.put_down, talk)
        await hands(phone.ended, call)
        await until(lambda: bool(ended(told)))
        assert ended(told) == [PlacedCallEnded(call_id, "no_answer")]


async def test_how_a_placed_call_ended_while_the_connection_was_gone_is_told_as_failed_and_only_once(
    asterisk: AsteriskServer, hand_phones: Make
) -> None:
    phone, outside = hand_phones("2041"), hand_phones("2043")
    async with driver(asterisk.settings) as (pbx, told):
        call_id = await pbx.place_call("2041", OUTSIDE)
        call = await hands(phone.pick_up)
        await hands(outside.pick_up)
        both = {("2041", OUTSIDE, "talking"), ("2043", "2041", "talking")}
        await until_calls(pbx, both)
        pbx._ami._wire.close()  # type: ignore[union-attr]
        await until(lambda: told.count(PbxReady()) == 2)
        assert ended(told) == [PlacedCallEnded(call_id, "failed")]
        await until_calls(pbx, both)
        phone.put_down(call)
        await until_calls(pbx, set())
        assert len(ended(told)) == 1


async def test_a_gap_makes_no_call_flap(asterisk: AsteriskServer, hand_phones: Make) -> None:
    asterisk.put("2041", LUNCH)
    outside, switchboard = hand_phones("outside"), hand_phones("9")
    async with driver(asterisk.settings) as (pbx, told):
        call = outside.dial("2041", headers=HEADERS)
        await hands(switchboard.pick_up)
        before = await until_calls(pbx, {("9", KARIN, "talking")})
        told.clear()
        for turn in range(1, 4):
            pbx._ami._wire.close()  # type: ignore[union-attr]
            await until(lambda turn=turn: told.count(PbxReady()) == turn)  # type: ignore[misc]
            await until(lambda: pbx._calls._kept is None)
        assert not [event for event in told if isinstance(event, CallSeen)]
        assert await pbx.present_calls() == before
        await hands(outside.put_down, call)
        await until_calls(pbx, set())


async def test_a_call_that_ended_in_the_gap_is_over_after_it(asterisk: AsteriskServer, hand_phones: Make) -> None:
    phone, outside = hand_phones("2041"), hand_phones("outside")
    async with driver(asterisk.settings) as (pbx, told):
        call = outside.dial("2041", headers=HEADERS)
        await hands(phone.pick_up)
        await until_calls(pbx, {("2041", KARIN, "talking")})
        pbx._ami._on_event = lambda event: None  # nothing is heard from here on
        await hands(outside.put_down, outside.connected(call))
        wait_until(lambda: "0 active channels" in asterisk.command("core show channels"), "the call goes on")
        pbx._ami._on_event = pbx._on_event
        pbx._ami._wire.close()  # type: ignore[union-attr]
        await until_calls_after(pbx, told)
        await until(lambda: [event.call.state for event in told if isinstance(event, CallSeen)][-1] == "ended")


async def until_calls_after(pbx: AsteriskPbx, told: list[PbxEvent]) -> None:
    await until(lambda: PbxLost() in told and pbx.connected)
    await until_calls(pbx, set())


@pytest.fixture(params=["no", "yes"])
def named_to_phones(asterisk: AsteriskServer, request: pytest.FixtureRequest) -> Iterator[None]:
    """Whether the site shows names from outside on desk phones: without, the PBX's own list of calls lacks them."""
    asterisk.set_up(OUTSIDE_NAMES=request.param)
    yield
    asterisk.set_up()


@pytest.mark.usefixtures("named_to_phones")
async def test_a_hub_that_starts_later_sees_the_calls_that_go_on(asterisk: AsteriskServer, hand_phones: Make) -> None:
    asterisk.put("2041", LUNCH)
    outside, switchboard = hand_phones("outside"), hand_phones("9")
    anna, per = hand_phones("2043"), hand_phones("2042")
    waiting, own = outside.dial("2041", headers=HEADERS), anna.dial("2042")
    per_talks = await hands(per.pick_up)
    await hands(switchboard.ringing)
    async with driver(asterisk.settings) as (pbx, _):
        found = await until_calls(pbx, {("9", KARIN, "ringing"), ("2043", "2042", "talking"), ("2042", "2043", "talking")})
        by_extension = {call.extension: call for call in found}
        assert by_extension["2043"].outward
        assert not by_extension["2042"].outward
        waits = by_extension["9"]
        assert (waits.diverted_from, waits.why, waits.waiting, waits.name) == ("2041", "absence", True, "Karin Berg")
        await hands(per.put_down, per_talks)
        await hands(anna.ended, own)
        await hands(outside.put_down, waiting)
        await until_calls(pbx, set())


async def test_a_restart_of_the_pbx_ends_what_was_there(own_asterisk: AsteriskServer) -> None:
    phone, outside = HandPhone(own_asterisk, "2041"), HandPhone(own_asterisk, "outside")
    async with driver(own_asterisk.settings) as (pbx, told):
        outside.dial("2041", headers=HEADERS)
        await hands(phone.pick_up)
        await until_calls(pbx, {("2041", KARIN, "talking")})
        await hands(own_asterisk.kill9)
        await until(lambda: PbxLost() in told)
        with pytest.raises(Unavailable, match="pbx-unreachable"):
            await pbx.present_calls()
        await hands(own_asterisk.start)
        await until(lambda: told.count(PbxReady()) == 2)
        await until_calls(pbx, set())
    phone.close()
    outside.close()


async def test_a_reload_of_the_pbx_is_a_reason_to_compare_everything_again_and_ends_no_call(
    asterisk: AsteriskServer, hand_phones: Make
) -> None:
    phone, outside = hand_phones("2041"), hand_phones("outside")
    async with driver(asterisk.settings) as (pbx, told):
        call = outside.dial("2041", headers=HEADERS)
        await hands(phone.pick_up)
        before = await until_calls(pbx, {("2041", KARIN, "talking")})
        await hands(asterisk.command, "core reload")
        await until(lambda: told.count(PbxReady()) == 2)
        await until(lambda: pbx._calls._kept is None)
        assert PbxLost() not in told
        assert await pbx.present_calls() == before
        await hands(outside.put_down, outside.connected(call))
        await until_calls(pbx, set())


async def test_callers_in_the_switchboard_s_queue_wait(asterisk: AsteriskServer, hand_phones: Make) -> None:
    settings = replace(asterisk.settings, switchboard_queue="switchboard")
    outside, switchboard = hand_phones("outside"), hand_phones("9")
    async with driver(settings) as (pbx, _):
        call = outside.dial("2098", headers=HEADERS)
        [waits] = await until_calls(pbx, {("9", KARIN, "ringing")})
        assert waits.waiting
        async with driver(settings) as (later, _):
            [seen] = await until_calls(later, {("9", KARIN, "ringing")})
            assert (seen.id, seen.waiting) == (waits.id, True)
        await hands(switchboard.pick_up)
        [talks] = await until_calls(pbx, {("9", KARIN, "talking")})
        assert not talks.waiting
        await hands(outside.put_down, outside.connected(call))
        await until_calls(pbx, set())


async def test_who_does_not_want_to_be_known_is_not_shown(asterisk: AsteriskServer, hand_phones: Make) -> None:
    phone, outside = hand_phones("2041"), hand_phones("outside")
    async with driver(asterisk.settings) as (pbx, told):
        call = outside.dial("2041", headers=HEADERS + "Privacy: id\r\n")
        await hands(phone.pick_up)
        await until_calls(pbx, {("2041", "", "talking")})
        await hands(outside.put_down, outside.connected(call))
        await until_calls(pbx, set())
        assert KARIN not in repr(told)
        assert "Karin" not in repr(told)


async def test_a_call_on_hold_is_told(asterisk: AsteriskServer, hand_phones: Make) -> None:
    phone, outside = hand_phones("2041"), hand_phones("outside")
    async with driver(asterisk.settings) as (pbx, _):
        outside.dial("2041", headers=HEADERS)
        talk = await hands(phone.pick_up)
        await until_calls(pbx, {("2041", KARIN, "talking")})
        phone.hold(talk)
        await until_calls(pbx, {("2041", KARIN, "held")})
        phone.hold(talk, on=False)
        await until_calls(pbx, {("2041", KARIN, "talking")})


async def test_who_was_asked_refuses_and_the_caller_is_back(asterisk: AsteriskServer, hand_phones: Make) -> None:
    phone, outside, colleague = hand_phones("2041"), hand_phones("outside"), hand_phones("2042")
    async with driver(asterisk.settings) as (pbx, _):
        call = outside.dial("2041", headers=HEADERS)
        await hands(phone.pick_up)
        [talks] = await until_calls(pbx, {("2041", KARIN, "talking")})
        await pbx.consult_call(talks.id, "2042")
        colleague.put_down(await hands(colleague.ringing))
        await until_calls(pbx, {("2041", KARIN, "talking")})
        asterisk.put("2042", LUNCH)
        await pbx.consult_call(talks.id, "2042")
        await until(lambda: "lunch" in asterisk.played())
        await until_calls(pbx, {("2041", KARIN, "talking")})
        await hands(outside.put_down, outside.connected(call))
        await until_calls(pbx, set())
        assert await pbx.calls() == []


async def test_the_held_caller_rings_again_when_the_phone_is_put_down_hub_or_no_hub(
    asterisk: AsteriskServer, hand_phones: Make
) -> None:
    phone, outside, colleague = hand_phones("2041"), hand_phones("outside"), hand_phones("2042")
    async with driver(asterisk.settings) as (pbx, _):
        call = outside.dial("2041", headers=HEADERS)
        talk = await hands(phone.pick_up)
        [talks] = await until_calls(pbx, {("2041", KARIN, "talking")})
        await pbx.consult_call(talks.id, "2042")
        await hands(colleague.pick_up)
    await hands(phone.put_down, talk)
    again = await hands(phone.pick_up)
    await hands(phone.put_down, again)
    await hands(outside.ended, call)


async def test_completing_while_it_still_rings_lets_the_held_caller_ring(asterisk: AsteriskServer, hand_phones: Make) -> None:
    phone, outside, colleague = hand_phones("2041"), hand_phones("outside"), hand_phones("2042")
    async with driver(asterisk.settings) as (pbx, _):
        outside.dial("2041", headers=HEADERS)
        await hands(phone.pick_up)
        [talks] = await until_calls(pbx, {("2041", KARIN, "talking")})
        asking = await pbx.consult_call(talks.id, "2042")
        await hands(colleague.ringing)
        await pbx.complete_consult(asking)
        await until_calls(pbx, {("2042", KARIN, "ringing")})
        await hands(colleague.pick_up)
        await until_calls(pbx, {("2042", KARIN, "talking")})


@pytest.mark.parametrize("bad", BAD, ids=repr)
async def test_what_is_no_number_never_reaches_the_pbx(asterisk: AsteriskServer, bad: str) -> None:
    async with driver(asterisk.settings) as (pbx, _):
        refusals = [
            pbx.place_call(bad, OUTSIDE),
            pbx.place_call("2041", bad),
            pbx.move_call("call-1", bad),
            pbx.consult_call("call-1", bad),
            pbx.message_lamp(bad, 1),
        ]
        if bad:
            refusals.append(pbx.message_lamp("2041", 1, bad))
        for refused in refusals:
            with pytest.raises(Unavailable, match="pbx-refused"):
                await refused  # type: ignore[misc]
        assert asterisk.database("kalix-waiting") == {}


async def test_a_lamp_is_lit_again_for_a_phone_that_comes_back_and_after_a_restart(own_asterisk: AsteriskServer) -> None:
    phone = HandPhone(own_asterisk, "2044")

    def lit() -> int:
        return sum("Messages-Waiting: yes" in text for text in phone.seen)

    async with driver(own_asterisk.settings) as (pbx, told):
        await pbx.message_lamp("2044", 3, OUTSIDE)
        assert own_asterisk.database("kalix-waiting") == {"2044": f"1|3|{OUTSIDE}"}
        await until(lambda: lit() >= 1)
        before = lit()
        await hands(phone.register)
        await until(lambda: lit() > before)
        before = lit()
        await hands(own_asterisk.stop)
        await hands(own_asterisk.start)
        await until(lambda: told.count(PbxReady()) == 2 and lit() > before)
    before = lit()
    async with driver(own_asterisk.settings) as (pbx, _):  # a hub that knows of no lamp yet
        await until(lambda: lit() > before)
        await pbx.message_lamp("2044", 0)
        await until(lambda: any("Messages-Waiting: no" in text for text in phone.seen))
        assert own_asterisk.database("kalix-waiting") == {}
    phone.close()
