"""The sketch on paper: tagged A3, a heading for each unit, tables with headers; one picture as SVG; a table that works nothing out."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import msgspec
import pikepdf
import pytest

from kalix_presence import shipped, wire
from kalix_presence.model.words import LANGUAGES
from kalix_presence.report.sketch_paper import can_set, sketch_paper
from kalix_presence.report.sketch_table import sketch_csv
from tests.report.test_paper import tags

DAY = date(2026, 11, 24)
EVIL = "#panic() *Bygg* $x$ \\ <b>"
GOLDEN = Path(__file__).parent.parent / "wire/v1/sketch.json"


@pytest.fixture(scope="module")
def shown() -> wire.SketchView:
    """A sketch with a unit, a duty and a place whose names are markup."""
    view = msgspec.json.decode(GOLDEN.read_bytes(), type=wire.SketchView)
    first, second = view.units
    duty = wire.SketchDutyView(EVIL, "=1+1", second.sheet.duties[0].people)
    sheet = msgspec.structs.replace(second.sheet, duties=[*second.sheet.duties, duty])
    return msgspec.structs.replace(view, units=[first, msgspec.structs.replace(second, name=EVIL, sheet=sheet)])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_is_tagged_a3_with_headings_and_table_headers(shown: wire.SketchView, language: str) -> None:
    assert can_set()
    made = sketch_paper(shown, shipped.words(language), "pdf", day=DAY)
    assert made == sketch_paper(shown, shipped.words(language), "pdf", day=DAY)
    with pikepdf.open(io.BytesIO(made)) as paper:
        assert str(paper.Root.Lang).startswith(language)
        assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in paper.pages} == {(1191, 842)}
        with paper.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
        kinds = [str(each.S) for each in tags(paper.Root.StructTreeRoot.K)]
        assert kinds.count("/H1") == kinds.count("/H2") == kinds.count("/H3") == 1
        assert kinds.count("/TH") == 2
        assert kinds.count("/TD") == 6


def test_the_picture_is_one_svg_with_everything_on_it(shown: wire.SketchView) -> None:
    many = msgspec.structs.replace(shown, units=shown.units * 40)
    made = sketch_paper(many, shipped.words("sv"), "svg", day=DAY)
    assert made.lstrip().startswith(b"<svg")
    assert made.count(b"<svg") == 1


def test_an_empty_sketch_is_printed_too(shown: wire.SketchView) -> None:
    bare = msgspec.structs.replace(shown, units=[])
    for kind in ("pdf", "svg"):
        assert sketch_paper(bare, shipped.words("fi"), kind, day=DAY)


def test_the_table_has_a_line_for_each_place_and_nothing_that_is_worked_out(shown: wire.SketchView) -> None:
    text = sketch_csv(shown, shipped.words("sv")).decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text), delimiter=";")
    assert (head[0], len(head)) == ("Förvaltning", 10)
    assert all(len(row) == 10 for row in rows)
    assert [row[3] for row in rows] == ["enhet", "enhet", "ägare", "ersättare", *["uppgift"] * 5, "utan uppgift"]
    assert [row[5] for row in rows if row[4] == EVIL] == ["'=1+1", "'=1+1"]
    assert [(row[6], row[7]) for row in rows if row[4] == "Bygglov"] == [("1", "Anna Ek"), ("2", "Olle Lind")]
    assert [row[7] for row in rows if row[4] == "Tillsyn"] == [""]
