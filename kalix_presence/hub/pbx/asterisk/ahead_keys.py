"""What Asterisk's dialplan knows ahead, as keys of its database; only what differs is written.

`kalix-usual/DIGIT` = `1|TOLD|USUAL|GOES|SHOWN` (USUAL: minutes, `open` or `day-KIND`; SHOWN in base64) and
`kalix-usual/known` = `1`; `kalix-owner/EXTENSION` = `1|GROUP|MOBILE`; `kalix-next/GROUP-YYYYMMDD-KIND` = `1|FIRST|AFTER` (epoch
seconds; AFTER once FIRST is over). Somebody without a key works as the site does and has no mobile.
"""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable

from kalix_presence.hub.pbx.asterisk.ami import Ami, Headers
from kalix_presence.hub.pbx.known_ahead import KnownAhead, Usual
from kalix_presence.model.errors import Unavailable

USUAL, OWNER, NEXT = "kalix-usual", "kalix-owner", "kalix-next"
FAMILIES = (NEXT, OWNER, USUAL)
"""In the order in which they are written: what is referred to comes first."""
AT_ONCE = 400
"""Keys in one write, so that a rule that somebody waits for is not kept waiting behind thousands."""


class AheadKeys:
    """Writes them. `family` reads all keys of one family."""

    def __init__(self, ami: Ami, family: Callable[[str], Awaitable[dict[str, str]]]) -> None:
        self._ami, self._family = ami, family

    async def write(self, ahead: KnownAhead) -> None:
        """Make the PBX's keys those of `ahead`. Raises Unavailable `pbx-unreachable` or `pbx-refused`."""
        wanted = keys_of(ahead)
        for family in FAMILIES:
            there = await self._family(family)
            new = [(key, value) for key, value in wanted[family].items() if there.get(key) != value]
            actions: list[tuple[str, Headers]] = [
                ("DBPut", (("Family", family), ("Key", key), ("Val", value))) for key, value in new
            ]
            actions += [("DBDel", (("Family", family), ("Key", key))) for key in there.keys() - wanted[family].keys()]
            for at in range(0, len(actions), AT_ONCE):
                answers = await self._ami.request_all(actions[at : at + AT_ONCE])
                if not all(answer.succeeded for answer in answers):
                    raise Unavailable("pbx-refused", action="know_ahead")


def keys_of(ahead: KnownAhead) -> dict[str, dict[str, str]]:
    """The keys of each family."""
    usual = {digit: _usual(each) for digit, each in ahead.usual.items()}
    owners = {extension: f"1|{owner.group}|{owner.mobile}" for extension, owner in ahead.owners.items()}
    ends = {
        f"{group}-{day:%Y%m%d}-{kind}": f"1|{int(each.first.timestamp())}|{int(each.after.timestamp()) if each.after else ''}"
        for (group, day, kind), each in ahead.ends.items()
    }
    return {USUAL: usual | ({"known": "1"} if usual else {}), OWNER: owners, NEXT: ends}


def _usual(each: Usual) -> str:
    usual = f"day-{each.kind}" if each.minutes is None else str(each.minutes) if each.minutes else "open"
    return f"1|{each.told}|{usual}|{each.goes}|{base64.b64encode(each.shown.encode()).decode()}"
