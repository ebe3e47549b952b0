"""kalix-hub init: a folder with a commented configuration, a database and a first administrator, or the sample."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from kalix_presence import shipped
from kalix_presence.hub.access.account_marks import AccountMarks
from kalix_presence.hub.access.auth import hashed
from kalix_presence.hub.commands.password import PasswordFile, chosen_password, made_up
from kalix_presence.hub.commands.saying import note, refusing, say, write
from kalix_presence.hub.core.core import utc_now
from kalix_presence.hub.directory.importing import import_people
from kalix_presence.hub.directory.people_file import read_people_file
from kalix_presence.hub.site.config import FILE, Config, read_config, template
from kalix_presence.hub.store import Transaction
from kalix_presence.hub.store.accounts import Account, put_account, read_accounts
from kalix_presence.hub.store.settings import mark_key, touch_accounts
from kalix_presence.model.errors import BadInput, Conflict

DEMO_PASSWORD = "sommar-vinter-2026"  # noqa: S105  (printed; for the sample organisation on this machine only)


def init(
    folder: Annotated[Path, typer.Argument(help="Folder to make; it must not hold a configuration yet.")],
    sample: Annotated[bool, typer.Option(help="The sample organisation on the embedded PBX, to try it all out.")] = False,
    port: Annotated[int, typer.Option(help="Port to listen on.", min=0, max=65535)] = 8770,
    administrator: Annotated[str, typer.Option(help="Username of the first administrator.")] = "admin",
    password_file: PasswordFile = None,
) -> None:
    """Make a configuration, a database and a first administrator."""
    with refusing():
        if (folder / FILE).exists():
            raise Conflict("config-there", folder=str(folder))
        given = chosen_password(password_file)
        word = (DEMO_PASSWORD if sample else made_up()) if given is None else given
        kept = hashed(word)
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            (folder / FILE).write_text(template(port), "utf-8")
            (folder / FILE).chmod(0o600)
        except OSError as fault:
            raise BadInput("folder-unwritable", folder=str(folder), problem=type(fault).__name__) from None
        config = read_config(folder)
        first = Account(administrator, None, None, kept, ("administrator",))
        note(config, "init", account=write(config, lambda change: first_account(change, first)), sample=sample)
        say("init-done", folder=folder)
        if sample:
            add_sample(config, kept)
        if given is not None:
            say("init-chosen", username=administrator)
        elif sample:
            say("init-sample", username=_anna(config), password=word, administrator=administrator)
        else:
            say("init-administrator", username=administrator, password=word)
        say("init-next", folder=folder)


def add_sample(config: Config, password_hash: str) -> None:
    """Bring in the sample organisation; everybody in it gets the same password."""
    path = shipped.resources() / "sample" / "people.csv"
    wanted = read_people_file(path.read_text("utf-8"), shipped.default_policy())
    if wanted.bad:
        raise wanted.bad[0].error

    def work(change: Transaction) -> None:
        import_people(change, wanted, now=utc_now())
        for account in read_accounts(change.sql):
            if account.extension is not None:
                put_account(change, replace(account, password_hash=password_hash))

    write(config, work)


def first_account(change: Transaction, account: Account) -> str:
    """The mark of the account that was made."""
    put_account(change, account)
    touch_accounts(change)
    return AccountMarks(mark_key(change)).of(account.username)


def _anna(config: Config) -> str:
    """Whom the demo signs in as: Anna Ek at 2041."""

    def name(change: Transaction) -> str:
        return next((one.username for one in read_accounts(change.sql) if one.extension == "2041"), "")

    return write(config, name)
