"""kalix-hub asterisk-files: what an Asterisk needs, copied out of the installed program to where it can be used."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from kalix_presence import shipped
from kalix_presence.hub.commands.saying import refusing, say
from kalix_presence.model.errors import BadInput

ALWAYS_NEW = {"kalix-presence.conf", "README.md", "render_clips", "manifest.toml"}
"""These come new with every version; all others may be the site's own by now, and are put beside them."""


def asterisk_files(
    folder: Annotated[Path, typer.Argument(help="Folder to copy them into.")],
) -> None:
    """Copy dialplan, examples, guide and the renderer of the spoken clips; what you have changed stays."""
    with refusing():
        sources = [("asterisk", folder), ("clips", folder / "clips")]
        try:
            for name, target in sources:
                _copy(shipped.resources() / name, target)
        except OSError as fault:
            raise BadInput("folder-unwritable", folder=str(folder), problem=type(fault).__name__) from None
        say("asterisk-files", folder=folder)


def _copy(source: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(source.iterdir()):
        wanted = target / path.name
        if path.is_dir():
            _copy(path, wanted)
            continue
        kept = wanted.exists() and path.name not in ALWAYS_NEW and wanted.read_bytes() != path.read_bytes()
        shutil.copyfile(path, wanted.with_name(f"{path.name}.new") if kept else wanted)
        if kept:
            say("asterisk-file-kept", file=wanted)
        if path.name == "render_clips":
            wanted.chmod(0o755)
