"""Which columns have room, in which order they go, and what stands in each."""

from __future__ import annotations

import itertools
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from kalix_presence.desktop.grid.columns import ALWAYS, GAP, Column, filled, laid_out, ordered, texts, title
from kalix_presence.desktop.grid.rows import Glyph, Row

ROW = Row(
    "2030", "Karin Söderström", "", "Available", "", "Line free", Glyph("ring", "green"), False, False, Glyph("circle", "green")
)


COLUMNS = st.sets(st.sampled_from([column.value for column in Column]))


@given(COLUMNS, st.integers(60, 3_000), st.integers(8, 60))
def test_columns_never_overlap_nor_leave_the_row_and_person_and_status_stay(names: set[str], width: int, unit: int) -> None:
    places = laid_out(ordered(names), width, unit)
    assert set(ALWAYS) <= {place.column for place in places}
    for before, after in itertools.pairwise(places):
        assert before.left + before.width + GAP <= after.left + 1
    assert places[-1].left + places[-1].width <= width + len(places)


def test_what_is_least_needed_goes_first_where_room_is_short() -> None:
    every = ordered(column.value for column in Column)
    wide = [place.column for place in laid_out(every, 3_000, 17)]
    narrow = [place.column for place in laid_out(every, 420, 17)]
    assert wide == list(every)
    assert narrow == list(ALWAYS)


def test_columns_of_a_newer_program_are_passed_over() -> None:
    assert ordered(["line", "horoscope"]) == (Column.PERSON, Column.STATUS, Column.LINE)


def test_a_place_is_read_whole_in_two_lines() -> None:
    row = replace(ROW, place="Kommunhuset, plan 2, rum 201")
    assert texts(Column.PLACE, row) == ("Kommunhuset", "plan 2, rum 201")
    assert texts(Column.PLACE, replace(ROW, place="Folkets hus")) == ("Folkets hus", "")


def test_what_is_kept_stands_in_the_order_of_the_columns_whoever_chose_it_how() -> None:
    assert ordered(["waiting", "number", "line"]) == (Column.PERSON, Column.STATUS, Column.LINE, Column.NUMBER, Column.WAITING)
    assert ordered([]) == ALWAYS


def test_the_line_is_the_last_to_go() -> None:
    every = ordered(column.value for column in Column)
    gone = [frozenset(every) - {place.column for place in laid_out(every, width, 17)} for width in range(1_400, 200, -10)]
    assert all(before <= after for before, after in itertools.pairwise(gone)), "what has gone does not come back"
    assert [len(each) for each in gone][-1] == len(every) - len(ALWAYS)
    before_last = max((each for each in gone if Column.LINE not in each), key=len)
    assert before_last == frozenset(every) - {*ALWAYS, Column.LINE}


def test_a_free_line_that_is_known_is_quiet_and_a_time_goes_before_a_long_reason() -> None:
    quiet = replace(ROW, line_quiet=True)
    assert texts(Column.LINE, quiet) == ("", "")
    assert texts(Column.LINE, ROW)[0] == "Line free"
    brief = replace(ROW, status_briefly="back 13:00", remark="late", note="flu")
    assert texts(Column.STATUS, brief) == ("back 13:00", "late")
    assert texts(Column.STATUS, replace(ROW, note="flu")) == ("Available", "flu")


def test_a_column_gives_way_only_where_it_is_empty_in_every_row() -> None:
    columns = ordered(column.value for column in Column)
    bare = filled(columns, [replace(ROW, line_quiet=True)])
    assert bare == {Column.PERSON, Column.STATUS, Column.NUMBER}
    assert filled(columns, [replace(ROW, line_quiet=True), replace(ROW, line_quiet=True, note="flu")]) == {*bare, Column.NOTE}


def test_the_number_keeps_its_room_whatever_it_says() -> None:
    assert filled((Column.NUMBER, Column.PLACE), [replace(ROW, extension="")]) == {Column.NUMBER}


def test_each_column_has_a_title_of_its_own(qapp: QApplication) -> None:
    assert len({title(column) for column in Column}) == len(Column)
    assert all(title(column) for column in Column)
