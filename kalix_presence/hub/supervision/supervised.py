"""What has to run as long as the hub does: begun again when it fails, counted, and told to whoever watches the server."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from kalix_presence.hub.supervision.faults import described

T = TypeVar("T")

FIRST_WAIT = 0.25
LONGEST_WAIT = 15.0
"""Seconds before it is begun again; doubled each time until it stands."""
STANDS = 10.0
"""Seconds after which something that was begun again counts as mended."""
MOST_FAILURES = 12
"""In a row: about two minutes after the first, what is vital cannot be mended from inside."""

log = structlog.get_logger("kalix.supervised")

_aside: set[asyncio.Task[Any]] = set()


def aside(work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
    """Do something once, beside whoever asks for it, whether or not they wait for it to end. A failure of which nobody asks is
    logged."""
    task = asyncio.get_running_loop().create_task(work)
    _aside.add(task)  # a loop itself holds its tasks only weakly
    task.add_done_callback(_ended)
    return task


async def end(tasks: Iterable[asyncio.Task[Any]]) -> None:
    """Cancel these and wait until they have ended."""
    ending = list(tasks)
    for task in ending:
        task.cancel()
    await asyncio.gather(*ending, return_exceptions=True)


def _ended(task: asyncio.Task[Any]) -> None:
    _aside.discard(task)
    if not task.cancelled() and (fault := task.exception()) is not None:
        log.info("aside-failed", fault=type(fault).__name__)


@dataclass(slots=True)
class _Work:
    """`failures` in a row, `restarts` in all; `down` from a failure until it has stood for a while."""

    vital: bool
    failures: int = 0
    restarts: int = 0
    down: bool = False


class Supervised(Collector):
    """Each work is a function that makes a coroutine which never returns by itself; returning is a failure like any other.

    `beside` are those of a part that starts and stops its own, told with these; of several parts, each below what its names
    begin with here. `on_hopeless` is called with the name of a
    vital one that fails again and again: nothing but a new process can help then.
    """

    def __init__(
        self,
        *,
        first_wait: float = FIRST_WAIT,
        stands: float = STANDS,
        most_failures: int = MOST_FAILURES,
        beside: Supervised | Mapping[str, Supervised] | None = None,
    ) -> None:
        self._first_wait, self._stands, self._most = first_wait, stands, most_failures
        self._beside = {"": beside} if isinstance(beside, Supervised) else dict(beside or {})
        self._works: dict[str, _Work] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self.on_hopeless: Callable[[str], None] = lambda name: None
        for prefix, part in self._beside.items():
            part.on_hopeless = lambda name, prefix=prefix: self.on_hopeless(f"{prefix}{name}")  # type: ignore[misc]

    def run(self, name: str, work: Callable[[], Awaitable[None]], *, vital: bool = True) -> None:
        """Begin `work` and keep it going until `stop`. `vital`: without it the hub is not ready."""
        known = self._works[name] = _Work(vital)
        self._tasks.append(asyncio.get_running_loop().create_task(self._keep(name, known, work), name=name))

    async def stop(self) -> None:
        """End everything, and wait for it."""
        tasks, self._tasks = self._tasks, []
        await end(tasks)

    @property
    def down(self) -> list[str]:
        """The names of what is vital and does not run now, or was begun again only a moment ago."""
        return [name for name, work in self._all() if work.vital and work.down]

    @property
    def restarts(self) -> int:
        """How often something had to be begun again, in all."""
        return sum(work.restarts for _, work in self._all())

    def collect(self) -> Iterable[Metric]:
        """The measures: what was begun again how often, and what is down."""
        restarts = CounterMetricFamily("kalix_task_restarts", "Lasting tasks that had to be begun again", labels=["task"])
        up = GaugeMetricFamily("kalix_task_up", "1 while a lasting task runs", labels=["task"])
        for name, work in self._all():
            restarts.add_metric([name], work.restarts)
            up.add_metric([name], 0 if work.down else 1)
        return restarts, up

    def _all(self) -> list[tuple[str, _Work]]:
        others = [(f"{prefix}{name}", work) for prefix, part in self._beside.items() for name, work in part._all()]
        return [*self._works.items(), *others]

    async def _keep(self, name: str, known: _Work, work: Callable[[], Awaitable[None]]) -> None:
        loop, me = asyncio.get_running_loop(), asyncio.current_task()
        while True:
            standing = loop.call_later(self._stands, self._stood, known)
            try:
                await work()
                log.critical("task-ended", task=name)
            except asyncio.CancelledError:
                if me is not None and me.cancelling():
                    raise
                # Something it waited for was cancelled: that is no word for it to end.
                log.critical("task-cancelled-from-within", task=name)
            except Exception as fault:  # noqa: BLE001  (whatever it is, it is begun again)
                log.critical("task-failed", task=name, **described(fault))
            finally:
                standing.cancel()
            known.down = True
            known.failures += 1
            if known.vital and known.failures == self._most:
                log.critical("task-hopeless", task=name, failures=known.failures)
                with suppress(Exception):
                    self.on_hopeless(name)
            await asyncio.sleep(min(self._first_wait * 2 ** min(known.failures - 1, 10), LONGEST_WAIT))
            known.restarts += 1

    def _stood(self, known: _Work) -> None:
        known.failures, known.down = 0, False
