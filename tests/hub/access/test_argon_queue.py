"""The queue before heavy work: it has an end, one address fills half of it, and a known device has places of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from kalix_presence.hub.access.argon_queue import BUSY_SECONDS, ArgonQueue
from kalix_presence.model.errors import TooMany
from tests.hub.house import until

HOME, ELSEWHERE = "192.0.2.1", "192.0.2.2"


class Line:
    """A queue whose work goes on until it is let go."""

    def __init__(self, most: int) -> None:
        self.queue, self.go = ArgonQueue(most), threading.Semaphore(0)
        self.waiting: list[asyncio.Task[str]] = []

    async def joins(self, address: str = HOME, *, known: bool = False) -> None:
        self.waiting.append(asyncio.create_task(self.queue.verify(self._work, address, known=known)))
        await asyncio.sleep(0)

    def has_room(self, address: str = HOME, *, known: bool = False) -> bool:
        try:
            self.queue.refuse(address, known=known)
        except TooMany as refusal:
            assert (refusal.code, refusal.params) == ("sign-in-busy", {"seconds": BUSY_SECONDS})
            return False
        return True

    def _work(self) -> str:
        self.go.acquire()
        return threading.current_thread().name


@asynccontextmanager
async def line(most: int = 4) -> AsyncIterator[Line]:
    made = Line(most)
    try:
        yield made
    finally:
        made.go.release(len(made.waiting))
        await asyncio.gather(*made.waiting, return_exceptions=True)
        made.queue.stop()


async def test_one_address_fills_the_smaller_half_of_it_and_others_the_rest() -> None:
    async with line(most=5) as waiting:
        await waiting.joins()
        assert waiting.has_room()
        await waiting.joins()
        assert not waiting.has_room()
        assert waiting.has_room(ELSEWHERE)
        for other in ("192.0.2.3", "192.0.2.4", "192.0.2.5"):
            assert waiting.has_room(ELSEWHERE)
            await waiting.joins(other)
        assert not waiting.has_room(ELSEWHERE)
        assert waiting.has_room(known=True), "a device that was there before has places of its own"
        assert await waiting.queue.verify(lambda: "done", HOME, known=True) == "done", "and a lane"


async def test_known_devices_of_one_address_fill_their_whole_lane_and_keep_no_stranger_out() -> None:
    async with line(most=2) as waiting:
        await waiting.joins(known=True)
        assert waiting.has_room(known=True)
        await waiting.joins(known=True)
        assert not waiting.has_room(known=True)
        assert waiting.has_room()


@pytest.mark.parametrize(("most", "others"), [(1, False), (3, True)])
async def test_the_shortest_queues_have_a_place_for_one(most: int, others: bool) -> None:
    async with line(most) as waiting:
        assert waiting.has_room()
        await waiting.joins()
        assert (waiting.has_room(), waiting.has_room(ELSEWHERE)) == (False, others)


@pytest.mark.parametrize(("most", "known"), [(5, False), (2, True)])
async def test_of_two_from_one_address_the_second_still_counts_when_the_first_is_done(most: int, known: bool) -> None:
    async with line(most) as waiting:
        await waiting.joins(known=known)
        await waiting.joins(known=known)
        assert not waiting.has_room(known=known)
        waiting.go.release()
        await waiting.waiting[0]
        await until(lambda: waiting.has_room(known=known))
        await waiting.joins(known=known)
        assert not waiting.has_room(known=known)
        waiting.go.release(2)
        await asyncio.gather(*waiting.waiting)
        for _ in range(2):
            assert waiting.has_room(known=known)
            await waiting.joins(known=known)
        assert not waiting.has_room(known=known)


async def test_a_place_is_free_again_when_the_work_is_done_also_for_whoever_hung_up() -> None:
    async with line(most=2) as waiting:
        await waiting.joins()
        await waiting.joins(ELSEWHERE)
        waiting.waiting[0].cancel()
        await asyncio.wait([waiting.waiting[0]])
        assert not waiting.has_room("192.0.2.3"), "the work goes on"
        waiting.go.release(2)
        assert (await waiting.waiting[1]).startswith("kalix-argon2")
        await until(waiting.has_room)
        assert not waiting.queue._from, "no address is remembered for ever"


@pytest.mark.parametrize("known", [True, False])
async def test_what_waits_is_not_begun_any_more_when_the_hub_stops(known: bool) -> None:
    async with line() as waiting:
        for address in (HOME, ELSEWHERE):
            await waiting.joins(address, known=known)
        waiting.queue.stop()
        waiting.go.release(2)
        done = await asyncio.gather(*waiting.waiting, return_exceptions=True)
        assert [type(each) for each in done] == [str, asyncio.CancelledError]
