"""Every text can be read and every state seen, in light and dark: contrasts of WCAG 2.2 AA, computed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QColor, QPalette, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QListWidget,
    QPushButton,
    QTableView,
    QTreeWidget,
    QTreeWidgetItem,
)

from kalix_presence.desktop.grid.brush import highlight
from kalix_presence.desktop.widgets.chosen_row import ChosenRow
from kalix_presence.desktop.widgets.theme import (
    BAR,
    DARK,
    EDGE_DARK,
    EDGE_LIGHT,
    LIGHT,
    STATE_DARK,
    STATE_LIGHT,
    dress,
    named,
    palette,
    state_colour,
    style_sheet,
)
from kalix_presence.model.reasons_file import COLOURS

NAMES = ("window", "base", "text", "dimmed", "button", "border", "accent", "on_accent")
TEXT, SHAPE = 4.5, 3.0


def luminance(colour: QColor) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colours(dark: bool) -> dict[str, QColor]:
    return {name: QColor(code) for name, code in zip(NAMES, DARK if dark else LIGHT, strict=True)}


def test_the_measure_is_the_one_of_the_standard() -> None:
    assert contrast(QColor("#000000"), QColor("#ffffff")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("#ffffff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("text", ["text", "dimmed"])
@pytest.mark.parametrize("ground", ["window", "base", "button"])
def test_texts_can_be_read_on_every_ground(dark: bool, text: str, ground: str) -> None:
    known = colours(dark)
    assert contrast(known[text], known[ground]) >= TEXT


@pytest.mark.parametrize("dark", [False, True])
def test_texts_can_be_read_on_a_chosen_row_and_on_the_accent(dark: bool) -> None:
    known = colours(dark)
    assert contrast(known["text"], highlight(dark)) >= TEXT
    assert contrast(known["dimmed"], highlight(dark)) >= TEXT
    assert contrast(known["on_accent"], known["accent"]) >= TEXT


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("colour", COLOURS)
def test_states_are_seen_on_every_ground(dark: bool, colour: str) -> None:
    known = colours(dark)
    for ground in (known["window"], known["base"], highlight(dark)):
        assert contrast(state_colour(colour, dark), ground) >= SHAPE


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("colour", COLOURS)
def test_the_mark_inside_a_state_is_seen(dark: bool, colour: str) -> None:
    assert contrast(state_colour(colour, dark), QColor("#10222e" if dark else "#ffffff")) >= SHAPE


@pytest.mark.parametrize("dark", [False, True])
def test_what_is_said_in_red_can_be_read(dark: bool) -> None:
    for ground in ("window", "base"):
        assert contrast(state_colour("red", dark), colours(dark)[ground]) >= TEXT


@pytest.mark.parametrize("dark", [False, True])
def test_the_focus_ring_is_seen(dark: bool) -> None:
    known = colours(dark)
    for ground in ("window", "base", "button"):
        assert contrast(known["accent"], known[ground]) >= SHAPE


@pytest.mark.parametrize("dark", [False, True])
def test_what_is_disabled_and_what_stands_in_empty_fields_can_be_read_too(dark: bool) -> None:
    made = palette(dark)
    base = made.color(QPalette.ColorRole.Base)
    assert contrast(made.color(QPalette.ColorRole.PlaceholderText), base) >= TEXT
    assert contrast(made.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text), base) >= TEXT


def test_every_colour_of_the_reasons_file_has_a_light_and_a_dark_shade() -> None:
    assert set(COLOURS) == set(STATE_LIGHT) == set(STATE_DARK)


@pytest.mark.parametrize("dark", [False, True])
def test_what_stands_in_an_empty_field_is_painted_as_dark_as_the_palette_says(qapp: QApplication, dark: bool) -> None:
    before = qapp.palette(), qapp.styleSheet()
    dress(qapp, "dark" if dark else "light")
    field = QLineEdit()
    field.setPlaceholderText("MMMMMMMM")
    painted = field.grab().toImage()
    field.deleteLater()
    qapp.setPalette(before[0])
    qapp.setStyleSheet(before[1])
    base = colours(dark)["base"]
    inside = [
        QColor(painted.pixel(x, y))
        for x in range(6, painted.width() - 6)
        for y in range(painted.height() // 3, painted.height() // 2)
    ]
    assert max(contrast(colour, base) for colour in inside) >= TEXT


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("colour", ["red", "amber"])
def test_what_the_grid_says_in_colour_can_be_read_on_a_row_and_on_the_chosen_row(dark: bool, colour: str) -> None:
    for ground in (colours(dark)["base"], colours(dark)["window"], highlight(dark)):
        assert contrast(state_colour(colour, dark), ground) >= TEXT


@pytest.mark.parametrize("dark", [False, True])
def test_numbers_to_click_and_the_greeting_can_be_read(dark: bool) -> None:
    for ground in ("window", "base"):
        assert contrast(colours(dark)["accent"], colours(dark)[ground]) >= TEXT


@pytest.mark.parametrize("dark", [False, True])
def test_the_edge_of_a_field_is_seen_on_every_ground(dark: bool) -> None:
    for ground in ("window", "base", "button"):
        assert contrast(QColor(EDGE_DARK if dark else EDGE_LIGHT), colours(dark)[ground]) >= SHAPE


def a_table() -> QTableView:
    table = QTableView()
    model = QStandardItemModel(2, 2, table)
    table.setModel(model)
    table.horizontalHeader().hide()
    table.verticalHeader().hide()
    table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    ChosenRow(table)
    return table


def a_list_of_pages() -> QListWidget:
    pages = named(QListWidget(), "pages")
    pages.addItems(["", ""])
    return pages


def a_tree() -> QTreeWidget:
    tree = QTreeWidget()
    tree.setColumnCount(2)
    tree.setHeaderHidden(True)
    tree.setRootIsDecorated(False)
    tree.addTopLevelItems([QTreeWidgetItem(["", ""]), QTreeWidgetItem(["", ""])])
    return tree


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("make", [a_table, a_list_of_pages, a_tree])
def test_what_is_chosen_looks_the_same_in_every_list(
    qapp: QApplication, make: Callable[[], QAbstractItemView], dark: bool
) -> None:
    before = qapp.palette(), qapp.styleSheet()
    dress(qapp, "dark" if dark else "light")
    view = make()
    view.resize(200, 120)
    view.setCurrentIndex(view.model().index(0, 0))
    row = view.visualRect(view.model().index(0, 0))
    painted = view.viewport().grab().toImage()
    across = [painted.pixelColor(x, row.center().y()) for x in range(row.left(), row.left() + 30)]
    view.deleteLater()
    qapp.setPalette(before[0])
    qapp.setStyleSheet(before[1])
    assert across[:BAR] == [colours(dark)["accent"]] * BAR
    assert across[BAR:] == [highlight(dark)] * (30 - BAR)


@pytest.mark.parametrize("role", ["chip", "plain", "act", "primary_act", "primary"])
@pytest.mark.parametrize("dark", [False, True])
def test_what_is_disabled_looks_so_beside_its_enabled_twin(qapp: QApplication, role: str, dark: bool) -> None:
    sheet, before = style_sheet(dark), qapp.styleSheet()
    qapp.setStyleSheet(sheet)
    try:
        on, off = named(QPushButton("13.00"), role), named(QPushButton("13.00"), role)
        off.setEnabled(False)
        edges = []
        for button in (on, off):
            button.resize(120, 36)
            picture = button.grab().toImage()
            edges.append({picture.pixelColor(left, 0).name() for left in range(20, picture.width() - 20)})
        assert len(edges[0]) == 1, "one line"
        assert len(edges[1]) > 1, "dashes"
    finally:
        qapp.setStyleSheet(before)
