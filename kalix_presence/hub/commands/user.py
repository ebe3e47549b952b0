"""kalix-hub user: who may sign in, and as what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from kalix_presence.hub.access.account_marks import AccountMarks
from kalix_presence.hub.access.auth import hashed
from kalix_presence.hub.commands.password import PasswordFile, chosen_password, made_up, one_time_code
from kalix_presence.hub.commands.saying import Folder, at_server, configured, note, read, refusing, say, write
from kalix_presence.hub.commands.setup_answers import USERNAME
from kalix_presence.hub.core.core import utc_now
from kalix_presence.hub.identity.joining import LONGEST
from kalix_presence.hub.site.acts import Fact
from kalix_presence.hub.site.kept import kept_of
from kalix_presence.hub.store import Transaction
from kalix_presence.hub.store.accounts import (
    Account,
    find_account,
    find_account_of,
    put_account,
    read_accounts,
)
from kalix_presence.hub.store.identities import Identity, find_bound, is_bound
from kalix_presence.hub.store.identities import bind as bind_identity
from kalix_presence.hub.store.identities import unbind as unbind_identity
from kalix_presence.hub.store.kept_sessions import KeptSession, end_session, end_sessions_of, find_sessions_of
from kalix_presence.hub.store.people import is_there
from kalix_presence.hub.store.second_factors import end_factor
from kalix_presence.hub.store.settings import mark_key, touch_accounts
from kalix_presence.hub.store.sql import Sql
from kalix_presence.model.access import Role
from kalix_presence.model.audit import AuditAct
from kalix_presence.model.errors import BadInput, Conflict, NotFound

program = typer.Typer(
    help="Accounts: add, password, reset, factor, bind, unbind, roles, lock, unlock, sessions, sign-out, list, who.",
    no_args_is_help=True,
)

Name = Annotated[str, typer.Argument(help="Username.")]


@program.command()
def add(
    username: Name,
    folder: Folder = Path(),
    extension: Annotated[str, typer.Option(help="Their extension in the directory.")] = "",
    role: Annotated[list[str] | None, typer.Option(help="employee, receptionist, officer, head or administrator.")] = None,
    administration: Annotated[str, typer.Option(help="Code of the administration a telephone officer looks after.")] = "",
    password_file: PasswordFile = None,
) -> None:
    """Add an account."""
    with refusing():
        name = username.strip().lower()
        if not USERNAME.fullmatch(name):
            raise BadInput("username-strange", field="username")
        given = chosen_password(password_file)
        word = made_up() if given is None else given
        account = Account(name, extension or None, administration or None, hashed(word), _roles(role or ["employee"]))

        def work(change: Transaction) -> str:
            if find_account(change.sql, name) is not None:
                raise Conflict("username-taken", username=name)
            if account.extension is not None:
                if not is_there(change.sql, account.extension):
                    raise NotFound("extension-unknown", extension=account.extension)
                if find_account_of(change.sql, account.extension) is not None:
                    raise Conflict("extension-has-account", extension=account.extension)
            put_account(change, account)
            audit(change, AuditAct.USER_ADD, account, detail=" ".join(account.roles))
            touch_accounts(change)
            return _mark(change, name)

        config = configured(folder)
        note(config, "user-add", account=write(config, work), roles=",".join(account.roles))
        say("user-added", username=name)
        if given is None:
            say("user-password", password=word)


@program.command()
def password(username: Name, folder: Folder = Path(), password_file: PasswordFile = None) -> None:
    """Set a new password; everything signed in with the old one is signed out."""
    with refusing():
        given = chosen_password(password_file)
        word = made_up() if given is None else given
        kept = hashed(word)
        _change(
            "user-password",
            folder,
            username,
            lambda account: replace(account, password_hash=kept, code_until=None),
            sign_out=True,
        )
        say("user-changed", username=username)
        if given is None:
            say("user-password", password=word)


@program.command()
def reset(
    username: Name,
    folder: Folder = Path(),
    hours: Annotated[int, typer.Option(help="How long the code is good.", min=1, max=24 * 14)] = 24,
) -> None:
    """Give somebody who forgot their password a code, with which they sign in once and choose a new one; needs no e-mail."""
    with refusing():
        code, until = one_time_code(), datetime.now(UTC) + timedelta(hours=hours)
        kept = hashed(code)
        turn = lambda account: replace(account, password_hash=kept, code_until=until)  # noqa: E731
        _change("user-reset", folder, username, turn, sign_out=True)
        say("user-reset", username=username, hours=hours)
        typer.echo(code)


@program.command()
def factor(username: Name, folder: Folder = Path()) -> None:
    """Take away the second factor of somebody who lost it; everything signed in with the account ends."""
    with refusing():
        forget = lambda change, account: end_factor(change, account.username)  # noqa: E731
        _change("user-factor", folder, username, lambda account: account, sign_out=True, also=forget)
        say("user-factor", username=username)


@program.command()
def bind(
    username: Name,
    subject: Annotated[str, typer.Argument(help="What the organisation's sign-in service calls them.")],
    folder: Folder = Path(),
) -> None:
    """Join an account to somebody at the organisation's sign-in service: needed for those who may do more than an employee."""
    with refusing():
        config, wanted = configured(folder), subject.strip()
        issuer = config.sign_in.oidc.issuer
        if not issuer:
            raise NotFound("organisation-none")
        if not 0 < len(wanted) <= LONGEST:
            raise BadInput("identity-subject", field="subject")

        def join(change: Transaction, account: Account) -> None:
            if is_bound(change.sql, account.username) or find_bound(change.sql, issuer, wanted) is not None:
                raise Conflict("identity-bound", username=account.username, subject=wanted)
            bind_identity(change, Identity(issuer, wanted, account.username, utc_now()))

        _change("user-bind", folder, username, lambda account: account, also=join)
        say("user-bound", username=username, subject=wanted)


@program.command()
def unbind(username: Name, folder: Folder = Path()) -> None:
    """Part an account from the organisation's sign-in service; everything signed in with it ends."""
    with refusing():

        def part(change: Transaction, account: Account) -> None:
            if not unbind_identity(change, account.username):
                raise NotFound("identity-unbound", username=account.username)

        _change("user-unbind", folder, username, lambda account: account, sign_out=True, also=part)
        say("user-unbound", username=username)


@program.command()
def roles(
    username: Name,
    role: Annotated[list[str], typer.Argument(help="employee, receptionist, officer, head, administrator.")],
    folder: Folder = Path(),
    administration: Annotated[str, typer.Option(help="Code of the administration a telephone officer looks after.")] = "",
) -> None:
    """Set what an account may do."""
    with refusing():
        wanted = _roles(role)
        _change(
            "user-roles",
            folder,
            username,
            lambda account: replace(account, roles=wanted, administration=administration or account.administration),
            roles=",".join(wanted),
        )
        say("user-changed", username=username)


@program.command()
def lock(username: Name, folder: Folder = Path()) -> None:
    """Let an account sign in no more; everything signed in with it ends."""
    with refusing():
        _change("user-lock", folder, username, lambda account: replace(account, locked=True), sign_out=True)
        say("user-locked", username=username)


@program.command()
def unlock(username: Name, folder: Folder = Path()) -> None:
    """Let a locked account sign in again."""
    with refusing():
        _change("user-unlock", folder, username, lambda account: replace(account, locked=False))
        say("user-changed", username=username)


@program.command("sessions")
def show_sessions(username: Name, folder: Folder = Path()) -> None:
    """Where an account is signed in: session, device, from where, since when, and when it was seen last."""
    with refusing():
        name = username.strip().lower()

        def work(sql: Sql) -> list[KeptSession]:
            if find_account(sql, name) is None:
                raise NotFound("username-unknown", username=name)
            return find_sessions_of(sql, name)

        for each in read(configured(folder), work):
            cells = (each.id, each.device or "-", each.place or "-", _minute(each.created), _minute(each.seen))
            typer.echo("\t".join(cells))


@program.command("sign-out")
def sign_out(
    username: Name,
    session: Annotated[str, typer.Option(help="Only this session, as `sessions` names it; else all of them.")] = "",
    folder: Folder = Path(),
) -> None:
    """Sign an account out, everywhere or of one session; its programs are told within seconds."""
    with refusing():
        name, wanted = username.strip().lower(), session.strip().lower()

        def work(change: Transaction) -> tuple[str, int]:
            account = find_account(change.sql, name)
            if account is None:
                raise NotFound("username-unknown", username=name)
            if wanted and not end_session(change, wanted, username=name):
                raise NotFound("session-unknown")
            ended = 1 if wanted else len(end_sessions_of(change, name))
            audit(change, AuditAct.END_SESSION if wanted else AuditAct.END_SESSIONS, account)
            touch_accounts(change)
            return _mark(change, name), ended

        config = configured(folder)
        mark, ended = write(config, work)
        note(config, "user-sign-out", account=mark, count=ended)
        say("user-signed-out", username=name, count=ended)


@program.command("list")
def show(folder: Folder = Path()) -> None:
    """All accounts: username, extension, roles, and whether one is locked."""
    with refusing():
        for account in read(configured(folder), read_accounts):
            locked = "locked" if account.locked else ""
            typer.echo(f"{account.username}\t{account.extension or '-'}\t{','.join(account.roles)}\t{locked}".rstrip())


@program.command()
def who(
    mark: Annotated[str, typer.Argument(help="The account as the log names it.")],
    folder: Folder = Path(),
) -> None:
    """Whose account the log means."""
    with refusing():

        def work(change: Transaction) -> list[str]:
            marks = AccountMarks(mark_key(change))
            return [each.username for each in read_accounts(change.sql) if marks.of(each.username) == mark.strip().lower()]

        config = configured(folder)
        kept_of(config).require_current()
        found = write(config, work)
        if not found:
            raise NotFound("mark-unknown", mark=mark[:20])
        typer.echo("\n".join(found))


def _roles(wanted: list[str]) -> tuple[str, ...]:
    for role in wanted:
        if role not in set(Role):
            raise BadInput("role-unknown", field="roles", role=role[:20])
    return tuple(dict.fromkeys(wanted))


def _change(
    act: str,
    folder: Path,
    username: str,
    turn: Callable[[Account], Account],
    *,
    sign_out: bool = False,
    also: Callable[[Transaction, Account], object] = lambda change, account: None,
    **facts: Fact,
) -> None:
    name = username.strip().lower()

    def work(change: Transaction) -> str:
        account = find_account(change.sql, name)
        if account is None:
            raise NotFound("username-unknown", username=name)
        turned = turn(account)
        put_account(change, turned)
        audit(change, AuditAct(act), turned, detail=" ".join(turned.roles) if act == "user-roles" else "")
        also(change, turned)
        if sign_out:
            end_sessions_of(change, name)
        touch_accounts(change)
        return _mark(change, name)

    config = configured(folder)
    note(config, act, account=write(config, work), **facts)


def _minute(moment: datetime) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")


def audit(change: Transaction, act: AuditAct, account: Account, *, detail: str = "") -> None:
    """Whoever sits at the server has done this to `account`."""
    change.audit(
        act, now=utc_now(), by=at_server(), about=account.extension or "", way="server", subject=account.username, detail=detail
    )


def _mark(change: Transaction, username: str) -> str:
    return AccountMarks(mark_key(change)).of(username)
