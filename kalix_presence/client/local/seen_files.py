"""What a sign-out clears away: the files of what was seen. What cannot be cleared is named, and tried again later."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from kalix_presence.client.local.held_file import clear_away, patiently
from kalix_presence.client.local.whole_file import write_whole
from kalix_presence.wire import UNREADABLE

NOTE = "to-clear.json"
"""Names of files that are still to be cleared; nobody's data stand in it."""


class SeenFiles:
    """Files in `folder`, each by its name with what clears it away (raising OSError where it cannot)."""

    def __init__(self, folder: Path, forget: Mapping[str, Callable[[], None]]) -> None:
        self._folder, self._forget = folder, forget

    def clear(self) -> list[str]:
        """Clear them away, each whatever becomes of the others; names of those that stayed."""
        return self._clear(self._forget)

    def clear_left(self) -> None:
        """Try once more what stayed at a sign-out before."""
        try:
            left = msgspec.json.decode((self._folder / NOTE).read_bytes(), type=list[str])
        except (OSError, *UNREADABLE):
            return
        self._clear([name for name in self._forget if name in left])

    def _clear(self, names: Iterable[str]) -> list[str]:
        left = []
        for name in names:
            try:
                self._forget[name]()
                for begun in self._folder.glob(f".{name}.*"):  # of a program that was ended while it wrote
                    clear_away(begun)
            except OSError:
                left.append(name)
        with suppress(OSError):  # where nothing can be written either, the next sign-out is the next try
            if left:
                write_whole(self._folder / NOTE, msgspec.json.encode(left))
            else:
                patiently(lambda: (self._folder / NOTE).unlink(missing_ok=True))
        return left
