"""All that is held on oneself: asked for, and written to be kept. Raises what the hub refuses."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec

from kalix_presence import wire
from kalix_presence.client.connection.rest import HubClient
from kalix_presence.model.held_text import readable, title_of
from kalix_presence.model.words import Words


async def fetch_own_copy(hub: HubClient) -> wire.OwnCopy:
    """What the hub holds on whoever is signed in; a few times an hour."""
    return await hub.request("POST", "/me/copy", wire.OwnCopy)


def written(copy: wire.OwnCopy, file: Path, words: Words) -> str:
    """What stands in `file`: JSON where its name ends so, else text to be read."""
    if file.suffix.lower() == ".json":
        return json.dumps(msgspec.to_builtins(copy), ensure_ascii=False, indent=1) + "\n"
    head = [words.say("own.head", name=copy.name, extension=copy.extension, at=f"{copy.made_at:%Y-%m-%d %H:%M} UTC")]
    head += [words.say("own.left-out", what=title_of(table, words), count=count) for table, count in copy.left_out.items()]
    head += [words.say("own.cut", what=title_of(table, words)) for table in copy.cut]
    return "\n".join([*head, words.say("own.whom-to-ask"), "", readable(copy.held, words), ""])
