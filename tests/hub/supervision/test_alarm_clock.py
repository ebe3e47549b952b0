"""The loop of what has moments of its own: woken at each, and whenever something changed."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.hub.supervision.alarm_clock import SHORTEST_SLEEP, AlarmClock
from tests.clocks import NINE, Clock


@given(st.none() | st.timedeltas(min_value=timedelta(-3), max_value=timedelta(3)))
def test_it_sleeps_until_the_moment_but_never_longer_than_it_may_nor_without_a_pause(away: timedelta | None) -> None:
    alarm = AlarmClock(Clock(), longest=60)
    asleep = alarm._sleep(None if away is None else NINE + away)
    assert SHORTEST_SLEEP <= asleep <= 60
    if away is None:
        assert asleep == 60
    elif timedelta(seconds=1) <= away <= timedelta(seconds=60):
        assert asleep == away.total_seconds()


async def test_a_moment_that_is_due_again_comes_again() -> None:
    clock, seen = Clock(), list[datetime]()

    async def work(now: datetime) -> datetime:
        seen.append(clock.move(minutes=1))
        if len(seen) == 3:
            raise LookupError
        return now

    with pytest.raises(LookupError):
        await AlarmClock(clock).run(work)
    assert seen == [NINE + timedelta(minutes=minute) for minute in (1, 2, 3)]


async def test_it_looks_again_when_something_changes_also_while_it_works() -> None:
    alarm, begun, seen = AlarmClock(Clock()), asyncio.Event(), 0

    async def work(now: datetime) -> None:
        nonlocal seen
        seen += 1
        begun.set()
        if seen == 1:
            alarm.ring()  # nobody waits for it just now
        if seen == 3:
            raise LookupError

    async with asyncio.timeout(30):
        running = asyncio.create_task(alarm.run(work))
        while seen < 2:
            begun.clear()
            await begun.wait()
        alarm.ring()
        with pytest.raises(LookupError):
            await running
