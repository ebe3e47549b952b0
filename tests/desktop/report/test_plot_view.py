"""A plot is shown when it is the wanted one's, and no plot of before is left standing under another heading."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kalix_presence.desktop.report.plot_view import PlotView
from kalix_presence.report.chapters import Chapter
from kalix_presence.report.contents import chapters
from kalix_presence.report.drawing import Picture
from tests.report.samples import read

RED = Picture(2, 2, bytes((255, 0, 0, 255)) * 4)


@pytest.fixture
def view(qapp: object) -> Iterator[PlotView]:
    made = PlotView()
    made.resize(300, 200)
    yield made
    made.deleteLater()


@pytest.fixture
def drawn() -> list[Chapter]:
    return [chapter for chapter in chapters(read("sv")) if chapter.plot is not None]


def colour(view: PlotView) -> str:
    return view.grab().toImage().pixelColor(20, 20).name()


def test_it_asks_for_the_plot_and_shows_it(view: PlotView, drawn: list[Chapter]) -> None:
    asked: list[Chapter] = []
    view.wanted.connect(asked.append)
    view.show_chapter(drawn[0])
    assert asked == [drawn[0]]
    view.show_picture(drawn[0], RED)
    assert colour(view) == "#ff0000"


def test_what_comes_too_late_is_not_shown_under_another_heading(view: PlotView, drawn: list[Chapter]) -> None:
    view.show_chapter(drawn[0])
    view.show_picture(drawn[0], RED)
    view.show_chapter(drawn[1])
    assert colour(view) != "#ff0000"
    view.show_picture(drawn[0], RED)
    assert colour(view) != "#ff0000"


def test_where_there_is_nothing_to_draw_there_is_no_empty_space(view: PlotView) -> None:
    view.show_chapter(chapters(read("sv"))[0])
    assert view.isHidden()
