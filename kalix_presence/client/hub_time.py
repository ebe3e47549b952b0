"""The hub's time on this computer: what is set and shown goes by it, however wrong the computer's own clock or zone is."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta

SHOWN_FROM = timedelta(seconds=20)
"""A computer's clock that is wrong by less is not spoken of."""
LONGEST_ROUND = 5.0
"""Seconds; an answer that took longer says too little about when it was given."""


def steady() -> float:
    """Seconds on a clock that nobody sets and that counts a laptop's sleep."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)  # unlike time.monotonic() it goes on while the machine sleeps
    return time.monotonic()


class HubTime:
    """A clock: the computer's own until the hub has told its time, from then on the hub's, carried on by the steady clock.

    The network thread sets it and the GUI thread reads it; what it knows is one tuple, exchanged whole.
    """

    def __init__(self, clock: Callable[[], datetime], steady: Callable[[], float] = steady) -> None:
        self._clock, self.steady = clock, steady
        self._known: tuple[datetime, float] | None = None

    def __call__(self) -> datetime:
        """The present moment, aware."""
        if self._known is None:
            return self._clock()
        at, moment = self._known
        return at + timedelta(seconds=self.steady() - moment)

    @property
    def skew(self) -> timedelta:
        """How far the computer's own clock is ahead of the hub's: negative when behind, nothing while unknown."""
        return self._clock() - self() if self._known is not None else timedelta()

    def observe(self, at: datetime, asked: float) -> None:
        """The hub answered at its time `at` what was asked at the steady moment `asked`, just now."""
        answered = self.steady()
        if self._known is None or answered - asked <= LONGEST_ROUND:
            self._known = at, (asked + answered) / 2

    def hear(self, at: datetime) -> None:
        """Something happened at the hub's time `at`: it is at least so late."""
        if self() < at:
            self._known = at, self.steady()
