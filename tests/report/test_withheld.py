"""What is mostly one person's is said to be so, in every chapter and in the spreadsheet, and never as 0 or as too few."""

from __future__ import annotations

import msgspec
import pytest

from kalix_presence import wire
from kalix_presence.report.chapters import Read
from kalix_presence.report.contents import chapters
from kalix_presence.report.letter import letter_of
from kalix_presence.report.spreadsheet import as_csv
from tests.report.samples import read

ALL = [each.measure for each in read().unit.figures]
SAID = {
    "sv": "mest en persons, visas inte",
    "en": "mostly one person's, not shown",
    "fi": "enimmäkseen yhden henkilön, ei näytetä",
}


def withheld(language: str = "sv", *keys: str) -> Read:
    """A report whose own unit is withheld, of these measures or of all, now and then."""
    found = read(language)

    def without(unit: wire.UnitReport | None) -> wire.UnitReport | None:
        if unit is None:
            return None
        figures = [
            wire.FigureView(each.measure, 0, 0, withheld=True) if each.measure in (keys or ALL) else each
            for each in unit.figures
        ]
        return msgspec.structs.replace(unit, figures=figures, waits={}, hours={})

    points = [msgspec.structs.replace(point, unit=without(point.unit)) for point in found.history.points]
    units = [unit for each in found.report.units if (unit := without(each)) is not None]
    report = msgspec.structs.replace(found.report, units=units)
    return Read(report, msgspec.structs.replace(found.history, points=points), found.words)


@pytest.mark.parametrize("language", SAID)
def test_every_chapter_says_so_and_draws_nothing(language: str) -> None:
    told = chapters(withheld(language))
    assert len(told) == len(chapters(read(language)))
    for chapter in told:
        if chapter.key == "overview":
            assert {row[1] for row in chapter.table.rows} == {SAID[language]}
            continue
        assert chapter.plot is None, chapter.key
        cells = {cell for row in chapter.table.rows for cell in row[1:] if cell}
        few = read(language).words.say("report.too-few")
        assert cells <= {SAID[language], few}, chapter.key
        assert SAID[language] in cells, chapter.key


def test_the_sentence_names_the_measure_and_why() -> None:
    [one] = [each for each in chapters(withheld("en", "return_kept")) if each.key == "return_kept"]
    assert one.sentence == (
        "Back when said: not shown for the whole organisation in October 2026. One person may have more than half of what was"
        " counted."
    )
    assert one.sentence in letter_of(withheld("en", "return_kept")).with_paper


def test_the_spreadsheet_has_no_number_for_it() -> None:
    found = withheld("sv", "answered_in_time")
    lines = as_csv(found.report, found.words).decode("utf-8-sig").splitlines()
    [line] = [each for each in lines if each.startswith("2026-10;;") and ";Svar i tid;" in each]
    assert line.split(";")[5:12] == ["mest en persons, visas inte", "", "", "", "", "", ""]
