"""kalix-hub NAME-files: what a driver's PBX needs, copied out of the installed program to where it can be used."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from kalix_presence import shipped
from kalix_presence.hub.commands.saying import refusing, say
from kalix_presence.hub.pbx.drivers import ShippedFiles
from kalix_presence.model.errors import BadInput


def copying(name: str, files: ShippedFiles) -> Callable[[Path], None]:
    """The command that copies the files of the driver `name`."""

    def copy(folder: Annotated[Path, typer.Argument(help="Folder to copy them into.")]) -> None:
        """Copy what this PBX needs: its part, examples, guide, clips; what you have changed stays."""
        with refusing():
            try:
                for source, below in files.folders.items():
                    _copy(shipped.resources() / source, folder / below, files)
            except OSError as fault:
                raise BadInput("folder-unwritable", folder=str(folder), problem=type(fault).__name__) from None
            say(f"{name}-files", folder=folder)

    return copy


def _copy(source: Path, target: Path, files: ShippedFiles) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(source.iterdir()):
        wanted = target / path.name
        if path.is_dir():
            _copy(path, wanted, files)
            continue
        kept = wanted.exists() and path.name not in files.always_new and wanted.read_bytes() != path.read_bytes()
        shutil.copyfile(path, wanted.with_name(f"{path.name}.new") if kept else wanted)
        if kept:
            say("shipped-file-kept", file=wanted)
        if path.name in files.executable:
            wanted.chmod(0o755)
