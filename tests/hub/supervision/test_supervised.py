"""What runs as long as the hub does: begun again whatever ends it, counted, and told while it is down."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from prometheus_client import CollectorRegistry, generate_latest

from kalix_presence.hub.supervision.supervised import Supervised
from tests.hub.house import until


@pytest.fixture
async def supervised() -> AsyncIterator[Supervised]:
    made = Supervised(first_wait=0.001, stands=0.05, most_failures=4)
    yield made
    await made.stop()


class Work:
    """Fails as it is told to, then runs."""

    def __init__(self, *ends: str) -> None:
        self.ends, self.begun = list(ends), 0

    async def run(self) -> None:
        self.begun += 1
        match self.ends.pop(0) if self.ends else "runs":
            case "raises":
                raise RecursionError
            case "returns":
                return
            case "is cancelled":
                waited: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                waited.cancel()
                await waited
            case _:
                await asyncio.Event().wait()


@pytest.mark.parametrize("end", ["raises", "returns", "is cancelled"])
async def test_whatever_ends_it_it_is_begun_again_and_told_until_it_stands(supervised: Supervised, end: str) -> None:
    work = Work(end, end)
    supervised.run("clock", work.run)
    await until(lambda: work.begun == 3)
    assert (supervised.down, supervised.restarts) == (["clock"], 2)
    await until(lambda: not supervised.down)
    assert supervised.restarts == 2


async def test_one_that_fails_leaves_the_others_alone(supervised: Supervised) -> None:
    bad, good = Work("raises"), Work()
    supervised.run("bad", bad.run)
    supervised.run("good", good.run)
    await until(lambda: bad.begun == 2)
    assert good.begun == 1
    assert supervised.down == ["bad"]


async def test_what_is_not_vital_makes_nobody_unready_but_is_measured(supervised: Supervised) -> None:
    work = Work("raises")
    supervised.run("calendars", work.run, vital=False)
    await until(lambda: work.begun == 2)
    assert supervised.down == []
    registry = CollectorRegistry()
    registry.register(supervised)
    text = generate_latest(registry).decode()
    assert 'kalix_task_restarts_total{task="calendars"} 1.0' in text
    assert 'kalix_task_up{task="calendars"} 0.0' in text


async def test_what_cannot_be_mended_is_said_once_and_still_tried(supervised: Supervised) -> None:
    said: list[str] = []
    supervised.on_hopeless = said.append
    work = Work(*["raises"] * 6)
    supervised.run("clock", work.run)
    await until(lambda: work.begun == 7)
    assert said == ["clock"]


async def test_what_has_stood_for_a_while_begins_to_count_anew(supervised: Supervised) -> None:
    said: list[str] = []
    supervised.on_hopeless = said.append
    breaks = asyncio.Event()

    async def work() -> None:
        await breaks.wait()
        breaks.clear()
        raise RecursionError

    supervised.run("clock", work)
    for turn in range(1, 7):
        breaks.set()
        await until(lambda turn=turn: supervised.restarts == turn)  # type: ignore[misc]
        await until(lambda: not supervised.down)
    assert said == []


async def test_stopping_ends_all_of_them_and_begins_none_again(supervised: Supervised) -> None:
    running, failing = Work(), Work("raises")
    supervised.run("one", running.run)
    supervised.run("two", failing.run)
    await until(lambda: failing.begun == 2)
    await supervised.stop()
    assert (running.begun, failing.begun) == (1, 2)


async def test_a_part_that_keeps_its_own_going_is_told_with_the_rest() -> None:
    driver = Supervised(first_wait=0.001)
    hub = Supervised(beside=driver)
    work = Work("raises")
    driver.run("pbx-connection", work.run)
    await until(lambda: work.begun == 2)
    assert (hub.down, hub.restarts) == (["pbx-connection"], 1)
    await driver.stop()


async def test_what_cannot_be_mended_in_such_a_part_is_said_by_the_whole() -> None:
    driver, said = Supervised(first_wait=0.001, most_failures=3), list[str]()
    Supervised(beside=driver).on_hopeless = said.append
    work = Work(*["raises"] * 4)
    driver.run("pbx-connection", work.run)
    await until(lambda: work.begun == 5)
    assert said == ["pbx-connection"]
    await driver.stop()
