"""`status` and `who`: where people stand, in sentences or as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from kalix_presence import wire
from kalix_presence.cli.context import Joined, joined, keep_own
from kalix_presence.cli.exits import Exit
from kalix_presence.cli.output import print_error, sentence
from kalix_presence.client.connection import plans
from kalix_presence.model.absence import Absence, Forward
from kalix_presence.model.bent import said_bent
from kalix_presence.model.elsewhere import Elsewhere, shown_beside
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.finding import say_why
from kalix_presence.model.holding import Holding, explain
from kalix_presence.model.line import LineState, is_known
from kalix_presence.model.when.reading import short

if TYPE_CHECKING:
    from kalix_presence.client.outbox.changes import Waiting


async def status(who: str, *, as_json: bool) -> int:
    """Say where oneself, or `who`, stands, why, and whether the PBX holds it."""
    async with joined() as context:
        person = await context.person(who or context.extension())
        if context.away is None:
            keep_own(context, person.standing)
        if as_json:
            print(json.dumps(_as_json(context, person), ensure_ascii=False))
        else:
            for said in _sentences(context, person, await _why(context, person)):
                print(said)
        return context.end(_known_at(context, person))


async def search(query: str, *, as_json: bool) -> int:
    """List everybody who fits `query`, best first, and say why the first is the first."""
    async with joined() as context:
        hits = await context.look_for(query)
        found, why = hits.people, hits.why
        if as_json:
            print(json.dumps([_as_json(context, person) for person in found], ensure_ascii=False))
        else:
            print_table([_row(context, person) for person in found])
        if found:
            if why is not None and not as_json:
                deputy = await context.name_of(why.instead) if why.instead else ""
                print(say_why(why, name=found[0].name, name_of=lambda _: deputy, words=context.words))
            return context.end()
        print_error(context.words.say("cli.nobody", query=query))
        return Exit.NOTHING_FOUND


def _as_json(context: Joined, person: wire.PersonView) -> dict[str, Any]:
    at, waits = _known_at(context, person), _waiting(context, person)
    standing = person.standing or wire.Standing(person.extension)
    if waits is not None:
        standing = msgspec.structs.replace(standing, in_force=False)
    waiting = None
    if waits is not None:
        request = waits.request
        waiting = {
            "back": request is None,
            "reason": request.reason if request else None,
            "until": plain(request.until) if request else None,
        }
    shown = msgspec.structs.replace(person, standing=standing)
    server = context.session.hub.address if context.away is None else None
    return {**plain(shown), "known_at": at.isoformat() if at else None, "waiting": waiting, "server": server}


def _known_at(context: Joined, person: wire.PersonView) -> datetime | None:
    """The age of what is shown of `person`; one's own may be fresher than everything else."""
    me = context.session.known.me
    own = me is not None and me.person is not None and me.person.extension == person.extension
    return context.session.known.own_known_at if own and context.away is not None else context.known_at


def _waiting(context: Joined, person: wire.PersonView) -> Waiting | None:
    """The newest change of `person` that waits on this computer."""
    waiting = [each for each in context.session.absence_sender.waiting() if each.extension == person.extension]
    return waiting[-1] if waiting else None


def plain(value: Any) -> Any:
    """As JSON has it, defaults too: a script should find every field every time."""
    if isinstance(value, msgspec.Struct):
        return {name: plain(getattr(value, name)) for name in value.__struct_fields__}
    return msgspec.to_builtins(value)


def _sentences(context: Joined, person: wire.PersonView, why: str) -> list[str]:
    words, standing = context.words, person.standing or wire.Standing(person.extension)
    found = [words.say("cli.person", name=person.name, extension=person.extension, unit=person.unit_name)]
    found.append(why)
    absence = standing.absence
    if absence is not None:
        found.append(
            said_bent(absence.bent, words)
            if absence.bent
            else words.say(f"cli.calls-{absence.forward.value}", number=absence.forward_number or "-")
        )
        if absence.note:
            found.append(words.say("cli.note", note=absence.note))
    waits = _waiting(context, person)
    if context.away is not None:
        found += [words.say("cli.was-in-force")] if standing.in_force and waits is None else []
    elif standing.in_force:
        found.append(words.say("cli.in-force"))
    else:
        found.append(
            f"{words.say('cli.pending')} {sentence(Unavailable(standing.trouble or 'pbx-unreachable'), words.language)}"
        )
    if standing.line is not LineState.UNKNOWN:
        found.append(words.say(f"cli.line-{standing.line.value.replace('_', '-')}"))
    if context.away is None and (hint := shown_beside(standing.line, standing.elsewhere)) is not Elsewhere.NOTHING:
        found.append(words.say(f"cli.elsewhere-{hint.value}"))
    if waits is not None:
        found += [words.say("cli.waits"), _requested(context, waits.request)]
    return found


def _requested(context: Joined, request: wire.AbsenceRequest | None) -> str:
    words = context.words
    if request is None:
        return words.say("cli.waits-back")
    reason = (
        context.reasons.get(request.reason).name(words.language)
        if request.reason in context.reasons
        else words.say("holding.away")
    )
    until = short(request.until, now=context.now, zone=context.worktime.zone, words=words)
    return words.say("cli.waits-wish-open" if request.until is None else "cli.waits-wish", reason=reason, time=until)


async def _why(context: Joined, person: wire.PersonView) -> str:
    """What holds and what comes after, as the hub says; without contact what is known of it."""
    if context.away is None:
        return (await plans.holding(context.session.hub, person.extension)).sentence
    standing = person.standing or wire.Standing(person.extension)
    shown, own = (
        standing.absence,
        context.session.known.me.person.extension if context.session.known.me and context.session.known.me.person else "",
    )
    absence, told = None, None
    if shown is not None:
        forward = Forward(shown.forward, shown.forward_number)
        absence = Absence(
            shown.id, standing.extension, shown.reason, shown.start, shown.end, forward, "", shown.set_by, shown.way
        )
        told = replace(absence, end=shown.returns)
    holding = Holding(absence, shown.start if shown else None, shown.end if shown else None, None, told)
    names = {each.extension: each.name for each in context.session.known.people}
    return explain(
        holding,
        reader=own,
        reasons=context.reasons,
        words=context.words,
        now=context.now.astimezone(context.worktime.tz),
        name_of=lambda who: names.get(who, who),
        overdue=standing.overdue,
        known=is_known(standing.line, pbx=True),
    )


def _row(context: Joined, person: wire.PersonView) -> list[str]:
    standing, words = person.standing or wire.Standing(person.extension), context.words
    absence = standing.absence
    if absence is None:
        known = is_known(standing.line, pbx=True)  # without its PBX the hub says that it knows no line
        where = words.say(f"holding.{'overdue-briefly' if standing.overdue else 'available' if known else 'unknown-briefly'}")
    else:
        known = absence.reason in context.reasons
        name = context.reasons.get(absence.reason).name(words.language) if known else words.say("holding.away")
        until = short(absence.returns, now=context.now, zone=context.worktime.zone, words=words)
        where = words.say("cli.row-open" if absence.returns is None else "cli.row-until", reason=name, time=until)
    line = words.say(f"cli.line-{standing.line.value.replace('_', '-')}")
    return [person.extension, person.name, person.unit_name, where, line]


def print_table(rows: list[list[str]]) -> None:
    """Rows with their columns aligned."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
