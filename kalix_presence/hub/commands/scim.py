"""kalix-hub scim: the tokens by which a directory service pushes people, who of them waits here and why, and what is held."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from kalix_presence import shipped
from kalix_presence.hub.commands.saying import Folder, at_server, configured, language, note, read, refusing, say, write
from kalix_presence.hub.core.core import utc_now
from kalix_presence.hub.store import Transaction, scim_resources
from kalix_presence.hub.store.people import read_person
from kalix_presence.hub.store.scim_resources import USER
from kalix_presence.hub.store.scim_tokens import add_token, read_tokens, remove_token
from kalix_presence.hub.store.settings import touch_accounts
from kalix_presence.model.audit import AuditAct
from kalix_presence.model.errors import BadInput, Conflict, NotFound

program = typer.Typer(help="People whom a directory service pushes: token, list, join, accept.", no_args_is_help=True)
token = typer.Typer(help="Tokens of directory services: new, list, revoke.", no_args_is_help=True)
program.add_typer(token, name="token")


@token.command()
def new(
    name: Annotated[str, typer.Argument(help="What it is for, such as entra.")],
    folder: Folder = Path(),
    days: Annotated[int, typer.Option(help="Days that it is good.", min=1, max=1096)] = 365,
) -> None:
    """Make a token and show it, this once. It opens /scim and nothing else."""
    from kalix_presence.hub.scim.tokens import made_token

    with refusing():
        config = configured(folder)
        if not name.strip() or len(name) > 60 or not name.isprintable():
            raise BadInput("scim-token-name", field="name")
        text, made = made_token(name.strip(), days=days, now=utc_now())

        def work(change: Transaction) -> None:
            add_token(change, made)
            _audit(change, AuditAct.SCIM_TOKEN, subject=made.id, detail="new")

        write(config, work)
        note(config, "scim-token-new", token=made.id)
        say("scim-token-new", id=made.id, until=_day(made.expires))
        if not config.scim.enabled:
            say("scim-not-enabled")
        typer.echo(text)


@token.command("list")
def show_tokens(folder: Folder = Path()) -> None:
    """All tokens: id, what for, until when, when used last, what was refused last."""
    with refusing():
        for one in read(configured(folder), read_tokens):
            refused = f"{_minute(one.refused_at)} {one.refused}" if one.refused_at is not None else "-"
            typer.echo("\t".join((one.id, one.name, _day(one.expires), _minute(one.seen), refused)))


@token.command()
def revoke(
    name: Annotated[str, typer.Argument(metavar="ID", help="The token's id, as `list` has it.")], folder: Folder = Path()
) -> None:
    """End a token; within a second it opens nothing."""
    with refusing():
        wanted = name.strip().lower()

        def work(change: Transaction) -> None:
            if not remove_token(change, wanted):
                raise NotFound("scim-token-unknown")
            _audit(change, AuditAct.SCIM_TOKEN, subject=wanted, detail="revoked")

        config = configured(folder)
        write(config, work)
        note(config, "scim-token-revoke", token=wanted)
        say("scim-token-revoked", id=wanted)


@program.command("list")
def show(folder: Folder = Path()) -> None:
    """Who was pushed and is not in the directory as the service says, and why: id, user name, why, what could not be used."""
    with refusing():
        words = shipped.words(language())
        for one in read(configured(folder), scim_resources.read_remarkable):
            why = words.say(f"hub.scim-why-{one.trouble}") if one.trouble else "-"
            typer.echo("\t".join((one.id, str(one.body.get("userName", "")), why, ", ".join(one.left_out) or "-")))


@program.command()
def join(
    resource: Annotated[str, typer.Argument(help="The id of the pushed person, as `list` has it.")],
    extension: Annotated[str, typer.Argument(help="Who they are in the directory.")],
    folder: Folder = Path(),
) -> None:
    """Say who a pushed person is: needed where they are in the directory already and no rule of the site's tells it."""
    with refusing():

        def work(change: Transaction) -> None:
            one = scim_resources.find_resource(change.sql, USER, resource.strip().lower())
            if one is None:
                raise NotFound("scim-resource-unknown")
            person = read_person(change.sql, extension)
            if person is None:
                raise NotFound("extension-unknown", extension=extension)
            if one.person or scim_resources.find_of_person(change.sql, person.id) is not None:
                raise Conflict("scim-joined", extension=extension)
            scim_resources.join_person(change, one.id, person.id)
            _audit(change, AuditAct.SCIM_JOIN, about=extension, subject=one.id)
            touch_accounts(change)  # a serving hub looks again at who waits

        config = configured(folder)
        write(config, work)
        note(config, "scim-join")
        say("scim-joined", extension=extension)


@program.command()
def accept(
    count: Annotated[int | None, typer.Argument(help="How many are held; without it they are only shown.")] = None,
    folder: Folder = Path(),
) -> None:
    """Let those go whom the service has taken away, more of them within an hour than the site lets go without asking."""
    with refusing():
        config = configured(folder)
        if count is None:
            held = read(config, scim_resources.read_held_removals)
            for one in held:
                typer.echo(f"{one.id}\t{one.body.get('userName', '')}")
            _ask(len(held))

        def work(change: Transaction) -> int:
            held = scim_resources.read_held_removals(change.sql)
            if len(held) != count:
                raise Conflict("scim-held-other", count=len(held))
            scim_resources.accept(change, [one.id for one in held])
            _audit(change, AuditAct.SCIM_ACCEPT, detail=str(len(held)))
            return len(held)

        done = write(config, work)
        note(config, "scim-accept", count=done)
        say("scim-accepted", count=done)


def _ask(count: int) -> NoReturn:
    say("scim-held", count=count)
    raise typer.Exit(1 if count else 0)


def _audit(change: Transaction, act: AuditAct, *, about: str = "", subject: str = "", detail: str = "") -> None:
    change.audit(act, now=utc_now(), by=at_server(), about=about, way="server", subject=subject, detail=detail)


def _day(at: datetime) -> str:
    return at.astimezone().strftime("%Y-%m-%d")


def _minute(at: datetime | None) -> str:
    return "-" if at is None else at.astimezone().strftime("%Y-%m-%d %H:%M")
