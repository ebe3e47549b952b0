"""Which columns have room, and whom filters leave over."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from kalix_presence import wire
from kalix_presence.desktop.finding.filters import Filters, Show, tree
from kalix_presence.desktop.grid.brush import Brush, fitted
from kalix_presence.desktop.grid.columns import ALWAYS, GAP, Column, laid_out, ordered, texts
from kalix_presence.desktop.grid.rows import Glyph, Row
from kalix_presence.model.line import LineState
from tests.desktop.sample import absent, sample_people

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


PEOPLE = {person.extension: person for person in sample_people()}
STANDINGS = {
    "2030": wire.Standing("2030", 1, line=LineState.IDLE),
    "2031": wire.Standing("2031", 1, line=LineState.BUSY),
    "2032": absent("2032", "lunch"),
    "2033": absent("2033", "lunch", overdue=True),
}


@pytest.mark.parametrize(
    ("shows", "kept"),
    [
        ((), ["2030", "2031", "2032", "2033", "2034"]),
        ((Show.IN,), ["2030", "2031"]),
        ((Show.AWAY,), ["2032", "2033"]),
        ((Show.ON_PHONE,), ["2031"]),
        ((Show.OVERDUE,), ["2033"]),
        ((Show.FAVOURITES,), ["2030", "2033"]),
        ((Show.ON_PHONE, Show.OVERDUE), ["2031", "2033"]),
        ((Show.FAVOURITES, Show.IN), ["2030"]),
    ],
)
def test_states_add_up_and_favourites_narrow(shows: tuple[Show, ...], kept: list[str]) -> None:
    asked = ["2030", "2031", "2032", "2033", "2034"]
    assert Filters(frozenset(shows)).kept(asked, STANDINGS, {"2030", "2033"}) == kept


def test_the_tree_has_everybody_once() -> None:
    branches = tree(PEOPLE.values())
    assert sum(branch.people for branch in branches) == len(PEOPLE)
    assert [branch.administration for branch in branches] == sorted({person.administration for person in PEOPLE.values()})


def test_a_status_that_is_too_long_keeps_its_time(qapp: QApplication) -> None:
    metrics = QFontMetrics(qapp.font())
    status = "A very long reason for being away, back 13:00"
    shown = fitted(status, metrics, metrics.horizontalAdvance(status) - 40)
    assert shown.startswith("A very long")
    assert shown.endswith("…, back 13:00")
    assert metrics.horizontalAdvance(shown) <= metrics.horizontalAdvance(status) - 40
    assert fitted(status, metrics, 10_000) == status


def test_a_place_is_read_whole_in_two_lines() -> None:
    row = replace(ROW, place="Kommunhuset, plan 2, rum 201")
    assert texts(Column.PLACE, row) == ("Kommunhuset", "plan 2, rum 201")
    assert texts(Column.PLACE, replace(ROW, place="Folkets hus")) == ("Folkets hus", "")


@pytest.mark.parametrize(
    ("name", "family", "width", "drawn"),
    [
        ("Karin Söderström", "Söderström", 1_000, [("Karin ", False), ("Söderström", True)]),
        ("Karin Söderström", "Söderström", 20, [("Karin Söderström", True)]),
        ("Växeln", "", 1_000, [("Växeln", True)]),
        ("Karin S.", "Söderström", 1_000, [("Karin S.", True)]),
    ],
)
def test_the_name_that_lists_are_in_the_order_of_is_the_strong_one(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, name: str, family: str, width: int, drawn: list[tuple[str, bool]]
) -> None:
    brush, lines = Brush(qapp.font(), dark=False), []
    monkeypatch.setattr(brush, "line", lambda _box, text, _colour, *, strong=False: lines.append((text, strong)))
    brush.name(QRect(0, 0, width, 20), name, family)
    assert lines == drawn
