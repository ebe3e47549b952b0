"""The commands of the line to answer with."""

from __future__ import annotations

from typing import Annotated

import typer

from kalix_presence.cli.tree import AsJson, program, run_work, said
from kalix_presence.commandline.frame import Tree

greeting = Tree(help=said("help-greeting"), invoke_without_command=True)
program.add_typer(greeting, name="greeting")
UnitCode = Annotated[str, typer.Argument(metavar="UNIT", help=said("help-greeting-unit"))]


@greeting.callback(invoke_without_command=True)
def _greeting(context: typer.Context, as_json: AsJson = False) -> None:
    if context.invoked_subcommand is None:
        from kalix_presence.cli.greetings import show_own

        run_work(show_own(as_json=as_json))


@greeting.command("units", help=said("help-greeting-units"))
def _units(as_json: AsJson = False) -> None:
    from kalix_presence.cli.greetings import list_units

    run_work(list_units(as_json=as_json))


@greeting.command("set", help=said("help-greeting-set"))
def _set(
    unit: UnitCode, line: Annotated[list[str], typer.Argument(metavar="LINE...", help=said("help-greeting-line"))]
) -> None:
    from kalix_presence.cli.greetings import set_line

    run_work(set_line(unit, " ".join(line)))


@greeting.command("clear", help=said("help-greeting-clear"))
def _clear(unit: UnitCode) -> None:
    from kalix_presence.cli.greetings import set_line

    run_work(set_line(unit, ""))
