"""`plan`: planned absences listed, made, taken back, imported, and being asked to cover."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from pathlib import Path

from kalix_presence import wire
from kalix_presence.cli.asking import instead, says_yes
from kalix_presence.cli.context import Joined, joined
from kalix_presence.cli.exits import Exit
from kalix_presence.cli.forward_option import forward_to
from kalix_presence.cli.output import print_error
from kalix_presence.cli.short_ids import SHOWN_ID, fitting
from kalix_presence.cli.status import plain, print_table
from kalix_presence.cli.typed_time import typed_time
from kalix_presence.client.connection import plans
from kalix_presence.client.connection.rest import new_key
from kalix_presence.client.shown_plans import learn_plans, shown_plans
from kalix_presence.model.calendar_file import decoded
from kalix_presence.model.errors import BadInput, NotFound
from kalix_presence.model.plan import DeputyState
from kalix_presence.model.when.line import split
from kalix_presence.model.when.plan_line import is_whole_days, last_away, say_repeat
from kalix_presence.model.when.planning import PlannedLine, read_plan
from kalix_presence.model.when.reading import short, short_day

MOST_BYTES = 5_000_000


async def add(
    words: list[str], *, repeat: str, forward: str, note: str, deputy: str, whom: str, sure: bool, as_json: bool
) -> int:
    """Plan what `words` say: a reason, and the first and the last day, week or hour as people type them."""
    async with joined() as context:
        extension = await _whose(context, whom)
        # "v 28" "v 31", each an argument of its own, are the first and the last; anything else is one line.
        line = f"{words[0]} {words[1]} - {words[2]}" if len(words) == 3 else " ".join(words)
        return await add_in(
            context, extension, line, repeat=repeat, forward=forward, note=note, deputy=deputy, sure=sure, as_json=as_json
        )


async def add_in(
    context: Joined,
    extension: str,
    line: str,
    *,
    repeat: str = "",
    forward: str = "",
    note: str = "",
    deputy: str = "",
    sure: bool = False,
    as_json: bool = False,
) -> int:
    """Plan what `line` says for `extension`; at a terminal a long plan and the suggestion of a refused one are asked about."""
    words = context.words
    said = _read(context, line)
    if said.long and not sure:
        asked = BadInput("plan-long", field="line", days=said.long)
        if not says_yes(asked, words, words.say("cli.ask-sure")):
            raise asked
    covers = (await context.person(deputy)).extension if deputy else None
    request = wire.PlanRequest(
        said.reason.code,
        said.starts.isoformat(timespec="minutes"),
        said.ends.isoformat(timespec="minutes"),
        zone=context.worktime.zone,
        repeat=repeat or said.repeat,
        forward_to=forward_to(forward),
        note=note or said.note,
        deputy=covers,
    )
    plan = await plans.add_plan(context.session.hub, extension, request, key=new_key())
    if as_json:
        print(json.dumps(plain(plan), ensure_ascii=False))
    else:
        print("  ".join(part for part in _row(context, plan) if part))
    return Exit.OK


def _read(context: Joined, line: str) -> PlannedLine:
    """What `line` plans. Raises BadInput."""

    def read_it(text: str) -> PlannedLine:
        language = context.words.language
        return read_plan(text, now=context.now, worktime=context.worktime, language=language, reasons=context.reasons)

    try:
        return read_it(line)
    except BadInput as refused:
        try:
            reason, _ = split(line.partition(";")[0], context.reasons)
        except BadInput:
            raise refused from None
        meant, note = instead(refused, context.words), line.partition(";")[2].strip()
        if meant is None:
            raise
        return read_it(f"{reason.name(context.words.language)} {meant}" + (f"; {note}" if note else ""))


async def list_plans(*, whom: str, as_json: bool) -> int:
    """List the plans that are not over, and those one is asked to cover."""
    async with joined() as context:
        extension = await _whose(context, whom)
        known = await shown_plans(context.session, extension)
        view, live = known.view, known.known_at is None
        asked = [] if whom or not live else await plans.asked_plans(context.session.hub)
        if live and not whom:
            await learn_plans(context.session, extension)
        if as_json:
            at = {"known_at": known.known_at.isoformat() if known.known_at else None}
            shown = {"plans": [plain(each) for each in view.plans], "asked": [plain(each) for each in asked]}
            print(json.dumps(shown | {"coming": [plain(each) for each in view.coming]} | at, ensure_ascii=False))
            return context.end(known.known_at)
        if view.plans:
            print_table([_row(context, plan) for plan in sorted(view.plans, key=_next)])
        else:
            print(context.words.say("cli.plans-none"))
        if asked:
            print(context.words.say("cli.plans-asked"))
            print_table([[plan.id[:SHOWN_ID], plan.name, *_row(context, plan)[2:]] for plan in sorted(asked, key=_next)])
        return context.end(known.known_at)


async def remove(plan_id: str, *, day: str, whom: str) -> int:
    """Take a plan back, or its occurrence of one day."""
    async with joined() as context:
        extension = await _whose(context, whom)
        plan = _one((await plans.plans_of(context.session.hub, extension)).plans, plan_id)
        only = _day(context, day) if day else None
        await plans.remove_plan(context.session.hub, plan.id, day=only)
        print(context.words.say("cli.plan-removed", plan="  ".join(part for part in _row(context, plan)[1:] if part)))
        return Exit.OK


async def answer(plan_id: str, *, accept: bool) -> int:
    """Say yes or no to covering for somebody."""
    async with joined() as context:
        plan = _one(await plans.asked_plans(context.session.hub), plan_id)
        await plans.answer_plan(context.session.hub, plan.id, accept=accept)
        print(context.words.say("cli.plan-accepted" if accept else "cli.plan-declined", who=plan.name))
        return Exit.OK


async def import_file(path: Path, *, whom: str, again: bool, as_json: bool) -> int:
    """Make plans of the entries of a calendar file, and say what became of each; `again`: of those taken away before too."""
    text = _text(path)
    async with joined() as context:
        report = await plans.import_plans(context.session.hub, await _whose(context, whom), text, again=again)
        if as_json:
            print(json.dumps(plain(report), ensure_ascii=False))
        else:
            words = context.words
            rows = [
                [
                    words.say(f"cli.import-{each.outcome}"),
                    each.starts.replace("T", " "),
                    each.summary,
                    _guessed(context, each),
                    each.detail,
                ]
                for each in report.entries
            ]
            if rows:
                print_table(rows)
            print(words.say("cli.import-sum", added=report.added, changed=report.changed, skipped=report.skipped))
            if report.removed:
                print(words.say("cli.import-gone", count=report.removed))
            if report.taken_away:
                print(words.say("cli.import-taken-away", count=report.taken_away))
            if report.over:
                print(words.say("cli.import-over", count=report.over))
        if report.entries and report.skipped == len(report.entries) and not report.taken_away:
            print_error(context.words.say("cli.import-nothing"))
            return Exit.NOT_UNDERSTOOD
        return Exit.OK


def _guessed(context: Joined, entry: wire.ImportedEntry) -> str:
    """The reason that was taken from its text, for whoever knows better."""
    if entry.reason not in context.reasons or entry.outcome == "removed":
        return ""
    return context.words.say("cli.import-reason", reason=context.reasons.get(entry.reason).name(context.words.language))


def _text(path: Path) -> str:
    if path.stat().st_size > MOST_BYTES:
        raise BadInput("calendar-too-large")
    return decoded(path.read_bytes())


def _day(context: Joined, day: str) -> date:
    try:
        return date.fromisoformat(day)
    except ValueError:
        return typed_time(context, day).astimezone(context.worktime.tz).date()


async def _whose(context: Joined, whom: str) -> str:
    return (await context.person(whom)).extension if whom else context.extension()


def _one(found: list[wire.PlanView], asked: str) -> wire.PlanView:
    """The plan whose id begins so; raises NotFound `plan-id-unknown`, BadInput `plan-id-unclear`."""
    meant = fitting(found, asked)
    if not meant:
        raise NotFound("plan-id-unknown", id=asked[:40])
    if len(meant) > 1:
        raise BadInput("plan-id-unclear", id=asked[:40])
    return meant[0]


def _row(context: Joined, plan: wire.PlanView) -> list[str]:
    words = context.words
    reason = context.reasons.get(plan.reason).name(words.language) if plan.reason in context.reasons else plan.reason
    when = ""
    if plan.next_start is not None and plan.next_end is not None:
        when = _when(context, plan.next_start.astimezone(context.worktime.tz), plan.next_end.astimezone(context.worktime.tz))
    # A rule that no words say is told to be one; how it goes on is seen in its next time.
    repeated = (say_repeat(plan.repeat, words.language) or words.say("cli.plan-repeats")) if plan.repeat else ""
    covers = ""
    if plan.deputy_state is not DeputyState.NONE:
        covers = words.say(f"cli.plan-deputy-{plan.deputy_state.value}", who=plan.deputy_name)
    return [plan.id[:SHOWN_ID], reason, when, repeated, covers, plan.note]


def _when(context: Joined, starts: datetime, ends: datetime) -> str:
    words, zone, now = context.words, context.worktime.zone, context.now
    back = short(ends, now=now, zone=zone, words=words)
    first_wall, last_wall = starts.replace(tzinfo=None), ends.replace(tzinfo=None)
    if not is_whole_days(first_wall, last_wall, context.worktime):
        return words.say("cli.plan-when", first=short(starts, now=now, zone=zone, words=words), last=back)
    first, last = starts.date(), last_wall.date() - timedelta(1)
    if last_wall.time() != time():
        last = last_away(first_wall, last_wall, context.worktime)
    days = [short_day(day, now=now, words=words) for day in (first, last)]
    said = words.say("cli.plan-day", day=days[0]) if first == last else words.say("cli.plan-days", first=days[0], day=days[1])
    # Nobody comes back at midnight: days that end with the day say no more.
    return said if last_wall.time() == time() else words.say("cli.plan-when", first=said, last=back)


def _next(plan: wire.PlanView) -> tuple[bool, datetime | None, str]:
    return (plan.next_start is None, plan.next_start, plan.id)
