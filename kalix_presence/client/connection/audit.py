"""Reading who changed what, and a line of it in words, for the command line and for the settings.

Reading raises what the hub refuses.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kalix_presence import wire
from kalix_presence.client.connection.rest import HubClient
from kalix_presence.model.absence import Way
from kalix_presence.model.when.reading import short
from kalix_presence.model.words import Words

AT_ONCE = 500


async def read_audit(hub: HubClient, about: str = "", *, most: int) -> tuple[list[wire.AuditLineView], bool]:
    """The newest lines about oneself, or about the extension `about`, newest first; and whether there are older ones."""
    found: list[wire.AuditLineView] = []
    below: int | None = None
    while len(found) < most:
        params = {"limit": str(min(AT_ONCE, most - len(found))), "about": about}
        page = await hub.request(
            "GET", "/audit", wire.AuditPage, params=params if below is None else {**params, "below": str(below)}
        )
        found += page.lines
        below = page.next
        if below is None:
            break
    return found, below is not None


@dataclass(frozen=True, slots=True)
class AuditWords:
    """`whom` names the one it was done for, where that is somebody else; `way` is "" where none is known."""

    at: str
    who: str
    what: str
    whom: str
    way: str


def in_words(line: wire.AuditLineView, *, now: datetime, zone: str, words: Words) -> AuditWords:
    """`line` as it is told at `now` in the language of `words`."""
    known = line.way if line.way == "server" else Way(line.way).value  # a way that a newer hub knows has no word here
    for_another = line.about and line.about != line.by
    return AuditWords(
        at=short(line.at, now=now, zone=zone, words=words),
        who=line.by_name or line.by or words.say("audit.itself"),
        what=words.say(f"audit.act-{line.act.value}", subject=line.subject),
        whom=words.say("audit.for", name=line.about_name or line.about) if for_another else "",
        way=words.say(f"audit.way-{known}") if line.way else "",
    )
