"""What administrators have done: a line for each act in a file beside the database, which no restore takes back.

Commands write it (import, accounts, backup, restore); the serving hub repeats each line in its log. Nobody's name stands in it:
accounts by their mark, whoever did it by the number of their user at the system.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FILE = "acts.log"
TOLD = "acts.told"
MOST_AT_ONCE = 65_536
"""Bytes that are read in one turn of the event loop."""

NOBODY_SIGNED_IN = 2**32 - 1

Fact = str | int | bool


class Acts:
    """The acts of one hub's folder."""

    def __init__(self, folder: Path) -> None:
        self._file, self._told = folder / FILE, folder / TOLD
        self._offset = self._kept_offset()
        self.last_backup = self._find_last("backup")
        """When a backup was last made, in seconds since 1970; 0.0 when none is known."""

    def note(self, act: str, *, now: datetime, **facts: Fact) -> None:
        """Write down that `act` has been done. Raises OSError."""
        line = {"at": now.astimezone(UTC).isoformat(), "act": act, "by": whoever(), **facts}
        descriptor = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_CLOEXEC", 0), 0o600)
        try:
            if hasattr(os, "geteuid") and os.geteuid() == 0:  # by sudo: the hub has to read it all the same
                owner = self._file.parent.stat()
                os.fchown(descriptor, owner.st_uid, owner.st_gid)
            os.write(descriptor, json.dumps(line).encode() + b"\n")
        finally:
            os.close(descriptor)

    def untold(self) -> Iterator[dict[str, Any]]:
        """Acts that no hub has repeated yet, oldest first; each is given once, also over a restart."""
        try:
            size = self._file.stat().st_size
        except OSError:
            return
        if size == self._offset:
            return
        if size < self._offset:  # begun anew by whoever keeps logs short
            self._offset = 0
        with self._file.open("rb") as opened:
            opened.seek(self._offset)
            found = opened.read(MOST_AT_ONCE)
        whole = found[: found.rfind(b"\n") + 1] or (found if len(found) == MOST_AT_ONCE else b"")
        self._offset += len(whole)
        with suppress(OSError):
            self._told.touch(mode=0o600)
            self._told.write_text(str(self._offset), "ascii")
        for act in _read(whole):
            self._mind(act, "backup")
            yield act

    def _mind(self, act: dict[str, Any], wanted: str) -> None:
        if act.get("act") == wanted:
            with suppress(KeyError, TypeError, ValueError):  # written by hand, or half
                self.last_backup = datetime.fromisoformat(act["at"]).timestamp()

    def _find_last(self, wanted: str) -> float:
        self.last_backup = 0.0
        with suppress(OSError), closing(self._file.open("rb")) as opened:
            opened.seek(max(0, self._file.stat().st_size - 2**20))
            for act in _read(opened.read(2**20)):
                self._mind(act, wanted)
        return self.last_backup

    def _kept_offset(self) -> int:
        try:
            return int(self._told.read_text("ascii"))
        except (OSError, ValueError):
            return 0


def _read(lines: bytes) -> Iterator[dict[str, Any]]:
    for line in lines.splitlines():
        try:
            act = json.loads(line)
        except ValueError:
            continue
        if isinstance(act, dict):
            yield {str(name): value for name, value in act.items() if isinstance(value, str | int)}


def whoever() -> int:
    """The number of the system's user who signed in here, whatever they have become since by sudo, su or runuser.

    Where the system does not know that: of whoever this process runs as; -1 where there are no such numbers.
    """
    with suppress(OSError, ValueError):
        signed_in = int(Path("/proc/self/loginuid").read_text("ascii"))
        if signed_in != NOBODY_SIGNED_IN:
            return signed_in
    behind = os.environ.get("SUDO_UID", "")
    if behind.isascii() and behind.isdigit():
        return int(behind)
    return os.getuid() if hasattr(os, "getuid") else -1
