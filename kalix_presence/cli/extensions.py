"""`extensions`: requests for extensions and free numbers, from a shell (P15)."""

from __future__ import annotations

import json

from kalix_presence import wire
from kalix_presence.cli.context import Joined, joined
from kalix_presence.cli.exits import Exit
from kalix_presence.cli.officers import day_of
from kalix_presence.cli.output import sentence
from kalix_presence.cli.short_ids import SHOWN_ID, fitting
from kalix_presence.cli.status import plain, print_table
from kalix_presence.client.connection import officer as exchange
from kalix_presence.model.errors import NotFound, Unavailable
from kalix_presence.model.extension_request import Kind, Step


async def list_requests(*, as_json: bool) -> int:
    """List what is open and what was lately over, with what one may do with it."""
    async with joined() as desk:
        found = (await exchange.extension_requests(desk.hub)).requests
        if as_json:
            print(json.dumps([plain(each) for each in found], ensure_ascii=False))
        elif found:
            print_table([_row(desk, each) for each in found])
        else:
            print(desk.words.say("cli.requests-none"))
        return Exit.OK


async def ask(kind: Kind, what: str, *, day: str, unit: str, number: str, to_unit: str, word: str) -> int:
    """Ask for a new extension for somebody (`what` is a name), or for something about the one of who is there."""
    async with joined() as desk:
        hub, wanted = desk.hub, day_of(desk, day)
        if kind is Kind.ORDER:
            wish = wire.ExtensionWish(kind, unit or desk.own_unit, wanted, number, what, words=word)
        else:
            person = await desk.person(what)
            wish = wire.ExtensionWish(kind, person.unit, wanted, person.extension, "", to_unit, word)
        made = await exchange.ask_extension(hub, wish)
        print(desk.words.say("cli.request-asked", about=made.about, id=made.id[:SHOWN_ID]))
        return Exit.OK


async def take_step(request_id: str, step: Step, *, word: str, number: str) -> int:
    """Approve, refuse, order, finish, withdraw or comment."""
    async with joined() as desk:
        known = (await exchange.extension_requests(desk.hub)).requests
        meant = fitting(known, request_id)
        if len(meant) != 1:
            raise NotFound("request-unknown")
        wish = wire.ExtensionStep(meant[0].version, step, word, number)
        made = await exchange.step_extension(desk.session.hub, meant[0].id, wish)
        state = desk.words.say(f"cli.request-state-{made.state.value}")
        print(desk.words.say("cli.request-stands", about=f"{made.about} {made.number}".strip(), state=state))
        if made.secret:
            print(desk.words.say("cli.request-secret", number=made.number, secret=made.secret))
        return Exit.OK


async def list_numbers(*, as_json: bool) -> int:
    """Say which numbers are free, reserved, or rest."""
    async with joined() as desk:
        found, words = await exchange.numbers(desk.hub), desk.words
        if as_json:
            print(json.dumps(plain(found), ensure_ascii=False))
            return Exit.OK
        if found.series:
            print(words.say("cli.numbers-free", count=found.free_count, numbers=", ".join(found.free[:10])))
        else:
            print(words.say("cli.numbers-no-series"))
        if found.reserved:
            print(words.say("cli.numbers-reserved", numbers=", ".join(found.reserved)))
        for each in found.quarantine:
            print(words.say("cli.numbers-rests", number=each.number, until=each.until.isoformat()))
        return Exit.OK


def _row(desk: Joined, one: wire.ExtensionRequestView) -> list[str]:
    words = desk.words
    state = words.say(f"cli.request-state-{one.state.value}")
    due = words.say(f"cli.request-due-{one.due}") if one.due else ""
    if one.connected is not None:
        due = words.say("cli.request-connected" if one.connected else "cli.request-not-connected")
    elif one.waits:
        due = words.say("cli.request-waits", why=sentence(Unavailable(one.waits), words.language))
    last = next((each.word for each in reversed(one.steps) if each.word), one.words)
    what = words.say(f"cli.request-kind-{one.kind.value}")
    about = f"{one.about} {one.number}".strip()
    return [one.id[:SHOWN_ID], one.wanted.isoformat(), what, about, one.unit_name, " ".join((state, due)).strip(), last]
