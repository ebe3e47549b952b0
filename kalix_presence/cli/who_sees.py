"""`who-sees`: what each role sees of oneself, as the hub's rules and the site's settings have it."""

from __future__ import annotations

import json

from kalix_presence.cli.context import joined
from kalix_presence.cli.status import plain
from kalix_presence.model.who_sees import said_of


async def who_sees(*, as_json: bool) -> int:
    """Say it field by field; what was told last while the hub is away."""
    async with joined() as desk:
        view = desk.session.known.reasons
        seen = [] if view is None else view.seen
        if as_json:
            print(json.dumps([plain(each) for each in seen], ensure_ascii=False))
            return desk.end()
        if not seen:
            print(desk.words.say("seen.unknown"))
            return desk.end()
        for each in seen:
            said = said_of(each.field, each.by, desk.words, desk.reasons)
            if said is not None:
                print(said[0], *(f"  {line}" for line in said[1]), sep="\n")
        print(desk.words.say("seen.callers"))
        return desk.end()
