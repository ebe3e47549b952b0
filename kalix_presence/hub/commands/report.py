"""kalix-hub report: what was published of a week or month, as JSON, CSV or PDF."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from kalix_presence import shipped, wire
from kalix_presence.hub.commands.saying import Folder, configured, language, read, refusing
from kalix_presence.hub.quality.reports import history_of, view_of
from kalix_presence.hub.store import quality
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.web.running import site_policy
from kalix_presence.model.errors import NotFound, Unavailable
from kalix_presence.model.policy import Policy
from kalix_presence.model.quality.periods import Span, read_period
from kalix_presence.model.quality.publishing import ROOT
from kalix_presence.report.chapters import Read
from kalix_presence.report.spreadsheet import as_csv


class Format(StrEnum):
    """How a report is written."""

    CSV = "csv"
    JSON = "json"
    PDF = "pdf"


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
        if format_ is Format.PDF:
            data = _paper(read(config, lambda sql: _read_unit(sql, period, policy, unit)))
        else:
            shown = read(config, lambda sql: _read(sql, period, policy, unit))
        if format_ is Format.JSON:
            data = msgspec.json.format(msgspec.json.encode(shown), indent=2) + b"\n"
        elif format_ is Format.CSV:
            data = as_csv(shown, shipped.words(language()))
    if output is None:
        sys.stdout.buffer.write(data)
    else:
        output.write_bytes(data)


def _paper(found: tuple[wire.PolicyReport, wire.UnitHistory]) -> bytes:
    from kalix_presence.report.paper import can_print, pdf

    if not can_print():
        raise Unavailable("report-no-paper")
    return pdf(Read(*found, shipped.words(language())))


def _read_unit(sql: Sql, text: str, policy: Policy, unit: str | None) -> tuple[wire.PolicyReport, wire.UnitHistory]:
    frozen = _frozen(sql, text)
    report = view_of(frozen, policy, unit=unit, direct=True)
    return report, history_of(sql, frozen.period, report.units[0].code if report.units else ROOT)


def _read(sql: Sql, text: str, policy: Policy, unit: str | None) -> wire.PolicyReport:
    return view_of(_frozen(sql, text), policy, unit=unit)


def _frozen(sql: Sql, text: str) -> quality.Frozen:
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
    return frozen
