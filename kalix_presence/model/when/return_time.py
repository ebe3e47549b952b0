"""The instant that a return time means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ReturnTime:
    """A return time: `moment` is an aware UTC instant of whole seconds, None means until further notice."""

    moment: datetime | None
