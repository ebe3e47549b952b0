"""`sessions`: where one is signed in, and signing out there."""

from __future__ import annotations

import json

from kalix_presence import wire
from kalix_presence.cli.context import Joined, joined
from kalix_presence.cli.exits import Exit
from kalix_presence.cli.short_ids import SHOWN_ID, fitting
from kalix_presence.cli.status import plain, print_table
from kalix_presence.model.errors import BadInput, NotFound
from kalix_presence.model.when.reading import short


async def sessions(end: str = "", *, others: bool = False, as_json: bool = False) -> int:
    """List them, the one seen last first; or sign out where the id begins with `end`, or everywhere but here."""
    async with joined() as desk:
        if end:
            print(desk.words.say("cli.session-ended", device=await _end(desk, end)))
        if others:
            print(desk.words.say("cli.sessions-ended", count=await desk.session.hub.end_other_sessions()))
        if end or others:
            return Exit.OK
        found = await desk.session.hub.sessions()
        if as_json:
            print(json.dumps([plain(each) for each in found], ensure_ascii=False))
        else:
            print_table([_row(desk, each) for each in found])
        return Exit.OK


async def _end(desk: Joined, session_id: str) -> str:
    """Sign out there; what that was called."""
    meant = fitting(await desk.session.hub.sessions(), session_id)
    if not meant:
        raise NotFound("session-unknown")
    if len(meant) > 1:
        raise BadInput("session-several", field="id")
    await desk.session.hub.end_session(meant[0].id)
    return meant[0].device or meant[0].id[:SHOWN_ID]


def _row(desk: Joined, each: wire.SessionView) -> list[str]:
    words, zone = desk.words, desk.worktime.zone
    if each.current:
        seen = words.say("cli.session-this")
    elif each.listening:
        seen = words.say("cli.session-connected")
    else:
        seen = words.say("cli.session-seen", time=short(each.seen, now=desk.now, zone=zone, words=words))
    since = words.say("cli.session-since", time=short(each.created, now=desk.now, zone=zone, words=words))
    return [each.id[:SHOWN_ID], each.device or "–", each.place, since, seen]
