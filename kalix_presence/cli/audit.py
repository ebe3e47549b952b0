"""`audit`: who changed what for one, who looked at one's callback messages, when and by which way."""

from __future__ import annotations

import json

from kalix_presence import wire
from kalix_presence.cli.context import Joined, joined
from kalix_presence.cli.exits import Exit
from kalix_presence.cli.short_ids import SHOWN_ID
from kalix_presence.cli.status import plain, print_table
from kalix_presence.client.connection.audit import in_words, read_audit

MOST = 2_000
"""Lines that are shown; a trail may be longer than anybody reads."""


async def audit(about: str = "", *, as_json: bool = False) -> int:
    """Show the newest lines about oneself, newest first; about `about` for administrators."""
    async with joined() as desk:
        found, more = await read_audit(desk.hub, about, most=MOST)
        if as_json:
            print(json.dumps([plain(each) for each in found], ensure_ascii=False))
            return Exit.OK
        if not found:
            print(desk.words.say("cli.audit-none"))
            return Exit.OK
        print_table([_row(desk, each) for each in found])
        if more:
            print(desk.words.say("cli.audit-more", count=len(found)))
        return Exit.OK


def _row(desk: Joined, line: wire.AuditLineView) -> list[str]:
    said = in_words(line, now=desk.now, zone=desk.worktime.zone, words=desk.words)
    return [said.at, said.who, f"{said.what} {said.whom}".rstrip(), said.way, line.session[:SHOWN_ID]]
