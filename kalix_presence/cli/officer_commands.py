"""The commands of the telephone officer's desk: whom to ask."""

from __future__ import annotations

from typing import Annotated

import typer

from kalix_presence.cli.tree import AsJson, program, run_work, said
from kalix_presence.commandline.frame import Tree

officers = Tree(help=said("help-officers"), invoke_without_command=True)
program.add_typer(officers, name="officers")
AppointmentId = Annotated[str, typer.Argument(metavar="ID", help=said("help-appointment-id"))]
Until = Annotated[str, typer.Option("--until", metavar="DAY", help=said("help-appointment-until"))]


@officers.callback(invoke_without_command=True)
def _officers(context: typer.Context, as_json: AsJson = False) -> None:
    if context.invoked_subcommand is None:
        from kalix_presence.cli.officers import list_officers

        run_work(list_officers(as_json=as_json))


@officers.command("appoint", help=said("help-appoint"))
def _appoint(
    who: Annotated[list[str], typer.Argument(metavar="WHO...", help=said("help-appoint-who"))],
    unit: Annotated[str, typer.Option("--unit", metavar="CODE", help=said("help-appoint-unit"))] = "",
    since: Annotated[str, typer.Option("--from", metavar="DAY", help=said("help-appoint-from"))] = "",
    until: Until = "",
    deputy: Annotated[bool, typer.Option("--deputy", help=said("help-appoint-deputy"))] = False,
) -> None:
    from kalix_presence.cli.officers import appoint

    run_work(appoint(" ".join(who), unit=unit, since=since, until=until, deputy=deputy))


@officers.command("worklist", help=said("help-worklist"))
def _worklist(as_json: AsJson = False) -> None:
    from kalix_presence.cli.work_list import list_work

    run_work(list_work(as_json=as_json))


@officers.command("newcomers", help=said("help-newcomers"))
def _newcomers(as_json: AsJson = False) -> None:
    from kalix_presence.cli.newcomers import list_newcomers

    run_work(list_newcomers(as_json=as_json))


@officers.command("sources", help=said("help-sources"))
def _sources(
    source: Annotated[str, typer.Argument(metavar="[SOURCE]", help=said("help-sources-source"))] = "",
    yes: Annotated[str, typer.Option("--yes", metavar="LETTERS", help=said("help-sources-yes"))] = "",
    no: Annotated[str, typer.Option("--no", metavar="LETTERS", help=said("help-sources-no"))] = "",
    as_json: AsJson = False,
) -> None:
    from kalix_presence.cli.sources import answer_held, list_sources, show_held

    if yes or no:
        run_work(answer_held(source, yes=yes, no=no))
    else:
        run_work(show_held(source, as_json=as_json) if source else list_sources(as_json=as_json))


@officers.command("end", help=said("help-appointment-end"))
def _end(appointment_id: AppointmentId, until: Until = "") -> None:
    from kalix_presence.cli.officers import end

    run_work(end(appointment_id, until=until))


@officers.command("withdraw", help=said("help-appointment-withdraw"))
def _withdraw(appointment_id: AppointmentId) -> None:
    from kalix_presence.cli.officers import withdraw

    run_work(withdraw(appointment_id))
