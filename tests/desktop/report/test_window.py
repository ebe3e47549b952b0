"""The window shows what the hub has published, leads down to units and up again by keys, and never shows what is too small as 0."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kalix_presence.desktop.language import Translations
from kalix_presence.desktop.report.window import ReportWindow
from kalix_presence.model.errors import Unavailable
from tests.report.samples import UNITS, read

PERIODS = ["2026-W44", "2026-10", "2026-W43", "2026-09"]


@pytest.fixture
def window(qapp: object) -> Iterator[ReportWindow]:
    spoken = Translations()
    spoken.install("sv")
    made = ReportWindow("sv")
    yield made
    made.deleteLater()
    spoken.remove()


@pytest.fixture
def asked(window: ReportWindow) -> list[tuple[str, str | None]]:
    """What was asked for, the window being filled with October."""
    found: list[tuple[str, str | None]] = []
    window.wanted.connect(lambda period, unit: found.append((period, unit)))
    window.show_periods(PERIODS)
    sample = read("sv")
    window.show_report(sample.report, sample.history)
    window.open()
    return found


def chapter(window: ReportWindow, key: str) -> None:
    """Turn to it."""
    window.list.setCurrentRow([each.key for each in window._chapters].index(key))


def cells(window: ReportWindow) -> list[list[str]]:
    table = window.table
    return [[table.item(r, c).text() for c in range(table.columnCount())] for r in range(table.rowCount())]  # type: ignore[union-attr]


def test_before_the_first_report_it_is_said_at_the_top_what_this_is_and_when_one_comes(window: ReportWindow) -> None:
    window.show_periods([])
    window.open()
    QApplication.processEvents()
    assert window.title.text() == window.windowTitle() != ""
    assert "när en hel vecka" in window.state.text()
    assert window.state.mapTo(window, window.state.rect().bottomLeft()).y() < window.height() / 4


@pytest.mark.parametrize("key", ["overview", "units", "lateness"])
def test_titles_of_columns_stand_as_what_is_below_them(
    window: ReportWindow, asked: list[tuple[str, str | None]], key: str
) -> None:
    chapter(window, key)
    table, right = window.table, Qt.AlignmentFlag.AlignRight
    for column in range(table.columnCount()):
        title = table.model().headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        titled = Qt.AlignmentFlag(title) if title is not None else table.horizontalHeader().defaultAlignment()
        below = table.item(0, column).textAlignment()  # type: ignore[union-attr]
        assert bool(titled & right) is bool(Qt.AlignmentFlag(below) & right)
        assert not titled & Qt.AlignmentFlag.AlignHCenter


def test_the_newest_month_is_asked_for_first(window: ReportWindow, asked: list[tuple[str, str | None]]) -> None:
    assert asked == [("2026-10", None)]
    assert [window.period.itemData(n) for n in range(window.period.count())] == ["2026-10", "2026-09"]
    window.week.click()
    assert asked[-1] == ("2026-W44", "")


def test_the_sentence_is_what_a_screen_reader_says_of_plot_and_table(
    window: ReportWindow, asked: list[tuple[str, str | None]]
) -> None:
    chapter(window, "answered_in_time")
    assert "besvarade 87" in window.sentence.text()
    assert window.plot.accessibleDescription() == window.table.accessibleDescription() == window.sentence.text()
    assert window.plot.accessibleName() == window.table.accessibleName() == "Svar i tid"


def test_by_keys_down_to_a_unit_and_up_again(window: ReportWindow, asked: list[tuple[str, str | None]]) -> None:
    chapter(window, "units")
    assert [row[0] for row in cells(window)] == [UNITS[code] for code in ("skola", "bygg", "kultur", "vakt")]
    window.table.setFocus()
    QTest.keyClick(window.table, Qt.Key.Key_Down)
    QTest.keyClick(window.table, Qt.Key.Key_Return)
    assert asked[-1] == ("2026-10", "bygg")
    sample = read("sv")
    unit = msgspec.structs.replace(sample.report.units[1], parent="")
    window.show_report(msgspec.structs.replace(sample.report, units=[unit], hidden=[]), sample.history)
    assert "Barn" in window.title.text()
    QTest.keyClick(window, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert asked[-1] == ("2026-10", "")


def test_a_unit_that_is_too_small_is_no_way_on_and_is_not_0(window: ReportWindow, asked: list[tuple[str, str | None]]) -> None:
    chapter(window, "units")
    assert cells(window)[-1] == ["Vaktmästare", *["för få för att visas"] * 3]
    before = list(asked)
    window._open_row(window.table.rowCount() - 1)
    assert asked == before
    assert "fem personer" in window.state.text()


def test_the_chapter_stays_when_another_unit_comes(window: ReportWindow, asked: list[tuple[str, str | None]]) -> None:
    chapter(window, "hours")
    sample = read("sv")
    window.show_report(sample.report, sample.history)
    assert window.name.text() == "Veckans timmar"


def test_a_fault_is_said_and_what_is_shown_stays(window: ReportWindow, asked: list[tuple[str, str | None]]) -> None:
    window.show_fault(Unavailable("hub-unreachable"))
    assert window.state.text()
    assert not window.state.isHidden()
    assert cells(window)


def test_before_the_first_report_nothing_is_offered(window: ReportWindow) -> None:
    window.show_periods([])
    assert window.state.text().startswith("Det finns ingen rapport än")
    assert window.save.isHidden()
    assert window.body.isHidden()
