"""Every plot can be drawn, light and dark, large and tiny; the same plot is the same picture, and its text stays text."""

from __future__ import annotations

import pytest

from kalix_presence.report.contents import chapters
from kalix_presence.report.drawing import picture, svg
from tests.report.samples import read

PLOTS = {type(chapter.plot).__name__: chapter.plot for chapter in chapters(read("sv")) if chapter.plot is not None}


def test_there_is_one_of_every_kind() -> None:
    assert set(PLOTS) == {"Trend", "Funnel", "Heat", "Curve", "Bars"}


@pytest.mark.parametrize("kind", PLOTS)
def test_a_picture_has_the_size_that_was_asked_for(kind: str) -> None:
    small = picture(PLOTS[kind], 240, 190)
    assert (small.width, small.height, len(small.data)) == (240, 190, 240 * 190 * 4)
    large = picture(PLOTS[kind], 240, 190, scale=2.0, dark=True)
    assert (large.width, large.height) == (480, 380)
    assert small.data[:3] == bytes.fromhex("ffffff")
    assert large.data[:3] == bytes.fromhex("16181b")


def test_a_paper_s_plot_is_the_same_twice_and_keeps_its_text() -> None:
    (plot,) = [each.plot for each in chapters(read("sv")) if each.key == "answered_in_time" and each.plot is not None]
    drawn = svg(plot)
    assert drawn == svg(plot)
    assert "Mål 80" in drawn.decode()
