"""What the GUI thread does, turn by turn of its event loop: how long each stopped the window, and what it worked in it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEventLoop

from benchmarks.measuring import percentile

Spread = tuple[float, float, float]
"""p50, p99 and the longest, in milliseconds."""
NOTHING = 0.05
"""Milliseconds of work below which a turn only looked."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of the loop, in milliseconds: `wall` until the next could begin, `cpu` of this thread."""

    wall: float
    cpu: float


class Turns:
    """Runs the event loop as `exec` would, one turn at a time, and keeps what each took."""

    def __init__(self) -> None:
        self._turns: list[Turn] = []
        self._began = time.perf_counter()

    def until(self, holds: Callable[[], bool]) -> None:
        """Let the window live until then."""
        while not holds():
            self.one()

    def seconds(self, seconds: float) -> None:
        """Let the window live for so long."""
        ends = time.perf_counter() + seconds
        self.until(lambda: time.perf_counter() > ends)

    def one(self) -> None:
        """One turn; with nothing to do, a wait that a key would end."""
        began, worked = time.perf_counter(), time.thread_time()
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
        turn = Turn((time.perf_counter() - began) * 1000, (time.thread_time() - worked) * 1000)
        if turn.cpu > NOTHING:
            self._turns.append(turn)
        else:
            time.sleep(0.0002)

    def taken(self) -> tuple[Spread, Spread]:
        """Since the last time: how long a key waited that was pressed at any moment, and what the turns worked.

        Of the waits nothing is counted twice and idling counts as no wait; of the work only turns that worked are counted.
        """
        turns, self._turns = self._turns or [Turn(0.0, 0.0)], []
        now = time.perf_counter()
        elapsed, self._began = (now - self._began) * 1000, now
        stops = [turn.wall for turn in turns]
        work = [turn.cpu for turn in turns]
        waits = (waited(stops, elapsed, 0.5), waited(stops, elapsed, 0.99), max(stops))
        return waits, (percentile(work, 0.5), percentile(work, 0.99), max(work))


def waited(stops: Sequence[float], elapsed: float, part: float) -> float:
    """The wait that `part` of all moments of `elapsed` do not exceed: a moment within a stop waits for the rest of it."""
    low, high = 0.0, max(stops)
    for _ in range(40):
        middle = (low + high) / 2
        longer = sum(stop - middle for stop in stops if stop > middle)
        low, high = (middle, high) if longer > (1 - part) * elapsed else (low, middle)
    return high
