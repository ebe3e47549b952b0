"""The commands of acting for one another."""

from __future__ import annotations

from typing import Annotated

import typer

from kalix_presence.cli.tree import AsJson, program, run_work, said
from kalix_presence.commandline.frame import Tree

delegate = Tree(help=said("help-delegate"), invoke_without_command=True)
program.add_typer(delegate, name="delegate")


@delegate.callback(invoke_without_command=True)
def _delegate(context: typer.Context, as_json: AsJson = False) -> None:
    if context.invoked_subcommand is None:
        from kalix_presence.cli.delegations import list_delegations

        run_work(list_delegations(as_json=as_json))


@delegate.command("give", help=said("help-delegate-give"))
def _give(
    who: Annotated[list[str], typer.Argument(metavar="WHO...", help=said("help-delegate-who"))],
    until: Annotated[str, typer.Option("--until", metavar="DAY", help=said("help-delegate-until"))],
    since: Annotated[str, typer.Option("--from", metavar="DAY", help=said("help-delegate-from"))] = "",
    absence: Annotated[bool, typer.Option("--absence", help=said("help-delegate-absence"))] = False,
    messages: Annotated[bool, typer.Option("--messages", help=said("help-delegate-messages"))] = False,
    plans: Annotated[bool, typer.Option("--plans", help=said("help-delegate-plans"))] = False,
) -> None:
    from kalix_presence.cli.delegations import give

    run_work(give(" ".join(who), since=since, until=until, absence=absence, messages=messages, plans=plans))


@delegate.command("end", help=said("help-delegate-end"))
def _end(delegation_id: Annotated[str, typer.Argument(metavar="ID", help=said("help-delegate-id"))]) -> None:
    from kalix_presence.cli.delegations import end

    run_work(end(delegation_id))
