"""Where oneself stood last, shared by tray and command line: whichever of them heard it last, both know it without the hub."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec

from kalix_presence import wire
from kalix_presence.client.settings import write_whole


class _Kept(msgspec.Struct, frozen=True):
    account: str
    at: Annotated[datetime, msgspec.Meta(tz=True)]
    standing: wire.Standing


class KnownStanding:
    """One small file; whatever is wrong with it, nothing is known then."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "own-standing.json"

    def keep(self, account: str, standing: wire.Standing, at: datetime) -> None:
        """Remember what held at `at`; a full disk costs only the memory."""
        with suppress(OSError):
            write_whole(self._path, msgspec.json.encode(_Kept(account, at, standing)))

    def recall(self, account: str) -> tuple[wire.Standing, datetime] | None:
        """What was known last of this person at this hub, and when that was."""
        try:
            kept = msgspec.json.decode(self._path.read_bytes(), type=_Kept)
        except (OSError, *wire.UNREADABLE):
            return None
        return (kept.standing, kept.at) if kept.account == account else None

    def forget(self) -> None:
        """Signed out: what was seen is not kept."""
        self._path.unlink(missing_ok=True)
