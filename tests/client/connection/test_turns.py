"""Whose turn it is among a server's hubs: whoever answered last, else anybody by chance, and nobody who asked for quiet."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.client.connection.turns import REST, Place, Turns

HUBS = ["https://a.example", "https://b.example", "https://c.example"]
A, B, C = HUBS


class Now:
    """A steady clock that moves when it is told to."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def turns_of(*addresses: str, first: str = "", seed: int = 1, clock: Now | None = None) -> Turns:
    """Turns by a chance that is the same each time."""
    return Turns(map(Place, addresses), first=first, clock=clock or Now(), chance=random.Random(seed).random)


def test_whoever_answered_last_is_asked_first_and_goes_on_being_asked() -> None:
    turns = turns_of(*HUBS, first=B)
    assert turns.at == B
    turns.worked(C)
    assert turns.order()[0] == C
    assert sorted(turns.order()) == HUBS


def test_one_that_does_not_answer_is_asked_last_and_does_not_get_its_turn_back_by_itself() -> None:
    clock = Now()
    turns = turns_of(*HUBS, first=A, clock=clock)
    turns.failed(A)
    assert turns.at != A
    assert turns.order()[-1] == A
    turns.worked(turns.at)
    now = turns.at
    clock.seconds += 10 * REST
    assert turns.at == turns.order()[0] == now, "it is well again, but nobody goes back for that"


def test_one_that_asked_to_be_left_alone_is_not_asked_while_another_may_be() -> None:
    clock = Now()
    turns = turns_of(A, B, first=A, clock=clock)
    turns.failed(A, least=30)
    assert turns.order() == [B]
    turns.wake()
    assert turns.order() == [B], "another network is no leave to disturb it"
    clock.seconds += 31
    assert turns.order() == [B, A]


def test_where_all_asked_for_quiet_only_the_one_whose_time_is_up_first_is_asked() -> None:
    turns = turns_of(A, B, first=A)
    turns.failed(A, least=30)
    turns.failed(B, least=10)
    assert turns.order() == [B]
    assert turns.until_free() == pytest.approx(10)


def test_another_network_wakes_whoever_only_failed() -> None:
    turns = turns_of(A, B)
    turns.failed(A)
    turns.failed(B)
    assert turns.troubled
    turns.wake()
    assert not turns.troubled


def test_a_server_of_one_address_is_always_asked_there() -> None:
    turns = turns_of(A)
    turns.failed(A, least=300)
    assert turns.alone
    assert turns.order() == [A]


def test_a_place_that_is_gone_is_asked_no_more_and_one_that_stays_keeps_its_turn() -> None:
    turns = turns_of(A, B, first=B)
    turns.set_places([Place(B), Place(C)])
    assert turns.at == B
    turns.set_places([Place(C)])
    assert turns.order() == [C]
    turns.worked(B)
    turns.failed(B)
    assert turns.order() == [C]


def test_a_lower_priority_comes_first_and_a_heavier_one_more_often() -> None:
    chance = random.Random(7).random
    places = [Place(A, 20, 1), Place(B, 10, 1), Place(C, 10, 9)]
    firsts = [Turns(places, clock=Now(), chance=chance).order()[0] for _ in range(1000)]
    assert A not in firsts
    assert 820 < firsts.count(C) < 970


def test_beginners_spread_over_all_hubs() -> None:
    firsts = [turns_of(*HUBS, seed=seed).at for seed in range(900)]
    assert all(200 < firsts.count(each) < 400 for each in HUBS)


STEPS = st.lists(
    st.tuples(st.sampled_from(["worked", "failed", "asked", "later"]), st.sampled_from(HUBS), st.floats(0, 60)), max_size=40
)


@given(STEPS, st.integers(0, 99))
def test_there_is_always_somebody_to_ask_once_each_and_only_of_the_list(steps: list[tuple[str, str, float]], seed: int) -> None:
    clock = Now()
    turns = turns_of(*HUBS, seed=seed, clock=clock)
    asked: dict[str, float] = {}
    for step, hub, seconds in steps:
        if step == "worked":
            turns.worked(hub)
            asked.pop(hub, None)
        elif step == "later":
            clock.seconds += seconds
        else:
            least = seconds if step == "asked" else 0.0
            turns.failed(hub, least=least)
            if least:
                asked[hub] = max(asked.get(hub, 0.0), clock() + least)
        order = turns.order()
        assert order
        assert len(set(order)) == len(order)
        assert set(order) <= set(HUBS)
        assert turns.at in HUBS
        quiet = [each for each in order if asked.get(each, 0.0) > clock() + 1e-9]
        assert not quiet or (len(order) == 1 and all(map(turns.rests, HUBS)))
