"""The commands of what is one's own: preferences, sessions, audit trail, sign-in, check, log."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kalix_presence.cli.tree import AsJson, program, run_work, said
from kalix_presence.commandline.frame import Tree

preferences = Tree(help=said("help-preferences"), invoke_without_command=True)
program.add_typer(preferences, name="preferences")


@preferences.callback(invoke_without_command=True)
def _preferences(context: typer.Context, as_json: AsJson = False) -> None:
    if context.invoked_subcommand is None:
        from kalix_presence.cli.preferences import show

        run_work(show(as_json=as_json))


@preferences.command("set", help=said("help-preferences-set"))
def _preferences_set(
    name: Annotated[str, typer.Argument(metavar="NAME", help=said("help-preferences-name"))],
    value: Annotated[list[str], typer.Argument(metavar="VALUE...", help=said("help-preferences-value"))],
) -> None:
    from kalix_presence.cli.preferences import change

    run_work(change(name, " ".join(value)))


@program.command("sessions", help=said("help-sessions"))
def _sessions(
    end: Annotated[str, typer.Option("--end", metavar="ID", help=said("help-session-end"))] = "",
    others: Annotated[bool, typer.Option("--end-others", help=said("help-session-end-others"))] = False,
    as_json: AsJson = False,
) -> None:
    from kalix_presence.cli.sessions import sessions

    run_work(sessions(end, others=others, as_json=as_json))


@program.command("audit", help=said("help-audit"))
def _audit(about: Annotated[str, typer.Option(help=said("help-audit-about"))] = "", as_json: AsJson = False) -> None:
    from kalix_presence.cli.audit import audit

    run_work(audit(about, as_json=as_json))


@program.command("who-sees", help=said("help-who-sees"))
def _who_sees(as_json: AsJson = False) -> None:
    from kalix_presence.cli.who_sees import who_sees

    run_work(who_sees(as_json=as_json))


@program.command("my-data", help=said("help-my-data"))
def _my_data(file: Annotated[Path, typer.Option("--file", metavar="PATH", help=said("help-my-data-file"))]) -> None:
    from kalix_presence.cli.own_copy import my_data

    run_work(my_data(file))


@program.command("sign-in", help=said("help-sign-in"))
def _sign_in(
    hub: Annotated[str, typer.Option("--hub", metavar="URL", help=said("help-hub"))] = "",
    username: Annotated[str, typer.Option("--user", metavar="NAME", help=said("help-user"))] = "",
    show_token: Annotated[bool, typer.Option("--show-token", help=said("help-show-token"))] = False,
    browser: Annotated[bool, typer.Option("--browser", help=said("help-sign-in-browser"))] = False,
    code: Annotated[bool, typer.Option("--device", help=said("help-sign-in-device"))] = False,
) -> None:
    if browser or code:
        from kalix_presence.cli.organisation import sign_in_by_organisation

        run_work(sign_in_by_organisation(hub, by_code=code, show_token=show_token))
        return
    from kalix_presence.cli.signing import sign_in

    run_work(sign_in(hub, username, show_token=show_token))


@program.command("password", help=said("help-password"))
def _password() -> None:
    from kalix_presence.cli.signing import change_password

    run_work(change_password())


@program.command("second-factor", help=said("help-factor"))
def _second_factor(
    turn: Annotated[str, typer.Argument(metavar="[on|off]", show_default=False)] = "",
) -> None:
    from kalix_presence.cli.second_factor import second_factor

    run_work(second_factor(turn))


@program.command("sign-out", help=said("help-sign-out"))
def _sign_out() -> None:
    from kalix_presence.cli.signing import sign_out

    run_work(sign_out())


@program.command("check", help=said("help-check"))
def _check(
    file: Annotated[Path | None, typer.Option("--file", metavar="PATH", help=said("help-check-file"))] = None,
    as_json: AsJson = False,
) -> None:
    from kalix_presence.cli.check import check

    run_work(check(file, as_json=as_json))


@program.command("update", help=said("help-update"))
def _update(
    fetch: Annotated[bool, typer.Option("--fetch", help=said("help-update-fetch"))] = False,
    as_json: AsJson = False,
) -> None:
    from kalix_presence.cli.update import update

    run_work(update(fetch=fetch, as_json=as_json))


@program.command("log", help=said("help-log"))
def _log(
    path: Annotated[bool, typer.Option("--path", help=said("help-log-path"))] = False,
    tail: Annotated[int | None, typer.Option("--tail", metavar="N", min=1, help=said("help-log-tail"))] = None,
) -> None:
    from kalix_presence.cli.program_log import show_log

    run_work(show_log(tail, path=path))


@program.command("tray", help=said("help-tray"))
def _tray(
    window: Annotated[
        str, typer.Argument(metavar="[panel|colleagues|messages|plans|settings]", help=said("help-tray-window"))
    ] = "",
) -> None:
    """Only for `--help`: the entry starts the tray itself, before this tree is loaded."""
