"""People at several hubs, as programs are: who writes sends a change again with its key, who reads resumes by number, at the next
hub where one does not answer. Each remembers all that was told."""

from __future__ import annotations

import asyncio
import json
import threading
import time
import uuid
from bisect import bisect_left, bisect_right
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise

import httpx

from tests.clocks import machine_now
from tests.pbx.asterisk_server import wait_until

PAUSE = 0.05


class Writer:
    """Somebody whose absence is set again and again, until another second each time."""

    def __init__(self, urls: list[str], extension: str, token: str) -> None:
        self.extension = extension
        self.done: list[tuple[str, int]] = []
        """Key, and until when (epoch seconds), of each change that was told as done."""
        self._moments: list[float] = []
        self._urls, self._token = urls, token
        self._ended, self._may, self._idle = threading.Event(), threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._until = int(machine_now().timestamp()) + 3600

    def begin(self) -> None:
        self._may.set()
        self._thread.start()

    def end(self) -> None:
        self._ended.set()
        self._may.set()
        self._thread.join()

    def pause(self) -> None:
        """What has begun is acknowledged after this, and nothing begins."""
        self._may.clear()
        wait_until(self._idle.is_set, f"{self.extension}: a change is never acknowledged")

    def go_on(self) -> None:
        self._idle.clear()
        self._may.set()

    def waits(self, *, since: int, harmed: float) -> list[float]:
        """Seconds between acknowledgements from the moment `harmed` on; `since` is how many there were by then."""
        moments = [harmed, *self._moments[since:]]
        return [after - before for before, after in pairwise(moments)]

    def set_for_another(self, extension: str, until: int, token: str) -> None:
        """Until it is acknowledged, or over."""
        key = uuid.uuid4().hex
        with self._client(token) as client:
            while until > machine_now().timestamp() and not self._sent(client, extension, key, until):
                time.sleep(PAUSE)

    def _run(self) -> None:
        with self._client(self._token) as client:
            while not self._ended.is_set():
                if not self._may.is_set():
                    self._idle.set()
                    self._may.wait()
                    continue
                self._until += 1
                key = uuid.uuid4().hex
                while not (self._ended.is_set() or self._sent(client, self.extension, key, self._until)):
                    self._ended.wait(PAUSE)
                self.done.append((key, self._until))
                self._moments.append(time.monotonic())

    def _client(self, token: str) -> httpx.Client:
        return httpx.Client(trust_env=False, timeout=httpx.Timeout(4.0), headers={"authorization": f"Bearer {token}"})

    def _sent(self, client: httpx.Client, extension: str, key: str, until: int) -> bool:
        body = {"reason": "lunch", "until": datetime.fromtimestamp(until, UTC).isoformat()}
        try:
            answer = client.put(
                f"{self._urls[0]}/api/v1/people/{extension}/absence", json=body, headers={"idempotency-key": key}
            )
        except httpx.TransportError:
            self._urls = [*self._urls[1:], self._urls[0]]
            return False
        if answer.status_code == 503:
            return False
        answer.raise_for_status()
        return True


@dataclass
class Stretch:
    """What was read from one board on: events after `since`."""

    since: int
    numbers: list[int] = field(default_factory=list)


class Reader:
    """Somebody's event stream, for as long as the crowd is there."""

    def __init__(self, ports: list[int], token: str) -> None:
        self.ports, self.stretches = ports, list[Stretch]()
        self.resumed = self.anew = 0
        self._token, self._last = token, ""

    @property
    def newest(self) -> int:
        """The number up to which everything was told."""
        if not self.stretches:
            return -1
        stretch = self.stretches[-1]
        return max(stretch.since, stretch.numbers[-1] if stretch.numbers else 0)

    async def read(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self._follow()
            except (OSError, asyncio.IncompleteReadError, TimeoutError):
                self.ports = [*self.ports[1:], self.ports[0]]
            await asyncio.sleep(PAUSE)

    async def _follow(self) -> None:
        async with asyncio.timeout(8):
            reader, writer = await asyncio.open_connection("127.0.0.1", self.ports[0], limit=2**20)
        try:
            head = f"GET /api/v1/events HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer {self._token}\r\n"
            head += f"Last-Event-ID: {self._last}\r\n" if self._last else ""
            writer.write(f"{head}\r\n".encode())
            async with asyncio.timeout(20):
                answer = await reader.readuntil(b"\r\n\r\n")
            if not answer.startswith(b"HTTP/1.1 200"):
                raise OSError
            self.resumed += bool(self._last)
            number = ""
            while True:
                async with asyncio.timeout(15):  # a hub that stands still says nothing; others give a sign of life
                    line = await reader.readuntil(b"\n")
                if line.startswith(b"id: "):
                    number = line[4:].strip().decode()
                elif line.startswith(b"data: "):
                    self._take(number, line[6:])
                    number = ""
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    def _take(self, number: str, data: bytes) -> None:
        if number:
            self._last = number
        if b'"hello"' in data[:40]:
            self.anew += bool(self.stretches)
            self.stretches.append(Stretch(json.loads(data)["number"]))
        elif b'"standing"' in data[:40] and number:
            self.stretches[-1].numbers.append(int(number.partition(".")[0]))

    def wrong(self, all_numbers: list[int]) -> str:
        """What it missed, or was told twice or too late; "" where nothing. `all_numbers` are there, in order."""
        for stretch in self.stretches:
            got = stretch.numbers
            if any(after <= before for before, after in pairwise(got)):
                return f"doubled or out of order: {[n for n, times in Counter(got).items() if times > 1][:5]}"
            if not got:
                continue
            wanted = all_numbers[bisect_right(all_numbers, stretch.since) : bisect_left(all_numbers, got[-1]) + 1]
            if got != wanted:
                return f"missed {sorted(set(wanted) - set(got))[:5]}, never was {sorted(set(got) - set(wanted))[:5]}"
        return ""


class Crowd:
    """`each` readers at each of the hubs, on a loop of their own."""

    def __init__(self, ports: list[int], each: int, token: str) -> None:
        self._readers = [Reader([*ports[turn:], *ports[:turn]], token) for turn in range(len(ports)) for _ in range(each)]
        self._loop = asyncio.new_event_loop()
        self._tasks: list[asyncio.Task[None]] = []
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def begin(self) -> None:
        """All are connected after this."""
        self._thread.start()

        def go() -> None:
            self._tasks = [self._loop.create_task(each.read()) for each in self._readers]

        self._loop.call_soon_threadsafe(go)
        wait_until(lambda: all(each.stretches for each in self._readers), "not all readers have the board")

    def end(self) -> None:
        async def hang_up() -> None:
            for each in self._tasks:
                each.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(hang_up(), self._loop).result(60)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def have(self, number: int) -> bool:
        """Whether everybody knows all up to `number`."""
        return all(each.newest >= number for each in self._readers)

    def behind(self, number: int) -> str:
        late = [each for each in self._readers if each.newest < number]
        return f"{len(late)} readers are behind {number}, e.g. at {[(each.newest, each.ports[0]) for each in late[:3]]}"

    def wrong(self, numbers: list[int]) -> list[str]:
        """What any of them was told wrongly."""
        return sorted({found for each in self._readers if (found := each.wrong(numbers))})

    def said(self) -> str:
        """Figures."""
        return (
            f"{len(self._readers)} readers resumed {sum(each.resumed for each in self._readers)} times,"
            f" {sum(each.anew for each in self._readers)} with the whole board"
        )
