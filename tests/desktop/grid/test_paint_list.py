"""A row of the list: which columns have room, what stands in a cell beside its own text, and what is only said once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from kalix_presence.desktop.grid.brush import Brush
from kalix_presence.desktop.grid.columns import ALWAYS, Column, ordered
from kalix_presence.desktop.grid.paint_list import EDGE, GAP, GLYPH, ListPaint, in_two
from kalix_presence.desktop.grid.rows import BETWEEN, Glyph, Row

ROW = Row("2030", "Karin Söderström", "", "Available", "", "", Glyph("ring", "green"), False, False, Glyph("circle", "green"))
UNIT, WIDE = 17, 2_000


def said(columns: tuple[Column, ...], row: Row, cell: Column, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are painted in a cell of a row with these columns."""
    texts: list[str] = []
    monkeypatch.setattr(Brush, "glyph", lambda *_: None)
    monkeypatch.setattr(Brush, "line", lambda _brush, _box, text, *_, **__: texts.append(text))
    monkeypatch.setattr(Brush, "name", lambda _brush, _box, text, *_: texts.append(text))
    monkeypatch.setattr(Brush, "pair", lambda _brush, _box, first, second, **_: texts.extend((first, second)))
    ListPaint(columns)._cell(Brush(QApplication.font(), dark=False), QRect(0, 0, 400, 50), cell, row, set(columns))
    return [text for text in texts if text]


def test_columns_stand_right_of_the_sign_and_are_found_anew_by_width_and_letters(qapp: QApplication) -> None:
    paint = ListPaint(ordered(("number",)))
    places = paint.places(WIDE, UNIT)
    assert places[0].left == EDGE + GLYPH + GAP
    assert places[-1].left + places[-1].width <= WIDE - EDGE + 2
    assert paint.places(WIDE, UNIT) is places, "nothing has changed"
    assert paint.places(WIDE - 100, UNIT) != places
    assert paint.places(WIDE, UNIT * 2) != places
    paint.forget()
    assert paint.places(WIDE, UNIT) == places


def test_a_column_comes_with_the_first_row_that_fills_it_and_goes_when_others_are_listed(qapp: QApplication) -> None:
    paint = ListPaint(ordered(("note", "place")))
    before = paint.places(WIDE, UNIT)
    assert not paint.see([ROW])
    assert {place.column for place in before} == set(ALWAYS)
    assert paint.see([ROW, replace(ROW, note="rum 3")])
    assert (paint.says(Column.NOTE), paint.says(Column.PLACE), paint.says(Column.PERSON)) == (True, False, True)
    assert Column.NOTE in {place.column for place in paint.places(WIDE, UNIT)}
    assert not paint.see([ROW]), "none empties while one looks"
    assert paint.says(Column.NOTE)
    paint.begin_anew()
    assert not paint.says(Column.NOTE)
    assert paint.places(WIDE, UNIT) == before


def test_whether_there_would_be_room_goes_by_the_width_and_not_by_what_is_said_yet(qapp: QApplication) -> None:
    paint = ListPaint(ordered(("note",)))
    assert paint.has_room(Column.NOTE, WIDE, UNIT)
    assert not paint.has_room(Column.NOTE, 200, UNIT)
    assert not paint.has_room(Column.PLACE, WIDE, UNIT), "nobody wants it"


FULL = replace(ROW, status_briefly="Available", waiting=2, line="On the phone", hours="9-11", hours_briefly="9-11", work="Unit")


@pytest.mark.parametrize(
    ("row", "columns", "below"),
    [
        (FULL, (), "2 waiting"),
        (FULL, (Column.WAITING,), "On the phone"),
        (replace(FULL, line_quiet=True), (Column.WAITING,), "9-11"),
        (FULL, (Column.WAITING, Column.LINE), "9-11"),
        (FULL, (Column.WAITING, Column.LINE, Column.HOURS), ""),
        (replace(FULL, remark="late"), (), "late"),
    ],
    ids=["waits", "line", "quiet line", "hours", "all have columns", "remark"],
)
def test_what_has_no_column_is_said_below_the_status_the_weightiest_first(
    qapp: QApplication, row: Row, columns: tuple[Column, ...], below: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = said((*ALWAYS, *columns), row, Column.STATUS, monkeypatch)
    assert shown == [text for text in ("Available", below) if text]


def test_the_number_stands_below_the_name_only_where_it_has_no_column(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert said(ALWAYS, replace(ROW, work="Unit"), Column.PERSON, monkeypatch)[-1] == "2030 · Unit"
    assert said(ALWAYS, ROW, Column.PERSON, monkeypatch)[-1] == "2030"
    with_number = (*ALWAYS, Column.NUMBER)
    assert said(with_number, replace(ROW, work="Unit"), Column.PERSON, monkeypatch)[-1] == "Unit"
    assert "★" in said(ALWAYS, replace(ROW, favourite=True), Column.PERSON, monkeypatch)
    assert "★" not in said(ALWAYS, ROW, Column.PERSON, monkeypatch)


@pytest.mark.parametrize("column", [Column.LINE, Column.WAITING, Column.NOTE])
def test_an_empty_cell_says_nothing(qapp: QApplication, column: Column, monkeypatch: pytest.MonkeyPatch) -> None:
    assert said((*ALWAYS, column), ROW, column, monkeypatch) == []


@pytest.mark.parametrize(
    ("first", "second", "narrow", "both"),
    [
        (f"13.00{BETWEEN}Lunch", "", True, ("13.00", "Lunch")),
        (f"13.00{BETWEEN}Lunch", "", False, (f"13.00{BETWEEN}Lunch", "")),
        (f"13.00{BETWEEN}Lunch", "2 waiting", True, (f"13.00{BETWEEN}Lunch", "2 waiting")),
        ("Lunch", "", True, ("Lunch", "")),
    ],
)
def test_the_time_stands_above_its_reason_where_both_have_no_room_and_the_line_is_free(
    first: str, second: str, narrow: bool, both: tuple[str, str]
) -> None:
    assert in_two(first, second, narrow=narrow) == both


@pytest.mark.parametrize("chosen", [True, False])
def test_the_chosen_row_is_seen_by_its_bar_at_the_left_edge(qapp: QApplication, chosen: bool) -> None:
    paint, brush = ListPaint(ALWAYS), Brush(QApplication.font(), dark=False)
    picture = QPixmap(500, paint.height(brush))
    picture.fill(QColor("white"))
    brush.painter = QPainter(picture)
    paint.paint(brush, picture.rect(), ROW, chosen=chosen)
    brush.painter.end()
    there = picture.toImage().pixelColor(1, picture.height() // 2)
    assert (there == QColor(brush.accent)) is chosen
    assert (there == QColor("white")) is not chosen


def test_what_a_cell_cannot_show_whole_is_cut_and_where_no_column_stands_nothing_is(qapp: QApplication) -> None:
    paint, brush = ListPaint(ALWAYS), Brush(QApplication.font(), dark=False)
    long = replace(ROW, name="Karin " * 60)
    left = paint.places(600, brush.height)[0].left
    assert paint.is_cut(brush, left, 600, long)
    assert not paint.is_cut(brush, left, 600, ROW)
    assert not paint.is_cut(brush, 0, 600, long), "there is only the sign"
