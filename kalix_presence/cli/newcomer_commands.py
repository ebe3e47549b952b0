"""The commands of a newcomer's first steps."""

from __future__ import annotations

from typing import Annotated

import typer

from kalix_presence.cli.tree import AsJson, program, run_work, said
from kalix_presence.commandline.frame import Tree

newcomer = Tree(help=said("help-newcomer"), invoke_without_command=True)
program.add_typer(newcomer, name="newcomer")


@newcomer.callback(invoke_without_command=True)
def _newcomer(context: typer.Context, as_json: AsJson = False) -> None:
    if context.invoked_subcommand is None:
        from kalix_presence.cli.newcomers import show_steps

        run_work(show_steps(as_json=as_json))


@newcomer.command("done", help=said("help-newcomer-done"))
def _done(
    step: Annotated[str, typer.Argument(metavar="STEP", help=said("help-newcomer-step"))],
    undo: Annotated[bool, typer.Option("--undo", help=said("help-newcomer-undo"))] = False,
) -> None:
    from kalix_presence.cli.newcomers import say_step

    run_work(say_step(step, done=not undo))


@newcomer.command("policy", help=said("help-newcomer-policy"))
def _policy(
    accept: Annotated[str, typer.Option("--accept", metavar="VERSION", help=said("help-newcomer-accept"))] = "",
) -> None:
    from kalix_presence.cli.newcomers import show_policy

    run_work(show_policy(accept))


@newcomer.command("ring", help=said("help-newcomer-ring"))
def _ring() -> None:
    from kalix_presence.cli.newcomers import ring

    run_work(ring())
