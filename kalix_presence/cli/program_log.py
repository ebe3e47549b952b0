"""`log`: where the tray writes what went wrong in it, and the last lines of that."""

from __future__ import annotations

from kalix_presence.cli.exits import Exit
from kalix_presence.client.local.folders import Folders
from kalix_presence.client.local.program_log import last_lines, log_path

LINES = 40


async def show_log(tail: int | None, *, path: bool) -> int:
    """Print where the log is (`path`), or its last `tail` lines."""
    folder = Folders.usual().data
    if path:
        print(log_path(folder))
        if tail is None:
            return Exit.OK
    for line in last_lines(folder, LINES if tail is None else tail):
        print(line)
    return Exit.OK
