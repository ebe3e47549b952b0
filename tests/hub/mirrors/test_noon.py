"""A whole town goes to lunch: never a request too many, in the end what is so stands there, and nothing past its end."""

from __future__ import annotations

import random
from bisect import bisect_right
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from kalix_presence.model.mirrored import Presence, Told
from tests.draws import draws
from tests.hub.mirrors.teams_house import House, house

MICROSOFT = 1500
"""Requests in 30 seconds that one application may make."""
PEOPLE = 50_000


def busiest(asked_at: list[float]) -> int:
    """The most requests in any 30 seconds."""
    return max((bisect_right(asked_at, at) - bisect_right(asked_at, at - 30.0) for at in asked_at), default=0)


async def test_fifty_thousand_go_to_lunch_within_a_quarter(tmp_path: Path) -> None:
    people = [f"p{number:05d}" for number in range(PEOPLE)]
    town, drawn = house(tmp_path, *people), random.Random(17)
    await town.quiet()
    begun = town.clock()
    leave = {person: drawn.uniform(0, 900) for person in people}
    lasts = {person: timedelta(minutes=drawn.choice((30, 45, 60, 90))) for person in people}
    order = sorted(people, key=leave.__getitem__)
    for second in range(0, 3600, 5):
        now = town.clock()
        while order and leave[order[0]] <= second:
            person = order.pop(0)
            town.want(person, Told(f"Lunch för {person}", Presence.AWAY, now + lasts[person]))
        if second % 60 == 0:
            for person in [one for one, told in town.wishes.wants.items() if told is not None and told.until <= now]:
                town.want(person, None)
        await town.quiet()
        town.clock.move(seconds=5)
        if not order and not len(town.teller.waiting):
            break
    assert busiest(town.door.asked_at) <= MICROSOFT
    drained = (town.clock() - begun).total_seconds()
    assert drained < 2700, "everybody who was away long enough is told of within three quarters"
    now = town.clock()
    for account in town.graph.teams.accounts.values():
        told = town.wishes.wants[account.mail.partition("@")[0]]
        there = account.seen(now).get("statusMessage", {}).get("message", {}).get("content", "")
        assert there in ("", "" if told is None else told.text)
    shown = sum(account.seen(now)["activity"] == "Away" for account in town.graph.teams.accounts.values())
    assert shown == sum(told is not None and told.until > now for told in town.wishes.wants.values())


CHANGE = st.tuples(
    st.integers(0, 200),  # seconds after the one before
    st.integers(0, 19),  # whose
    st.sampled_from([0, 2, 10, 60, 240]),  # minutes that it lasts; 0: back
)
FAULTS = st.lists(st.sampled_from([-1, -1, -1, -1, 0, 429, 503, 500]), max_size=60)


@settings(max_examples=draws(25), deadline=None)
@given(st.lists(CHANGE, min_size=1, max_size=40), FAULTS)
async def test_whatever_happens_the_last_word_stands_and_no_text_outlives_its_end(
    changes: list[tuple[int, int, int]], faults: list[int]
) -> None:
    with TemporaryDirectory() as folder:
        people = [f"p{number:02d}" for number in range(20)]
        town = house(Path(folder), *people, most=40)
        await town.quiet()
        town.graph.faults.extend(fault for fault in faults if fault >= 0)
        for number, (after, whose, minutes) in enumerate(changes):
            await let_pass(town, after)
            told = town.told(f"Text {number}", Presence.BUSY, minutes=minutes) if minutes else None
            town.want(people[whose], told)
        town.graph.faults.clear()
        await let_pass(town, 900)
        assert busiest(town.door.asked_at) <= 40
        for person in people:
            told, seen = town.wishes.wants[person], town.seen(person)
            if told is None:
                assert seen == {"text": "", "shown": "Available"}
            else:
                assert seen["text"] in ("", told.text)
                assert (seen["text"] != "") == (seen["shown"] == "Busy")
                if told.until - town.clock() > timedelta(minutes=30):
                    assert seen["text"] == told.text
        store = town.teller.ledger._store
        store.close()


@settings(max_examples=draws(25), deadline=None)
@given(st.lists(CHANGE, min_size=1, max_size=30))
async def test_no_text_is_there_a_minute_after_its_end_even_where_the_server_keeps_them(
    changes: list[tuple[int, int, int]],
) -> None:
    with TemporaryDirectory() as folder:
        people = [f"p{number:02d}" for number in range(20)]
        town = house(Path(folder), *people, most=400)
        town.graph.teams.keeps_texts = True
        await town.quiet()
        for number, (after, whose, minutes) in enumerate([*changes, (900, 0, 0)]):
            for _ in range(0, after, 20):
                await let_pass(town, 20)
                for account in town.graph.teams.accounts.values():
                    late = account.text_ends is not None and town.clock() - account.text_ends > timedelta(seconds=60)
                    assert not (account.text and late)
            told = town.told(f"Text {number}", minutes=minutes) if minutes else None
            town.want(people[whose], told)
        town.teller.ledger._store.close()


async def let_pass(town: House, seconds: int) -> None:
    """Time passes; everybody is looked at every 30 seconds."""
    ends = town.clock() + timedelta(seconds=seconds)
    while town.clock() < ends:
        step = min(10.0, (ends - town.clock()).total_seconds())
        town.clock.move(seconds=step)
        over(town, town.clock())
        await town.quiet()
        if int(town.clock.steady()) % 30 < 10:
            await town.look.look()
        await town.quiet()


def over(town: House, now: datetime) -> None:
    """Absences end at their time."""
    for person, told in town.wishes.wants.items():
        if told is not None and told.until <= now:
            town.want(person, None)
