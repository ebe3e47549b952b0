"""Notices on top of the grid: what is valid, what is proposed, and whole also where it is narrow."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.desktop.grid.notice_bar import NoticeBar
from kalix_presence.desktop.grid.notices import GridNotices
from kalix_presence.desktop.presence import Presence
from tests.desktop.sample import NOON

LIBRARY = wire.NoticeView(
    "n1", 2, "Biblioteket", "Biblioteket", "Utbildningsförvaltningen", "Stängt torsdag, inventering", NOON, NOON + timedelta(days=2),
    "2303", "Axel Öberg", NOON, True, "Maria Lind", True,
)  # fmt: skip


PROPOSED = msgspec.structs.replace(LIBRARY, id="n2", text="Ny öppettid", published=False, current=False)


@pytest.fixture
def notices(qapp: object) -> GridNotices:
    made = GridNotices()
    made.replace([LIBRARY, PROPOSED])
    return made


def test_the_bar_shows_what_is_valid_and_counts_what_is_proposed(
    qtbot: QtBot, presence: Presence, notices: GridNotices
) -> None:
    bar = NoticeBar(presence, notices, "en")
    qtbot.addWidget(bar)
    assert bar.accessibleName() == "Biblioteket: Stängt torsdag, inventering"
    assert not bar.isHidden()
    notices.forget()
    assert bar.isHidden()


def test_in_the_narrow_strip_a_notice_is_read_whole(notices: GridNotices, presence: Presence, qtbot: QtBot) -> None:
    window, bar = QWidget(), NoticeBar(presence, notices, "en")
    qtbot.addWidget(window)
    bar.setParent(window)
    window.show()
    bar.resize(900, 80)
    bar.show()
    assert not bar._all.isHidden()
    bar.resize(380, 80)

    def texts() -> list[str]:
        return [label.text() for label in bar.findChildren(QLabel) if label.isVisible()]

    whole = "Biblioteket: Stängt torsdag, inventering, until "
    qtbot.waitUntil(lambda: any(text.startswith(whole) for text in texts()))
    assert bar._all.isHidden(), "Ctrl+N still opens them"
    bar.resize(900, 80)
    assert not bar._all.isHidden()
