"""`newcomer`: one's own first steps from a shell; `officers newcomers`: who has not finished (P15)."""

from __future__ import annotations

import json

from kalix_presence import wire
from kalix_presence.cli.context import Joined, joined
from kalix_presence.cli.exits import Exit
from kalix_presence.cli.status import plain, print_table
from kalix_presence.client.connection import newcomers as exchange
from kalix_presence.client.facts import left_of
from kalix_presence.model.errors import BadInput, NotFound
from kalix_presence.model.newcomer import FirstStep


async def show_steps(*, as_json: bool) -> int:
    """Show what is done and what is left."""
    async with joined() as desk:
        found = await exchange.first_steps(desk.hub)
        if as_json:
            print(json.dumps(plain(found), ensure_ascii=False))
        else:
            _print_steps(desk, found)
        return Exit.OK


async def say_step(name: str, *, done: bool) -> int:
    """Tick what only the newcomer knows of, or take the tick back."""
    async with joined() as desk:
        step = FirstStep(name.strip().casefold())
        if step is FirstStep.UNKNOWN:
            raise BadInput("newcomer-step-seen", field="step")
        _print_steps(desk, await exchange.take_first_step(desk.hub, wire.StepSaid(step, done)))
        return Exit.OK


async def show_policy(accept: str) -> int:
    """Show the telephone policy, or accept the version that was read."""
    async with joined() as desk:
        if accept:
            await exchange.take_first_step(desk.hub, wire.StepSaid(FirstStep.POLICY, version=accept))
            print(desk.words.say("cli.newcomer-policy-accepted", version=accept))
            return Exit.OK
        policy = (await exchange.first_steps(desk.hub)).policy
        if policy is None:
            raise NotFound("newcomer-none")
        print(desk.words.say("cli.newcomer-policy-head", version=policy.version, day=policy.day.isoformat()))
        print()
        print(policy.link or policy.text)
        print()
        known = policy.accepted == policy.version
        print(desk.words.say(f"cli.newcomer-policy-{'accepted' if known else 'how'}", version=policy.version))
        return Exit.OK


async def ring() -> int:
    """Ring one's own telephone."""
    async with joined() as desk:
        await exchange.ring_own_phone(desk.hub)
        print(desk.words.say("cli.newcomer-rings"))
        return Exit.OK


async def list_newcomers(*, as_json: bool) -> int:
    """By unit and name; what is missing, never when something was done."""
    async with joined() as desk:
        found, words = (await exchange.newcomers(desk.hub)).newcomers, desk.words
        if as_json:
            print(json.dumps([plain(each) for each in found], ensure_ascii=False))
        elif found:
            print_table([_row(desk, each) for each in found])
        else:
            print(words.say("cli.newcomers-none"))
        return Exit.OK


def _row(desk: Joined, one: wire.UnfinishedNewcomer) -> list[str]:
    lacks = ", ".join(desk.words.say(f"cli.newcomers-{step.value}") for step in one.missing)
    name = f"{one.name} ({one.extension})"
    return [one.unit_name, name if one.begun else f"{name} {desk.words.say('cli.newcomers-not-begun')}", lacks]


def _print_steps(desk: Joined, found: wire.FirstSteps) -> None:
    words = desk.words
    if not found.steps:
        print(words.say("cli.newcomer-none"))
        return
    known = {
        "extension": desk.extension(),
        "version": found.policy.version if found.policy is not None else "",
        "code_set": found.code_set,
        "code_back": found.code_back,
    }
    rows = []
    for each in found.steps:
        unable = each.step is FirstStep.CALL and not found.can_ring and not each.done
        name = "call-unable" if unable else each.step.value
        rows.append([words.say(f"cli.newcomer-{'done' if each.done else 'open'}"), words.say(f"cli.newcomer-{name}", **known)])
    print_table(rows)
    if not left_of(found):
        print(words.say("cli.newcomer-finished"))
