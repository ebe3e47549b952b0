"""Who can be reached: the person, else their deputy, else their unit; kept up change by change as if worked out anew."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.model.absence import ForwardKind
from kalix_presence.model.finding.reach import PHONE_HOURS, Reach, Reachability, own_reach
from kalix_presence.model.line import LineState

HERE = (Reach.FREE, Reach.ELSEWHERE)
OWN = st.sampled_from([each for each in Reach if each not in (Reach.DEPUTY, Reach.UNIT)])
PEOPLE = [("1", "a", "2"), ("2", "a", None), ("3", "b", "1"), ("4", "b", "4"), ("5", "c", "9"), ("6", "a", "1")]
"""Extension, unit and deputy: 4 is their own, and 9 is nobody."""


def anew(own: dict[str, Reach]) -> dict[str, Reach]:
    """Everybody's reach, by what the words say."""
    found = {}
    for extension, unit, deputy in PEOPLE:
        found[extension] = own[extension]
        if own[extension] is Reach.AWAY:
            covered = deputy not in (None, extension) and own.get(deputy or "") in HERE
            others = any(own[one] in HERE for one, where, _ in PEOPLE if where == unit)
            found[extension] = Reach.DEPUTY if covered else Reach.UNIT if others else Reach.AWAY
    return found


@given(st.lists(st.tuples(st.sampled_from([one for one, _, _ in PEOPLE]), OWN), max_size=40))
def test_after_every_change_it_is_as_worked_out_anew_and_those_whose_it_changes_are_named(
    changes: list[tuple[str, Reach]],
) -> None:
    reach, own = Reachability(PEOPLE), dict.fromkeys((one for one, _, _ in PEOPLE), Reach.UNKNOWN)
    before = anew(own)
    for extension, now in changes:
        concerned = reach.put(extension, now)
        if now is own[extension]:
            assert concerned == []
        own[extension] = now
        after = anew(own)
        assert {one: reach[one] for one in own} == after
        assert {one for one in own if after[one] is not before[one]} <= set(concerned)
        before = after


def test_who_is_not_there_concerns_nobody_and_is_nobody_s_deputy() -> None:
    reach = Reachability(PEOPLE)
    assert reach.put("9", Reach.FREE) == []
    assert [reach.deputy_of(one) for one in ("1", "2", "4", "5", "9")] == ["2", "", "", "9", ""]


def test_only_those_are_concerned_whose_reach_may_change() -> None:
    reach = Reachability(PEOPLE)
    assert reach.put("2", Reach.BUSY) == ["2"]
    assert sorted(reach.put("2", Reach.FREE)) == ["1", "2"]
    assert reach.put("2", Reach.ELSEWHERE) == ["2"], "they are there as before"
    reach.put("6", Reach.AWAY)
    assert sorted(reach.put("2", Reach.OVERDUE)) == ["1", "2", "6"], "the last of the unit has gone"


@pytest.mark.parametrize("line", list(LineState))
@pytest.mark.parametrize("overdue", [True, False])
@pytest.mark.parametrize("forward", list(ForwardKind))
def test_who_is_away_can_be_reached_where_their_calls_ring(forward: ForwardKind, overdue: bool, line: LineState) -> None:
    rings = forward in (ForwardKind.MOBILE, ForwardKind.NONE)
    assert own_reach("lunch", forward, overdue=overdue, line=line) is (Reach.ELSEWHERE if rings else Reach.AWAY)
    assert own_reach(PHONE_HOURS, forward, overdue=overdue, line=line) is Reach.HOURS


@pytest.mark.parametrize("line", list(LineState))
def test_who_is_in_is_as_their_line_says_and_unknown_where_it_says_nothing(line: LineState) -> None:
    said = {
        LineState.IDLE: Reach.FREE,
        LineState.RINGING: Reach.BUSY,
        LineState.BUSY: Reach.BUSY,
        LineState.NOT_REGISTERED: Reach.UNPLUGGED,
    }
    found = own_reach(None, ForwardKind.SWITCHBOARD, overdue=False, line=line)
    assert found is said.get(line, Reach.UNKNOWN)
    assert own_reach(None, ForwardKind.SWITCHBOARD, overdue=True, line=line) is Reach.OVERDUE


def test_the_better_somebody_can_be_reached_the_less_it_is() -> None:
    assert sorted(Reach) == list(Reach)
    assert Reach.FREE < Reach.ELSEWHERE < Reach.BUSY < Reach.UNKNOWN < Reach.AWAY
