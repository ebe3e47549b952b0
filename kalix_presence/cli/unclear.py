"""`unclear`: what the PBX does not know, does otherwise than was asked, or has that could not be read."""

from __future__ import annotations

import json

from kalix_presence.cli.context import joined
from kalix_presence.cli.exits import Exit
from kalix_presence.cli.status import plain, print_table
from kalix_presence.client.connection import reception as exchange


async def list_unclear(*, as_json: bool) -> int:
    """List it, for whoever answers for the phones."""
    async with joined() as context:
        if context.away is not None:
            raise context.away
        found, words = await exchange.unclear(context.session.hub), context.words
        if as_json:
            print(json.dumps(plain(found), ensure_ascii=False))
            return Exit.OK
        if not found.pbx:
            print(words.say("cli.unclear-pbx-away"))
        if found.phones:
            print(words.say("cli.unclear-phones", count=len(found.phones)))
            print_table([[one.extension, one.name, one.unit_name] for one in found.phones])
        if found.bent:
            print(words.say("cli.unclear-bent", count=len(found.bent)))
            print_table([[one.extension, one.name, one.detail] for one in found.bent])
        if found.journal_unread:
            print(words.say("cli.unclear-unread", count=found.journal_unread))
        if found.pbx and not (found.phones or found.bent or found.journal_unread):
            print(words.say("cli.unclear-none"))
        return Exit.OK
