"""`messages`: what waits, and what is done about it, from a shell."""

from __future__ import annotations

import json

import msgspec

from kalix_presence import wire
from kalix_presence.cli.addressee import about_addressee
from kalix_presence.cli.context import Joined, joined, new_session
from kalix_presence.cli.exits import Exit
from kalix_presence.cli.output import print_error, sentence
from kalix_presence.cli.short_ids import SHOWN_ID, fitting
from kalix_presence.cli.status import plain, print_table
from kalix_presence.cli.typed_time import typed_time
from kalix_presence.client.connection.message_history import lines
from kalix_presence.client.inbox import is_mine, responsible_for
from kalix_presence.client.session_events import MessageLeft, RequestState, StepChanged
from kalix_presence.model.absence import Way
from kalix_presence.model.callback import AddresseeKind, Outcome, Source, Stage, Step
from kalix_presence.model.errors import BadInput, NotFound
from kalix_presence.model.when.reading import full, short

WHOLE_ID = 32
ONE_LINE = 60
_EXITS = {RequestState.IN_FORCE: Exit.OK, RequestState.QUEUED: Exit.HUB_AWAY, RequestState.REFUSED: Exit.REFUSED}


async def list_messages(*, done: bool, everybodys: bool, whom: str = "", as_json: bool) -> int:
    """List what waits for oneself; `everybodys`: all that one may see; `whom`: what somebody has to act on, as far as one may
    see it; `done`: the newest done ones."""
    async with joined() as context:
        if done:
            found = (await context.session.messages.find_done(limit=50)).messages
        else:
            known = await _open(context)
            found = known if everybodys or whom else [each for each in known if is_mine(each, context.session.known.me)]
        if whom:
            theirs = (await context.person(whom)).extension
            found = [each for each in found if responsible_for(each) == theirs]
        if as_json:
            print(json.dumps([plain(each) for each in found], ensure_ascii=False))
        elif found:
            print_table([_row(context, each) for each in found])
        else:
            print(context.words.say("cli.messages-none-done" if done else "cli.messages-none"))
        return context.end()


async def show(message_id: str, *, as_json: bool) -> int:
    """Show one message, open or done, with what has happened to it."""
    async with joined() as context:
        message = await _any(context, message_id)
        history = await context.session.hub.message_history(message.id) if context.away is None else None
        if as_json:
            print(
                json.dumps(
                    plain(message) | {"steps": [plain(each) for each in history.steps] if history else None}, ensure_ascii=False
                )
            )
            return context.end()
        words, zone = context.words, context.worktime.zone
        about = " ".join(part for part in (message.caller_name and message.number_shown, message.caller_organisation) if part)
        to = words.say("cli.message-to", name=message.to_name or words.say("history.where-switchboard"))
        if message.taker_name:
            to = f"{to}, {words.say('cli.message-taken-by', name=message.taker_name)}"
        for line in (
            message.id,
            "  ".join((_who(context, message), about)).strip(),
            message.about,
            to,
            _row(context, message)[1],
        ):
            if line:
                print(line)
        for line in lines(history, now=context.now, zone=zone, words=words) if history is not None else ():
            print(f"  {line}")
        return context.end()


async def take_message(message_id: str) -> int:
    """Take a message to one's unit or duty."""
    return await _step(message_id, wire.MessageStep(Step.TAKE, 0, way=Way.CLI))


async def finish(message_id: str) -> int:
    """The caller has been called."""
    return await _step(message_id, wire.MessageStep(Step.FINISH, 0, way=Way.CLI))


async def no_answer(message_id: str) -> int:
    """Nobody answered; the message goes on waiting."""
    return await _step(message_id, wire.MessageStep(Step.TRY, 0, Outcome.NO_ANSWER, way=Way.CLI))


async def later(message_id: str, when: str) -> int:
    """Put it off until `when`, as people type it."""
    async with joined() as context:
        until = typed_time(context, when)
        print(full(until, now=context.now, zone=context.worktime.zone, words=context.words))
        return await _request_step(context, message_id, wire.MessageStep(Step.LATER, 0, until=until, way=Way.CLI))


async def hand_over(message_id: str, whom: str, word: str) -> int:
    """Hand it to a colleague, with a word why."""
    async with joined() as context:
        person = await context.person(whom)
        message = await _one(context, message_id)
        for line in await about_addressee(context, person, urgent=message.urgent):
            print(line)
        step = wire.MessageStep(Step.HAND_OVER, 0, to_kind=AddresseeKind.PERSON, to=person.extension, word=word, way=Way.CLI)
        return await _request_step(context, message.id, step)


async def ring(message_id: str) -> int:
    """Have one's own phone rung, then the caller."""
    async with joined() as context:
        message = await _one(context, message_id)
        await context.session.messages.ring_caller(message.id, way=Way.CLI)
        print(context.words.say("cli.message-ringing", who=_who(context, message)))
        return Exit.OK


async def leave_message(whom: str, *, name: str, number: str, organisation: str, about: str, urgent: bool, before: str) -> int:
    """Leave a message for a colleague."""
    async with joined() as context:
        person = await context.person(whom)
        until = typed_time(context, before) if before else None
        for line in await about_addressee(context, person, urgent=urgent):
            print(line)
        request = wire.MessageRequest(
            person.extension, AddresseeKind.PERSON, name, number, organisation, about, urgent, None, until
        )
        return _said(context, await context.session.messages.leave_message(request), done="message-left", who=person.name)


async def _step(message_id: str, step: wire.MessageStep) -> int:
    async with joined() as context:
        return await _request_step(context, message_id, step)


async def _request_step(context: Joined, message_id: str, step: wire.MessageStep) -> int:
    message = await _one(context, message_id)
    outcome = await context.session.messages.request_step(message.id, msgspec.structs.replace(step, version=message.version))
    return _said(context, outcome, done=f"message-{step.step.value.replace('_', '-')}", who=_who(context, message))


def _said(context: Joined, outcome: StepChanged | MessageLeft, *, done: str, who: str) -> int:
    words = context.words
    match outcome.state:
        case RequestState.IN_FORCE:
            print(words.say(f"cli.{done}", who=who))
        case RequestState.QUEUED:
            print_error(words.say("cli.message-queued"))
        case _:
            print_error(sentence(outcome.error, words.language) if outcome.error else words.say("cli.refused"))
    return _EXITS.get(outcome.state, Exit.REFUSED)


async def _open(context: Joined) -> list[wire.MessageView]:
    """Open messages by due time, from the hub or as they were known last."""
    if context.away is None:
        await context.session.message_sender.flush()
        await context.session.fetcher.fetch_messages()
    found = [each for each in context.session.known.inbox.messages.values() if each.stage is not Stage.DONE]
    return sorted(found, key=lambda each: (each.due, each.id))


async def _one(context: Joined, asked: str) -> wire.MessageView:
    """The open message whose id begins so.

    Raises NotFound `message-id-unknown`, BadInput `message-id-unclear`, or why the hub cannot be asked.
    """
    meant = fitting(await _open(context), asked)
    if not meant and context.away is not None:
        raise context.away
    if not meant:
        raise NotFound("message-id-unknown", id=asked[:40])
    if len(meant) > 1:
        raise BadInput("message-id-unclear", id=asked[:40])
    return meant[0]


async def _any(context: Joined, asked: str) -> wire.MessageView:
    """An open message, or a done one by its whole id. Raises as `_one` does."""
    try:
        return await _one(context, asked)
    except NotFound:
        if len(asked) != WHOLE_ID:
            raise
        return await context.session.hub.message(asked)


def known_ids() -> list[tuple[str, str]]:
    """(beginning of the id, who called) of what was known last; for completion, which must not wait for a hub."""
    session = new_session()
    session.recall()
    return [(each.id[:SHOWN_ID], each.caller_name or each.number_shown) for each in session.known.inbox.messages.values()]


def _who(context: Joined, message: wire.MessageView) -> str:
    return (
        message.caller_name or message.number_shown or message.caller_organisation or context.words.say("cli.message-unknown")
    )


def _row(context: Joined, message: wire.MessageView) -> list[str]:
    words = context.words
    at = message.closed_at if message.closed_at is not None else message.later or message.due
    time = short(at, now=context.now, zone=context.worktime.zone, words=words)
    if message.stage is Stage.DONE:
        when = words.say("cli.message-row-done", time=time)
    elif message.later is not None and message.later > context.now:
        when = words.say("cli.message-row-later", time=time)
    else:
        when = words.say("cli.message-row-late" if message.due < context.now else "cli.message-row-due", time=time)
    about = " ".join(message.about.split())
    if message.source is Source.MISSED:
        about = words.say("cli.message-row-missed", count=message.calls)
    if message.urgent:
        about = words.say("cli.message-row-urgent", text=about)
    cut = about if len(about) <= ONE_LINE else about[: ONE_LINE - 1] + "…"
    number = message.number_shown if message.caller_name else ""
    return [message.id[:SHOWN_ID], when, _who(context, message), number, cut]
