"""What one administration's sketch is drawn from: those who are there, where they were put, and what the directory says else."""

from __future__ import annotations

from dataclasses import replace

from kalix_presence import shipped
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.officer.sketch_views import Drawing, from_directory, sheet_view, sketch_view
from kalix_presence.model.access import Caller, Role
from kalix_presence.model.directory import Person, Unit
from kalix_presence.model.sketch import Part, Placed, Sheet, SketchDuty
from tests.clocks import NINE

UNITS = {
    "kultur": Unit("kultur", "Kultur"),
    "bibliotek": Unit("bibliotek", "Bibliotek", "kultur"),
    "bygg": Unit("bygg", "Bygg"),
}
EVA = Person("3001", "Eva", "Ö", "bibliotek", "kultur", duties=("Boklån",), id="e")
SIV = Person("3002", "Siv", "Ek", "bibliotek", "kultur", duties=("boklån", "Sagor"), id="s")
OLLE = Person("2043", "Olle", "Lind", "bygg", "bygg", id="o")


def drawn(part: Part | None = None) -> Drawing:
    board = Board(shipped.default_reasons(), shipped.default_policy())
    people = {each.extension: each for each in (EVA, SIV, OLLE)}
    board.load_directory(people, UNITS, 1)
    kept = {} if part is None else {part.unit: part}
    return Drawing(board.moment(), "kultur", kept, [], (), NINE.date())


def test_the_directory_s_duties_are_one_whatever_their_letters_case() -> None:
    sheet = from_directory([EVA, SIV])
    assert sheet.duties == (
        SketchDuty("Boklån", "", (Placed("e", "bibliotek"), Placed("s", "bibliotek"))),
        SketchDuty("Sagor", "", (Placed("s", "bibliotek"),)),
    )


def test_of_an_accepted_part_only_those_are_shown_who_are_where_they_were() -> None:
    stands = (Placed("e", "bibliotek"), Placed("s", "museum"), Placed("o", "bygg"), Placed("gone", "bibliotek"))
    drawing = drawn(Part("bibliotek", 1, Sheet("", stands[3], stands, (SketchDuty("Boklån", "", stands),))))
    shown = sheet_view(drawing, "bibliotek", drawing.parts["bibliotek"].sheet)
    assert shown.owner is None
    assert [each.extension for each in shown.deputies] == ["3001"]
    assert [each.extension for each in shown.duties[0].people] == ["3001"]
    assert drawing.placed() == {"e"}


def test_units_come_from_the_top_and_only_of_that_administration() -> None:
    shown = sketch_view(drawn(), Caller("a", None, None, frozenset({Role.ADMINISTRATOR})), [], pbx=True)
    assert [(each.unit, each.parent) for each in shown.units] == [("kultur", ""), ("bibliotek", "kultur")]
    assert not any(each.may_propose for each in shown.units)


def test_a_part_of_a_unit_that_is_no_more_is_not_shown() -> None:
    drawing = drawn(replace(Part("bibliotek", 1, Sheet("Plan 2")), unit="borta"))
    assert set(drawing.parts) == {"kultur", "bibliotek"}
