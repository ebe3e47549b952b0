"""The demo's small window: it says who one is and when it is there, tries things on a button, and grows with what is said."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

INSTALLER = Path(__file__).resolve().parents[2] / "installer"
LONG = "Den som ringer 2030 hör: ”personen du söker sitter i möte och är åter klockan elva. Tryck ett, så ringer vi upp.” " * 2


class Tried:
    def __init__(self) -> None:
        self.words: list[list[str]] = []
        self.ended = False

    def run(self, words: list[str], say: Any) -> None:
        self.words.append(words)
        say(LONG)

    def end(self) -> None:
        self.ended = True


@pytest.fixture
def tried() -> Tried:
    return Tried()


@pytest.fixture
def window(qtbot: QtBot, tried: Tried, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(INSTALLER))
    from demo_window import DemoWindow  # type: ignore[import-not-found]

    made = DemoWindow(run=tried.run, clock=lambda: datetime(2026, 11, 25, 9, 12, tzinfo=UTC), end=tried.end)
    qtbot.addWidget(made)
    made.open()
    return made


def test_it_says_who_one_is_and_the_demo_s_own_time(window: Any) -> None:
    assert "Anna Ek, 2041" in window._who.text()
    assert "10.12" in window._who.text()


def test_each_button_tries_what_the_terminal_names_and_the_last_ends_it(window: Any, tried: Tried) -> None:
    for button in window.findChildren(QPushButton):
        button.click()
    assert tried.words == [["call"], ["hear", "2030"], ["receptionist"]]
    assert tried.ended


def test_what_is_said_is_whole_and_the_window_stays_on_its_screen(window: Any) -> None:
    window.findChildren(QPushButton)[1].click()
    said = window._said
    assert said.text() == LONG
    assert said.height() >= said.heightForWidth(said.width())
    assert window.screen().availableGeometry().contains(window.frameGeometry())
    for button in window.findChildren(QPushButton):
        assert button.sizeHint().width() <= button.width(), f"{button.text()} is cut"
