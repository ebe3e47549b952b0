"""How commands speak: sentences of the catalogue in the language of whoever sits there, and one way to end in a refusal."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from kalix_presence import shipped
from kalix_presence.hub.core.core import utc_now
from kalix_presence.hub.site.acts import Acts, Fact, whoever
from kalix_presence.hub.site.config import Config, read_config
from kalix_presence.hub.site.kept import kept_of
from kalix_presence.hub.site.sentences import language_of, sentence
from kalix_presence.hub.store import Store, Transaction
from kalix_presence.hub.store.database import Database
from kalix_presence.hub.store.sql import Sql
from kalix_presence.model.errors import PresenceError

T = TypeVar("T")

Folder = Annotated[Path, typer.Option("--config", "-c", help="Folder of the hub's configuration.", envvar="KALIX_HUB_CONFIG")]


def language() -> str:
    """sv, en or fi from the environment's locale; Swedish when it names none of them."""
    locale = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return language_of(locale.partition(".")[0].replace("_", "-"))


def say(key: str, /, **params: object) -> None:
    """Print the catalogue's sentence `hub.<key>`."""
    typer.echo(shipped.words(language()).say(f"hub.{key}", **params))


@contextmanager
def refusing() -> Iterator[None]:
    """A refusal ends the command with its sentence on standard error and exit code 1."""
    try:
        yield
    except PresenceError as refusal:
        sys.stderr.write(sentence(refusal, language()) + "\n")
        raise typer.Exit(1) from None


def write(config: Config, work: Callable[[Transaction], T]) -> T:
    """Do `work` in one transaction of the hub's database, beside a serving hub if there is one.

    A database of an older version is brought up to date first, but never under a hub that serves: Conflict
    `hub-serving-already`.
    """
    return beside(config, lambda store: store.write(work))


def beside(config: Config, work: Callable[[Store], Coroutine[Any, Any, T]]) -> T:
    """The same for what is done in several steps, so that others' changes come in between."""
    kept = bring_up_to_date(config)

    async def once() -> T:
        store = await asyncio.to_thread(Store, kept)
        try:
            return await work(store)
        finally:
            await asyncio.to_thread(store.close)

    return asyncio.run(once())


def bring_up_to_date(config: Config) -> Database:
    """Upgrade the database where it is of an older version, and say which it is; as `write`, which does it by itself."""
    kept = kept_of(config)
    if kept.is_ours() and kept.is_older():
        with kept.claimed():
            kept.upgrade()
    return kept


def read(config: Config, work: Callable[[Sql], T]) -> T:
    """Do `work` on what is there: nothing is changed, nor brought up to date. Raises Conflict `store-older`."""
    kept = kept_of(config)
    kept.require_current()
    with kept.looking() as sql:
        return work(sql)


def at_server() -> str:
    """Whoever sits at the server, as the audit trail names them: the number of their user at the system."""
    return f"uid:{whoever()}"


def note(config: Config, act: str, **facts: Fact) -> None:
    """Write down what an administrator has done; when that cannot be, say so and go on: it is done."""
    try:
        Acts(config.folder).note(act, now=utc_now(), **facts)
    except OSError as fault:
        sys.stderr.write(shipped.words(language()).say("hub.act-not-noted", problem=type(fault).__name__) + "\n")


def configured(folder: Path, *, without_database: bool = False) -> Config:
    """The configuration in `folder`; its database has to be there, for none but `init` makes one.

    Raises BadInput `database-missing`, `database-empty`, `database-strange`.
    """
    config = read_config(folder)
    if not without_database:
        kept_of(config).require_there()
    return config
