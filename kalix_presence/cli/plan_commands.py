"""The commands of planned absences and of the calendars they are read from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kalix_presence.cli.completion import reasons_begun
from kalix_presence.cli.tree import AsJson, Whom, program, run_work, said
from kalix_presence.commandline.frame import Tree

plan = Tree(help=said("help-plan"), no_args_is_help=True)
program.add_typer(plan, name="plan")
PlanId = Annotated[str, typer.Argument(metavar="ID", help=said("help-plan-id"))]


@plan.command("add", help=said("help-plan-add"))
def _plan_add(
    words: Annotated[
        list[str], typer.Argument(metavar="REASON FROM [TO]", help=said("help-plan-words"), autocompletion=reasons_begun)
    ],
    repeat: Annotated[str, typer.Option("--repeat", metavar="RRULE", help=said("help-plan-repeat"))] = "",
    forward: Annotated[str, typer.Option("--forward", metavar="WHERE", help=said("help-forward"))] = "",
    note: Annotated[str, typer.Option("--note", help=said("help-note"))] = "",
    deputy: Annotated[str, typer.Option("--deputy", metavar="WHO", help=said("help-plan-deputy"))] = "",
    whom: Whom = "",
    sure: Annotated[bool, typer.Option("--yes", help=said("help-plan-sure"))] = False,
    as_json: AsJson = False,
) -> None:
    from kalix_presence.cli.plans import add

    run_work(add(words, repeat=repeat, forward=forward, note=note, deputy=deputy, whom=whom, sure=sure, as_json=as_json))


@plan.command("list", help=said("help-plan-list"))
def _plan_list(whom: Whom = "", as_json: AsJson = False) -> None:
    from kalix_presence.cli.plans import list_plans

    run_work(list_plans(whom=whom, as_json=as_json))


@plan.command("remove", help=said("help-plan-remove"))
def _plan_remove(
    plan_id: PlanId,
    day: Annotated[str, typer.Option("--day", metavar="DAY", help=said("help-plan-day"))] = "",
    whom: Whom = "",
) -> None:
    from kalix_presence.cli.plans import remove

    run_work(remove(plan_id, day=day, whom=whom))


@plan.command("accept", help=said("help-plan-accept"))
def _plan_accept(plan_id: PlanId) -> None:
    from kalix_presence.cli.plans import answer

    run_work(answer(plan_id, accept=True))


@plan.command("decline", help=said("help-plan-decline"))
def _plan_decline(plan_id: PlanId) -> None:
    from kalix_presence.cli.plans import answer

    run_work(answer(plan_id, accept=False))


@plan.command("import", help=said("help-plan-import"))
def _plan_import(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=said("help-plan-file"))],
    whom: Whom = "",
    again: Annotated[bool, typer.Option("--again", help=said("help-plan-again"))] = False,
    as_json: AsJson = False,
) -> None:
    from kalix_presence.cli.plans import import_file

    run_work(import_file(file, whom=whom, again=again, as_json=as_json))


calendars = Tree(help=said("help-calendars"), no_args_is_help=True)
program.add_typer(calendars, name="calendars")


@calendars.command("list", help=said("help-calendars-list"))
def _calendars_list(as_json: AsJson = False) -> None:
    from kalix_presence.cli.calendars import list_calendars

    run_work(list_calendars(as_json=as_json))


@calendars.command("add", help=said("help-calendars-add"))
def _calendars_add(
    address: Annotated[str, typer.Argument(metavar="[ADDRESS]", help=said("help-calendars-address"))] = "",
    username: Annotated[str, typer.Option("--user", metavar="NAME", help=said("help-calendars-user"))] = "",
    microsoft: Annotated[bool, typer.Option("--microsoft", help=said("help-calendars-microsoft"))] = False,
    as_json: AsJson = False,
) -> None:
    from kalix_presence.cli.calendars import add

    run_work(add(address, username=username, microsoft=microsoft, as_json=as_json))


@calendars.command("remove", help=said("help-calendars-remove"))
def _calendars_remove(
    calendar_id: Annotated[str, typer.Argument(metavar="ID", help=said("help-calendars-id"))],
) -> None:
    from kalix_presence.cli.calendars import remove

    run_work(remove(calendar_id))
