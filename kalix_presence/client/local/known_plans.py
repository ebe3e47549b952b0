"""What is planned, as it was known last: readable without the hub, marked with its age, and never changed from here."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec

from kalix_presence import wire
from kalix_presence.client.local.held_file import clear_away
from kalix_presence.client.local.whole_file import write_whole

FILE = "known-plans.json"


class _Kept(msgspec.Struct, frozen=True):
    account: str
    extension: str
    at: Annotated[datetime, msgspec.Meta(tz=True)]
    view: wire.PlansView


@dataclass(frozen=True, slots=True)
class ShownPlans:
    """What comes; `known_at` is the age of what is shown, None when the hub has just said it."""

    view: wire.PlansView
    known_at: datetime | None = None


class KnownPlans:
    """One file of the person's own plans; whatever is wrong with it, nothing is known then."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def keep(self, account: str, extension: str, view: wire.PlansView, at: datetime) -> None:
        """Remember; a full disk costs only the memory."""
        with suppress(OSError):
            write_whole(self._path, msgspec.json.encode(_Kept(account, extension, at, view)))

    def recall(self, account: str, extension: str) -> ShownPlans | None:
        """What was known last of these plans by this person at this hub."""
        try:
            kept = msgspec.json.decode(self._path.read_bytes(), type=_Kept)
        except (OSError, *wire.UNREADABLE):
            return None
        return ShownPlans(kept.view, kept.at) if (kept.account, kept.extension) == (account, extension) else None

    def forget(self) -> None:
        """Signed out: what was seen is not kept."""
        clear_away(self._path)
