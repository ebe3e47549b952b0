"""The model PBX: what a caller meets, and what phone codes do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.pbx.protocol import CallDiverted, LineChanged, PbxLost, PbxReady
from kalix_presence.model.errors import BadInput, NotFound, Unavailable
from kalix_presence.model.forwarding import Divert, ForwardingRule
from kalix_presence.model.line import LineState
from tests.clocks import Clock
from tests.hub.house import embedded


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def pbx(clock: Clock) -> EmbeddedPbx:
    pbx = embedded(clock)
    await pbx.start()
    return pbx


def lunch_rule(clock: Clock, extension: str = "2041", target: str = "9") -> ForwardingRule:
    return ForwardingRule(extension, "a1", Divert.ALWAYS, target, clock() + timedelta(hours=1), "lunch")


async def test_a_call_during_lunch_is_announced_and_reaches_the_switchboard(pbx: EmbeddedPbx, clock: Clock) -> None:
    await pbx.apply(lunch_rule(clock))
    story = pbx.call("092355512", "2041")
    assert story.answered_by == "9"
    assert "lunch" in story.clips
    assert [step.kind for step in story.steps] == ["announced", "diverted", "rings", "answered"]


async def test_the_rule_ends_by_the_pbx_own_clock(pbx: EmbeddedPbx, clock: Clock) -> None:
    await pbx.apply(lunch_rule(clock))
    clock.move(hours=1)
    assert pbx.call("092355512", "2041").answered_by == "2041"


async def test_without_a_rule_the_phone_rings_and_is_busy_until_it_hangs_up(pbx: EmbeddedPbx) -> None:
    assert pbx.call("092355512", "2041").answered_by == "2041"
    again = pbx.call("092355512", "2041")
    assert (again.answered_by, again.steps[0].why) == ("9", "busy")
    pbx.hang_up("2041")
    assert pbx.call("092355512", "2041").answered_by == "2041"


async def test_no_answer_and_no_phone_both_end_at_the_switchboard(pbx: EmbeddedPbx) -> None:
    pbx.phones["2041"].answers = False
    story = pbx.call("092355512", "2041")
    assert [(step.kind, step.why) for step in story.steps[:2]] == [("rings", ""), ("diverted", "no_answer")]
    assert story.answered_by == "9"
    pbx.set_line("2042", LineState.NOT_REGISTERED)
    assert pbx.call("092355512", "2042").steps[0].why == "unregistered"


async def test_a_circle_of_two_is_cut_at_the_switchboard(pbx: EmbeddedPbx, clock: Clock) -> None:
    await pbx.apply(lunch_rule(clock, "2041", "2042"))
    await pbx.apply(lunch_rule(clock, "2042", "2041"))
    story = pbx.call("092355512", "2041")
    assert story.answered_by == "9"
    assert "loop" in [step.why for step in story.steps]


async def test_events_come_in_order_and_a_reader_that_is_behind_compares_again(pbx: EmbeddedPbx) -> None:
    reader = pbx.events()
    pbx.set_line("2041", LineState.BUSY)
    pbx.call("092355512", "2041")
    assert await anext(reader) == LineChanged("2041", LineState.BUSY)
    assert await anext(reader) == CallDiverted("2041", "092355512", "9", "busy")
    for turn in range(1001):
        pbx.set_line("2041", LineState.IDLE if turn % 2 else LineState.RINGING)
    assert [await anext(reader), await anext(reader)] == [PbxLost(), PbxReady()]


async def test_unplugged_it_refuses_everything(pbx: EmbeddedPbx, clock: Clock) -> None:
    pbx.unplug()
    with pytest.raises(Unavailable, match="pbx-unreachable"):
        await pbx.apply(lunch_rule(clock))
    with pytest.raises(Unavailable, match="pbx-unreachable"):
        await pbx.rules()


@pytest.mark.parametrize("digits", ["*23*1*1000#", "*23*1*1000", "*230*2041*1*1000#"])
async def test_a_code_writes_the_rule_and_the_journal(pbx: EmbeddedPbx, clock: Clock, digits: str) -> None:
    code = pbx.dial("2041", digits)
    rule = await pbx.read("2041")
    assert isinstance(rule, ForwardingRule)
    assert (rule.id, rule.until) == (code.rule_id, clock() + timedelta(hours=1))
    assert await pbx.codes() == [code]
    await pbx.forget_code(code.key)
    assert await pbx.codes() == []


@pytest.mark.parametrize(
    ("digits", "code"),
    [
        ("*23*1*0859#", "until-past"),
        ("*23*1*2560#", "phone-code-unknown"),
        ("*24*1#", "phone-code-unknown"),
        ("*23*99#", "phone-digit-unknown"),
        ("*23*1*1000#\r\nAction: x", "phone-code-unknown"),
        ("*23*١*1000#", "phone-code-unknown"),
    ],
)
async def test_a_code_that_means_nothing_is_refused(pbx: EmbeddedPbx, digits: str, code: str) -> None:
    with pytest.raises(BadInput, match=code):
        pbx.dial("2041", digits)
    assert await pbx.rules() == {}
    assert await pbx.codes() == []


async def test_nobody_calls_an_extension_that_is_not_there(pbx: EmbeddedPbx) -> None:
    with pytest.raises(NotFound):
        pbx.call("092355512", "7777")
