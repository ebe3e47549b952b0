"""Calls followed through a dialplan on paper: every way of leading on, numbers cut as Asterisk cuts them, circles."""

from __future__ import annotations

from typing import Any, cast

import pytest

from kalix_presence.hub.pbx.asterisk.joining import Joining, Line
from kalix_presence.hub.pbx.asterisk.paths import MOST, Step, Way, steps, way

Plan = dict[tuple[str, str], list[tuple[str, str]]]
JOINT = ("Gosub", "kalix-presence,${EXTEN},1")


def joining(plan: Plan) -> Joining:
    """What answers as the PBX would of this plan."""

    class Paper:
        async def first(self, context: str, number: str) -> list[Line]:
            lines = plan.get((context, number), [])
            return [Line(context, number, str(at), *each) for at, each in enumerate(lines, 1)]

    return cast("Joining", cast("Any", Paper()))


def rings(step: Step) -> bool:
    return step.phones == {"2041"}


@pytest.mark.parametrize(
    "line",
    [
        ("Goto", "inner,2041,1"),
        ("Goto", "inner,2${EXTEN:-3},1"),
        ("Goto", "inner,${EXTEN:6:1}041,1"),
        ("Gosub", "inner,2041,1(a,b)"),
        ("GotoIf", "$[1]?inner,2041,1:elsewhere,1,1"),
        ("GotoIf", "$[1]?label:inner,2041,1"),
        ("GosubIf", "$[${LEN(${X})}]?inner,2041,1(a:b)"),
        ("GotoIfTime", "8:00-16:00,mon-fri,*,*?inner,2041,1"),
        ("ExecIf", "$[1]?Goto(inner,2041,1)"),
        ("ExecIf", "$[1]?NoOp():Dial(Local/2041@inner/n)"),
        ("Dial", "PJSIP/7&Local/2041@inner,20"),
    ],
)
async def test_a_line_that_leads_on_is_followed(line: tuple[str, str]) -> None:
    number = "0980312041"
    for end, expected in ((JOINT, Way.JOINS), (("Dial", "PJSIP/${EXTEN},20"), Way.RINGS), (("NoOp", ""), Way.UNKNOWN)):
        plan: Plan = {("from", number): [line], ("inner", "2041"): [end]}
        assert await way(joining(plan), "from", number, rings) is expected, end


async def test_a_macro_is_followed_and_a_place_reckoned_at_call_time_is_not() -> None:
    plan: Plan = {("from", "1"): [("Macro", "ring,2041")], ("macro-ring", "s"): [("Dial", "PJSIP/2041")]}
    assert await way(joining(plan), "from", "1", rings) is Way.RINGS
    assert await way(joining({("from", "1"): [("Goto", "${WHERE},1,1")]}), "from", "1", rings) is Way.UNKNOWN


async def test_what_comes_first_counts_and_a_circle_ends() -> None:
    plan: Plan = {("a", "1"): [("Dial", "PJSIP/2041"), JOINT], ("b", "1"): [JOINT, ("Dial", "PJSIP/2041")]}
    assert [await way(joining(plan), context, "1", rings) for context in "ab"] == [Way.RINGS, Way.JOINS]
    circle: Plan = {("a", "1"): [("Goto", "b,1,1")], ("b", "1"): [("Goto", "a,1,1")]}
    assert len(await steps(joining(circle), "a", "1")) == 2
    longest: Plan = {("a", str(n)): [("Goto", f"a,{n + 1},1")] for n in range(MOST * 2)}
    assert len(await steps(joining(longest), "a", "0")) == MOST


async def test_a_plain_goto_stays_in_the_context_that_was_dialled() -> None:
    plan: Plan = {("a", "1"): [("Goto", "2,1")], ("a", "2"): [JOINT]}
    assert await way(joining(plan), "a", "1", rings) is Way.JOINS
