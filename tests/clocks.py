"""The clocks of tests: one that stands still until it is moved, one that runs from a chosen moment, and the real PBX's own."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

NINE = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
"""Nine in the morning in Kalix, an ordinary Tuesday."""


class Clock:
    """A clock that stands still until a test moves it.

    `ahead` is how far time has gone since `begun`, on both clocks; `set_by` is by how much somebody set the wall clock alone.
    """

    def __init__(self, begun: datetime = NINE) -> None:
        self.begun, self.ahead, self.set_by = begun, timedelta(), timedelta()

    def __call__(self) -> datetime:
        return self.moment

    @property
    def moment(self) -> datetime:
        """What the wall clock shows."""
        return self.begun + self.ahead + self.set_by

    @moment.setter
    def moment(self, moment: datetime) -> None:
        self.ahead += moment - self.moment

    def move(self, **much: float) -> datetime:
        """Let time pass."""
        self.ahead += timedelta(**much)
        return self.moment

    def steady(self) -> float:
        """Seconds of a clock that nobody sets."""
        return self.ahead.total_seconds()


class RunningClock(Clock):
    """One that goes by itself, for what has to happen while a test looks on."""

    def __init__(self, begun: datetime = NINE) -> None:
        super().__init__(begun)
        self._started = time.monotonic()

    @property
    def moment(self) -> datetime:
        """What the wall clock shows."""
        return self.begun + self.ahead + self.set_by + timedelta(seconds=time.monotonic() - self._started)

    @moment.setter
    def moment(self, moment: datetime) -> None:
        self.ahead += moment - self.moment

    def steady(self) -> float:
        """Seconds of a clock that nobody sets."""
        return self.ahead.total_seconds() + time.monotonic() - self._started


def machine_now() -> datetime:
    """The machine's clock: for tests with a real Asterisk or a hub in a process of its own, which count by nothing else."""
    return datetime.now(UTC)


def pbx_second() -> datetime:
    """The earliest second that a PBX can give to what begins now: it counts whole ones, by the kernel's coarse clock, which lags up to a tick."""
    return (machine_now() - timedelta(milliseconds=20)).replace(microsecond=0)
