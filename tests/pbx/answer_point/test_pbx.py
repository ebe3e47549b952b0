"""The driver for an exchange with an answer point behind it, over real exchanges: the public contract, and what callers meet."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date

import pytest

from kalix_presence import shipped
from kalix_presence.hub.pbx import contract
from kalix_presence.hub.pbx.protocol import CallRecorded, DamagedRule, Expectation, PbxLost, PbxReady
from kalix_presence.model.callback import Source
from kalix_presence.model.errors import Unavailable
from tests.clocks import machine_now
from tests.pbx.answer_point.conftest import Behind
from tests.pbx.asterisk_server import wait_until
from tests.pbx.kamailio.kamailio_in_front import KamailioInFront

pytestmark = [pytest.mark.asterisk, pytest.mark.xdist_group("answer-point")]


@pytest.mark.parametrize("case", contract.CASES, ids=str)
async def test_the_driver_keeps_the_public_contract(behind: Behind, case: contract.Case) -> None:
    await contract.kept(case, behind.trial)


async def test_a_caller_hears_why_and_reaches_the_switchboard_or_leaves_a_number_by_key_1(behind: Behind) -> None:
    told = (event async for event in behind.pbx.events() if isinstance(event, CallRecorded))
    await behind.pbx.apply(behind.trial.rule())
    assert await asyncio.to_thread(behind.call, "2041") == "9"
    assert "lunch" in behind.both.point.played()
    outside = behind.outside

    def presses() -> None:
        call = outside.dial("2041", headers="P-Asserted-Identity: <sip:0701234567@outside>\r\n")
        outside.press(outside.told(call, 183), "1")
        outside.ended(call)

    await asyncio.to_thread(presses)
    async with asyncio.timeout(60):
        asked = await anext(event.record async for event in told if event.record.kind is Source.ASKED)
    assert (asked.extension, asked.caller) == ("2041", "0701234567")
    assert asked in await behind.pbx.calls()
    await behind.pbx.forget_call(asked.key)
    assert asked not in await behind.pbx.calls()


async def test_without_the_hub_the_rule_ends_all_the_same(behind: Behind) -> None:
    rule = behind.trial.rule(seconds=3)
    await behind.pbx.apply(rule)
    await behind.pbx.stop()
    assert await asyncio.to_thread(behind.call, "2041") == "9"
    assert rule.until is not None
    until = rule.until
    await asyncio.to_thread(wait_until, lambda: machine_now() > until, "time stands still")
    assert await asyncio.to_thread(behind.call, "2041") == "2041"


@pytest.mark.parametrize("telephones", ["by its driver"], indirect=True)
async def test_a_forward_by_hand_is_left_and_nothing_is_said_to_be_in_force(behind: Behind) -> None:
    assert isinstance(behind.both, KamailioInFront)
    await behind.pbx.apply(behind.trial.rule())
    behind.both.forward("2041", "2042")
    assert isinstance(await behind.pbx.read("2041"), DamagedRule)
    with pytest.raises(Unavailable, match="pbx-not-confirmed"):
        await behind.pbx.apply(behind.trial.rule(2))
    await behind.pbx.remove("2041")
    assert await asyncio.to_thread(behind.call, "2041") == "2042"
    assert (await behind.pbx.read("2041"), await behind.pbx.rules()) == (None, {})


async def test_one_of_the_two_that_is_away_is_told(behind: Behind) -> None:
    events = behind.pbx.events()
    rule = behind.trial.rule()
    await behind.pbx.apply(rule)
    await asyncio.to_thread(behind.both.point.stop)
    async with asyncio.timeout(120):
        assert await anext(event async for event in events if isinstance(event, PbxLost | PbxReady)) == PbxLost()
        assert not behind.pbx.connected
        with pytest.raises(Unavailable, match="pbx-unreachable"):
            await behind.pbx.read("2041")
        await asyncio.to_thread(behind.both.point.start)
        assert await anext(event async for event in events if isinstance(event, PbxLost | PbxReady)) == PbxReady()
    await asyncio.to_thread(behind.both.joined)
    assert await behind.pbx.read("2041") == rule


async def test_both_are_checked_and_all_is_well(behind: Behind) -> None:
    found = await behind.pbx.check()
    assert found[0] == ("reachable", None)
    assert not [each for each in found if each[1] is not None]


async def test_what_callers_hear_is_checked_and_phones_that_it_has_not_are_not(behind: Behind) -> None:
    policy = replace(shipped.default_policy(), signals=3, signal_seconds=1, switchboard="0")
    found = await behind.pbx.check(Expectation(policy, shipped.default_reasons(), ("2041", "2042"), date(2026, 11, 30)))
    names = [name for name, _ in found]
    assert {"values", "switchboard", "clips"} <= set(names)
    assert "ways" not in names
    wrong = {fault.params.get("value") for name, fault in found if name == "values" and fault is not None}
    assert "KALIX_SWITCHBOARD" in wrong
