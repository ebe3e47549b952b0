"""The commands of requests for extensions, and of the numbers that are free."""

from __future__ import annotations

from typing import Annotated

import typer

from kalix_presence.cli.tree import AsJson, program, run_work, said
from kalix_presence.commandline.frame import Tree
from kalix_presence.model.extension_request import Kind, Step

extensions = Tree(help=said("help-extensions"), invoke_without_command=True)
program.add_typer(extensions, name="extensions")
RequestId = Annotated[str, typer.Argument(metavar="ID", help=said("help-request-id"))]
Word = Annotated[str, typer.Option("--word", metavar="TEXT", help=said("help-request-word"))]


@extensions.callback(invoke_without_command=True)
def _extensions(context: typer.Context, as_json: AsJson = False) -> None:
    if context.invoked_subcommand is None:
        from kalix_presence.cli.extensions import list_requests

        run_work(list_requests(as_json=as_json))


@extensions.command("ask", help=said("help-request-ask"))
def _ask(
    kind: Annotated[Kind, typer.Argument(metavar="order|change|move|end", help=said("help-request-kind"))],
    what: Annotated[str, typer.Argument(metavar="WHO", help=said("help-request-what"))],
    day: Annotated[str, typer.Option("--day", metavar="DAY", help=said("help-request-day"))],
    unit: Annotated[str, typer.Option("--unit", metavar="CODE", help=said("help-request-unit"))] = "",
    number: Annotated[str, typer.Option("--number", metavar="NUMBER", help=said("help-request-number"))] = "",
    to_unit: Annotated[str, typer.Option("--to-unit", metavar="CODE", help=said("help-request-to-unit"))] = "",
    word: Word = "",
) -> None:
    from kalix_presence.cli.extensions import ask

    run_work(ask(kind, what, day=day, unit=unit, number=number, to_unit=to_unit, word=word))


@extensions.command("step", help=said("help-request-step"))
def _step(
    request_id: RequestId,
    step: Annotated[Step, typer.Argument(metavar="STEP", help=said("help-request-which"))],
    word: Word = "",
    number: Annotated[str, typer.Option("--number", metavar="NUMBER", help=said("help-request-number"))] = "",
) -> None:
    from kalix_presence.cli.extensions import take_step

    run_work(take_step(request_id, step, word=word, number=number))


@extensions.command("numbers", help=said("help-numbers"))
def _numbers(as_json: AsJson = False) -> None:
    from kalix_presence.cli.extensions import list_numbers

    run_work(list_numbers(as_json=as_json))
