"""kalix-hub import: the directory from a CSV file, all or nothing, and what it would change beforehand."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from kalix_presence import shipped
from kalix_presence.hub.commands.import_report import report, say_mended
from kalix_presence.hub.commands.saying import (
    Folder,
    at_server,
    beside,
    bring_up_to_date,
    configured,
    language,
    note,
    read,
    refusing,
    say,
)
from kalix_presence.hub.core.core import utc_now
from kalix_presence.hub.directory.attributes import Precedence
from kalix_presence.hub.directory.comparing import compare, read_known
from kalix_presence.hub.directory.difference import Agreed, Imported, ImportHeld, LinesRefused
from kalix_presence.hub.directory.file_text import BadLine
from kalix_presence.hub.directory.import_lines import audit_import
from kalix_presence.hub.directory.importing import bring_in
from kalix_presence.hub.directory.people_file import PeopleFile, read_people_data
from kalix_presence.hub.site.config import Config
from kalix_presence.hub.site.sentences import sentence
from kalix_presence.hub.store import Store, Transaction
from kalix_presence.hub.store.people import read_units
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.web.running import site_policy
from kalix_presence.model.directory import Unit
from kalix_presence.model.errors import BadInput


def import_file(
    file: Annotated[Path, typer.Argument(help="CSV: extension, given_name, family_name, unit, administration, ...")],
    folder: Folder = Path(),
    remove_missing: Annotated[bool, typer.Option(help="Also remove people who are not in the file.")] = False,
    dry_run: Annotated[bool, typer.Option(help="Only say what would be different.")] = False,
    yes_remove: Annotated[int | None, typer.Option(help="So many people are to be removed, as the import says.")] = None,
    yes_replace: Annotated[
        int | None, typer.Option(help="So many extensions are to pass to somebody else, as it says.")
    ] = None,
    list_all: Annotated[bool, typer.Option("--all", help="Name everybody, however many they are.")] = False,
) -> None:
    """Import people. A serving hub takes it over within seconds; the same file again changes nothing."""
    with refusing():
        config = configured(folder)
        try:
            data = file.read_bytes()
        except OSError:
            raise BadInput("config-file-missing", file=str(file)) from None
        wanted = read_people_data(data, site_policy(config), file.name)
        say_mended(wanted.mended)
        if wanted.bad:
            _refuse(wanted.bad)
        agreed = Agreed(config.limits.import_percent, yes_remove, yes_replace)
        try:
            done, units, held = _bring_in(config, wanted, agreed, remove_missing=remove_missing, dry_run=dry_run)
        except LinesRefused as refusal:
            _refuse(refusal.bad)
        if not dry_run and held is None:
            _note(config, done)
        report(done, units, len(wanted.rows), would=dry_run or held is not None, everything=list_all)
        if held is not None:
            _ask(held)
        if dry_run:
            say("import-dry-run")
        elif held is not None:
            raise typer.Exit(1)


def _bring_in(
    config: Config, wanted: PeopleFile, agreed: Agreed, *, remove_missing: bool, dry_run: bool
) -> tuple[Imported, dict[str, Unit], ImportHeld | None]:
    """What is, or would be, different, the units by code, and what it is held for."""

    how: dict[str, Any] = {"remove_missing": remove_missing, "agreed": agreed}
    how["precedence"] = Precedence(order=config.source_order)

    def looked(sql: Sql) -> Imported:
        return compare(read_known(sql), wanted, **how).done

    async def brought_in(store: Store) -> Imported:
        return await bring_in(store, wanted, now=utc_now, also=_audit, **how)

    held = None
    if not dry_run:
        bring_up_to_date(config)
    try:
        done = read(config, looked) if dry_run else beside(config, brought_in)
    except ImportHeld as refusal:
        done, held = refusal.done, refusal
    return done, {**read(config, read_units), **{unit.code: unit for unit in done.units}}, held


def _audit(change: Transaction, done: Imported) -> None:
    audit_import(change, done, now=utc_now(), by=at_server(), way="server")


def _note(config: Config, done: Imported) -> None:
    note(
        config,
        "import",
        added=len(done.added),
        changed=len(done.changed),
        removed=len(done.removed),
        accounts=len(done.accounts),
        successions=len(done.successions),
        moves=len(done.moves),
    )


def _refuse(bad: list[BadLine]) -> NoReturn:
    words = shipped.words(language())
    for each in bad:
        sys.stderr.write(words.say("hub.import-line", line=each.line, problem=sentence(each.error, language())) + "\n")
    sys.stderr.write(words.say("hub.import-nothing", count=len(bad)) + "\n")
    raise typer.Exit(1)


def _ask(held: ImportHeld) -> None:
    words = shipped.words(language())
    if held.removed:
        sys.stderr.write(words.say("hub.import-held-removed", count=held.removed) + "\n")
    if held.passed:
        sys.stderr.write(words.say("hub.import-held-passed", count=held.passed) + "\n")
    sys.stderr.write(words.say("hub.import-held") + "\n")
