"""A unit notice: what a unit tells the switchboard of a change, proposed by anybody in it and shown while it is valid (P9)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kalix_presence.model.errors import BadInput, Conflict

LONGEST = timedelta(days=366)
"""How long a notice may be valid: what holds longer belongs in the directory."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice. Instants are aware (UTC). `published_by` is "" for a proposal; people are extensions, or "user:NAME" for an
    account without one. `current`: the clock has found it published and valid; `closed_at`: it is over, or was withdrawn."""

    id: str
    version: int
    unit: str
    text: str
    valid_from: datetime
    valid_until: datetime
    proposed_by: str
    proposed_at: datetime
    published_by: str = ""
    current: bool = False
    closed_at: datetime | None = None

    @property
    def published(self) -> bool:
        """Whether it is more than a proposal."""
        return bool(self.published_by)

    @property
    def open(self) -> bool:
        """Whether it is still to be shown or decided on."""
        return self.closed_at is None

    def turned(self, now: datetime) -> Notice:
        """What the clock makes of it at `now`: over, or current from its beginning on."""
        if not self.open:
            return self
        if now >= self.valid_until:
            return replace(self, closed_at=now, current=False)
        return replace(self, current=self.published and self.valid_from <= now)

    def next_turn(self, now: datetime) -> datetime | None:
        """When the clock has to look at it again; None when it is over."""
        if not self.open:
            return None
        return self.valid_from if self.published and now < self.valid_from else self.valid_until


def checked_text(text: str, limit: int) -> str:
    """The text on one line. Raises BadInput `notice-empty`, `notice-too-long` (`limit`) or `notice-text`."""
    line = " ".join(text.split())
    if not line:
        raise BadInput("notice-empty", field="text")
    if len(line) > limit:
        raise BadInput("notice-too-long", field="text", limit=limit)
    if not line.isprintable():
        raise BadInput("notice-text", field="text")
    return line


def check_validity(valid_from: datetime, valid_until: datetime, now: datetime) -> None:
    """Raises BadInput `notice-times` for an end that has passed, comes before the beginning or lies too far ahead."""
    if valid_until <= now or valid_until <= valid_from or valid_until > max(valid_from, now) + LONGEST:
        raise BadInput("notice-times", field="valid_until", days=LONGEST.days)
    if valid_from > now + LONGEST:
        raise BadInput("notice-times", field="valid_from", days=LONGEST.days)


def check_version(notice: Notice, version: int) -> None:
    """Raises Conflict `notice-changed` when somebody was first, or it is over."""
    if notice.version != version or not notice.open:
        raise Conflict("notice-changed")
