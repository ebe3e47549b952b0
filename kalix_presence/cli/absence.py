"""`set` and `back`: ask for a change and say how far it came."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from msgspec import structs

from kalix_presence import wire
from kalix_presence.cli.asking import instead, says_yes
from kalix_presence.cli.context import Joined, joined, keep_own
from kalix_presence.cli.exits import Exit
from kalix_presence.cli.forward_option import forward_to
from kalix_presence.cli.output import print_error, sentence
from kalix_presence.client.connection.forward_again import forward_again
from kalix_presence.client.session_events import RequestChanged, RequestState
from kalix_presence.model.absence import ForwardKind, Way
from kalix_presence.model.errors import BadInput, PresenceError
from kalix_presence.model.reason import EndRule
from kalix_presence.model.when.line import read_line, says_back, split
from kalix_presence.model.when.planning import ahead
from kalix_presence.model.when.reading import full

_EXITS = {
    RequestState.IN_FORCE: Exit.OK,
    RequestState.PENDING: Exit.NOT_YET,
    RequestState.QUEUED: Exit.HUB_AWAY,
    RequestState.REFUSED: Exit.REFUSED,
    RequestState.OVER: Exit.REFUSED,
}


async def set_absence(line: str, *, note: str, forward: str, whom: str, as_json: bool) -> int:
    """Set what `line` says ("lunch 13", or "back") for oneself or for `whom`."""
    if says_back(line):
        return await back(whom=whom, as_json=as_json)
    async with joined() as context:
        person = await context.person(whom or context.extension())
        request = _asked(context, person, line, note, forward)
        if request is None:
            from kalix_presence.cli.plans import add_in

            planned = line.partition(";")[0]
            return await add_in(context, person.extension, planned, forward=forward, note=note or _note(line), as_json=as_json)
        reading = _reading(context, request)
        if not as_json:
            print(reading)
        outcome = await context.session.set_absence(person.extension, request)
        return await _finish(context, outcome, as_json=as_json, reading=reading)


async def back(*, whom: str, as_json: bool) -> int:
    """Say that oneself, or `whom`, is back."""
    async with joined() as context:
        extension = (await context.person(whom)).extension if whom else context.extension()
        said = context.words.say("cli.back-own" if not whom else "cli.back-other")
        if not as_json:
            print(said)
        return await _finish(context, await context.session.back(extension, way=Way.CLI), as_json=as_json, reading=said)


def _asked(context: Joined, person: wire.PersonView, line: str, note: str, forward: str) -> wire.AbsenceRequest | None:
    """What is asked for, with a suggestion taken where somebody at a terminal says so; None to plan what lies ahead instead."""
    try:
        return _request_from(context, person, line, note, forward)
    except BadInput as refused:
        if refused.code == "line-ahead":
            if says_yes(refused, context.words, context.words.say("cli.ask-plan")):
                return None
            raise
        try:
            reason, _ = split(line.partition(";")[0], context.reasons)
        except BadInput:
            raise refused from None
        meant = instead(refused, context.words)
        if meant is None:
            raise
        kept = _note(line)
        again = f"{reason.name(context.words.language)} {meant}" + (f"; {kept}" if kept else "")
        return _request_from(context, person, again, note, forward)


def _note(line: str) -> str:
    return line.partition(";")[2].strip()


def _request_from(context: Joined, person: wire.PersonView, line: str, note: str, forward: str) -> wire.AbsenceRequest:
    held = person.standing.absence if person.standing is not None else None
    holds = context.reasons.get(held.reason) if held is not None and held.reason in context.reasons else None
    language, at = context.words.language, {"now": context.now, "worktime": context.worktime, "reasons": context.reasons}
    if ahead(line, language=language, **at) is not None:  # type: ignore[arg-type]
        raise BadInput("line-ahead", field="line", text=line.partition(";")[0].strip()[:60])
    said = read_line(line, language=language, holds=holds, **at)  # type: ignore[arg-type]
    until = said.until.moment if said.until else None
    if until is None and said.reason.end is EndRule.REQUIRED:
        raise BadInput("when-needs-end", field="until", suggestion="13")
    to, kept = forward_to(forward), note or said.note
    if said.only_time and held is not None:
        to, kept = to or forward_again(held), kept or held.note
    return wire.AbsenceRequest(said.reason.code, until, to, kept, Way.CLI)


def _reading(context: Joined, request: wire.AbsenceRequest) -> str:
    words, reason = context.words, context.reasons.get(request.reason)
    name = reason.name(words.language)
    if request.until is None:
        said = words.say("cli.open", reason=name)
    else:
        time = full(request.until, now=context.now, zone=context.worktime.zone, words=words)
        said = words.say("cli.until", reason=name, time=time)
    kinds = (ForwardKind.SWITCHBOARD.value, ForwardKind.MOBILE.value, ForwardKind.NONE.value)
    to = request.forward_to or reason.forward.value
    parts = [said, words.say(f"cli.calls-{to}" if to in kinds else "cli.calls-number", number=to)]
    parts += [words.say("cli.note", note=request.note)] if request.note else []
    return " ".join(parts)


async def _finish(context: Joined, outcome: RequestChanged, *, as_json: bool, reading: str) -> int:
    code = _EXITS[outcome.state]
    if outcome.error is not None and outcome.error.status == 401:
        code = Exit.SIGN_IN_NEEDED
    why = sentence(outcome.error, context.words.language) if outcome.error else ""
    if as_json:
        print(json.dumps(_as_json(outcome, reading, why), ensure_ascii=False))
    else:
        said = context.words.say(f"cli.{outcome.state.value.replace('_', '-')}")
        if code is Exit.OK:
            print(said)
        else:
            print_error(f"{said} {why}".rstrip())
    if outcome.state in (RequestState.IN_FORCE, RequestState.PENDING):
        await _keep_own(context, outcome)
        await context.session.absence_sender.flush()  # the hub answers: what waited from before goes along
    return code


async def _keep_own(context: Joined, outcome: RequestChanged) -> None:
    """What was set and seen here is what is known last, also in the tray."""
    with suppress(PresenceError):
        if outcome.extension != context.extension():
            return
        standing = (await context.session.hub.person(outcome.extension)).standing
        absence, request = standing.absence if standing is not None else None, outcome.request
        same = (
            absence is None
            if request is None
            else absence is not None and (absence.reason, absence.end) == (request.reason, request.until)
        )
        if standing is not None and same and outcome.state is RequestState.IN_FORCE:
            # The reply has said that the PBX holds it; the board hears of it a moment later.
            standing = structs.replace(standing, in_force=True, trouble=None)
        keep_own(context, standing)


def _as_json(outcome: RequestChanged, reading: str, why: str) -> dict[str, Any]:
    request = outcome.request
    return {
        "state": outcome.state.value,
        "extension": outcome.extension,
        "reason": request.reason if request else None,
        "until": request.until.isoformat() if request and request.until else None,
        "reading": reading,
        "error": outcome.error.code if outcome.error else None,
        "detail": why,
    }
