"""The connection to Asterisk breaks, or either side starts again: what went on goes on, what ended is over."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kalix_presence.hub.pbx.protocol import CallSeen, PbxLost, PbxReady, PlacedCallEnded
from kalix_presence.model.errors import Unavailable
from tests.pbx.asterisk.listening import HEADERS, LUNCH, Make, driver, ended, hands, until, until_calls, until_calls_after
from tests.pbx.asterisk_server import AsteriskServer, wait_until
from tests.pbx.hand_phone import HandPhone
from tests.pbx.hands import KARIN, OUTSIDE

pytestmark = pytest.mark.asterisk


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
