"""`greeting`: what one answers a call with, and what units do, from a shell (P3)."""

from __future__ import annotations

import json

from kalix_presence import wire
from kalix_presence.cli.context import Joined, joined
from kalix_presence.cli.exits import Exit
from kalix_presence.cli.status import plain, print_table
from kalix_presence.client.connection import greetings as exchange
from kalix_presence.client.facts import line_to_say
from kalix_presence.client.local.folders import Folders
from kalix_presence.client.local.settings import load
from kalix_presence.model.day import today
from kalix_presence.model.errors import NotFound
from kalix_presence.model.greeting import Shown, checked_line


async def show_own(*, as_json: bool) -> int:
    """One's own line, and whether incoming calls show it."""
    async with joined() as desk:
        desk.extension()
        me, words = desk.session.known.me, desk.words
        told = me.greeting if me is not None else None
        if told is None:
            raise NotFound("greeting-none")
        if as_json:
            print(json.dumps(plain(told), ensure_ascii=False, default=str))
            return desk.end()
        print(told.line)
        chosen = Shown(load(Folders.usual().config).greeting)
        shown = line_to_say(me, chosen, today(desk.now, desk.worktime))
        if shown and chosen is Shown.SITE and told.until is not None:
            print(words.say("cli.greeting-until", day=told.until.isoformat()))
        else:
            print(words.say("cli.greeting-always" if shown else "cli.greeting-not-shown"))
        return desk.end()


async def list_units(*, as_json: bool) -> int:
    """The units whose line one keeps, each with it and as somebody says it."""
    async with joined() as desk:
        found, words = await exchange.greetings(desk.hub), desk.words
        if as_json:
            print(json.dumps([plain(each) for each in found.units], ensure_ascii=False))
            return Exit.OK
        print_table([_row(desk, each) for each in found.units])
        print(words.say("cli.greeting-days" if found.days else "cli.greeting-no-days", days=found.days))
        return Exit.OK


async def set_line(unit: str, line: str) -> int:
    """Let a unit answer with another line; "" as the unit above does."""
    async with joined() as desk:
        line = checked_line(line)
        found = next((each for each in (await exchange.greetings(desk.hub)).units if each.unit == unit), None)
        if found is None:
            raise NotFound("unit-unknown")
        made = await exchange.set_greeting(desk.hub, unit, wire.GreetingWish(found.version, line))
        print(desk.words.say("cli.greeting-set", unit=made.name, line=made.example or made.line))
        return Exit.OK


def _row(desk: Joined, one: wire.UnitGreeting) -> list[str]:
    whose = "own" if one.own else "of" if one.of_name else "usual"
    return [one.unit, one.name, one.line, desk.words.say(f"cli.greeting-{whose}", unit=one.of_name), one.example]
