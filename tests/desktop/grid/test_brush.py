"""Which columns have room, and whom filters leave over."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st
from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from kalix_presence import wire
from kalix_presence.desktop.grid.brush import Brush, fitted
from kalix_presence.desktop.grid.columns import Column
from kalix_presence.desktop.grid.rows import Glyph, Row
from kalix_presence.model.line import LineState
from tests.desktop.sample import absent, sample_people

ROW = Row(
    "2030", "Karin Söderström", "", "Available", "", "Line free", Glyph("ring", "green"), False, False, Glyph("circle", "green")
)
COLUMNS = st.sets(st.sampled_from([column.value for column in Column]))


PEOPLE = {person.extension: person for person in sample_people()}
STANDINGS = {
    "2030": wire.Standing("2030", 1, line=LineState.IDLE),
    "2031": wire.Standing("2031", 1, line=LineState.BUSY),
    "2032": absent("2032", "lunch"),
    "2033": absent("2033", "lunch", overdue=True),
}


def test_a_status_that_is_too_long_keeps_its_time(qapp: QApplication) -> None:
    metrics = QFontMetrics(qapp.font())
    status = "A very long reason for being away, back 13:00"
    shown = fitted(status, metrics, metrics.horizontalAdvance(status) - 40)
    assert shown.startswith("A very long")
    assert shown.endswith("…, back 13:00")
    assert metrics.horizontalAdvance(shown) <= metrics.horizontalAdvance(status) - 40
    assert fitted(status, metrics, 10_000) == status


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
