"""A row that goes on in the next line: nothing overlaps or is cut, lines are as high as their parts, and hidden ones need no room."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kalix_presence.desktop.widgets.wrapping import WrappingRow, wrapped


class Part(QWidget):
    """A part of a size."""

    def __init__(self, width: int, height: int = 20) -> None:
        super().__init__()
        self._size = QSize(width, height)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return self._size

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(self._size.width() // 2, self._size.height())


@pytest.fixture
def whole(qtbot: QtBot) -> QWidget:
    """Whose layout a row is, as long as the test lasts."""
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def row(whole: QWidget) -> WrappingRow:
    return WrappingRow(whole, spacing=10)


def boxes(row: WrappingRow, width: int) -> list[tuple[int, int, int]]:
    """Left, top and width of each part in `width` pixels."""
    row.setGeometry(QRect(0, 0, width, 1_000))
    found = []
    for index in range(row.count()):
        item = row.itemAt(index)
        assert item is not None
        found.append((item.geometry().x(), item.geometry().y(), item.geometry().width()))
    return found


def filled(row: WrappingRow, *widths: int) -> WrappingRow:
    for width in widths:
        row.addWidget(Part(width))
    return row


def test_what_fits_beside_each_other_stands_in_one_line_and_the_rest_below(row: WrappingRow) -> None:
    filled(row, 50, 60, 70)
    assert boxes(row, 200) == [(0, 0, 50), (60, 0, 60), (130, 0, 70)]
    assert boxes(row, 199) == [(0, 0, 50), (60, 0, 60), (0, 30, 70)]
    assert boxes(row, 60) == [(0, 0, 50), (0, 30, 60), (0, 60, 60)], "no part is wider than the row"


@pytest.mark.parametrize(("width", "high"), [(200, 20), (199, 50), (70, 80)])
def test_it_is_as_high_as_its_lines(row: WrappingRow, width: int, high: int) -> None:
    filled(row, 50, 60, 70)
    assert row.hasHeightForWidth()
    assert row.heightForWidth(width) == high


def test_it_wants_all_in_one_line_and_needs_room_for_the_widest(row: WrappingRow) -> None:
    filled(row, 50, 60, 70)
    assert row.sizeHint() == QSize(200, 20)
    assert row.minimumSize() == QSize(35, 20)


def test_low_parts_stand_in_the_middle_of_their_line(row: WrappingRow) -> None:
    row.addWidget(Part(50, 40))
    row.addWidget(Part(50, 20))
    assert [top for _, top, _ in boxes(row, 200)] == [0, 10]


def test_what_is_hidden_needs_no_room(row: WrappingRow) -> None:
    filled(row, 50, 60, 70)
    second = row.itemAt(1)
    assert second is not None
    second.widget().hide()
    assert row.sizeHint().width() == 130
    assert [left for left, _, _ in boxes(row, 200)][::2] == [0, 60]


def test_an_empty_row_needs_nothing(row: WrappingRow) -> None:
    assert (row.heightForWidth(100), row.sizeHint(), row.minimumSize()) == (0, QSize(0, 0), QSize(0, 0))
    assert row.itemAt(0) is None
    assert row.takeAt(0) is None


def test_a_part_that_is_taken_out_is_gone(row: WrappingRow) -> None:
    filled(row, 50, 60)
    taken = row.takeAt(0)
    assert taken is not None
    assert (row.count(), row.itemAt(1), row.itemAt(-1)) == (1, None, None)


@pytest.mark.parametrize(("width", "columns"), [(1_000, 3), (229, 2), (230, 3), (149, 1)])
def test_even_parts_share_the_width_and_stand_under_each_other(qtbot: QtBot, width: int, columns: int) -> None:
    whole = QWidget()
    qtbot.addWidget(whole)
    row = filled(WrappingRow(whole, spacing=10, even=True, most=3), 70, 50, 60, 40, 70, 30)
    found = boxes(row, width)
    assert row.columns == columns
    assert len({wide for _, _, wide in found}) == 1
    assert len({left for left, _, _ in found}) == columns
    for (left, top, wide), (after, below, _) in itertools.pairwise(found):
        assert below > top or after >= left + wide + 10


def test_none_of_the_even_ones_is_left_over_alone(qtbot: QtBot) -> None:
    whole = QWidget()
    qtbot.addWidget(whole)
    row = filled(WrappingRow(whole, spacing=10, even=True), 50, 50, 50, 50)
    boxes(row, 170)  # three would have room
    assert row.columns == 2


def test_a_wrapped_row_has_its_parts_in_their_order(qtbot: QtBot) -> None:
    parts = [Part(50), Part(60)]
    made = wrapped(*parts)
    qtbot.addWidget(made)
    layout = made.layout()
    assert isinstance(layout, WrappingRow)
    assert [layout.itemAt(index).widget() for index in range(layout.count())] == parts  # type: ignore[union-attr]
