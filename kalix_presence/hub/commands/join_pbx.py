"""kalix-hub join-NAME: joins a PBX by its files; shows the difference first, writes with --yes, and undoes it whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from kalix_presence.hub.commands.saying import Folder, configured, refusing, say
from kalix_presence.hub.pbx.joining_files import Joins, Wanted, difference, refuse_joined, undo, write
from kalix_presence.hub.site.config import FILE
from kalix_presence.hub.site.drivers import known_extensions
from kalix_presence.hub.site.kept import kept_of
from kalix_presence.hub.web.running import site_policy
from kalix_presence.model.errors import BadInput

Yes = Annotated[bool, typer.Option("--yes", help="Write it; without this the difference is only shown.")]
Undo = Annotated[bool, typer.Option("--undo", help="Put every file back as it was before.")]
Etc = Annotated[Path | None, typer.Option(help="The folder of the PBX's settings, where it is not the usual one.")]


def joining(name: str, joins: Joins) -> Callable[..., None]:
    """The command that joins the PBX of the driver `name`."""

    def join(folder: Folder = Path(), etc: Etc = None, yes: Yes = False, take_back: Undo = False) -> None:
        """Put the lines that join the hub into this PBX's files: shown first, written with --yes, undone with --undo."""
        with refusing():
            config = configured(folder)
            try:
                if take_back:
                    for path in undo(config.folder):
                        say("join-undone", file=path)
                    say(f"join-{name}-load")
                    return
                refuse_joined(config.folder)
                people = tuple(known_extensions(kept_of(config)))
                if not people:
                    raise BadInput("join-nobody")
                policy = site_policy(config)
                changes = joins.changes(Wanted(etc or joins.etc, config.folder, config.folder / FILE, policy, people))
                typer.echo(difference(changes))
                if not yes:
                    say("join-shown")
                    return
                write(changes, config.folder)
            except OSError as fault:
                raise BadInput("folder-unwritable", folder=str(fault.filename), problem=type(fault).__name__) from None
            say("join-written", count=len(changes))
            say(f"join-{name}-load")

    return join
