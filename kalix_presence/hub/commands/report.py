"""kalix-hub report: what was published of a week or month, as JSON or CSV."""

from __future__ import annotations

import csv
import io
import sqlite3
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from kalix_presence import shipped, wire
from kalix_presence.hub.commands.saying import Folder, configured, language, read, refusing
from kalix_presence.hub.commands.spreadsheet import harmless
from kalix_presence.hub.quality.reports import view_of
from kalix_presence.hub.store import quality
from kalix_presence.hub.web.running import site_policy
from kalix_presence.model.errors import NotFound
from kalix_presence.model.policy import Policy
from kalix_presence.model.quality.periods import Span, read_period
from kalix_presence.model.words import Words


class Format(StrEnum):
    """How a report is written."""

    CSV = "csv"
    JSON = "json"


def report(
    period: Annotated[str, typer.Argument(help="2026-10 or 2026-W41; the newest month when nothing is said.")] = "",
    folder: Folder = Path(),
    unit: Annotated[str | None, typer.Option(help="Code of a unit: only it and what is below it.")] = None,
    format_: Annotated[Format, typer.Option("--format", help="How to write it.")] = Format.CSV,
    output: Annotated[Path | None, typer.Option(help="File to write; standard output when none is named.")] = None,
) -> None:
    """Write the policy report of a closed week or month."""
    with refusing():
        config = configured(folder)
        policy = site_policy(config)
        shown = read(config, lambda sql: _read(sql, period, policy, unit))
        if format_ is Format.JSON:
            data = msgspec.json.format(msgspec.json.encode(shown), indent=2) + b"\n"
        else:
            data = "\ufeff".encode() + as_csv(shown, shipped.words(language())).encode()
    if output is None:
        sys.stdout.buffer.write(data)
    else:
        output.write_bytes(data)


def as_csv(shown: wire.PolicyReport, words: Words) -> str:
    """A line a unit and measure, as Swedish spreadsheets read it: semicolons, and no cell that begins as a formula does."""
    text = io.StringIO()
    lines = csv.writer(text, delimiter=";", lineterminator="\r\n")
    names = ("period", "unit-code", "unit", "people", "measure", "part", "whole", "share", "low", "high", "median", "p90")
    lines.writerow([words.say(f"measures.column-{name}") for name in names])
    for unit in shown.units:
        name = unit.name or words.say("measures.organisation")
        for figure in unit.figures:
            numbers = (figure.share, figure.low, figure.high, figure.median, figure.p90)
            over = (False, False, False, figure.median_over, figure.p90_over)
            cells = [_number(value, beyond, words) for value, beyond in zip(numbers, over, strict=True)]
            title = words.say(f"measures.{figure.measure.replace('_', '-')}")
            row = [shown.period, unit.code, name, unit.people, title, figure.part, figure.whole, *cells]
            lines.writerow([harmless(cell) for cell in row])
    return text.getvalue()


def _number(value: float | None, beyond: bool, words: Words) -> str:
    if beyond:
        return words.say("measures.beyond")
    return "" if value is None else f"{value:.4g}".replace(".", ",")


def _read(sql: sqlite3.Connection, text: str, policy: Policy, unit: str | None) -> wire.PolicyReport:
    if text:
        period = read_period(text)
    else:
        months = [each for each in quality.frozen_periods(sql) if each.span is Span.MONTH]
        if not months:
            raise NotFound("report-none")
        period = months[0]
    frozen = quality.read_frozen(sql, period)
    if frozen is None:
        raise NotFound("report-unknown", period=str(period))
    return view_of(frozen, policy, unit=unit)
