"""The driver for 3CX before a stand-in: the public contract, what others made by hand, tokens that end, and faults."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kalix_presence.hub.pbx import contract
from kalix_presence.hub.pbx.protocol import DamagedRule, Expectation, PbxLost, PbxReady
from kalix_presence.hub.pbx.threecx import pbx as driver_module
from kalix_presence.hub.pbx.threecx.forwarding import Numbers
from kalix_presence.hub.pbx.threecx.pbx import ThreeCxPbx
from kalix_presence.hub.pbx.threecx.xapi import Xapi
from kalix_presence.model.errors import Unavailable
from tests.clocks import machine_now
from tests.pbx.threecx.exchange import CLIENT, KEY, ZONE, Exchange
from tests.pbx.threecx.judge import judge_at_hand

BY_HAND = {
    "Condition": "BasedOnCallerID", "CallType": "AllCalls", "Data": "0923650417", "Enabled": True,
    "Destination": {"To": "VoiceMail", "Number": "2041"}, "Hours": {"Type": "AllHours", "Periods": [], "IgnoreHolidays": False},
}  # fmt: skip
FORWARDED = {**BY_HAND, "Condition": "ForwardAll", "Data": None, "Destination": {"To": "Extension", "Number": "2099"}}


@pytest.fixture
def exchange() -> Iterator[Exchange]:
    made = Exchange(judge_at_hand())
    for number in ("2041", "2042", "9"):
        made.add(number)
    yield made
    made.stop()
    assert not made.complaints


def driver(url: str, key: str = KEY) -> ThreeCxPbx:
    numbers = Numbers("9", "Queue", lambda: ["2041", "2042"])
    return ThreeCxPbx(Xapi(url, CLIENT, key), numbers, zone=ZONE, clock=machine_now)


@pytest.fixture
async def trial(exchange: Exchange) -> AsyncIterator[contract.Trial]:
    pbx = driver(exchange.url)

    async def rings(extension: str) -> str:
        return exchange.rings(extension, machine_now())

    def tamper(extension: str, value: str) -> None:
        exchange.of(extension)["ForwardingExceptions"] = [{**FORWARDED, "Data": f"kalix {value}"}]

    await contract.connected(pbx)
    yield contract.Trial(
        pbx, "2041", "2042", "9", machine_now, rings=rings, tamper=tamper, elsewhere=lambda: driver("http://127.0.0.1:9"),
    )  # fmt: skip
    await pbx.stop()


@pytest.mark.parametrize("case", contract.CASES, ids=str)
async def test_the_driver_keeps_the_public_contract(trial: contract.Trial, case: contract.Case) -> None:
    await contract.kept(case, trial)


async def test_what_somebody_made_by_hand_stays_and_holds_again_when_ours_is_gone(
    trial: contract.Trial, exchange: Exchange
) -> None:
    exchange.of("2041")["ForwardingExceptions"] = [FORWARDED, BY_HAND]
    assert await trial.pbx.read("2041") is None
    await trial.pbx.apply(trial.rule())
    assert exchange.rings("2041", machine_now()) == "9"
    await trial.pbx.remove("2041")
    left = [{key: value for key, value in each.items() if key != "Id"} for each in exchange.of("2041")["ForwardingExceptions"]]
    assert left == [FORWARDED, BY_HAND]
    assert exchange.rings("2041", machine_now()) == "2099"


async def test_one_by_hand_before_ours_is_told_as_damage_and_mended(trial: contract.Trial, exchange: Exchange) -> None:
    rule = trial.rule()
    await trial.pbx.apply(rule)
    there = exchange.of("2041")["ForwardingExceptions"]
    there.insert(0, FORWARDED)
    assert isinstance(await trial.pbx.read("2041"), DamagedRule)
    await trial.pbx.apply(rule)
    assert await trial.pbx.read("2041") == rule
    assert exchange.rings("2041", machine_now()) == "9"


async def test_nothing_is_confirmed_that_the_exchange_only_says_it_has_written(
    trial: contract.Trial, exchange: Exchange
) -> None:
    exchange.forgets = True
    with pytest.raises(Unavailable, match="pbx-not-confirmed"):
        await trial.pbx.apply(trial.rule())
    exchange.forgets = False
    await trial.pbx.apply(trial.rule())
    exchange.forgets = True
    with pytest.raises(Unavailable, match="pbx-not-confirmed"):
        await trial.pbx.remove("2041")
    exchange.forgets = False


async def test_a_token_that_another_has_ended_is_fetched_anew_once_for_all_who_wait(
    trial: contract.Trial, exchange: Exchange
) -> None:
    exchange.token, before = "another's", exchange.tokens
    found = await asyncio.gather(*(trial.pbx.read(each) for each in ("2041", "2042", "9") * 4))
    assert set(found) == {None}
    assert exchange.tokens == before + 1


async def test_a_key_that_is_refused_is_told_and_never_asked_with_in_a_burst(exchange: Exchange) -> None:
    pbx = driver(exchange.url, "wrong")
    await pbx.start()
    try:
        async with asyncio.timeout(60):
            while getattr((await pbx.check())[0][1], "code", "") != "threecx-refused":
                await asyncio.sleep(0.05)
        assert [path for _, path in exchange.asked] == ["/connect/token"]
    finally:
        await pbx.stop()


@pytest.mark.parametrize(
    ("faults", "code"),
    [
        ([(429, {"Retry-After": "0"})], ""),
        ([(503, {"Retry-After": "0"})], ""),
        ([(503, {"Retry-After": "3600"})], "pbx-unreachable"),
        ([(429, {"Retry-After": "0"}), (429, {"Retry-After": "0"})], "pbx-unreachable"),
        ([(500, {})], "pbx-unreachable"),
        ([(400, {})], "pbx-refused"),
        ([(302, {"Location": "http://127.0.0.1:9/"})], "pbx-refused"),
        ([(200, {})], "pbx-unreachable"),
    ],
)
async def test_a_busy_or_broken_exchange(trial: contract.Trial, exchange: Exchange, faults: list[Any], code: str) -> None:
    await trial.pbx.read("2041")
    exchange.faults += faults
    if code:
        with pytest.raises(Unavailable, match=code):
            await trial.pbx.read("2041")
    else:
        assert await trial.pbx.read("2041") is None
    exchange.faults.clear()


async def test_people_beyond_one_page_are_read_and_somebody_else_s_number_is_never_taken(
    trial: contract.Trial, exchange: Exchange
) -> None:
    for number in range(3000, 3230):
        exchange.add(str(number))
    last = trial.rule(2, extension="3229")
    await trial.pbx.apply(last)
    assert await trial.pbx.rules() == {"3229": last}
    for wrong in ("204", "2041' or Number ne '", "２０４１", ""):
        with pytest.raises(Unavailable, match="pbx-refused"):
            await trial.pbx.read(wrong)


@pytest.mark.parametrize("wrong", [{"target": "9@evil"}, {"target": ""}, {"told": "A b"}, {"id": "x y"}, {"until": machine_now().replace(microsecond=1)}])  # fmt: skip
async def test_what_may_not_stand_in_an_exception_never_reaches_it(trial: contract.Trial, exchange: Exchange, wrong: dict[str, Any]) -> None:  # fmt: skip
    with pytest.raises(Unavailable, match="pbx-refused"):
        await trial.pbx.apply(replace(trial.rule(), **wrong))
    assert ("PATCH", "/xapi/v1/Users(10)") not in exchange.asked


async def test_somebody_else_than_was_asked_for_is_never_written_to(trial: contract.Trial, exchange: Exchange) -> None:
    for one in [each for each in exchange.users.values() if each["Number"] != "2042"]:
        del exchange.users[one["Id"]]
    exchange.deaf = True
    with pytest.raises(Unavailable, match="pbx-refused"):
        await trial.pbx.apply(trial.rule())
    assert exchange.of("2042")["ForwardingExceptions"] == []
    exchange.deaf = False
    exchange.add("2041")


async def test_check_names_somebody_who_is_nobody_there(trial: contract.Trial) -> None:
    assert isinstance(trial.pbx, ThreeCxPbx)
    found = await trial.pbx.check(_expected("2041", "2042"))
    assert found == [("reachable", None), ("threecx-people", None)]
    [_, (name, fault)] = await trial.pbx.check(_expected("2041", "2999"))
    assert (name, fault.code, fault.params) == ("threecx-people", "threecx-nobody", {"extension": "2999"})  # type: ignore[union-attr]


async def test_it_is_found_again(exchange: Exchange, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver_module, "LOOK_SECONDS", 0.05)
    pbx = driver(exchange.url)
    events = pbx.events()
    await contract.connected(pbx)
    try:
        assert await anext(events) == PbxReady()
        exchange.faults += [(500, {})]
        async with asyncio.timeout(60):
            assert await anext(events) == PbxLost()
            assert await anext(events) == PbxReady()
    finally:
        await pbx.stop()


def _expected(*extensions: str) -> Expectation:
    from kalix_presence import shipped

    return Expectation(shipped.default_policy(), shipped.default_reasons(), extensions, datetime(2026, 3, 2, tzinfo=UTC).date())


def test_a_rule_is_over_at_its_end_and_comes_back_only_a_week_later(exchange: Exchange) -> None:
    """Why a hub, or its guardian, has to take it away: what is told as "today"."""
    from kalix_presence.hub.pbx.threecx.forwarding import exception_of
    from kalix_presence.model.forwarding import Divert, ForwardingRule

    now = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
    rule = ForwardingRule("2041", "a-1", Divert.ALWAYS, "9", now + timedelta(hours=1), "lunch")
    numbers = Numbers("9", "Queue", lambda: ["2041"])
    exchange.of("2041")["ForwardingExceptions"] = [exception_of(rule, numbers, zone=ZONE, now=now)]
    assert exchange.rings("2041", now) == exchange.rings("2041", now + timedelta(minutes=59)) == "9"
    for later in (timedelta(hours=1), timedelta(days=1), timedelta(days=6, hours=23)):
        assert exchange.rings("2041", now + later) == "2041"
    assert exchange.rings("2041", now + timedelta(days=7)) == "9"
