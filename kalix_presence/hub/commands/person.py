"""kalix-hub person: all that is held on one person, and erasing a leaver."""

from __future__ import annotations

import json
import os
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
from kalix_presence.hub.directory.attributes import value_of
from kalix_presence.hub.directory.editing import attributes_of, edit_person, take_back
from kalix_presence.hub.directory.erasing import Erased, erase_person, look_before
from kalix_presence.hub.store import Transaction
from kalix_presence.hub.store.accounts import find_account_of
from kalix_presence.hub.store.held import held_of
from kalix_presence.hub.store.people import read_people, read_person, read_units
from kalix_presence.hub.store.sources import Origin, read_origin
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.web.running import site_policy
from kalix_presence.model.audit import AuditAct
from kalix_presence.model.directory import Person, Unit
from kalix_presence.model.errors import BadInput, NotFound, StoreFull
from kalix_presence.model.held_text import readable

program = typer.Typer(
    help="One person: show, set, take-back (where facts come from), export all that is held on them, erase a leaver.",
    no_args_is_help=True,
)

Extension = Annotated[str, typer.Argument(help="Their extension.")]


Column = Annotated[str, typer.Argument(help="Column of the people file, such as title or mobile.")]


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


@program.command()
def show(extension: Extension, folder: Folder = Path()) -> None:
    """Show somebody's facts, each with its source; what was edited by hand is said, and what the source would have there."""
    with refusing():
        config = configured(folder)
        person, origin, units = read(config, lambda sql: _shown(sql, extension))
        say("person-shown", name=person.name, extension=extension)
        for one in attributes_of(person, origin, config.source_order):
            value = _unit(units, one.value) if one.column == "unit" else one.value
            facts = {"column": one.column, "value": value or "-", "source": one.source}
            if one.edit is None:
                say("person-fact" if one.source else "person-fact-unknown", **facts)
                continue
            at = f"{one.edit.at.astimezone():%Y-%m-%d}"
            if one.edit.offered is None:
                say("person-fact-hand", at=at, by=one.edit.by, **facts)
            else:
                offered = _unit(units, one.edit.offered) if one.column == "unit" else one.edit.offered
                say("person-fact-instead", at=at, by=one.edit.by, offered=offered or "-", **facts)


@program.command("set")
def set_fact(
    extension: Extension,
    column: Column,
    value: Annotated[str, typer.Argument(help='What is to stand there; a unit by its code, "" for nothing.')],
    folder: Folder = Path(),
) -> None:
    """Edit one of somebody's facts by hand. Imports and sources do not change it again, until it is taken back."""
    with refusing():
        config = configured(folder)
        policy, now, by = site_policy(config), utc_now(), at_server()

        def work(change: Transaction) -> str:
            order = config.source_order
            after = edit_person(change, extension, column, value, order=order, policy=policy, now=now, by=by)
            change.audit(AuditAct.PERSON_SET, now=now, by=by, about=extension, way="server", detail=column)
            return value_of(after, column)

        kept = write(config, work)
        note(config, "person-set", column=column)
        say("person-set", extension=extension, column=column, value=kept or "-")


@program.command("take-back")
def give_back(extension: Extension, column: Column, folder: Folder = Path()) -> None:
    """Give a fact that was edited by hand to its source again; what that said last stands there at once."""
    with refusing():
        config = configured(folder)

        def work(change: Transaction) -> tuple[str, bool]:
            after, known = take_back(change, extension, column)
            change.audit(AuditAct.PERSON_TAKE_BACK, now=utc_now(), by=at_server(), about=extension, way="server", detail=column)
            return value_of(after, column), known

        value, known = write(config, work)
        note(config, "person-take-back", column=column)
        say("person-taken-back" if known else "person-taken-back-later", extension=extension, column=column, value=value or "-")


def _shown(sql: Sql, extension: str) -> tuple[Person, Origin, dict[str, Unit]]:
    person = read_person(sql, extension)
    if person is None:
        raise NotFound("extension-unknown", extension=extension)
    return person, read_origin(sql, person.id), read_units(sql)


def _unit(units: dict[str, Unit], code: str) -> str:
    return f"{units[code].name} ({code})" if code in units else code


def _held(sql: Sql, extension: str) -> dict[str, list[dict[str, Any]]]:
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
