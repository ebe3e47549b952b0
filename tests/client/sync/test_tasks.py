"""Work beside everything else: kept until it has ended, and ended with the sign-in, but for whoever ends it."""

from __future__ import annotations

import asyncio
import gc

from kalix_presence.client.sync.tasks import Tasks
from tests.client.house import until


async def test_what_is_begun_is_kept_until_it_has_ended() -> None:
    tasks, done = Tasks(), asyncio.Event()

    async def work() -> None:
        await done.wait()

    tasks.spawn(work())
    await asyncio.sleep(0)
    gc.collect()
    assert len(tasks._running) == 1
    done.set()
    await until(lambda: not tasks._running)


async def test_everything_is_ended_but_whoever_ends_it_and_a_failure_stops_nothing() -> None:
    tasks, ended = Tasks(), list[str]()

    async def work(name: str) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ended.append(name)
            if name == "odd":
                raise ValueError(name)

    async def stop() -> None:
        await asyncio.sleep(0)
        await tasks.stop()
        ended.append("stopped")

    for name in ("one", "odd", "two"):
        tasks.spawn(work(name))
    tasks.spawn(stop())
    await until(lambda: "stopped" in ended)
    assert sorted(ended[:-1]) == ["odd", "one", "two"]
