"""The command tree: what can be typed, in the reader's language, with completion for the shell."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any

import typer

from kalix_presence import __version__, shipped
from kalix_presence.cli.completion import reasons_begun
from kalix_presence.cli.exits import Exit
from kalix_presence.cli.frame import Command, Fault, Group, Tree, fault_words
from kalix_presence.cli.output import exit_of, print_error, sentence, tongue
from kalix_presence.model.errors import PresenceError, Unavailable

_words = shipped.words(tongue())


def _said(key: str) -> str:
    return _words.say(f"cli.{key}")


Command.words = Group.words = _words
program = Tree(
    name="kalix-presence",
    help=_said("help"),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

AsJson = Annotated[bool, typer.Option("--json", help=_said("help-json"))]
Whom = Annotated[str, typer.Option("--for", metavar="WHO", help=_said("help-for"))]


def run_program(arguments: list[str]) -> int:
    """Run one command; its exit code."""
    try:
        code = program(args=arguments, prog_name="kalix-presence", standalone_mode=False)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else Exit.OK
    except Fault as fault:
        print_error(fault_words(fault, shipped.words(tongue())))
        return Exit.NOT_UNDERSTOOD
    except typer.Abort:
        return Exit.INTERRUPTED
    return code if isinstance(code, int) else Exit.OK


def _run(work: Coroutine[Any, Any, int]) -> None:
    """Run `work` and end with its exit code, or with the sentence and the code of what it was refused for."""
    try:
        code = asyncio.run(work)
    except PresenceError as error:
        print_error(sentence(error, tongue()))
        raise typer.Exit(exit_of(error)) from None
    except BrokenPipeError:
        raise typer.Exit(Exit.UNREAD) from None
    except OSError as fault:  # no network fault comes this far: a folder or file of this computer
        print_error(sentence(Unavailable("files-unusable", problem=fault.strerror or type(fault).__name__), tongue()))
        raise typer.Exit(Exit.REFUSED) from None
    raise typer.Exit(code)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"kalix-presence {__version__}")
        raise typer.Exit


@program.callback()
def _program(
    version: Annotated[bool, typer.Option("--version", help=_said("help-version"), is_eager=True, callback=_version)] = False,
) -> None:
    """Every command stands below."""


@program.command("set", help=_said("help-set"))
def _set(
    line: Annotated[
        list[str], typer.Argument(metavar="REASON [WHEN]...", help=_said("help-line"), autocompletion=reasons_begun)
    ],
    note: Annotated[str, typer.Option("--note", help=_said("help-note"))] = "",
    forward: Annotated[str, typer.Option("--forward", metavar="WHERE", help=_said("help-forward"))] = "",
    whom: Whom = "",
    as_json: AsJson = False,
) -> None:
    from kalix_presence.cli.absence import set_absence

    _run(set_absence(" ".join(line), note=note, forward=forward, whom=whom, as_json=as_json))


@program.command("back", help=_said("help-back"))
def _back(whom: Whom = "", as_json: AsJson = False) -> None:
    from kalix_presence.cli.absence import back

    _run(back(whom=whom, as_json=as_json))


@program.command("status", help=_said("help-status"))
def _status(
    who: Annotated[list[str] | None, typer.Argument(metavar="[WHO]...", help=_said("help-who-one"))] = None,
    as_json: AsJson = False,
) -> None:
    from kalix_presence.cli.status import status

    _run(status(" ".join(who or []), as_json=as_json))


@program.command("who", help=_said("help-who"))
def _who(
    query: Annotated[list[str], typer.Argument(metavar="QUERY...", help=_said("help-query"))], as_json: AsJson = False
) -> None:
    from kalix_presence.cli.status import search

    _run(search(" ".join(query), as_json=as_json))


@program.command("when", help=_said("help-when"), add_help_option=False, context_settings={"ignore_unknown_options": True})
def _when(rest: Annotated[list[str], typer.Argument(metavar="TEXT... [--now ISO] [--json] [--lang TAG]")]) -> None:
    from kalix_presence.cli.when import run_when

    raise typer.Exit(run_when(rest))


def _complete_message(incomplete: str) -> list[tuple[str, str]]:
    from kalix_presence.cli.messages import known_ids

    return [(one, who) for one, who in known_ids() if one.startswith(incomplete.lower())]


messages = Tree(help=_said("help-messages"), invoke_without_command=True)
program.add_typer(messages, name="messages")
MessageId = Annotated[str, typer.Argument(metavar="ID", help=_said("help-message-id"), autocompletion=_complete_message)]


@messages.callback(invoke_without_command=True)
def _messages(
    context: typer.Context,
    done: Annotated[bool, typer.Option("--done", help=_said("help-messages-done"))] = False,
    everybodys: Annotated[bool, typer.Option("--all", help=_said("help-messages-all"))] = False,
    as_json: AsJson = False,
) -> None:
    if context.invoked_subcommand is None:
        from kalix_presence.cli.messages import list_messages

        _run(list_messages(done=done, everybodys=everybodys, as_json=as_json))


@messages.command("show", help=_said("help-message-show"))
def _message_show(message_id: MessageId, as_json: AsJson = False) -> None:
    from kalix_presence.cli.messages import show

    _run(show(message_id, as_json=as_json))


@messages.command("take", help=_said("help-message-take"))
def _message_take(message_id: MessageId) -> None:
    from kalix_presence.cli.messages import take_message

    _run(take_message(message_id))


@messages.command("done", help=_said("help-message-done"))
def _message_done(message_id: MessageId) -> None:
    from kalix_presence.cli.messages import finish

    _run(finish(message_id))


@messages.command("ring", help=_said("help-message-ring"))
def _message_ring(message_id: MessageId) -> None:
    from kalix_presence.cli.messages import ring

    _run(ring(message_id))


@messages.command("no-answer", help=_said("help-message-no-answer"))
def _message_no_answer(message_id: MessageId) -> None:
    from kalix_presence.cli.messages import no_answer

    _run(no_answer(message_id))


@messages.command("later", help=_said("help-message-later"))
def _message_later(
    message_id: MessageId, when: Annotated[list[str], typer.Argument(metavar="WHEN...", help=_said("help-when-text"))]
) -> None:
    from kalix_presence.cli.messages import later

    _run(later(message_id, " ".join(when)))


@messages.command("hand-over", help=_said("help-message-hand-over"))
def _message_hand_over(
    message_id: MessageId,
    whom: Annotated[str, typer.Argument(metavar="WHOM", help=_said("help-whom"))],
    word: Annotated[list[str], typer.Argument(metavar="WORD...", help=_said("help-word"))],
) -> None:
    from kalix_presence.cli.messages import hand_over

    _run(hand_over(message_id, whom, " ".join(word)))


@messages.command("leave", help=_said("help-message-leave"))
def _message_leave(
    whom: Annotated[str, typer.Argument(metavar="WHOM", help=_said("help-whom"))],
    about: Annotated[list[str] | None, typer.Argument(metavar="[ABOUT]...", help=_said("help-about"))] = None,
    name: Annotated[str, typer.Option("--name", help=_said("help-caller-name"))] = "",
    number: Annotated[str, typer.Option("--number", help=_said("help-caller-number"))] = "",
    organisation: Annotated[str, typer.Option("--organisation", help=_said("help-caller-organisation"))] = "",
    before: Annotated[str, typer.Option("--before", metavar="WHEN", help=_said("help-call-before"))] = "",
    urgent: Annotated[bool, typer.Option("--urgent", help=_said("help-urgent"))] = False,
) -> None:
    from kalix_presence.cli.messages import leave_message

    text = " ".join(about or [])
    _run(leave_message(whom, name=name, number=number, organisation=organisation, about=text, urgent=urgent, before=before))


plan = Tree(help=_said("help-plan"), no_args_is_help=True)
program.add_typer(plan, name="plan")
PlanId = Annotated[str, typer.Argument(metavar="ID", help=_said("help-plan-id"))]


@plan.command("add", help=_said("help-plan-add"))
def _plan_add(
    words: Annotated[
        list[str], typer.Argument(metavar="REASON FROM [TO]", help=_said("help-plan-words"), autocompletion=reasons_begun)
    ],
    repeat: Annotated[str, typer.Option("--repeat", metavar="RRULE", help=_said("help-plan-repeat"))] = "",
    forward: Annotated[str, typer.Option("--forward", metavar="WHERE", help=_said("help-forward"))] = "",
    note: Annotated[str, typer.Option("--note", help=_said("help-note"))] = "",
    deputy: Annotated[str, typer.Option("--deputy", metavar="WHO", help=_said("help-plan-deputy"))] = "",
    whom: Whom = "",
    sure: Annotated[bool, typer.Option("--yes", help=_said("help-plan-sure"))] = False,
    as_json: AsJson = False,
) -> None:
    from kalix_presence.cli.plans import add

    _run(add(words, repeat=repeat, forward=forward, note=note, deputy=deputy, whom=whom, sure=sure, as_json=as_json))


@plan.command("list", help=_said("help-plan-list"))
def _plan_list(whom: Whom = "", as_json: AsJson = False) -> None:
    from kalix_presence.cli.plans import list_plans

    _run(list_plans(whom=whom, as_json=as_json))


@plan.command("remove", help=_said("help-plan-remove"))
def _plan_remove(
    plan_id: PlanId,
    day: Annotated[str, typer.Option("--day", metavar="DAY", help=_said("help-plan-day"))] = "",
    whom: Whom = "",
) -> None:
    from kalix_presence.cli.plans import remove

    _run(remove(plan_id, day=day, whom=whom))


@plan.command("accept", help=_said("help-plan-accept"))
def _plan_accept(plan_id: PlanId) -> None:
    from kalix_presence.cli.plans import answer

    _run(answer(plan_id, accept=True))


@plan.command("decline", help=_said("help-plan-decline"))
def _plan_decline(plan_id: PlanId) -> None:
    from kalix_presence.cli.plans import answer

    _run(answer(plan_id, accept=False))


@plan.command("import", help=_said("help-plan-import"))
def _plan_import(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_said("help-plan-file"))],
    whom: Whom = "",
    as_json: AsJson = False,
) -> None:
    from kalix_presence.cli.plans import import_file

    _run(import_file(file, whom=whom, as_json=as_json))


calendars = Tree(help=_said("help-calendars"), no_args_is_help=True)
program.add_typer(calendars, name="calendars")


@calendars.command("list", help=_said("help-calendars-list"))
def _calendars_list(as_json: AsJson = False) -> None:
    from kalix_presence.cli.calendars import list_calendars

    _run(list_calendars(as_json=as_json))


@calendars.command("add", help=_said("help-calendars-add"))
def _calendars_add(
    address: Annotated[str, typer.Argument(metavar="[ADDRESS]", help=_said("help-calendars-address"))] = "",
    username: Annotated[str, typer.Option("--user", metavar="NAME", help=_said("help-calendars-user"))] = "",
    microsoft: Annotated[bool, typer.Option("--microsoft", help=_said("help-calendars-microsoft"))] = False,
    as_json: AsJson = False,
) -> None:
    from kalix_presence.cli.calendars import add

    _run(add(address, username=username, microsoft=microsoft, as_json=as_json))


@calendars.command("remove", help=_said("help-calendars-remove"))
def _calendars_remove(
    calendar_id: Annotated[str, typer.Argument(metavar="ID", help=_said("help-calendars-id"))],
) -> None:
    from kalix_presence.cli.calendars import remove

    _run(remove(calendar_id))


preferences = Tree(help=_said("help-preferences"), invoke_without_command=True)
program.add_typer(preferences, name="preferences")


@preferences.callback(invoke_without_command=True)
def _preferences(context: typer.Context, as_json: AsJson = False) -> None:
    if context.invoked_subcommand is None:
        from kalix_presence.cli.preferences import show

        _run(show(as_json=as_json))


@preferences.command("set", help=_said("help-preferences-set"))
def _preferences_set(
    name: Annotated[str, typer.Argument(metavar="NAME", help=_said("help-preferences-name"))],
    value: Annotated[list[str], typer.Argument(metavar="VALUE...", help=_said("help-preferences-value"))],
) -> None:
    from kalix_presence.cli.preferences import change

    _run(change(name, " ".join(value)))


notices = Tree(help=_said("help-notices"), invoke_without_command=True)
program.add_typer(notices, name="notices")
NoticeId = Annotated[str, typer.Argument(metavar="ID", help=_said("help-notice-id"))]


@notices.callback(invoke_without_command=True)
def _notices(context: typer.Context, as_json: AsJson = False) -> None:
    if context.invoked_subcommand is None:
        from kalix_presence.cli.notices import list_notices

        _run(list_notices(as_json=as_json))


@notices.command("propose", help=_said("help-notice-propose"))
def _notice_propose(
    text: Annotated[list[str], typer.Argument(metavar="TEXT...", help=_said("help-notice-text"))],
    until: Annotated[str, typer.Option("--until", metavar="WHEN", help=_said("help-notice-until"))],
    since: Annotated[str, typer.Option("--from", metavar="WHEN", help=_said("help-notice-from"))] = "",
    unit: Annotated[str, typer.Option("--unit", metavar="CODE", help=_said("help-notice-unit"))] = "",
    publish: Annotated[bool, typer.Option("--publish", help=_said("help-notice-publish-now"))] = False,
) -> None:
    from kalix_presence.cli.notices import propose

    _run(propose(" ".join(text), until=until, since=since, unit=unit, publish=publish))


@notices.command("publish", help=_said("help-notice-publish"))
def _notice_publish(notice_id: NoticeId) -> None:
    from kalix_presence.cli.notices import publish

    _run(publish(notice_id))


@notices.command("withdraw", help=_said("help-notice-withdraw"))
def _notice_withdraw(notice_id: NoticeId) -> None:
    from kalix_presence.cli.notices import withdraw

    _run(withdraw(notice_id))


@program.command("sessions", help=_said("help-sessions"))
def _sessions(
    end: Annotated[str, typer.Option("--end", metavar="ID", help=_said("help-session-end"))] = "",
    others: Annotated[bool, typer.Option("--end-others", help=_said("help-session-end-others"))] = False,
    as_json: AsJson = False,
) -> None:
    from kalix_presence.cli.sessions import sessions

    _run(sessions(end, others=others, as_json=as_json))


@program.command("audit", help=_said("help-audit"))
def _audit(about: Annotated[str, typer.Option(help=_said("help-audit-about"))] = "", as_json: AsJson = False) -> None:
    from kalix_presence.cli.audit import audit

    _run(audit(about, as_json=as_json))


@program.command("unclear", help=_said("help-unclear"))
def _unclear(as_json: AsJson = False) -> None:
    from kalix_presence.cli.unclear import list_unclear

    _run(list_unclear(as_json=as_json))


@program.command("sign-in", help=_said("help-sign-in"))
def _sign_in(
    hub: Annotated[str, typer.Option("--hub", metavar="URL", help=_said("help-hub"))] = "",
    username: Annotated[str, typer.Option("--user", metavar="NAME", help=_said("help-user"))] = "",
    show_token: Annotated[bool, typer.Option("--show-token", help=_said("help-show-token"))] = False,
) -> None:
    from kalix_presence.cli.signing import sign_in

    _run(sign_in(hub, username, show_token=show_token))


@program.command("password", help=_said("help-password"))
def _password() -> None:
    from kalix_presence.cli.signing import change_password

    _run(change_password())


@program.command("sign-out", help=_said("help-sign-out"))
def _sign_out() -> None:
    from kalix_presence.cli.signing import sign_out

    _run(sign_out())


@program.command("log", help=_said("help-log"))
def _log(
    path: Annotated[bool, typer.Option("--path", help=_said("help-log-path"))] = False,
    tail: Annotated[int | None, typer.Option("--tail", metavar="N", min=1, help=_said("help-log-tail"))] = None,
) -> None:
    from kalix_presence.cli.program_log import show_log

    _run(show_log(tail, path=path))


@program.command("tray", help=_said("help-tray"))
def _tray(
    window: Annotated[
        str, typer.Argument(metavar="[panel|colleagues|messages|plans|settings]", help=_said("help-tray-window"))
    ] = "",
) -> None:
    """Only for `--help`: the entry starts the tray itself, before this tree is loaded."""
