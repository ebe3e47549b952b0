"""Waiting between attempts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.client.connection.backoff import Backoff


@given(st.floats(0, 1), st.integers(1, 200))
def test_waits_grow_to_a_cap_and_are_never_nothing(chance: float, failures: int) -> None:
    backoff = Backoff(first=0.5, longest=30, chance=lambda: chance)
    waits = [backoff.next() for _ in range(failures)]
    assert waits == sorted(waits)
    assert 0.25 <= waits[0] <= 0.5
    assert waits[-1] <= 30


def test_a_success_begins_anew_and_a_wait_that_was_asked_for_is_kept() -> None:
    backoff = Backoff(first=1, longest=60, chance=lambda: 1)
    assert [backoff.next() for _ in range(3)] == [1, 2, 4]
    backoff.reset()
    assert backoff.next() == 1
    assert backoff.next(least=30) == 30
