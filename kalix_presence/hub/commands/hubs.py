"""kalix-hub hubs: which hubs serve the database, which of them leads, and how each is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from kalix_presence.hub.commands.saying import Folder, configured, read, refusing, say
from kalix_presence.hub.store.group import SeenHub, read_hubs
from kalix_presence.model.errors import Conflict, PresenceError, Unavailable

SILENT_SECONDS = 10.0
"""After so long without a word a hub counts as gone: each tells of itself twice a second."""

AsJson = Annotated[bool, typer.Option("--json", help="For programs: one JSON object a hub and line.")]


def hubs(folder: Folder = Path(), as_json: AsJson = False) -> None:
    """Say of each hub that serves the database whether it leads, its version, since when it runs and when it was seen last."""
    with refusing():
        found = read(configured(folder), read_hubs)
    if as_json:
        for hub in found:
            typer.echo(json.dumps(_plain(hub), ensure_ascii=False))
        return
    if not found:
        say("hubs-none")
    for hub in found:
        say("hubs-hub", name=hub.name, address=hub.address, version=hub.version, since=f"{hub.started:%Y-%m-%d %H:%M} UTC")
        say(f"hubs-{hub.part}" if hub.lag < SILENT_SECONDS else "hubs-silent", term=hub.term, seconds=f"{hub.lag:.0f}")


def troubles(found: list[SeenHub]) -> list[PresenceError]:
    """What is wrong with a group, worst first."""
    there = [hub for hub in found if hub.lag < SILENT_SECONDS]
    wrong: list[PresenceError] = []
    if there and not any(hub.part == "leads" for hub in there):
        wrong.append(Unavailable("hub-no-leader"))
    for hub in found:
        if hub.lag >= SILENT_SECONDS:
            wrong.append(Unavailable("hubs-silent", name=hub.name, seconds=f"{hub.lag:.0f}"))
        elif hub.part in ("too-old", "other-keys"):
            wrong.append(Conflict(f"hubs-{hub.part}", name=hub.name, version=hub.version))
    if len(there) == 1:
        wrong.append(Unavailable("hubs-one", name=there[0].name))
    return wrong


def _plain(hub: SeenHub) -> dict[str, object]:
    return {
        "name": hub.name,
        "address": hub.address,
        "version": hub.version,
        "part": hub.part if hub.lag < SILENT_SECONDS else "silent",
        "term": hub.term,
        "started": hub.started.isoformat(),
        "lag_seconds": round(hub.lag, 1),
    }
