"""What is written on a bar: as much as there is room for, and the reason before its times."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtGui import QFont, QFontMetricsF

from kalix_presence.desktop.planning.bars import Bar
from kalix_presence.desktop.planning.paint import SMALL, fitted_words

DAY = date(2026, 11, 24)


def bar(*, repeats: bool) -> Bar:
    return Bar("1", None, DAY, DAY, "Virka-asia 13–14.30", "", "square", "grey", repeats=repeats, name="Virka-asia")


def wide(words: str, times: float = 1.0) -> float:
    font = QFont()
    font.setPointSizeF(font.pointSizeF() * times)
    return QFontMetricsF(font).horizontalAdvance(words)


@pytest.mark.parametrize(
    ("room", "told", "small"),
    [
        ("↻ Virka-asia 13–14.30", "↻ Virka-asia 13–14.30", False),
        ("↻ Virka-asia", "↻ Virka-asia", False),
        ("Virka-asia", "Virka-asia", None),
    ],
)
def test_the_reason_is_whole_where_it_has_room(qapp: object, room: str, told: str, small: bool | None) -> None:
    words, font = fitted_words(bar(repeats=True), QFont(), wide(room))
    assert told in words
    assert QFontMetricsF(font).horizontalAdvance(words) <= wide(room)
    if small is not None:
        assert (font.pointSizeF() < QFont().pointSizeF()) is small


def test_it_is_written_smaller_before_it_is_cut(qapp: object) -> None:
    assert fitted_words(bar(repeats=False), QFont(), wide("Virka-asia", SMALL))[0] == "Virka-asia"
    words, font = fitted_words(bar(repeats=True), QFont(), wide("Virka", SMALL))
    assert words[0] == "V", "what is left is of the reason"
    assert words[-1] == "…"
    assert font.pointSizeF() == pytest.approx(QFont().pointSizeF() * SMALL)
