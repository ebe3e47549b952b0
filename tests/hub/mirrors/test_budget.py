"""So many requests in any stretch, never one more, and none while the server has asked for a rest."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kalix_presence.hub.mirrors.budget import LONGEST_PAUSE, Budget
from tests.draws import draws


def test_what_is_taken_comes_back_when_the_stretch_is_over() -> None:
    budget = Budget(3, 30.0)
    assert budget.take(2, 0.0)
    assert not budget.take(2, 1.0)
    assert budget.take(1, 1.0)
    assert budget.wait(1, 1.0) == 29.0
    assert budget.wait(3, 1.0) == 30.0
    assert not budget.take(1, 29.9)
    assert budget.take(2, 30.0)
    assert budget.wait(1, 31.0) == 0.0


def test_a_rest_that_the_server_asks_for_is_kept_and_has_an_end() -> None:
    budget = Budget(3, 30.0)
    budget.pause(7.0, 0.0)
    budget.pause(2.0, 1.0)
    assert not budget.take(1, 6.9)
    assert budget.wait(1, 5.0) == 2.0
    assert budget.take(1, 7.0)
    budget.pause(1e9, 10.0)
    assert budget.wait(1, 10.0) == LONGEST_PAUSE


@settings(max_examples=draws(100))
@given(st.lists(st.tuples(st.floats(0, 20), st.integers(1, 3)), max_size=60))
def test_no_stretch_ever_holds_more(asked: list[tuple[float, int]]) -> None:
    budget, now, made = Budget(7, 30.0), 0.0, []
    for after, count in asked:
        now += after
        may = budget.wait(count, now) == 0.0
        assert budget.take(count, now) is may
        if may:
            made.append((now, count))
        assert sum(many for at, many in made if at > now - 30.0) <= 7
