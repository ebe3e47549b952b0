"""In which order rule and forward are written, and what holds where one of the two fails: at an exchange that keeps nothing but a
number, and the model PBX as the answer point."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from kalix_presence.hub.pbx import contract
from kalix_presence.hub.pbx.answer_point.forwards import MARK, SetForwards, StandingForwards
from kalix_presence.hub.pbx.answer_point.pbx import AnswerPointPbx
from kalix_presence.hub.pbx.capabilities import Capabilities, EndKept, ForeignChanges, ReadBack
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.pbx.protocol import DamagedRule, LineChanged, PbxLost, PbxReady
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.forwarding import Divert, ForwardingRule
from kalix_presence.model.line import LineState
from tests.clocks import Clock
from tests.hub.guardian.plain_exchange import Exchange, PlainPbx
from tests.hub.house import embedded, until


@dataclass
class Pair:
    """The driver over both, and each of the two by itself."""

    pbx: AnswerPointPbx
    point: EmbeddedPbx
    exchange: PlainPbx
    trial: contract.Trial

    @property
    def forwards(self) -> dict[str, str]:
        """What the exchange does."""
        return self.exchange.exchange.forwards()


def held(pair: Pair, extension: str) -> object:
    """What lies in the answer point."""
    return vars(pair.point)["_rules"].get(extension)


@pytest.fixture
async def pair(tmp_path: Path) -> AsyncIterator[Pair]:
    clock = Clock()
    point, exchange = embedded(clock), PlainPbx(Exchange(tmp_path / "exchange.db").make())
    pbx = AnswerPointPbx(point, exchange, SetForwards(exchange, lambda extension: f"88{extension}"))

    def elsewhere() -> AnswerPointPbx:
        there = PlainPbx(Exchange(tmp_path / "nowhere.db"))
        return AnswerPointPbx(embedded(clock), there, SetForwards(there, lambda extension: f"88{extension}"))

    await contract.connected(pbx)
    yield Pair(pbx, point, exchange, contract.Trial(pbx, "2041", "2042", "9", clock, tamper=point.tamper, elsewhere=elsewhere))
    await pbx.stop()


@pytest.mark.parametrize("case", contract.CASES, ids=str)
async def test_an_exchange_that_keeps_nothing_but_a_number_keeps_the_contract_with_it(pair: Pair, case: contract.Case) -> None:
    await contract.kept(case, pair.trial)


async def test_nobody_is_forwarded_before_the_rule_is_there(pair: Pair) -> None:
    there: list[object] = []
    pair.exchange.before_apply = lambda extension: there.append(held(pair, extension))
    rule = pair.trial.rule()
    await pair.pbx.apply(rule)
    assert (there, pair.forwards) == ([rule], {"2041": "882041"})


async def test_a_rule_that_is_refused_forwards_nobody(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuses(rule: ForwardingRule) -> None:
        raise Unavailable("pbx-refused")

    monkeypatch.setattr(pair.point, "apply", refuses)
    with pytest.raises(Unavailable, match="pbx-refused"):
        await pair.pbx.apply(pair.trial.rule())
    assert pair.forwards == {}


async def test_a_forward_that_is_not_taken_is_not_confirmed_and_half_a_rule_is_told(pair: Pair) -> None:
    def goes(extension: str) -> None:
        raise Unavailable("pbx-not-confirmed")

    pair.exchange.before_apply = goes
    with pytest.raises(Unavailable, match="pbx-not-confirmed"):
        await pair.pbx.apply(pair.trial.rule())
    assert isinstance(await pair.pbx.read("2041"), DamagedRule)
    assert isinstance((await pair.pbx.rules())["2041"], DamagedRule)


async def test_a_rule_that_takes_the_place_of_another_leaves_the_forward_alone(pair: Pair) -> None:
    await pair.pbx.apply(pair.trial.rule(1))
    written: list[str] = []
    pair.exchange.before_apply = written.append
    await pair.pbx.apply(pair.trial.rule(2))
    assert written == []


async def test_a_change_of_an_extension_waits_for_the_one_before(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, goes_on, keeps = list[str](), asyncio.Event(), pair.point.apply

    async def slowly(rule: ForwardingRule) -> None:
        begun.append(rule.id)
        await goes_on.wait()
        await keeps(rule)

    monkeypatch.setattr(pair.point, "apply", slowly)
    first = asyncio.create_task(pair.pbx.apply(pair.trial.rule(1)))
    await until(lambda: bool(begun))
    second, away = (asyncio.create_task(each) for each in (pair.pbx.apply(pair.trial.rule(2)), pair.pbx.remove("2041")))
    await pair.pbx.read("2041")
    await pair.pbx.read("2041")
    assert (begun, away.done()) == (["trial-1"], False)
    goes_on.set()
    await asyncio.gather(first, second, away)
    assert (pair.forwards, held(pair, "2041")) == ({}, None)


async def test_at_the_end_the_forward_goes_first(pair: Pair) -> None:
    rule, there = pair.trial.rule(), []

    async def looks(extension: str) -> None:
        there.append(held(pair, extension))

    await pair.pbx.apply(rule)
    pair.exchange.before_remove = looks
    await pair.pbx.remove("2041")
    assert (there, pair.forwards, held(pair, "2041")) == ([rule], {}, None)


async def test_an_exchange_that_does_not_let_go_keeps_nobody_from_their_calls(pair: Pair) -> None:
    async def goes(extension: str) -> None:
        raise Unavailable("pbx-unreachable")

    await pair.pbx.apply(pair.trial.rule())
    pair.exchange.before_remove = goes
    with pytest.raises(Unavailable, match="pbx-unreachable"):
        await pair.pbx.remove("2041")
    assert (pair.forwards, held(pair, "2041")) == ({"2041": "882041"}, None)


async def test_a_number_that_somebody_dialled_in_is_theirs(pair: Pair) -> None:
    await pair.pbx.apply(pair.trial.rule())
    pair.exchange.exchange.forward("2041", "0701234567")
    assert isinstance(await pair.pbx.read("2041"), DamagedRule)
    with pytest.raises(Unavailable, match="pbx-not-confirmed"):
        await pair.pbx.apply(pair.trial.rule(2))
    await pair.pbx.remove("2041")
    assert pair.forwards == {"2041": "0701234567"}
    assert (await pair.pbx.read("2041"), await pair.pbx.rules()) == (None, {})


async def test_a_rule_of_ours_from_before_there_was_an_answer_point_gives_way() -> None:
    clock = Clock()
    point, exchange = embedded(clock), embedded(clock)
    pbx = AnswerPointPbx(point, exchange, SetForwards(exchange, lambda extension: f"88{extension}"))
    await contract.connected(pbx)
    rule = contract.Trial(pbx, "2041", "2042", "9", clock).rule()
    await exchange.apply(rule)
    await pbx.apply(rule)
    assert await exchange.read("2041") == ForwardingRule("2041", MARK, Divert.ALWAYS, "882041", None, "away")
    await exchange.apply(rule)
    await pbx.remove("2041")
    assert await exchange.read("2041") is None
    await pbx.stop()


async def test_only_with_both_there_is_it_there(pair: Pair) -> None:
    events = pair.pbx.events()
    pair.point.unplug()
    assert await anext(events) == PbxLost()
    assert not pair.pbx.connected
    pair.point.plug_in()
    assert await anext(events) == PbxReady()
    pair.exchange.publish(PbxReady())  # it was away for so short a time that nobody saw it
    assert await anext(events) == PbxReady()


async def test_phones_are_the_exchanges_and_what_the_answer_point_says_of_any_is_not_heard() -> None:
    clock = Clock()
    point, exchange = embedded(clock), embedded(clock)
    pbx = AnswerPointPbx(point, exchange, SetForwards(exchange, lambda extension: f"88{extension}"))
    await contract.connected(pbx)
    events = pbx.events()
    point.call("0701234567", "2041")
    exchange.call("0701234567", "2042")
    told = await anext(event async for event in events if isinstance(event, LineChanged))
    assert told.extension == "2042"
    assert (await pbx.lines())["2041"] is LineState.IDLE
    await pbx.stop()


async def test_what_fails_in_either_is_told_by_its_own_name(pair: Pair) -> None:
    async def fails() -> None:
        raise RecursionError

    for part in (pair.point, pair.exchange):
        part.supervised.run("pbx-connection", fails)
    await until(lambda: set(pair.pbx.supervised.down) == {"point-pbx-connection", "pbx-connection"})
    for part in (pair.point, pair.exchange):
        await part.supervised.stop()


def test_it_can_do_what_both_do_for_it() -> None:
    clock = Clock()
    point, exchange = embedded(clock), PlainPbx(Exchange(Path("nowhere")))
    point.capabilities = Capabilities(foreign_changes=ForeignChanges.EVENTS, poll_seconds=5)
    exchange.capabilities = replace(exchange.capabilities, poll_seconds=90, line_states=True)
    together = AnswerPointPbx(point, exchange, SetForwards(exchange, str)).capabilities
    assert (together.end, together.read_back) == (EndKept.EXACT, ReadBack.RULE)
    assert (together.foreign_changes, together.poll_seconds, together.writes_per_second) == (ForeignChanges.POLL, 90, 500)
    assert (together.announces, together.forward_no_answer, together.unanswered_calls) == (True, True, True)
    assert (together.line_states, together.place_call, together.phone_codes, together.lamps) == (True, False, False, False)
    alone = AnswerPointPbx(point, None, StandingForwards()).capabilities
    assert (alone.end, alone.foreign_changes, alone.line_states, alone.phone_codes) == (
        EndKept.EXACT, ForeignChanges.NONE, False, False,
    )  # fmt: skip
