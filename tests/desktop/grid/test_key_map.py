"""F1: every key is on the map, which is seen whole on any screen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from kalix_presence.desktop.grid import key_map as key_map_module
from kalix_presence.desktop.grid.key_map import KeyMap
from kalix_presence.desktop.grid.keys import GROUPS, Do, said, shown
from kalix_presence.desktop.language import Translations
from kalix_presence.desktop.widgets import fitting
from kalix_presence.desktop.widgets.fitting import Fitted
from kalix_presence.desktop.widgets.theme import dress
from kalix_presence.model.words import LANGUAGES


@pytest.mark.parametrize("do", Do)
def test_every_key_is_said_on_the_map(qtbot: QtBot, do: Do) -> None:
    assert sum(do in group for group in GROUPS) == 1
    key_map = KeyMap()
    qtbot.addWidget(key_map)
    labels = key_map.findChildren(QLabel)
    [words] = [label for label in labels if label.text() == said(do)]
    assert shown(do) in words.accessibleName()
    assert shown(do) in {label.text() for label in labels}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_map_is_seen_whole_on_a_small_laptop(
    qtbot: QtBot, language: str, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """1366 by 768, less what the task bar and the frame take."""
    translations = Translations()
    translations.install(language)
    dress(qapp, "light")
    for module in (key_map_module, fitting):
        monkeypatch.setattr(module, "room_for", lambda _: QSize(1358, 688))
    key_map = KeyMap()
    qtbot.addWidget(key_map)
    key_map.open()
    QApplication.processEvents()
    area = key_map.findChild(Fitted)
    translations.remove()
    assert area is not None
    assert area.verticalScrollBar().maximum() == 0
    assert area.horizontalScrollBar().maximum() == 0
    assert key_map.width() <= 1358


@pytest.mark.parametrize(("wide", "columns"), [(3000, 3), (1000, 2), (500, 1)])
def test_groups_stand_below_each_other_only_where_the_screen_is_narrow(
    qtbot: QtBot, wide: int, columns: int, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    dress(qapp, "light")
    for module in (key_map_module, fitting):
        monkeypatch.setattr(module, "room_for", lambda _: QSize(wide, 600))
    key_map = KeyMap()
    qtbot.addWidget(key_map)
    for _ in range(2):  # opened again it is the same
        key_map.open()
        QApplication.processEvents()
        assert len({group.x() for group in key_map._groups}) == columns
        key_map.hide()
