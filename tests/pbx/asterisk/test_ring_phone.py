"""A person's own telephone is tried: it rings as at any call, wherever calls go, and nothing of it is missed or counted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kalix_presence.hub.pbx.protocol import PlacedCallEnded
from kalix_presence.model.errors import Unavailable
from tests.pbx.asterisk.listening import Make, driver, ended, hands, until, until_calls
from tests.pbx.asterisk_server import AsteriskServer
from tests.pbx.test_contract import rule

pytestmark = pytest.mark.asterisk


async def test_the_phone_that_is_picked_up_was_answered_and_all_others_stop(
    asterisk: AsteriskServer, hand_phones: Make
) -> None:
    desk_phone, mobile = hand_phones("2050"), hand_phones("2050", elsewhere=True)
    desk_phone.register()
    mobile.register()
    async with driver(asterisk.settings) as (pbx, told):
        await pbx.apply(rule("2050"))
        call_id = await pbx.ring_phone("2050", 'Prov"\r\nAction: Reboot')
        await hands(mobile.ringing)
        [rings] = await until_calls(pbx, {("2050", "", "ringing")})
        assert (rings.outward, rings.waiting, rings.name) == (False, False, "ProvAction Reboot")
        call = await hands(desk_phone.pick_up)
        await until(lambda: len(ended(told)) == 1)
        assert ended(told) == [PlacedCallEnded(call_id, "answered")]
        await hands(mobile.ended, mobile.calls[0])
        await hands(desk_phone.ended, call)
        await until_calls(pbx, set())
        assert (await pbx.calls(), await pbx.counted_calls(), await pbx.conversations()) == ([], [], [])
        assert len(ended(told)) == 1
        await pbx.remove("2050")


async def test_a_phone_that_declines_or_is_not_there_was_not_answered(asterisk: AsteriskServer, hand_phones: Make) -> None:
    phone = hand_phones("2041")
    async with driver(asterisk.settings) as (pbx, told):
        declined = await pbx.ring_phone("2041", "Prov")
        phone.put_down(await hands(phone.ringing))
        await until(lambda: len(ended(told)) == 1)
        absent = await pbx.ring_phone("2050", "Prov")
        await until(lambda: len(ended(told)) == 2)
        assert [each.call_id for each in ended(told)] == [declined, absent]
        assert "answered" not in {each.outcome for each in ended(told)}
        assert await pbx.calls() == []
        with pytest.raises(Unavailable):
            await pbx.ring_phone("2041,1", "Prov")


async def test_it_rings_for_as_long_as_the_policys_signals_take(asterisk: AsteriskServer, hand_phones: Make) -> None:
    phone = hand_phones("2041")
    async with driver(replace(asterisk.settings, ring_seconds=1)) as (pbx, told):
        await pbx.ring_phone("2041", "Prov")
        call = await hands(phone.ringing)
        await hands(phone.ended, call)
        await until(lambda: len(ended(told)) == 1)
        assert ended(told)[0].outcome == "no_answer"
