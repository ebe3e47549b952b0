"""`my-data`: all that the hub holds on oneself, into a file."""

from __future__ import annotations

from pathlib import Path

from kalix_presence.cli.context import joined
from kalix_presence.cli.exits import Exit
from kalix_presence.client.connection.own_copy import fetch_own_copy, written
from kalix_presence.client.local.private_file import refuse_taken, write_private


async def my_data(file: Path) -> int:
    """Ask for it and write it, over nothing."""
    refuse_taken(file)  # before one of the few copies of an hour is used up
    async with joined() as desk:
        copy = await fetch_own_copy(desk.hub)
        write_private(file, written(copy, file, desk.words))
        print(desk.words.say("cli.my-data-written", count=sum(map(len, copy.held.values())), file=file))
        return Exit.OK
