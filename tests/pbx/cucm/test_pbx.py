"""The driver for Cisco CUCM before a stand-in: the public contract, search spaces, what others made by hand, and faults."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kalix_presence import shipped
from kalix_presence.hub.guardian.clearing import Clearing
from kalix_presence.hub.guardian.ends import End, Ends
from kalix_presence.hub.pbx import contract
from kalix_presence.hub.pbx.capabilities import EndKept, ReadBack
from kalix_presence.hub.pbx.cucm import axl as axl_module
from kalix_presence.hub.pbx.cucm import pbx as driver_module
from kalix_presence.hub.pbx.cucm import tables
from kalix_presence.hub.pbx.cucm.pbx import CucmPbx
from kalix_presence.hub.pbx.protocol import Expectation, PbxLost, PbxReady, Remark
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.forwarding import Divert, ForwardingRule
from tests.clocks import Clock, machine_now
from tests.pbx.cucm.conftest import driver
from tests.pbx.cucm.exchange import Exchange
from tests.pbx.cucm.judge import VERSIONS


def rule(extension: str = "2041", target: str = "9") -> ForwardingRule:
    return ForwardingRule(extension, "a-1", Divert.ALWAYS, target, machine_now() + timedelta(hours=1), "lunch")


@pytest.fixture
def trial(pbx: CucmPbx, exchange: Exchange) -> contract.Trial:
    async def rings(extension: str) -> str:
        return exchange.rings(extension)

    return contract.Trial(
        pbx, "2041", "2042", "9", machine_now, rings=rings, elsewhere=lambda: driver("http://127.0.0.1:9")
    )  # fmt: skip


@pytest.mark.parametrize("case", contract.CASES, ids=str)
async def test_the_driver_keeps_the_public_contract(trial: contract.Trial, case: contract.Case) -> None:
    await contract.kept(case, trial)


def test_it_says_that_nobody_but_the_hub_ends_a_forward() -> None:
    able = CucmPbx.capabilities
    assert (able.end, able.read_back) == (EndKept.NONE, ReadBack.TARGET)


@pytest.mark.parametrize("version", VERSIONS)
async def test_every_version_of_the_schema_writes_and_reads_a_forward(version: str) -> None:
    exchange = Exchange(version)
    exchange.add("2041")
    pbx = driver(exchange.url, version=version)
    try:
        await contract.connected(pbx)
        await pbx.apply(rule())
        assert exchange.rings("2041") == "9"
        assert [found.target for found in (await pbx.rules()).values()] == ["9"]
        await pbx.remove("2041")
        assert exchange.rings("2041") == "2041"
    finally:
        await pbx.stop()
        exchange.stop()
    assert not exchange.complaints


@pytest.mark.parametrize("spaces", [("A", "B"), ("A", ""), ("", "B"), ("", ""), ("Å & <Ö>", "B")], ids=str)
async def test_both_search_spaces_are_as_they_were_after_a_forward_came_and_went(
    pbx: CucmPbx, exchange: Exchange, spaces: tuple[str, str]
) -> None:
    exchange.by_hand("2041", space=spaces[0], second=spaces[1])
    await pbx.apply(rule())
    assert exchange.rings("2041") == ("9" if spaces[0] else "")
    await pbx.remove("2041")
    assert (exchange.lines["2041"].space, exchange.lines["2041"].second) == spaces


@pytest.mark.parametrize("spaces", [{}, {"callingSearchSpaceName": None, "secondaryCallingSearchSpaceName": "Kalix-CSS-2"}, {"callingSearchSpaceName": "Kalix-CSS"}])  # fmt: skip
async def test_the_stand_in_refuses_whoever_forgets_a_search_space(
    pbx: CucmPbx, exchange: Exchange, spaces: dict[str, Any]
) -> None:
    """The schema takes it: the library writes nil by itself for what is left out, and a real line would then reach nobody."""
    with pytest.raises(Unavailable, match="pbx-refused"):
        await pbx._axl.ask(
            "updateLine", pattern="2041", routePartitionName="Kalix-PT", callForwardAll={"destination": "9", **spaces}
        )
    assert exchange.complaints == ["2041: a search space would be emptied"]
    assert exchange.lines["2041"].destination == ""
    exchange.complaints.clear()


async def test_a_forward_to_voice_mail_by_hand_is_told_as_one_and_left_until_a_rule_is_wanted(
    trial: contract.Trial, exchange: Exchange
) -> None:
    exchange.by_hand("2041", voice_mail=True, destination="0701740601")
    found = await trial.pbx.read("2041")
    assert isinstance(found, ForwardingRule)
    assert found.target == "voicemail"
    assert (await trial.pbx.rules())["2041"] == found
    assert not trial.pbx.capabilities.agrees(found, trial.rule())
    await trial.pbx.apply(trial.rule())
    assert exchange.rings("2041") == "9"
    exchange.by_hand("2041", voice_mail=True)
    await trial.pbx.remove("2041")
    assert exchange.rings("2041") == "2041"


async def test_a_forward_is_not_confirmed_while_voice_mail_takes_the_calls(pbx: CucmPbx, exchange: Exchange) -> None:
    before = exchange._change

    def keeps_the_flag(line: Any, told: Any) -> None:
        before(line, told)
        exchange.by_hand(line.pattern, voice_mail=True)

    exchange._change = keeps_the_flag  # type: ignore[method-assign]
    with pytest.raises(Unavailable, match="pbx-not-confirmed"):
        await pbx.apply(rule())


async def test_nothing_is_confirmed_that_cucm_only_says_it_has_written(pbx: CucmPbx, exchange: Exchange) -> None:
    exchange.forgets = True
    with pytest.raises(Unavailable, match="pbx-not-confirmed"):
        await pbx.apply(rule())
    exchange.forgets = False
    await pbx.apply(rule())
    exchange.forgets = True
    with pytest.raises(Unavailable, match="pbx-not-confirmed"):
        await pbx.remove("2041")


async def test_a_search_space_that_is_another_afterwards_is_no_confirmation(pbx: CucmPbx, exchange: Exchange) -> None:
    before = exchange._change

    def loses_the_space(line: Any, told: Any) -> None:
        before(line, told)
        exchange.by_hand(line.pattern, space="")

    exchange._change = loses_the_space  # type: ignore[method-assign]
    with pytest.raises(Unavailable, match="pbx-not-confirmed"):
        await pbx.apply(rule())


async def test_a_server_that_is_a_moment_behind_is_asked_again(pbx: CucmPbx, exchange: Exchange) -> None:
    exchange.behind = 2
    await pbx.apply(rule())
    assert exchange.asked[-5:] == ["getLine", "updateLine", "getLine", "getLine", "getLine"]
    exchange.behind = 1000
    with pytest.raises(Unavailable, match="pbx-not-confirmed"):
        await pbx.apply(rule(target="2042"))
    exchange.behind = 0


async def test_an_answer_that_is_lost_is_told_and_the_next_try_confirms(
    pbx: CucmPbx, exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange.loses = 1
    monkeypatch.setattr(axl_module, "SECONDS", 1.0)
    with pytest.raises(Unavailable, match="pbx-unreachable"):
        await pbx.apply(rule())
    assert exchange.rings("2041") == "9"  # written all the same
    await pbx.apply(rule())


BUSY = (503, {"Retry-After": "0"}, b"<html>AXL throttle</html>")


@pytest.mark.parametrize(
    ("faults", "code"),
    [
        ([BUSY], ""),
        ([(503, {}, b"")], ""),
        ([(429, {"Retry-After": "0"}, b"")], ""),
        ([BUSY, BUSY], "pbx-unreachable"),
        ([(503, {"Retry-After": "3600"}, b"")], "pbx-unreachable"),
        ([(500, {}, b"")], "pbx-unreachable"),
        ([(404, {}, b"")], "pbx-unreachable"),
        ([(401, {}, b"")], "pbx-refused"),
        ([(302, {"Location": "http://127.0.0.1:9/"}, b"")], "pbx-unreachable"),
        ([(200, {}, b"")], "pbx-unreachable"),
    ],
)
async def test_a_busy_or_broken_cucm(pbx: CucmPbx, exchange: Exchange, faults: list[Any], code: str) -> None:
    exchange.faults += faults
    if code:
        with pytest.raises(Unavailable, match=code):
            await pbx.read("2041")
    else:
        assert await pbx.read("2041") is None
    exchange.faults.clear()


@pytest.mark.parametrize("target", ["9@evil", "", "9" * 51, "voicemail", "٩"])
async def test_what_is_no_number_never_reaches_it(pbx: CucmPbx, exchange: Exchange, target: str) -> None:
    with pytest.raises(Unavailable, match="pbx-refused"):
        await pbx.apply(rule(target=target))
    assert "updateLine" not in exchange.asked


async def test_somebody_else_than_was_asked_for_is_never_written_to(pbx: CucmPbx, exchange: Exchange) -> None:
    exchange.deaf = True
    with pytest.raises(Unavailable, match="pbx-refused"):
        await pbx.apply(rule("2042"))
    exchange.deaf = False
    for wrong in ("204", "2041' or '1'='1", "２０４１", "", "2999"):
        with pytest.raises(Unavailable, match="pbx-refused"):
            await pbx.apply(rule(wrong))
    exchange.by_hand("2041", partition="Other-PT")
    with pytest.raises(Unavailable, match="pbx-refused"):
        await pbx.apply(rule())
    assert "updateLine" not in exchange.asked


async def test_changes_by_hand_are_seen_beyond_one_page_and_no_other_partition_is(
    pbx: CucmPbx, exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "PAGE", 7)
    for number in range(3000, 3050):
        exchange.add(str(number), destination=str(number + 1000))
    exchange.add("3050", partition="Other-PT", destination="9")
    exchange.add("3051", partition="", destination="9")
    exchange.add("3*52", destination="9")
    found = {extension: told.target for extension, told in (await pbx.rules()).items()}
    assert found == {str(number): str(number + 1000) for number in range(3000, 3050)}
    assert exchange.asked.count("executeSQLQuery") == 8
    monkeypatch.setattr(tables, "MOST_PAGES", 3)
    with pytest.raises(Unavailable, match="pbx-refused"):
        await pbx.rules()


async def test_lines_of_no_partition(exchange: Exchange) -> None:
    pbx = driver(exchange.url, partition="")
    exchange.add("3051", partition="")
    await contract.connected(pbx)
    try:
        await pbx.apply(rule("3051"))
        assert list(await pbx.rules()) == ["3051"]
    finally:
        await pbx.stop()


async def test_check_names_who_has_no_line_and_whose_forward_would_reach_nobody(pbx: CucmPbx, exchange: Exchange) -> None:
    well = await pbx.check(_expected("2041", "2042"))
    assert well == [("reachable", None), ("cucm-lines", None), ("cucm-spaces", None)]
    exchange.by_hand("2042", space="")
    [_, (_, nobody), (_, bare)] = await pbx.check(_expected("2041", "2042", "2999"))
    assert (nobody.code, nobody.params["extension"]) == ("cucm-nobody", "2999")  # type: ignore[union-attr]
    assert isinstance(bare, Remark)
    assert (bare.code, bare.params["extension"], bare.params["count"]) == ("cucm-no-space", "2042", 1)
    exchange.faults += [(500, {}, exchange._fault(_no_right())[2])]
    assert (await pbx.check(_expected("2041")))[1][1].code == "cucm-tables"  # type: ignore[union-attr]


async def test_a_password_that_is_refused_is_told(exchange: Exchange) -> None:
    pbx = driver(exchange.url, password="wrong")
    await pbx.start()
    try:
        async with asyncio.timeout(60):
            while getattr((await pbx.check())[0][1], "code", "") != "cucm-refused":
                await asyncio.sleep(0.05)
        assert exchange.asked == ["getCCMVersion"]  # and not in a burst: CUCM would lock the user
    finally:
        await pbx.stop()


async def test_it_is_found_again(exchange: Exchange, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver_module, "LOOK_SECONDS", 0.05)
    pbx = driver(exchange.url)
    events = pbx.events()
    await contract.connected(pbx)
    try:
        assert await anext(events) == PbxReady()
        exchange.faults += [(500, {}, b"")]
        async with asyncio.timeout(60):
            assert await anext(events) == PbxLost()
            assert await anext(events) == PbxReady()
    finally:
        await pbx.stop()


async def test_the_guardian_ends_a_forward_and_leaves_one_by_hand(pbx: CucmPbx, exchange: Exchange, tmp_path: Path) -> None:
    clock = Clock()
    guard = Clearing(Ends(tmp_path / "guardian.ends"), pbx, clock=clock)
    for extension in ("2041", "2042"):
        await guard.expect(End(extension, "a-1", Divert.ALWAYS, "9", clock.begun + timedelta(hours=1)))
        await pbx.apply(rule(extension))
    exchange.by_hand("2042", destination="0701740601")
    clock.moment = clock.begun + timedelta(minutes=61)
    await guard.look()
    assert [exchange.rings(each) for each in ("2041", "2042")] == ["2041", "0701740601"]
    assert exchange.lines["2041"] == replace(exchange.lines["2041"], space="Kalix-CSS", second="Kalix-CSS-2")


def _expected(*extensions: str) -> Expectation:
    return Expectation(shipped.default_policy(), shipped.default_reasons(), extensions, datetime(2026, 3, 2, tzinfo=UTC).date())


def _no_right() -> Any:
    from tests.pbx.cucm.exchange import Refused

    return Refused(-1, "no right to it")
