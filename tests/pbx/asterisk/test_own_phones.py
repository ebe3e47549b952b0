"""A person with several phones: all of them ring, one has the call, and it is one call."""

from __future__ import annotations

import pytest

from kalix_presence.hub.pbx.protocol import CallSeen, PlacedCallEnded
from tests.pbx.asterisk.listening import HEADERS, Make, driver, ended, hands, until, until_calls
from tests.pbx.asterisk_server import AsteriskServer
from tests.pbx.hands import KARIN, OUTSIDE

pytestmark = pytest.mark.asterisk


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
