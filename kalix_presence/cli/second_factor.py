"""`second-factor`: whether a code is asked for when one signs in."""

from __future__ import annotations

from kalix_presence import wire
from kalix_presence.cli.context import Joined, joined
from kalix_presence.cli.exits import Exit
from kalix_presence.cli.signing import ask_code, ask_password, print_key, print_recovery_codes
from kalix_presence.model.errors import BadInput


async def second_factor(turn: str) -> int:
    """Say whether it is, or with `turn` "on" or "off" have it so; password and code are asked for."""
    if turn not in ("", "on", "off"):
        raise BadInput("cli-on-or-off", field="turn")
    async with joined() as desk:
        if turn == "on":
            await _begin(desk)
        elif turn == "off":
            password = ask_password(desk.words.say("cli.ask-password-present"))
            await desk.session.hub.end_second_factor(wire.FactorGivenUp(password, ask_code(desk.words)))
            print(desk.words.say("cli.factor-ended"))
        else:
            there = await desk.session.hub.second_factor()
            print(desk.words.say("cli.factor-is-there" if there else "cli.factor-is-not"))
        return Exit.OK


async def _begin(desk: Joined) -> None:
    password = ask_password(desk.words.say("cli.ask-password-present"))
    offer = await desk.session.hub.offer_second_factor()
    print_key(desk.words, offer.secret, offer.uri)
    taken = wire.FactorTaken(password, offer.ticket, ask_code(desk.words))
    print_recovery_codes(desk.words, await desk.session.hub.set_second_factor(taken))
    print(desk.words.say("cli.factor-set"))
