"""What every driver does alike: one suite, for the embedded PBX and for a real Asterisk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from kalix_presence.hub.pbx.asterisk.pbx import AsteriskPbx, AsteriskSettings
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.pbx.protocol import CodeDialled, DamagedRule, Lamp, Pbx, PbxReady
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.forwarding import Divert, ForwardingRule
from kalix_presence.model.line import LineState
from tests.clocks import Clock, machine_now
from tests.hub.house import embedded
from tests.pbx.asterisk_server import AsteriskServer
from tests.pbx.sip_phones import Phones

DRIVERS = ["embedded", pytest.param("asterisk", marks=pytest.mark.asterisk)]


@dataclass
class Site:
    """A driver that is connected, and hands at the PBX itself."""

    pbx: Pbx
    tamper: Callable[[str, str], None]
    dial: Callable[[str, str], None]


@pytest.fixture(params=DRIVERS)
async def site(request: pytest.FixtureRequest) -> AsyncIterator[Site]:
    if request.param == "embedded":
        model: EmbeddedPbx = embedded(Clock())
        made = Site(model, model.tamper, lambda by, digits: [model.dial(by, digits)].clear())
    else:
        server: AsteriskServer = request.getfixturevalue("asterisk")
        phones: Phones = request.getfixturevalue("phones")
        made = Site(AsteriskPbx(server.settings), server.put, lambda by, digits: [phones.call(digits, user=by).done()].clear())
    events = made.pbx.events()
    await made.pbx.start()
    async with asyncio.timeout(20):
        assert await anext(events) == PbxReady()
    yield made
    await made.pbx.stop()


def rule(extension: str = "2041", number: int = 1, **other: object) -> ForwardingRule:
    until = machine_now().replace(microsecond=0) + timedelta(hours=1)
    fields = {"divert": Divert.ALWAYS, "target": "9", "until": until, "told": "lunch", "signals": 5} | other
    return ForwardingRule(extension, f"a-{number}", **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wanted",
    [
        rule(),
        rule(until=None, told="away"),
        rule(divert=Divert.BUSY, target="2042"),
        rule(divert=Divert.NO_ANSWER, target="0701234567", signals=3),
    ],
    ids=["lunch", "open-end", "busy", "no-answer"],
)
async def test_a_rule_is_read_back_as_it_was_written(site: Site, wanted: ForwardingRule) -> None:
    await site.pbx.apply(wanted)
    assert await site.pbx.read("2041") == wanted
    assert await site.pbx.rules() == {"2041": wanted}


async def test_a_later_rule_takes_the_place_and_removing_is_done_once_or_twice(site: Site) -> None:
    await site.pbx.apply(rule(number=1))
    await site.pbx.apply(rule(number=2))
    found = await site.pbx.read("2041")
    assert isinstance(found, ForwardingRule)
    assert found.id == "a-2"
    for _ in range(2):
        await site.pbx.remove("2041")
        assert await site.pbx.read("2041") is None
    assert await site.pbx.rules() == {}


async def test_changes_of_one_extension_made_at_once_end_with_the_last(site: Site) -> None:
    results = await asyncio.gather(*(site.pbx.apply(rule(number=number)) for number in range(40)), return_exceptions=True)
    # A read-back may already see a later one; that one is confirmed in its place.
    assert all(result is None or getattr(result, "code", "") == "pbx-not-confirmed" for result in results)
    assert results[-1] is None
    found = await site.pbx.read("2041")
    assert isinstance(found, ForwardingRule)
    assert found.id == "a-39"


async def test_many_extensions_at_once_are_all_there(site: Site) -> None:
    wanted = {str(number): rule(str(number)) for number in range(3000, 3200)}
    await asyncio.gather(*(site.pbx.apply(each) for each in wanted.values()))
    assert await site.pbx.rules() == wanted


async def test_what_somebody_wrote_by_hand_is_told_as_damaged(site: Site) -> None:
    site.tamper("2041", "rubbish")
    assert await site.pbx.read("2041") == DamagedRule("2041", "rubbish")
    assert await site.pbx.rules() == {"2041": DamagedRule("2041", "rubbish")}
    await site.pbx.apply(rule())
    assert isinstance(await site.pbx.read("2041"), ForwardingRule)


async def test_a_code_is_told_at_once_and_kept_until_the_hub_has_it(site: Site) -> None:
    events = site.pbx.events()
    await asyncio.to_thread(site.dial, "2041", "*23*6#")
    async with asyncio.timeout(20):
        told = await anext(event async for event in events if isinstance(event, CodeDialled))
    assert (told.code.extension, told.code.by, told.code.digit, told.code.until) == ("2041", "2041", "6", None)
    assert await site.pbx.codes() == [told.code]
    held = await site.pbx.read("2041")
    assert isinstance(held, ForwardingRule)
    assert (held.id, held.told, held.target) == (told.code.rule_id, "away", "9")
    for _ in range(2):
        await site.pbx.forget_code(told.code.key)
        assert await site.pbx.codes() == []


async def test_lamps_and_lines(site: Site) -> None:
    await site.pbx.show("2041", Lamp(away=True, text="Lunch, åter 13.00; tel. 0923-650 00"))
    await site.pbx.show("2041", Lamp(away=False))
    await site.pbx.message_lamp("2041", 2, "0701234567")
    assert (await site.pbx.lines())["2041"] is LineState.IDLE


async def test_a_call_that_is_not_there_cannot_be_moved(site: Site) -> None:
    with pytest.raises(Unavailable, match="pbx-refused"):
        await site.pbx.move_call("call-nobody", "2042")


async def test_all_is_well_when_it_is_checked(site: Site) -> None:
    found = await site.pbx.check()
    assert found[0] == ("reachable", None)
    assert not [each for each in found if each[1] is not None]


@pytest.mark.parametrize("driver", ["embedded", "asterisk"])
async def test_a_pbx_that_is_not_there_is_told_as_unreachable(driver: str) -> None:
    pbx: Pbx = (
        embedded(Clock()) if driver == "embedded" else AsteriskPbx(AsteriskSettings(host="127.0.0.1", port=1, secret="x"))
    )
    assert not pbx.connected
    for refused in (pbx.apply(rule()), pbx.remove("2041"), pbx.read("2041"), pbx.rules(), pbx.codes(), pbx.lines()):
        with pytest.raises(Unavailable, match="pbx-unreachable"):
            await refused
    [(name, fault)] = await pbx.check()
    assert name == "reachable"
    assert isinstance(fault, Unavailable)
