"""Lines of the log for what may happen thousands of times: one of a kind every few seconds, with how many there were."""

from __future__ import annotations

import structlog

SECONDS = 10.0

_log = structlog.get_logger("kalix.door")


class Seldom:
    """Warnings of one event. Nothing that tells of a person goes in."""

    def __init__(self, event: str) -> None:
        self._event = event
        self._told: dict[str, tuple[float, int]] = {}

    def tell(self, why: str, *, now: float, **facts: str | int) -> None:
        """Tell of it, or count it for the next time. `now`: seconds of a steady clock."""
        since, untold = self._told.get(why, (float("-inf"), 0))
        if now - since < SECONDS:
            self._told[why] = since, untold + 1
            return
        self._told[why] = now, 0
        _log.warning(self._event, why=why, times=untold + 1, **facts)
