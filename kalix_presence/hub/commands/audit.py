"""kalix-hub audit: whether the trail is whole, looking through it, and a copy of it as CSV or JSON lines."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import IO, Annotated
from zoneinfo import ZoneInfo

import typer

from kalix_presence.hub.commands.saying import Folder, at_server, configured, read, refusing, say, write
from kalix_presence.hub.core.core import utc_now
from kalix_presence.hub.site.config import Config
from kalix_presence.hub.site.kept import kept_of
from kalix_presence.hub.store import Transaction
from kalix_presence.hub.store.audit_check import verify as verify_trail
from kalix_presence.hub.store.audit_lines import KeptLine, Search, every_line, looked_at, search_lines
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.web.running import site_policy
from kalix_presence.model.audit import AuditAct
from kalix_presence.model.errors import BadInput, StoreFull
from kalix_presence.model.spreadsheet import harmless

program = typer.Typer(help="Who changed what for whom: verify, search, export.", no_args_is_help=True)

FIELDS = ("number", "at", "act", "by", "by_person", "about", "about_person", "way", "session", "subject", "detail")

About = Annotated[str, typer.Option("--about", metavar="EXTENSION", help="Whose.")]
By = Annotated[
    str, typer.Option("--by", metavar="NAME", help="Who did it: an extension, an account, or uid:NUMBER at the server.")
]
Act = Annotated[str, typer.Option("--act", help="What was done, such as set-absence or see-messages.")]
Since = Annotated[
    str, typer.Option("--since", metavar="TIME", help="From when: 2026-03-05 or 2026-03-05T14:00, the site's time.")
]
Until = Annotated[str, typer.Option("--until", metavar="TIME", help="Before when.")]


class Format(StrEnum):
    """How a copy is written."""

    CSV = "csv"
    JSON_LINES = "jsonl"


@program.command()
def verify(folder: Folder = Path()) -> None:
    """Look at every line: whether one was removed, changed, moved or cut off, and which. Exit code 1 if so."""
    with refusing():
        config = configured(folder)
        found = read(config, lambda sql: verify_trail(sql, kept_of(config).path))
        for each in found.findings:
            say(f"audit-{each.fault.value}", first=each.first, last=each.last)
        if found.findings:
            raise typer.Exit(1)
        say("audit-whole", count=found.lines)


@program.command()
def search(
    folder: Folder = Path(),
    about: About = "",
    by: By = "",
    act: Act = "",
    since: Since = "",
    until: Until = "",
    count: Annotated[int, typer.Option(help="How many lines at most.", min=1, max=10_000)] = 100,
) -> None:
    """Show the newest lines that fit, newest first. That they were looked at is a line itself."""
    with refusing():
        config = configured(folder)
        wanted = _search(config, about, by, act, since, until)
        found = read(config, lambda sql: search_lines(sql, wanted, limit=count))
        _told(config, wanted, found=bool(found))
        zone = ZoneInfo(site_policy(config).zone)
        for each in found:
            at = each.at.astimezone(zone).isoformat(" ", "seconds")
            fields = each.number, at, each.by or "-", each.act, each.about or "-", each.way or "-", each.session or "-"
            typer.echo("\t".join(map(str, (*fields, each.subject, each.detail))).rstrip())
        if not found:
            say("audit-none")


@program.command()
def export(
    file: Annotated[Path, typer.Argument(help="File to write; readable by you only.")],
    folder: Folder = Path(),
    about: About = "",
    by: By = "",
    act: Act = "",
    since: Since = "",
    until: Until = "",
    form: Annotated[
        Format, typer.Option("--format", help="csv (for Excel: semicolons, UTF-8 with BOM) or jsonl.")
    ] = Format.CSV,
) -> None:
    """Write a copy of the lines that fit, newest first. No cell of it is taken for a formula."""
    with refusing():
        config = configured(folder)
        wanted = _search(config, about, by, act, since, until)
        out = write_csv if form is Format.CSV else write_json_lines
        written = read(config, lambda sql: _write(file, sql, wanted, out))
        _told(config, wanted, found=bool(written))
        say("audit-exported", count=written, file=file)


def write_csv(lines: Iterable[KeptLine], file: IO[str]) -> int:
    """A row a line; a cell that a spreadsheet would work out as a formula gets an apostrophe before it."""
    rows, count = csv.writer(file, delimiter=";"), 0
    rows.writerow(FIELDS)
    for count, line in enumerate(lines, 1):  # noqa: B007  (how many there were)
        rows.writerow([harmless(value) for value in _values(line).values()])
    return count


def write_json_lines(lines: Iterable[KeptLine], file: IO[str]) -> int:
    """A JSON object a line."""
    count = 0
    for count, line in enumerate(lines, 1):  # noqa: B007  (how many there were)
        file.write(json.dumps(_values(line), ensure_ascii=False) + "\n")
    return count


def _write(file: Path, sql: Sql, search: Search, out: Callable[[Iterable[KeptLine], IO[str]], int]) -> int:
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise BadInput("file-there", file=str(file)) from None
    except OSError as fault:
        raise BadInput("folder-unwritable", folder=str(file.parent), problem=type(fault).__name__) from None
    encoding = "utf-8-sig" if out is write_csv else "utf-8"
    try:
        with open(descriptor, "w", encoding=encoding, newline="") as opened:  # noqa: PTH123  (by its descriptor)
            return out(every_line(sql, search), opened)
    except OSError:
        raise StoreFull("backup-no-room", folder=str(file.parent)) from None


def _values(line: KeptLine) -> dict[str, object]:
    return {**asdict(line), "at": line.at.isoformat(timespec="microseconds"), "act": line.act.value}


def _told(config: Config, wanted: Search, *, found: bool) -> None:
    """Whoever has looked is told of to whoever asks."""

    def work(change: Transaction) -> None:
        about = looked_at(change.sql, wanted, found=found)
        change.audit(AuditAct.AUDIT_READ, now=utc_now(), by=at_server(), about=about, way="server")

    write(config, work)


def _search(config: Config, about: str, by: str, act: str, since: str, until: str) -> Search:
    zone = ZoneInfo(site_policy(config).zone)
    if act and (act not in set(AuditAct) or act == AuditAct.UNKNOWN):
        raise BadInput("audit-act-unknown", field="act", act=act[:20])
    return Search("", by, about, AuditAct(act) if act else None, _moment(since, zone), _moment(until, zone))


def _moment(text: str, zone: ZoneInfo) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)).astimezone(ZoneInfo("UTC"))
    except (ValueError, OverflowError):
        raise BadInput("audit-time", field="since") from None
