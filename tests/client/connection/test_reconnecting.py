"""A hub dies under 2 000 clients, in simulated time: each is at another hub soon, and no moment brings all of them."""

from __future__ import annotations

import heapq
import random
from collections import Counter
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kalix_presence.client.connection.reconnecting import LONGEST_WAIT, Reconnecting
from kalix_presence.client.connection.turns import Place, Turns
from kalix_presence.model.errors import PresenceError, TooMany, Unavailable
from tests.draws import draws

HUBS = ["https://a.example", "https://b.example", "https://c.example"]
A, B, C = HUBS
GONE = Unavailable("hub-unreachable")


@dataclass
class World:
    """Hubs that are `dead` answer nothing; what is tried there takes `lost` seconds until it is known."""

    dead: set[str]
    lost: float = 0.0
    now: float = 0.0
    arrivals: list[tuple[float, str]] = field(default_factory=list)
    tries: list[tuple[float, str]] = field(default_factory=list)


def outage(world: World, clients: int, *, cut: bool, seed: int, until: float = 60.0) -> None:
    """All clients of hub A lose their stream at 0."""
    chance = random.Random(seed).random
    waiting: list[tuple[float, int, Reconnecting, Turns]] = []
    for number in range(clients):
        turns = Turns(map(Place, HUBS), first=A, clock=lambda: world.now, chance=chance)
        waits = Reconnecting(turns, chance=chance)
        waits.opened()
        wait = waits.after(A, GONE, lasted=3600.0, cut=cut)
        heapq.heappush(waiting, (wait, number, waits, turns))
    while waiting:
        world.now, number, waits, turns = heapq.heappop(waiting)
        if world.now > until:
            return
        hub = turns.order()[0]
        world.tries.append((world.now, hub))
        if hub not in world.dead:
            turns.worked(hub)
            waits.opened()
            world.arrivals.append((world.now, hub))
            continue
        world.now += world.lost
        wait = waits.after(hub, GONE, lasted=world.lost, cut=False)
        heapq.heappush(waiting, (world.now + wait, number, waits, turns))


def busiest(times: list[float], within: float) -> int:
    """The most of `times` that fall `within` so many seconds."""
    times, begin, most = sorted(times), 0, 0
    for end, time in enumerate(times):
        while times[begin] < time - within:
            begin += 1
        most = max(most, end - begin + 1)
    return most


@settings(max_examples=draws(12), deadline=None)
@given(st.booleans(), st.sampled_from([{A}, {A, B}, {A, C}]), st.integers(0, 1000))
def test_all_are_at_another_hub_within_five_seconds_and_spread(cut: bool, dead: set[str], seed: int) -> None:
    world = World(set(dead))
    outage(world, 2000, cut=cut, seed=seed)
    assert len(world.arrivals) == 2000
    assert max(time for time, _ in world.arrivals) <= 5.0
    times = [time for time, _ in world.arrivals]
    assert busiest(times, 0.1) <= 2000 / 2.5 * 0.1 * 1.6, "a tenth of a second brings its share and no more"
    places = Counter(hub for _, hub in world.arrivals)
    assert set(places) == set(HUBS) - dead
    if len(places) == 2:
        assert min(places.values()) > 800, "they go to both"


def test_a_hub_without_power_is_given_up_in_time_too() -> None:
    # What tells nothing costs the hurried time to connect each time.
    world = World({A}, lost=2.5)
    outage(world, 2000, cut=False, seed=4)
    assert max(time for time, _ in world.arrivals) <= 5.0, "the silent one is not asked once more"


def test_a_hub_that_takes_its_stream_again_at_once_keeps_its_clients() -> None:
    world = World(set())
    outage(world, 500, cut=True, seed=2)
    assert {hub for _, hub in world.arrivals} == {A}, "a stream that was cut on the way moves nobody"


def test_where_no_hub_answers_each_is_asked_more_and_more_seldom() -> None:
    world = World(set(HUBS))
    outage(world, 50, cut=False, seed=3, until=1200.0)
    assert not world.arrivals
    last = [time for time, _ in world.tries if time > 600.0]
    # Each of three addresses, each between half and the whole of the longest wait.
    assert len(last) <= 50 * 600 / (LONGEST_WAIT / 2) * 3
    assert all(any(hub == each for _, hub in world.tries) for each in HUBS)


def test_one_address_alone_waits_as_it_always_has() -> None:
    waits = Reconnecting(Turns([Place(A)], clock=lambda: 0.0), chance=lambda: 1.0)
    assert [waits.after(A, GONE, lasted=0.0, cut=False) for _ in range(8)] == [0.5, 1, 2, 4, 8, 16, 30, 30]
    assert waits.after(A, GONE, lasted=11.0, cut=True) == 0.5


@pytest.mark.parametrize("fault", [TooMany("too-many-streams", seconds=7), Unavailable("store-unwritable", seconds=7)])
def test_what_every_hub_would_say_moves_nobody_and_is_waited_for(fault: PresenceError) -> None:
    turns = Turns(map(Place, HUBS), first=A, clock=lambda: 0.0)
    assert Reconnecting(turns).after(A, fault, lasted=0.0, cut=False) == 7
    assert turns.at == A


def test_a_hub_that_asks_for_quiet_gets_it() -> None:
    world = World(set())
    turns = Turns(map(Place, [A, B]), first=A, clock=lambda: world.now)
    waits = Reconnecting(turns, chance=lambda: 1.0)
    waits.after(A, Unavailable("hub-no-leader", seconds=20), lasted=0.0, cut=False)
    assert turns.order() == [B]
    assert waits.after(B, Unavailable("hub-no-leader", seconds=9), lasted=0.0, cut=False) == 9
