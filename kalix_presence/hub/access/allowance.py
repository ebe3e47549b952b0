"""How much one account may ask of what is everybody's: calls, messages, changes and answers, each by the minute; and copies of
all that is held on one, by the hour."""

from __future__ import annotations

from math import ceil

from kalix_presence.hub.site.limits_section import Limits
from kalix_presence.model.errors import TooMany

REMEMBERED = 100_000
_MINUTE, _HOUR = 60.0, 3600.0
COPIES_PER_HOUR = 4
"""Each looks through whole tables, and nobody reads more of them."""


class Allowances:
    """A minute's worth (an hour's, of copies) at once, which grows back steadily. `now` is seconds of a steady clock."""

    def __init__(self, limits: Limits) -> None:
        self._most = {
            "calls": (limits.calls_per_minute, _MINUTE),
            "messages": (limits.messages_per_minute, _MINUTE),
            "changes": (limits.changes_per_minute, _MINUTE),
            "reads": (limits.reads_per_minute, _MINUTE),
            "copies": (COPIES_PER_HOUR, _HOUR),
        }
        self._used: dict[tuple[str, str], tuple[float, float]] = {}

    def spend(self, username: str, kind: str, now: float) -> None:
        """One more of `kind`. Raises TooMany `too-often` with `seconds` until the next."""
        most, span = self._most[kind]
        used, since = self._used.pop((username, kind), (0.0, now))
        used = max(0.0, used - (now - since) * most / span)
        if used + 1 > most:
            self._used[username, kind] = used, now
            raise TooMany("too-often", seconds=ceil((used + 1 - most) * span / most) or 1)
        self._used[username, kind] = used + 1, now
        if len(self._used) > REMEMBERED:
            del self._used[next(iter(self._used))]


def kind_of(method: str, path: str) -> str:
    """What a request uses up."""
    if method in ("GET", "HEAD"):
        return "reads"
    if path.endswith("/me/copy"):
        return "copies"
    if method == "POST" and ("/calls" in path or path.endswith("/ring")):
        return "calls"
    return "messages" if method == "POST" and path.endswith("/messages") else "changes"
