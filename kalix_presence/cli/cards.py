"""`cards`: signatures, contact cards and letters of everybody of a unit, from a shell (P10)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from kalix_presence import shipped, wire
from kalix_presence.cli.context import Joined, joined
from kalix_presence.cli.exits import Exit
from kalix_presence.cli.output import print_error
from kalix_presence.cli.status import plain, print_table
from kalix_presence.client.connection.cards import cards
from kalix_presence.client.local.private_file import refuse_taken
from kalix_presence.model.errors import BadInput
from kalix_presence.report.unit_cards import EVERY_KIND, CardKind, made, write_cards


async def make_cards(unit: str, *, below: bool, kinds: Sequence[str], output: Path | None, as_json: bool) -> int:
    """Write the files, or show whom they would be of where there is no `output`; who has no direct number is said apart."""
    wanted = _kinds(kinds)
    if output is not None:
        refuse_taken(output)
    async with joined() as desk:
        code = unit or desk.own_unit
        if not code:
            raise BadInput("cards-unit-missing", field="unit")
        view = await cards(desk.hub, code, below=below)
        if as_json:
            print(json.dumps(plain(view), ensure_ascii=False))
        elif output is None:
            _print_people(desk, view)
        if output is not None:
            day = desk.now.astimezone(desk.worktime.tz).date()
            write_cards(output, made(view, wanted, shipped.words, desk.words, papers=True), day=day)
            if not as_json:
                print(desk.words.say("cli.cards-written", count=len(view.people), unit=view.unit_name, file=output))
        if lacking := view.without_direct:
            named = ", ".join(f"{each.name} ({each.extension})" for each in lacking)
            print_error(desk.words.say("cli.cards-without-direct", people=named))
        return Exit.OK


def _kinds(typed: Sequence[str]) -> Sequence[CardKind]:
    known = {kind.value: kind for kind in CardKind}
    for one in typed:
        if one not in known:
            raise BadInput("cards-kind-unknown", field="kind", kind=one[:40], kinds=", ".join(known))
    return [known[one] for one in typed] or EVERY_KIND


def _print_people(desk: Joined, view: wire.CardsView) -> None:
    rows = [[each.name, each.extension, each.unit, each.direct, each.email] for each in view.people]
    if rows:
        print_table(rows)
    else:
        print(desk.words.say("cli.cards-nobody", unit=view.unit_name))
