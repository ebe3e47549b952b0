"""A message that is being written, kept on this computer so that nothing typed is lost when the program ends."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import msgspec

from kalix_presence.client.local.held_file import clear_away
from kalix_presence.client.local.whole_file import write_whole
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
    """One draft in `folder`, of whoever wrote it: nobody else who signs in on this computer gets to see it.

    Each key is written at once, by a thread of its own: a home folder on a slow network never makes typing wait, and of what
    was typed meanwhile only the newest is written.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "draft.json"
        self._newest: deque[_Kept] = deque(maxlen=1)
        self._writing = ThreadPoolExecutor(1, "kalix-draft")

    def keep(self, username: str, draft: Draft) -> None:
        """Keep it in the place of the one before; an empty one leaves nothing. On a full disk what was kept before stays."""
        self._newest.append(_Kept(username, draft))
        self._writing.submit(self._write)

    def forget(self) -> None:
        """It is in the outbox now, which is as durable: nobody shall leave it twice."""
        self.keep("", Draft())

    def _write(self) -> None:
        with suppress(OSError, IndexError):
            kept = self._newest.pop()
            if kept.draft == Draft():
                clear_away(self._path)
            else:
                write_whole(self._path, msgspec.json.encode(kept))

    def read(self, username: str) -> Draft:
        """What this person was writing; empty when there is nothing, or it is somebody else's."""
        self._writing.submit(self._write).result()
        try:
            kept = msgspec.json.decode(self._path.read_bytes(), type=_Kept)
        except (OSError, *UNREADABLE):
            return Draft()
        return kept.draft if kept.username == username else Draft()
