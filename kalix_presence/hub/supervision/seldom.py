"""Lines of the log for what may happen thousands of times: one of a kind every few seconds, with how many there were."""

from __future__ import annotations

import structlog

SECONDS = 10.0
REMEMBERED = 10_000

_log = structlog.get_logger("kalix.door")


class Seldom:
    """Warnings of one event. Nothing that tells of a person goes in."""

    def __init__(self, event: str) -> None:
        self._event = event
        self._logged: dict[tuple[str | int, ...], tuple[float, int]] = {}

    def log(self, why: str, *of: str | int, now: float, **facts: str | int) -> None:
        """Tell of it, or count it for the next time; `of` tells apart those who are told of by themselves. `now`: seconds of a
        steady clock."""
        kind = (why, *of)
        since, untold = self._logged.pop(kind, (float("-inf"), 0))
        if now - since < SECONDS:
            self._logged[kind] = since, untold + 1
            return
        self._logged[kind] = now, 0
        if len(self._logged) > REMEMBERED:
            del self._logged[next(iter(self._logged))]
        _log.warning(self._event, why=why, times=untold + 1, **facts)
