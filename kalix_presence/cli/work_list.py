"""`officers worklist`: what a telephone officer should see to, from a shell (P15)."""

from __future__ import annotations

import json

from kalix_presence.cli.context import joined
from kalix_presence.cli.exits import Exit
from kalix_presence.cli.output import print_error
from kalix_presence.cli.status import plain, print_table
from kalix_presence.client.connection.officer import work_list
from kalix_presence.report.under_goal import lines_under_goal


async def list_work(*, as_json: bool) -> int:
    """By unit; what is not known is said apart."""
    async with joined() as desk:
        found, words = await work_list(desk.hub), desk.words
        if as_json:
            print(json.dumps(plain(found), ensure_ascii=False))
            return Exit.OK
        if not found.pbx:
            print_error(words.say("cli.work-no-pbx"))
        rows = [
            [each.unit_name, words.say(f"cli.work-{each.what.value}"), of]
            for each in found.items
            for of in lines_under_goal(each.under_goal, words) or [", ".join(each.extensions)]
        ]
        if rows:
            print_table(rows)
        else:
            print(words.say("cli.work-none"))
        return Exit.OK
