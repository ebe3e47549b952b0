"""A message that is being written, kept on this computer so that nothing typed is lost when the program ends."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import msgspec

from kalix_presence.client.settings import write_whole
from kalix_presence.wire import UNREADABLE


class Draft(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is typed, as it stands in the fields."""

    to: str = ""
    name: str = ""
    number: str = ""
    organisation: str = ""
    about: str = ""
    when: str = ""
    urgent: bool = False


class _Kept(msgspec.Struct, frozen=True):
    username: str
    draft: Draft


class DraftFile:
    """One draft in `folder`, of whoever wrote it: nobody else who signs in on this computer gets to see it."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "draft.json"

    def keep(self, username: str, draft: Draft) -> None:
        """Keep it in the place of the one before; an empty one leaves nothing. On a full disk what was kept before stays."""
        with suppress(OSError):
            if draft == Draft():
                self._path.unlink(missing_ok=True)
            else:
                write_whole(self._path, msgspec.json.encode(_Kept(username, draft)))

    def forget(self) -> None:
        """It is in the outbox now, which is as durable: nobody shall leave it twice."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def read(self, username: str) -> Draft:
        """What this person was writing; empty when there is nothing, or it is somebody else's."""
        try:
            kept = msgspec.json.decode(self._path.read_bytes(), type=_Kept)
        except (OSError, *UNREADABLE):
            return Draft()
        return kept.draft if kept.username == username else Draft()
