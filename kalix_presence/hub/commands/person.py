"""kalix-hub person: all that is held on one person, and erasing a leaver."""

from __future__ import annotations

import json
import os
import sqlite3
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from kalix_presence import shipped
from kalix_presence.hub.commands.saying import (
    Folder,
    at_server,
    bring_up_to_date,
    configured,
    language,
    note,
    read,
    refusing,
    say,
    write,
)
from kalix_presence.hub.core.core import utc_now
from kalix_presence.hub.directory.erasing import Erased, erase_person, look_before
from kalix_presence.hub.store import Transaction
from kalix_presence.hub.store.accounts import find_account_of
from kalix_presence.hub.store.held import held_of
from kalix_presence.hub.store.people import read_people
from kalix_presence.model.audit import AuditAct
from kalix_presence.model.errors import BadInput, NotFound, StoreFull
from kalix_presence.model.held_text import readable

program = typer.Typer(help="One person: export all that is held on them, erase a leaver.", no_args_is_help=True)

Extension = Annotated[str, typer.Argument(help="Their extension.")]


class Form(StrEnum):
    """How it is written."""

    JSON = "json"
    TEXT = "text"


class _NotKept(Exception):
    """Only looked at: the transaction ends here, and nothing of it is kept."""

    def __init__(self, done: Erased) -> None:
        super().__init__()
        self.done = done


@program.command()
def export(
    extension: Extension,
    file: Annotated[Path, typer.Argument(help="File to write; readable by you only.")],
    folder: Folder = Path(),
    form: Annotated[Form, typer.Option("--format", help="json, or text for people to read.")] = Form.JSON,
) -> None:
    """Write down all that the hub holds on a person. It names others, too: look through it before you hand it out."""
    with refusing():
        config = configured(folder)
        held = read(config, lambda sql: _held(sql, extension))
        text = (
            json.dumps(held, ensure_ascii=False, indent=1) if form is Form.JSON else readable(held, shipped.words(language()))
        )
        _put(file, text + "\n")
        now = utc_now()
        write(
            config,
            lambda change: change.audit(AuditAct.PERSON_EXPORT, now=now, by=at_server(), about=extension, way="server"),
        )
        say("person-exported", file=file, count=sum(map(len, held.values())))


@program.command()
def erase(
    extension: Extension,
    folder: Folder = Path(),
    yes: Annotated[bool, typer.Option("--yes", help="Do it. Without, it is only said what would be.")] = False,
) -> None:
    """Erase a person who has left: callback messages that wait are handed over first; what stays is said, and why."""
    with refusing():
        config = configured(folder)

        if yes:
            bring_up_to_date(config)
        before = read(config, lambda sql: look_before(sql, extension))

        def work(change: Transaction) -> Erased:
            change.audit(AuditAct.PERSON_ERASE, now=utc_now(), by=at_server(), about=extension, way="server")
            done = erase_person(change, extension, now=utc_now(), before=before)
            if not yes:
                raise _NotKept(done)
            return done

        try:
            done = write(config, work)
            note(config, "person-erase")
        except _NotKept as looked:
            done = looked.done
        say("person-erased" if yes else "person-would-erase", name=done.person.name, extension=extension)
        say("person-handed-over", count=done.handed_over)
        say("person-stays-audit", count=before.audit_lines, days=config.limits.audit_days)
        say("person-stays-steps", count=done.steps)
        say("person-stays-backups")
        if not yes:
            raise typer.Exit(1)


def _held(sql: sqlite3.Connection, extension: str) -> dict[str, list[dict[str, Any]]]:
    person = read_people(sql).get(extension)
    if person is None:
        raise NotFound("extension-unknown", extension=extension)
    account = find_account_of(sql, extension)
    return dict(held_of(sql, person, account.username if account is not None else ""))


def _put(file: Path, text: str) -> None:
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "w", encoding="utf-8") as opened:  # noqa: PTH123  (by its descriptor)
            opened.write(text)
    except FileExistsError:
        raise BadInput("file-there", file=str(file)) from None
    except OSError as fault:
        if file.exists():
            raise StoreFull("backup-no-room", folder=str(file.parent)) from None
        raise BadInput("folder-unwritable", folder=str(file.parent), problem=type(fault).__name__) from None
