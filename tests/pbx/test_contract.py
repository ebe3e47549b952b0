"""What every driver does alike: the public contract, and what goes beyond two extensions; embedded and a real Asterisk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from kalix_presence.hub.pbx import contract
from kalix_presence.hub.pbx.asterisk.pbx import AsteriskPbx
from kalix_presence.hub.pbx.asterisk.settings import AsteriskSettings
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.pbx.protocol import CodeDialled, Lamp, Pbx
from kalix_presence.model.forwarding import Divert, ForwardingRule
from kalix_presence.model.line import LineState
from tests.clocks import Clock, machine_now
from tests.hub.house import embedded
from tests.pbx.asterisk_server import AsteriskServer
from tests.pbx.registration import registers
from tests.pbx.sip_phones import Phones

DRIVERS = ["embedded", pytest.param("asterisk", marks=pytest.mark.asterisk)]


@dataclass
class Site:
    """A driver that is connected, and hands at the PBX itself."""

    pbx: Pbx
    tamper: Callable[[str, str], None]
    dial: Callable[[str, str], None]
    trial: contract.Trial


@pytest.fixture(params=DRIVERS)
async def site(request: pytest.FixtureRequest) -> AsyncIterator[Site]:
    if request.param == "embedded":
        clock = Clock()
        model: EmbeddedPbx = embedded(clock)
        trial = contract.Trial(
            model, "2041", "2042", "9", clock, passes=moving(clock), rings=ringing(model), tamper=model.tamper,
            elsewhere=lambda: embedded(clock), spare="2070", signs_in=signing(model),
        )  # fmt: skip
        made = Site(model, model.tamper, lambda by, digits: [model.dial(by, digits)].clear(), trial)
    else:
        assert request.param == "asterisk", f"lend a hand at {request.param} here"
        server: AsteriskServer = request.getfixturevalue("asterisk")
        phones: Phones = request.getfixturevalue("phones")
        pbx = AsteriskPbx(server.settings_with_accounts)
        trial = contract.Trial(
            pbx, "2041", "2042", "9", machine_now, rings=listening(pbx), tamper=server.put,
            elsewhere=lambda: AsteriskPbx(AsteriskSettings(host="127.0.0.1", port=1, secret="x")),
            spare="2070", signs_in=registering(server),
        )  # fmt: skip
        made = Site(pbx, server.put, lambda by, digits: [phones.call(digits, user=by).done()].clear(), trial)
    await contract.connected(made.pbx)
    yield made
    await made.pbx.stop()


def moving(clock: Clock) -> Callable[[float], Awaitable[None]]:
    async def passes(seconds: float) -> None:
        clock.move(seconds=seconds)

    return passes


def signing(model: EmbeddedPbx) -> contract.SignsIn:
    async def signs_in(extension: str, secret: str) -> bool:
        return model.sign_in(extension, secret)

    return signs_in


def registering(server: AsteriskServer) -> contract.SignsIn:
    async def signs_in(extension: str, secret: str) -> bool:
        return await asyncio.to_thread(registers, server, extension, secret)

    return signs_in


def ringing(model: EmbeddedPbx) -> Callable[[str], Awaitable[str]]:
    async def rings(extension: str) -> str:
        story = model.call("0701234567", extension, stays="phone")
        model.hang_up(extension)
        return story.steps[-1].where

    return rings


def listening(pbx: AsteriskPbx) -> Callable[[str], Awaitable[str]]:
    async def rings(extension: str) -> str:
        return (await pbx.listen(extension)).target or extension

    return rings


@pytest.mark.parametrize("case", contract.CASES, ids=str)
async def test_the_driver_keeps_the_public_contract(site: Site, case: contract.Case) -> None:
    await contract.kept(case, site.trial)


def rule(extension: str = "2041", number: int = 1, **other: object) -> ForwardingRule:
    until = machine_now().replace(microsecond=0) + timedelta(hours=1)
    fields = {"divert": Divert.ALWAYS, "target": "9", "until": until, "told": "lunch", "signals": 5} | other
    return ForwardingRule(extension, f"a-{number}", **fields)  # type: ignore[arg-type]


async def test_many_extensions_at_once_are_all_there(site: Site) -> None:
    wanted = {str(number): rule(str(number)) for number in range(3000, 3200)}
    await asyncio.gather(*(site.pbx.apply(each) for each in wanted.values()))
    assert await site.pbx.rules() == wanted


async def test_a_code_is_told_at_once_and_kept_until_the_hub_has_it(site: Site) -> None:
    events = site.pbx.events()
    await asyncio.to_thread(site.dial, "2041", "*23*6#")
    async with asyncio.timeout(120):
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


async def test_all_is_well_when_it_is_checked(site: Site) -> None:
    found = await site.pbx.check()
    assert found[0] == ("reachable", None)
    assert not [each for each in found if each[1] is not None]
