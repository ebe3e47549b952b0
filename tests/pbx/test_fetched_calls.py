"""A call that waits and is fetched by somebody who has not answered yet is still whose it was; over a real Asterisk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from kalix_presence.hub.pbx.asterisk.pbx import AsteriskPbx
from kalix_presence.hub.pbx.protocol import PresentCall
from tests.pbx.asterisk.test_calls import HEADERS, driver, hands, until, until_calls
from tests.pbx.asterisk_server import AsteriskServer
from tests.pbx.hand_phone import HandPhone
from tests.pbx.hands import KARIN
from tests.pbx.raw_manager import RawManager
from tests.pbx.test_dialplan_missed import records

pytestmark = pytest.mark.asterisk

Make = Callable[..., HandPhone]
OTHER = "+46709999999"


@pytest.fixture(params=["", "switchboard"], ids=["phone", "queue"])
def site(asterisk: AsteriskServer, request: pytest.FixtureRequest) -> Iterator[AsteriskServer]:
    """An Asterisk whose switchboard is a phone, or a queue."""
    asterisk.set_up(SWITCHBOARD_QUEUE=request.param)
    yield asterisk
    asterisk.set_up()


async def waiting(pbx: AsteriskPbx, *numbers: str) -> list[PresentCall]:
    found: list[PresentCall] = []

    def there() -> bool:
        found[:] = [call for call in pbx._calls.present() if call.waiting]
        return [call.number for call in found] == list(numbers)

    await until(there)
    return found


@pytest.mark.parametrize(("dialled", "whose"), [("2041", "2041"), ("9", "9"), ("2098", "9")])
async def test_whose_call_it_was_it_is_when_the_one_who_fetched_it_does_not_answer(
    site: AsteriskServer, hand_phones: Make, dialled: str, whose: str
) -> None:
    outside, _, fetching = hand_phones("outside"), hand_phones("9"), hand_phones("2043")
    hand_phones("2041", busy=True)
    async with driver(replace(site.settings, switchboard_queue="switchboard")) as (pbx, _):
        call = outside.dial(dialled, headers=HEADERS)
        [waits] = await waiting(pbx, KARIN)
        assert (waits.diverted_from, waits.why) == (("2041", "busy") if whose == "2041" else ("", ""))
        await pbx.move_call(waits.id, "2043")
        await hands(fetching.ringing)
        [rings] = await until_calls(pbx, {("2043", KARIN, "ringing")})
        assert (rings.diverted_from, rings.why) == (waits.diverted_from, waits.why), "for whom and why are as before"
        await hands(outside.put_down, call)
        await until_calls(pbx, set())
    [record] = records(site)
    assert (record.kind, record.extension, record.caller) == ("missed", whose, KARIN)


async def test_who_is_fetched_in_vain_is_back_in_the_same_place_and_has_waited_since_the_call_began(
    asterisk: AsteriskServer, hand_phones: Make, manager: RawManager
) -> None:
    asterisk.set_up(SWITCHBOARD_QUEUE="switchboard")
    first, second, _, fetching = hand_phones("outside"), hand_phones("abroad"), hand_phones("9"), hand_phones("2043")
    async with driver(replace(asterisk.settings, switchboard_queue="switchboard")) as (pbx, _):
        first.dial("9", headers=HEADERS)
        [before] = await waiting(pbx, KARIN)
        # The queue's order goes by the second in which a call began.
        await until(lambda: int(manager.ask("Action: Getvar\r\nVariable: EPOCH")["Value"]) > before.since.timestamp() + 1)
        second.dial("9", headers=f"P-Asserted-Identity: <sip:{OTHER}@trunk>\r\n")
        await waiting(pbx, KARIN, OTHER)
        await pbx.move_call(before.id, "2043")
        fetching.put_down(await hands(fetching.ringing))
        back = {call.number: call for call in await waiting(pbx, OTHER, KARIN)}
        assert back[KARIN].since == before.since
        assert (back[KARIN].diverted_from, back[KARIN].why) == ("", "")
        order = re.findall(r"^\s+\d\. PJSIP/(\w+)-", asterisk.command("queue show switchboard"), re.MULTILINE)
        assert order == ["outside", "abroad"]
    asterisk.set_up()


async def test_a_call_that_is_picked_up_from_a_colleague_s_phone_is_no_outward_call(
    asterisk: AsteriskServer, hand_phones: Make
) -> None:
    outside, ringing, colleague = hand_phones("outside"), hand_phones("2041"), hand_phones("2042")
    async with driver(asterisk.settings) as (pbx, _):
        call = outside.dial("2041", headers=HEADERS)
        await hands(ringing.ringing)
        await until_calls(pbx, {("2041", KARIN, "ringing")})
        talk = colleague.dial("*8")
        await hands(colleague.connected, talk)
        [picked] = await until_calls(pbx, {("2042", KARIN, "talking")})
        assert (picked.outward, picked.diverted_from, picked.why, picked.name) == (False, "2041", "picked_up", "Karin Berg")
        await hands(colleague.put_down, talk)
        await hands(outside.ended, call)
        await until_calls(pbx, set())
    assert records(asterisk) == []


async def test_a_call_that_was_parked_and_is_fetched_by_a_colleague_says_so(
    asterisk: AsteriskServer, hand_phones: Make
) -> None:
    outside, phone, colleague = hand_phones("outside"), hand_phones("2041"), hand_phones("2042")
    async with driver(asterisk.settings) as (pbx, _):
        call = outside.dial("2041", headers=HEADERS)
        talk = await hands(phone.pick_up)
        await until_calls(pbx, {("2041", KARIN, "talking")})
        await hands(phone.refer, talk, "700")
        await until_calls(pbx, set())
        fetched = colleague.dial("701")
        await hands(colleague.connected, fetched)
        [now] = await until_calls(pbx, {("2042", KARIN, "talking")})
        assert (now.outward, now.why, now.name) == (False, "picked_up", "Karin Berg")
        await hands(colleague.put_down, fetched)
        await hands(outside.ended, call)
        await until_calls(pbx, set())
    assert records(asterisk) == [], "it was answered"


async def test_a_parked_call_that_nobody_fetches_comes_back_and_says_so(asterisk: AsteriskServer, hand_phones: Make) -> None:
    outside, phone = hand_phones("outside"), hand_phones("2041")
    async with driver(asterisk.settings) as (pbx, _):
        outside.dial("2041", headers=HEADERS)
        talk = await hands(phone.pick_up)
        await until_calls(pbx, {("2041", KARIN, "talking")})
        await hands(phone.refer, talk, "730")
        await hands(phone.ringing)
        [back] = await until_calls(pbx, {("2041", KARIN, "ringing")})
        assert (back.why, back.outward) == ("returned", False)


async def test_a_held_call_that_comes_back_says_so(asterisk: AsteriskServer, hand_phones: Make) -> None:
    outside, phone, colleague = hand_phones("outside"), hand_phones("2041"), hand_phones("2042")
    async with driver(asterisk.settings) as (pbx, _):
        outside.dial("2041", headers=HEADERS)
        talk = await hands(phone.pick_up)
        [talks] = await until_calls(pbx, {("2041", KARIN, "talking")})
        assert talks.why == ""
        await pbx.consult_call(talks.id, "2042")
        await hands(colleague.pick_up)
        await hands(phone.put_down, talk)
        [back] = await until_calls(pbx, {("2041", KARIN, "ringing")})
        assert back.why == "returned"
