"""Where oneself stood last, shared by tray and command line: whichever of them heard it last, both know it without the hub."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec

from kalix_presence import wire
from kalix_presence.client.board import ClientBoard
from kalix_presence.client.local.held_file import clear_away
from kalix_presence.client.local.whole_file import write_whole

FILE = "own-standing.json"


class _Kept(msgspec.Struct, frozen=True):
    account: str
    at: Annotated[datetime, msgspec.Meta(tz=True)]
    standing: wire.Standing


class KnownStanding:
    """One small file; whatever is wrong with it, nothing is known then."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def keep(self, account: str, standing: wire.Standing, at: datetime) -> None:
        """Remember what held at `at`; a full disk costs only the memory."""
        with suppress(OSError):
            write_whole(self._path, msgspec.json.encode(_Kept(account, at, standing)))

    def keep_own(self, account: str, me: wire.Me | None, changed: list[wire.Standing], at: datetime) -> None:
        """Remember one's own of the standings that the hub told at `at`."""
        own = me.person.extension if me is not None and me.person is not None else None
        for standing in changed:
            if standing.extension == own:
                self.keep(account, standing, at)

    def recall_into(self, board: ClientBoard, account: str, at: datetime) -> datetime:
        """Put what was known last on a board that is as old as `at`, unless that is newer; how old one's own is then."""
        kept = self.recall(account)
        if kept is None or kept[1] < at:
            return at
        board.standings[kept[0].extension] = kept[0]
        return kept[1]

    def recall(self, account: str) -> tuple[wire.Standing, datetime] | None:
        """What was known last of this person at this hub, and when that was."""
        try:
            kept = msgspec.json.decode(self._path.read_bytes(), type=_Kept)
        except (OSError, *wire.UNREADABLE):
            return None
        return (kept.standing, kept.at) if kept.account == account else None

    def forget(self) -> None:
        """Signed out: what was seen is not kept."""
        clear_away(self._path)
