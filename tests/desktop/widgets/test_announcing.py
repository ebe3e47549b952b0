"""What is said to a screen reader by itself: one thing at a time, what may not wait first, of one part the newest alone."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from kalix_presence.desktop.widgets import announcing
from kalix_presence.desktop.widgets.announcing import Announcer


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses that a test can wait for."""
    monkeypatch.setattr(announcing, "BETWEEN", 40)


@pytest.fixture
def said(quick: None) -> list[tuple[str, bool]]:
    return []


@pytest.fixture
def announcer(said: list[tuple[str, bool]]) -> Announcer:
    return Announcer(lambda _, text, at_once: said.append((text, at_once)))


@pytest.fixture
def parts(qtbot: QtBot) -> list[QWidget]:
    made: list[QWidget] = [QLabel() for _ in range(3)]
    for part in made:
        qtbot.addWidget(part)
    return made


def test_what_comes_alone_is_said_at_once_as_one_line(
    announcer: Announcer, said: list[tuple[str, bool]], parts: list[QWidget]
) -> None:
    announcer.announce(parts[0], "Lunch, back 13:00.\n In force")
    announcer.announce(parts[1], " \n")
    assert said == [("Lunch, back 13:00. In force", False)]


def test_what_comes_faster_than_it_can_be_heard_waits_and_the_newest_of_a_part_is_said(
    announcer: Announcer, said: list[tuple[str, bool]], parts: list[QWidget], qtbot: QtBot
) -> None:
    for text in ("sending", "sent", "in force"):
        announcer.announce(parts[0], text)
    assert said == [("sending", False)]
    qtbot.waitUntil(lambda: len(said) == 2)
    assert said[-1] == ("in force", False)


def test_what_may_not_wait_goes_before_what_came_earlier_and_nothing_is_lost(
    announcer: Announcer, said: list[tuple[str, bool]], parts: list[QWidget], qtbot: QtBot
) -> None:
    announcer.announce(parts[0], "first")
    announcer.announce(parts[1], "calm")
    announcer.announce(parts[2], "a call", at_once=True)
    qtbot.waitUntil(lambda: len(said) == 3)
    assert said == [("first", False), ("a call", True), ("calm", False)]


def test_a_part_that_is_gone_is_silent_and_holds_nothing_up(
    announcer: Announcer, said: list[tuple[str, bool]], parts: list[QWidget], qtbot: QtBot
) -> None:
    gone = QLabel()
    announcer.announce(parts[0], "first")
    announcer.announce(gone, "of nothing any more")
    announcer.announce(parts[1], "last")
    gone.deleteLater()
    del gone
    qtbot.waitUntil(lambda: len(said) == 2)
    assert [text for text, _ in said] == ["first", "last"]
