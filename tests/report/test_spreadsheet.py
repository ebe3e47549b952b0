"""The report as a spreadsheet: nothing in it is worked out as a formula, and of who is hidden it has the name alone."""

from __future__ import annotations

import csv
import io

import msgspec
import pytest

from kalix_presence import shipped, wire
from kalix_presence.report.spreadsheet import as_csv
from tests.report.samples import report_of


@pytest.mark.parametrize("name", ['=HYPERLINK("evil")', "+46", "-1", "@SUM(A1)", "\tx", 'Bygg; "och"\nmiljö'])
def test_no_name_of_a_unit_is_a_formula_or_another_row_shown_or_hidden(name: str) -> None:
    report = report_of("2026-10")
    shown = [msgspec.structs.replace(unit, name=name) for unit in report.units if unit.code == "bygg"]
    given = msgspec.structs.replace(report, units=shown, hidden=[wire.HiddenUnit("vakt", name, "")])
    rows = list(csv.reader(io.StringIO(as_csv(given, shipped.words("sv")).decode("utf-8-sig"), newline=""), delimiter=";"))
    cell = name if name.startswith("Bygg") else f"'{name}"
    assert {row[2] for row in rows[1:]} == {cell}
    assert [row[0] for row in rows[1:]] == ["2026-10"] * (len(shown[0].figures) + 1)
    assert len(rows[-1]) == 4, "a hidden unit has no figures"
