"""`delegate`: who may act for oneself and for whom one may, given and ended from a shell."""

from __future__ import annotations

import json
from datetime import date

from kalix_presence import wire
from kalix_presence.cli.context import Joined, joined
from kalix_presence.cli.exits import Exit
from kalix_presence.cli.short_ids import SHOWN_ID, fitting
from kalix_presence.cli.status import plain, print_table
from kalix_presence.client.connection import delegations as exchange
from kalix_presence.model.delegation import Right
from kalix_presence.model.errors import NotFound
from kalix_presence.model.when.one_day import read_day


async def list_delegations(*, as_json: bool) -> int:
    """List what is given and what is received."""
    async with joined() as desk:
        found = await exchange.delegations(desk.hub)
        if as_json:
            print(json.dumps(plain(found), ensure_ascii=False))
        elif found.given or found.received:
            print_table([_row(desk, each, given=each in found.given) for each in (*found.given, *found.received)])
        else:
            print(desk.words.say("cli.delegate-none"))
        return Exit.OK


async def give(who: str, *, since: str, until: str, absence: bool, messages: bool, plans: bool) -> int:
    """Let `who` do what is said, until a day."""
    async with joined() as desk:
        hub, person = desk.hub, await desk.person(who)
        first = _day(desk, since) if since else None
        wanted = wire.DelegationRequest(person.extension, _day(desk, until), first, absence, messages, plans)
        print(_sentence(desk, await exchange.give(hub, wanted), given=True))
        return Exit.OK


async def end(delegation_id: str) -> int:
    """End one at once, given or received."""
    async with joined() as desk:
        known = await exchange.delegations(desk.hub)
        meant = fitting([*known.given, *known.received], delegation_id)
        if len(meant) != 1:
            raise NotFound("delegation-unknown")
        await exchange.end(desk.hub, meant[0].id)
        name = meant[0].delegate_name if meant[0] in known.given else meant[0].giver_name
        print(desk.words.say("cli.delegate-ended", name=name))
        return Exit.OK


def _day(desk: Joined, text: str) -> date:
    return read_day(text, now=desk.now, worktime=desk.worktime, language=desk.words.language)


def _row(desk: Joined, one: wire.DelegationView, *, given: bool) -> list[str]:
    return [one.id[:SHOWN_ID], _sentence(desk, one, given=given)]


def _sentence(desk: Joined, one: wire.DelegationView, *, given: bool) -> str:
    words = desk.words
    rights = ", ".join(words.say(f"cli.delegate-{right.value}") for right in Right if getattr(one, right.value))
    who = {"name": one.delegate_name, "extension": one.delegate} if given else {"name": one.giver_name, "extension": one.giver}
    days = {"since": one.since.isoformat(), "until": one.until.isoformat()}
    return words.say("cli.delegate-given" if given else "cli.delegate-received", rights=rights, **who, **days)
