"""The report as a spreadsheet: a line a unit and measure, as Swedish spreadsheets read it."""

from __future__ import annotations

import csv
import io

from kalix_presence import wire
from kalix_presence.model.quality.measures import measure
from kalix_presence.model.spreadsheet import harmless
from kalix_presence.model.words import Words
from kalix_presence.report.values import goal_said, name_of, unit_name

COLUMNS = ("period", "unit-code", "unit", "people", "measure", "part", "whole", "share", "low", "high", "median", "p90", "goal")


def as_csv(shown: wire.PolicyReport, words: Words) -> bytes:
    """Semicolons, UTF-8 with its mark, no cell that begins as a formula does; of units too small to be shown the name alone."""
    text = io.StringIO()
    lines = csv.writer(text, delimiter=";", lineterminator="\r\n")
    lines.writerow([words.say(f"measures.column-{name}") for name in COLUMNS])
    for unit in shown.units:
        for figure in unit.figures:
            numbers = (figure.share, figure.low, figure.high, figure.median, figure.p90)
            over = (False, False, False, figure.median_over, figure.p90_over)
            cells = [_number(value, beyond, words) for value, beyond in zip(numbers, over, strict=True)]
            counts = (words.say("report.withheld"), "") if figure.withheld else (figure.part, figure.whole)
            counted = (name_of(figure.measure, words), *counts)
            goal = goal_said(measure(figure.measure), shown.goals.get(figure.measure), words)
            row = [shown.period, unit.code, unit_name(unit, words), unit.people, *counted, *cells, goal]
            lines.writerow([harmless(cell) for cell in row])
    for hidden in shown.hidden:
        lines.writerow([harmless(cell) for cell in (shown.period, hidden.code, hidden.name, words.say("report.too-few"))])
    return "\ufeff".encode() + text.getvalue().encode()


def _number(value: float | None, beyond: bool, words: Words) -> str:
    if beyond:
        return words.say("measures.beyond")
    return "" if value is None else f"{value:.4g}".replace(".", ",")
