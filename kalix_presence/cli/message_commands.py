"""The commands of callback messages."""

from __future__ import annotations

from typing import Annotated

import typer

from kalix_presence.cli.tree import AsJson, program, run_work, said
from kalix_presence.commandline.frame import Tree


def _complete_message(incomplete: str) -> list[tuple[str, str]]:
    from kalix_presence.cli.messages import known_ids

    return [(one, who) for one, who in known_ids() if one.startswith(incomplete.lower())]


messages = Tree(help=said("help-messages"), invoke_without_command=True)
program.add_typer(messages, name="messages")
MessageId = Annotated[str, typer.Argument(metavar="ID", help=said("help-message-id"), autocompletion=_complete_message)]


@messages.callback(invoke_without_command=True)
def _messages(
    context: typer.Context,
    done: Annotated[bool, typer.Option("--done", help=said("help-messages-done"))] = False,
    everybodys: Annotated[bool, typer.Option("--all", help=said("help-messages-all"))] = False,
    whom: Annotated[str, typer.Option("--for", metavar="WHO", help=said("help-messages-for"))] = "",
    as_json: AsJson = False,
) -> None:
    if context.invoked_subcommand is None:
        from kalix_presence.cli.messages import list_messages

        run_work(list_messages(done=done, everybodys=everybodys, whom=whom, as_json=as_json))


@messages.command("show", help=said("help-message-show"))
def _message_show(message_id: MessageId, as_json: AsJson = False) -> None:
    from kalix_presence.cli.messages import show

    run_work(show(message_id, as_json=as_json))


@messages.command("take", help=said("help-message-take"))
def _message_take(message_id: MessageId) -> None:
    from kalix_presence.cli.messages import take_message

    run_work(take_message(message_id))


@messages.command("done", help=said("help-message-done"))
def _message_done(message_id: MessageId) -> None:
    from kalix_presence.cli.messages import finish

    run_work(finish(message_id))


@messages.command("ring", help=said("help-message-ring"))
def _message_ring(message_id: MessageId) -> None:
    from kalix_presence.cli.messages import ring

    run_work(ring(message_id))


@messages.command("no-answer", help=said("help-message-no-answer"))
def _message_no_answer(message_id: MessageId) -> None:
    from kalix_presence.cli.messages import no_answer

    run_work(no_answer(message_id))


@messages.command("later", help=said("help-message-later"))
def _message_later(
    message_id: MessageId, when: Annotated[list[str], typer.Argument(metavar="WHEN...", help=said("help-when-text"))]
) -> None:
    from kalix_presence.cli.messages import later

    run_work(later(message_id, " ".join(when)))


@messages.command("hand-over", help=said("help-message-hand-over"))
def _message_hand_over(
    message_id: MessageId,
    whom: Annotated[str, typer.Argument(metavar="WHOM", help=said("help-whom"))],
    word: Annotated[list[str], typer.Argument(metavar="WORD...", help=said("help-word"))],
) -> None:
    from kalix_presence.cli.messages import hand_over

    run_work(hand_over(message_id, whom, " ".join(word)))


@messages.command("leave", help=said("help-message-leave"))
def _message_leave(
    whom: Annotated[str, typer.Argument(metavar="WHOM", help=said("help-whom"))],
    about: Annotated[list[str] | None, typer.Argument(metavar="[ABOUT]...", help=said("help-about"))] = None,
    name: Annotated[str, typer.Option("--name", help=said("help-caller-name"))] = "",
    number: Annotated[str, typer.Option("--number", help=said("help-caller-number"))] = "",
    organisation: Annotated[str, typer.Option("--organisation", help=said("help-caller-organisation"))] = "",
    before: Annotated[str, typer.Option("--before", metavar="WHEN", help=said("help-call-before"))] = "",
    urgent: Annotated[bool, typer.Option("--urgent", help=said("help-urgent"))] = False,
) -> None:
    from kalix_presence.cli.messages import leave_message

    text = " ".join(about or [])
    run_work(leave_message(whom, name=name, number=number, organisation=organisation, about=text, urgent=urgent, before=before))
