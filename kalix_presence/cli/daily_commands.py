"""The commands of every day: one's absence set and ended, and where people stand."""

from __future__ import annotations

from typing import Annotated

import typer

from kalix_presence.cli.completion import reasons_begun
from kalix_presence.cli.tree import AsJson, Whom, program, run_work, said


@program.command("set", help=said("help-set"))
def _set(
    line: Annotated[
        list[str], typer.Argument(metavar="REASON [WHEN]...", help=said("help-line"), autocompletion=reasons_begun)
    ],
    note: Annotated[str, typer.Option("--note", help=said("help-note"))] = "",
    forward: Annotated[str, typer.Option("--forward", metavar="WHERE", help=said("help-forward"))] = "",
    whom: Whom = "",
    as_json: AsJson = False,
) -> None:
    from kalix_presence.cli.absence import set_absence

    run_work(set_absence(" ".join(line), note=note, forward=forward, whom=whom, as_json=as_json))


@program.command("back", help=said("help-back"))
def _back(whom: Whom = "", as_json: AsJson = False) -> None:
    from kalix_presence.cli.absence import back

    run_work(back(whom=whom, as_json=as_json))


@program.command("status", help=said("help-status"))
def _status(
    who: Annotated[list[str] | None, typer.Argument(metavar="[WHO]...", help=said("help-who-one"))] = None,
    as_json: AsJson = False,
) -> None:
    from kalix_presence.cli.status import status

    run_work(status(" ".join(who or []), as_json=as_json))


@program.command("who", help=said("help-who"))
def _who(
    query: Annotated[list[str], typer.Argument(metavar="QUERY...", help=said("help-query"))], as_json: AsJson = False
) -> None:
    from kalix_presence.cli.status import search

    run_work(search(" ".join(query), as_json=as_json))


@program.command("when", help=said("help-when"), add_help_option=False, context_settings={"ignore_unknown_options": True})
def _when(rest: Annotated[list[str], typer.Argument(metavar="TEXT... [--now ISO] [--json] [--lang TAG]")]) -> None:
    from kalix_presence.cli.when import run_when

    raise typer.Exit(run_when(rest))
