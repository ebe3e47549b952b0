"""`sketch`: who does what in the administration, from a shell: shown, proposed, answered, reviewed, written to a file (P15)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from kalix_presence import wire
from kalix_presence.cli.context import Joined, joined
from kalix_presence.cli.exits import Exit
from kalix_presence.cli.officers import day_of
from kalix_presence.cli.output import print_error
from kalix_presence.cli.short_ids import SHOWN_ID, fitting
from kalix_presence.cli.status import plain
from kalix_presence.client.connection import sketch as exchange
from kalix_presence.client.local.private_file import refuse_taken
from kalix_presence.model.errors import BadInput, NotFound, Unavailable
from kalix_presence.model.sketch import ProposalStep
from kalix_presence.model.sketch_draft import DEPUTIES, OWNER, Draft, DraftDuty
from kalix_presence.model.sketch_words import change_said, fault_said
from kalix_presence.report.sketch_table import sketch_csv

NOBODY = "-"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be different of a unit, as it was typed; empty is as it is."""

    duty: str = ""
    who: Sequence[str] = ()
    rename: str = ""
    remove: bool = False
    place: str = ""
    deputies: Sequence[str] = ()
    owner: str = ""
    since: str = ""
    word: str = ""


async def show(*, administration: str, unit: str, as_json: bool) -> int:
    """Units with what they do, whoever does it, and what there is to see to."""
    async with joined() as desk:
        shown = await exchange.sketch(desk.hub, administration)
        units = [each for each in shown.units if unit in ("", each.unit)]
        if not units:
            raise NotFound("unit-unknown")
        if as_json:
            print(json.dumps(plain(msgspec.structs.replace(shown, units=units)), ensure_ascii=False, default=str))
            return Exit.OK
        if not shown.pbx:
            print_error(desk.words.say("cli.sketch-no-pbx"))
        for each in units:
            _print_unit(desk, each)
        proposals = [each for each in shown.proposals if unit in ("", each.unit)]
        if proposals:
            print(desk.words.say("cli.sketch-proposals"))
        for one in proposals:
            _print_proposal(desk, one)
        if len(shown.administrations) > 1 and not administration:
            others = ", ".join(f"{each.name} ({each.unit})" for each in shown.administrations)
            print(desk.words.say("cli.sketch-administrations", administrations=others))
        return Exit.OK


async def propose(unit: str, wanted: Wanted) -> int:
    """Change one thing of a unit's part, or some, and propose it."""
    async with joined() as desk:
        found = await _unit(desk, unit)
        draft = await _changed(desk, exchange.draft_of(found.sheet), wanted)
        since = day_of(desk, wanted.since) if wanted.since else None
        wish = exchange.wish_of(found.unit, found.version, draft, since=since, words=wanted.word)
        made = await exchange.propose_sketch(desk.hub, wish)
        print(desk.words.say("cli.sketch-proposed", unit=made.unit_name, id=made.id[:SHOWN_ID]))
        return Exit.OK


async def take_step(proposal_id: str, step: ProposalStep, *, administration: str, word: str) -> int:
    """Accept, refuse or withdraw a proposal."""
    async with joined() as desk:
        known = (await exchange.sketch(desk.hub, administration)).proposals
        meant = fitting(known, proposal_id)
        if len(meant) != 1:
            raise NotFound("sketch-unknown")
        made = await exchange.step_sketch(desk.hub, meant[0].id, wire.SketchStep(meant[0].version, step, word))
        state = desk.words.say(f"sketch.state-{made.state.value}")
        print(desk.words.say("cli.sketch-stepped", unit=made.unit_name, state=state))
        return Exit.OK


async def review(unit: str) -> int:
    """Say that a unit's part is right as it is now."""
    async with joined() as desk:
        found = await _unit(desk, unit)
        await exchange.review_sketch(desk.hub, found.unit, found.version)
        print(desk.words.say("cli.sketch-reviewed", unit=found.name))
        return Exit.OK


async def export(file: Path, *, administration: str) -> int:
    """Write the sketch to a file, over nothing; what is written goes by the file's ending."""
    kind = file.suffix.lower().removeprefix(".")
    if kind not in ("csv", "svg", "pdf"):
        raise BadInput("sketch-file-format", field="file")
    refuse_taken(file)
    async with joined() as desk:
        shown = await exchange.sketch(desk.hub, administration)
        if kind == "csv":
            data = sketch_csv(shown, desk.words)
        else:
            from kalix_presence.report.sketch_paper import can_set, sketch_paper

            if not can_set():
                raise Unavailable("report-no-paper")
            data = sketch_paper(shown, desk.words, kind, day=desk.now.astimezone(desk.worktime.tz).date())
        _write(file, data)
        print(desk.words.say("cli.sketch-written", file=file))
        return Exit.OK


def _write(file: Path, data: bytes) -> None:
    with file.open("xb") as opened:
        opened.write(data)


async def _unit(desk: Joined, unit: str) -> wire.SketchUnit:
    """One's own unit where none is named."""
    code = unit or desk.own_unit
    found = (each for each in (await exchange.sketch(desk.hub)).units if each.unit == code)
    one = next(found, None)
    if one is None:
        raise NotFound("unit-unknown")
    return one


async def _changed(desk: Joined, draft: Draft, wanted: Wanted) -> Draft:
    if wanted.deputies:
        draft = draft.with_people(DEPUTIES, await _people(desk, wanted.deputies))
    if wanted.owner:
        draft = draft.with_people(OWNER, await _people(desk, [wanted.owner]))
    place = "" if wanted.place == NOBODY else wanted.place
    if not wanted.duty:
        return replace(draft, place=place) if wanted.place else draft
    number = draft.number_of(wanted.duty)
    if wanted.remove:
        return draft if number is None else draft.duty_taken(number)
    if number is None:
        number, draft = len(draft.duties), draft.duty_put(DraftDuty(wanted.duty))
    duty = draft.duties[number]
    draft = draft.duty_named(number, wanted.rename or duty.name, place if wanted.place else duty.place)
    return draft.with_people(number, await _people(desk, wanted.who)) if wanted.who else draft


async def _people(desk: Joined, typed: Sequence[str]) -> list[str]:
    if list(typed) == [NOBODY]:
        return []
    return [(await desk.person(each)).extension for each in typed]


def _print_unit(desk: Joined, unit: wire.SketchUnit) -> None:
    words, sheet = desk.words, unit.sheet
    print(f"{unit.name} ({unit.unit})")
    if unit.reviewed is None:
        print("  " + words.say("sketch.reviewed-never"))
    else:
        print("  " + words.say("sketch.reviewed", day=unit.reviewed.isoformat(), name=unit.reviewed_by_name))
    if sheet.place:
        print("  " + words.say("cli.sketch-place", place=sheet.place))
    if sheet.owner is not None:
        print("  " + words.say("cli.sketch-owner", people=_named(desk, [sheet.owner])))
    if sheet.deputies:
        print("  " + words.say("cli.sketch-deputies", people=_named(desk, sheet.deputies)))
    for duty in sheet.duties:
        where = f" [{duty.place}]" if duty.place else ""
        print(f"  - {duty.name}{where}: {_named(desk, duty.people)}")
    for each in unit.faults:
        person = _named(desk, [each.person]) if each.person is not None else ""
        print(words.say("cli.sketch-fault", said=fault_said(words, each.kind, each.duty, person)))


def _print_proposal(desk: Joined, one: wire.SketchProposalView) -> None:
    words = desk.words
    late = words.say("cli.sketch-outdated") if one.outdated else ""
    state = words.say(f"sketch.state-{one.state.value}")
    head = (
        one.id[:SHOWN_ID],
        one.unit_name,
        one.since.isoformat(),
        state,
        late,
        one.proposed_by_name,
        one.words,
        one.answered_by_name,
        one.answer,
    )
    print("  " + "  ".join(filter(None, head)))
    for each in one.changes:
        names = [f"{who.name} ({who.extension})" for who in each.people]
        print("    " + change_said(words, each.kind, each.duty, names, each.place))


def _named(desk: Joined, people: Sequence[wire.SketchPerson]) -> str:
    said = ", ".join(f"{each.name} ({each.extension})" for each in people)
    return said or desk.words.say("sketch.nobody")
