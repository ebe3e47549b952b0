"""How many requests may be made of a server of others: so many in any stretch of seconds, and none while it asks to wait."""

from __future__ import annotations

from collections import deque

LONGEST_PAUSE = 600.0


class Budget:
    """`most` requests in any `seconds`, counted by a steady clock that whoever asks brings along."""

    def __init__(self, most: int, seconds: float) -> None:
        self.most, self._seconds = most, seconds
        self._made: deque[tuple[float, int]] = deque()
        self._sum = 0
        self._paused_until = 0.0

    def take(self, count: int, now: float) -> bool:
        """Make `count` requests now, if that many are left; else False, and none is counted."""
        self._forget(now)
        if now < self._paused_until or self._sum + count > self.most:
            return False
        self._made.append((now, count))
        self._sum += count
        return True

    def pause(self, seconds: float, now: float) -> None:
        """The server asked for so long a rest; a shorter one does not end a longer."""
        self._paused_until = max(self._paused_until, now + min(max(seconds, 0.0), LONGEST_PAUSE))

    def wait(self, count: int, now: float) -> float:
        """Seconds until `count` requests may be left; 0.0 when they are."""
        self._forget(now)
        missing, at = self._sum + count - self.most, now
        for made, many in self._made:
            if missing <= 0:
                break
            missing, at = missing - many, made + self._seconds
        return max(at - now, self._paused_until - now, 0.0)

    def _forget(self, now: float) -> None:
        while self._made and self._made[0][0] <= now - self._seconds:
            self._sum -= self._made.popleft()[1]
