"""A mailbox that says "out of office" makes a question, never an absence: asked when it fits, once, and not when it is late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.client.session_events import Happened, StandingsChanged
from kalix_presence.desktop.callbacks.messages import Messages
from kalix_presence.desktop.day.mailbox_question import OLD, MailboxQuestion
from kalix_presence.desktop.day.questions import DayQuestions
from kalix_presence.desktop.day.reminders import Reminders
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.day import Habits
from tests.desktop.day.test_reminders import Screen, shown
from tests.desktop.sample import absent


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
def asking(presence: Presence, tmp_path: Path, screen: Screen, qtbot: QtBot) -> Iterator[DayQuestions]:
    reminders = Reminders(presence, tmp_path, Habits, screen, lambda: False)
    made = DayQuestions(presence, reminders, Messages(presence), "en", Habits)
    yield made
    reminders.stop()
    if made.card is not None:
        made.card.hide()


def told(question: MailboxQuestion, presence: Presence, *, ago: timedelta = timedelta(), extension: str = "") -> None:
    event = wire.MailboxAway(7, presence.clock() - ago, extension or presence.extension or "")
    question.on_session_event(Happened(event))


def test_it_asks_and_sets_nothing_without_an_answer(presence: Presence, asking: DayQuestions) -> None:
    question, wished = MailboxQuestion(presence, asking), QSignalSpy(asking.request_made)
    told(question, presence)
    buttons = shown(asking)
    assert buttons[-2:] == ["Other …", "Leave it open"]
    assert wished.count() == 0
    card = asking.card
    assert card is not None
    next(each for each in card.findChildren(QPushButton) if each.text() == "Leave it open").click()
    assert (wished.count(), shown(asking)) == (0, [])
    question.look()
    assert shown(asking) == [], "asked once"


def test_the_first_button_closes_the_phone(presence: Presence, asking: DayQuestions) -> None:
    question, wished = MailboxQuestion(presence, asking), QSignalSpy(asking.request_made)
    told(question, presence)
    assert len(shown(asking)) == 3
    assert asking.card is not None
    asking.card.findChildren(QPushButton)[0].click()
    assert wished.at(0)[0].reason == "out_of_office"


def test_it_waits_for_its_time_and_goes_when_it_is_no_question_any_more(
    presence: Presence, asking: DayQuestions, screen: Screen
) -> None:
    question = MailboxQuestion(presence, asking)
    screen.busy = True
    told(question, presence)
    assert shown(asking) == []
    screen.busy = False
    question.look()
    assert shown(asking)
    presence.on_session_event(StandingsChanged([absent(presence.extension or "", "lunch")], whole=False))
    assert shown(asking) == []


@pytest.mark.parametrize("case", ["away", "old", "another"])
def test_what_is_no_question_is_not_asked(presence: Presence, asking: DayQuestions, case: str) -> None:
    question = MailboxQuestion(presence, asking)
    if case == "away":
        presence.on_session_event(StandingsChanged([absent(presence.extension or "", "lunch")], whole=False))
    told(question, presence, ago=OLD if case == "old" else timedelta(), extension="2999" if case == "another" else "")
    assert shown(asking) == []
