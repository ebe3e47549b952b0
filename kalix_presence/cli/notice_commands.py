"""The commands of unit notices, and of what an officer should see to."""

from __future__ import annotations

from typing import Annotated

import typer

from kalix_presence.cli.tree import AsJson, program, run_work, said
from kalix_presence.commandline.frame import Tree

notices = Tree(help=said("help-notices"), invoke_without_command=True)
program.add_typer(notices, name="notices")
NoticeId = Annotated[str, typer.Argument(metavar="ID", help=said("help-notice-id"))]


@notices.callback(invoke_without_command=True)
def _notices(context: typer.Context, as_json: AsJson = False) -> None:
    if context.invoked_subcommand is None:
        from kalix_presence.cli.notices import list_notices

        run_work(list_notices(as_json=as_json))


@notices.command("propose", help=said("help-notice-propose"))
def _notice_propose(
    text: Annotated[list[str], typer.Argument(metavar="TEXT...", help=said("help-notice-text"))],
    until: Annotated[str, typer.Option("--until", metavar="WHEN", help=said("help-notice-until"))],
    since: Annotated[str, typer.Option("--from", metavar="WHEN", help=said("help-notice-from"))] = "",
    unit: Annotated[str, typer.Option("--unit", metavar="CODE", help=said("help-notice-unit"))] = "",
    publish: Annotated[bool, typer.Option("--publish", help=said("help-notice-publish-now"))] = False,
) -> None:
    from kalix_presence.cli.notices import propose

    run_work(propose(" ".join(text), until=until, since=since, unit=unit, publish=publish))


@notices.command("publish", help=said("help-notice-publish"))
def _notice_publish(notice_id: NoticeId) -> None:
    from kalix_presence.cli.notices import publish

    run_work(publish(notice_id))


@notices.command("withdraw", help=said("help-notice-withdraw"))
def _notice_withdraw(notice_id: NoticeId) -> None:
    from kalix_presence.cli.notices import withdraw

    run_work(withdraw(notice_id))


@program.command("unclear", help=said("help-unclear"))
def _unclear(as_json: AsJson = False) -> None:
    from kalix_presence.cli.unclear import list_unclear

    run_work(list_unclear(as_json=as_json))
