"""A reason looks the same on its tile as in lists: its shape, with its picture inside."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from kalix_presence import shipped
from kalix_presence.desktop.status.reason_tiles import drawing_of, drawn_reason
from kalix_presence.desktop.widgets.glyphs import picture
from kalix_presence.model.reason import Reason

SIZE = 96


def covered(image: QImage) -> set[tuple[int, int]]:
    """The pixels that something is painted on."""
    return {(x, y) for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y).alpha() > 127}


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("reason", shipped.default_reasons().offered, ids=lambda reason: reason.code)
def test_a_tile_shows_the_shape_of_the_lists_with_the_picture_inside(qtbot: QtBot, reason: Reason, dark: bool) -> None:
    in_lists = picture(reason.shape, reason.colour, "", size=SIZE, dark=dark).toImage()
    on_tile = drawn_reason(reason, drawing_of(reason, dark=dark), SIZE, dark=dark).toImage()
    assert any(on_tile.pixelColor(x, y) != in_lists.pixelColor(x, y) for x, y in covered(on_tile)), "the picture is there"
    outside = covered(on_tile) - covered(in_lists)
    if reason.shape == "ring":
        outside = {(x, y) for x, y in outside if not (SIZE / 4 < x < SIZE * 3 / 4 and SIZE / 4 < y < SIZE * 3 / 4)}
    assert not outside
