"""A calendar that says only when somebody is busy (VFREEBUSY)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from kalix_presence.hub.calendars.components import Component
from kalix_presence.hub.calendars.values import moments_of
from kalix_presence.hub.calendars.whole_days import Times, span_of
from kalix_presence.hub.calendars.zones import Zones
from kalix_presence.model.entry import Busy
from kalix_presence.model.errors import BadInput

_SAYS = {
    "BUSY": Busy.BUSY,
    "BUSY-UNAVAILABLE": Busy.OUT_OF_OFFICE,
    "BUSY-TENTATIVE": Busy.TENTATIVE,
    "FREE": Busy.FREE,
}
_MOST_LINES = 20_000


def busy_times(component: Component, zones: Zones, first: datetime, last: datetime) -> Iterator[tuple[Times, Busy]]:
    """What it says of the time from `first` to `last` (aware). Raises BadInput `entry-time-unreadable`."""
    for line in component.all("FREEBUSY")[:_MOST_LINES]:
        busy = _SAYS.get(line.parameters.get("FBTYPE", "BUSY").upper(), Busy.BUSY)
        try:
            for start, length in moments_of(line, zones.of):
                if not isinstance(start, datetime) or length is None:
                    raise BadInput("entry-time-unreadable")
                aware = start if start.tzinfo is not None else start.replace(tzinfo=zones.site)
                times = span_of(
                    aware, (aware.astimezone(UTC) + length).astimezone(aware.tzinfo), flagged=False, sites=(zones.site,)
                )
                if times.start < last and times.end > first and times.end > times.start:
                    yield times, busy
        except (ValueError, OverflowError):
            raise BadInput("entry-time-unreadable") from None
