"""Lunch, the end of the day, the return time: asked once, when it fits, and answered by one click."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.client.session_events import MessagesChanged, PreferencesChanged, StandingsChanged
from kalix_presence.desktop.callbacks.messages import Messages
from kalix_presence.desktop.day.questions import DayQuestions
from kalix_presence.desktop.day.reminders import Reminders
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.widgets.theme import style_sheet
from kalix_presence.model.absence import ForwardKind
from kalix_presence.model.day import DayQuestion, Habits
from kalix_presence.model.line import LineState
from kalix_presence.model.preferences import Preferences
from tests.desktop.callbacks.message_samples import message
from tests.desktop.sample import NOON, Clock, absent


class Screen:
    """Whether the screen must not be disturbed."""

    busy = False

    def __call__(self) -> bool:
        return self.busy


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
def lock() -> Screen:
    """Whether the screen is locked."""
    return Screen()


@pytest.fixture
def messages(presence: Presence) -> Messages:
    """Two callers wait to be rung."""
    made = Messages(presence)
    made.on_session_event(
        MessagesChanged([message(1, caller_name="Karin Berg"), message(2, caller_name="Olle Lind")], whole=True)
    )
    return made


@pytest.fixture
def reminders(presence: Presence, tmp_path: Path, screen: Screen, lock: Screen) -> Iterator[Reminders]:
    made = Reminders(presence, tmp_path, lambda: Habits(lunch_at=time(12)), screen, lock)
    yield made
    made.stop()


@pytest.fixture
def asking(presence: Presence, reminders: Reminders, messages: Messages, qtbot: QtBot) -> Iterator[DayQuestions]:
    made = DayQuestions(presence, reminders, messages, "en", lambda: Habits(lunch_at=time(12)))
    yield made
    if made.card is not None:
        made.card.hide()


def shown(asking: DayQuestions) -> list[str]:
    """What the buttons of the card say; nothing when no card is shown."""
    if asking.card is None or not asking.card.isVisible():
        return []
    return [button.text() for button in asking.card.findChildren(QPushButton) if button.isVisible()]


def click(asking: DayQuestions, words: str) -> None:
    assert asking.card is not None
    next(button for button in asking.card.findChildren(QPushButton) if button.isVisible() and button.text() == words).click()


def mine(presence: Presence, standing: wire.Standing) -> None:
    presence.on_session_event(StandingsChanged([standing], whole=False))


def test_lunch_is_asked_with_the_usual_choice_and_set_by_one_click(
    asking: DayQuestions, reminders: Reminders, presence: Presence
) -> None:
    wishes: list[wire.AbsenceRequest] = []
    asking.request_made.connect(wishes.append)
    reminders.start()
    assert shown(asking) == ["Lunch, back 13:00", "Show them", "Not now", "Not today"]
    click(asking, "Lunch, back 13:00")
    assert [(wish.reason, wish.until) for wish in wishes] == [("lunch", NOON + timedelta(hours=1))]
    assert shown(asking) == []
    reminders.look()
    assert shown(asking) == []


def test_enter_sets_it_and_what_waits_is_said(asking: DayQuestions, reminders: Reminders, qtbot: QtBot) -> None:
    wishes: list[wire.AbsenceRequest] = []
    asking.request_made.connect(wishes.append)
    reminders.start()
    assert asking.card is not None
    assert "To ring: Karin Berg, Olle Lind." in asking.card.accessibleName()
    qtbot.keyClick(asking.card, Qt.Key.Key_Return)
    assert len(wishes) == 1


def test_at_lunch_what_waits_is_one_click_away_and_the_question_comes_again(
    asking: DayQuestions, reminders: Reminders, clock: Clock, qtbot: QtBot
) -> None:
    reminders.start()
    with qtbot.waitSignal(asking.messages_asked):
        click(asking, "Show them")
    assert shown(asking) == []
    clock.move(minutes=10)
    reminders.look()
    assert shown(asking)[0].startswith("Lunch")


def test_not_now_asks_once_more_and_not_today_never(asking: DayQuestions, reminders: Reminders, clock: Clock) -> None:
    reminders.start()
    click(asking, "Not now")
    assert shown(asking) == []
    clock.move(minutes=10)
    reminders.look()
    click(asking, "Not today")
    clock.move(minutes=11)
    reminders.look()
    assert shown(asking) == []


def test_a_start_in_between_asks_nothing_twice(
    asking: DayQuestions, reminders: Reminders, presence: Presence, tmp_path: Path, screen: Screen
) -> None:
    reminders.start()
    click(asking, "Not today")
    asked: list[DayQuestion] = []
    again = Reminders(presence, tmp_path, lambda: Habits(lunch_at=time(12)), screen)
    again.question_due.connect(asked.append)
    again.start()
    again.stop()
    assert asked == []


def test_nothing_is_asked_during_a_call_or_a_full_screen_but_after(
    asking: DayQuestions, reminders: Reminders, presence: Presence, screen: Screen
) -> None:
    extension = presence.extension or ""
    mine(presence, wire.Standing(extension, 2, line=LineState.BUSY))
    reminders.start()
    assert shown(asking) == []
    screen.busy = True
    mine(presence, wire.Standing(extension, 3, line=LineState.IDLE))
    assert shown(asking) == []
    screen.busy = False
    reminders.look()
    assert shown(asking) != []


def test_nothing_is_asked_of_who_is_away_and_an_open_question_goes_when_one_is_set(
    asking: DayQuestions, reminders: Reminders, presence: Presence
) -> None:
    reminders.start()
    assert shown(asking) != []
    mine(presence, absent(presence.extension or "", "meeting", version=2))
    assert shown(asking) == []


def test_the_end_of_the_day_offers_the_next_working_day(asking: DayQuestions, reminders: Reminders, clock: Clock) -> None:
    clock.move(hours=4, minutes=25)
    reminders.start()
    assert shown(asking)[0].endswith("tomorrow 8:00")


def ended(presence: Presence, clock: Clock) -> None:
    """My lunch has ended, and nothing was heard of me."""
    extension = presence.extension or ""
    mine(presence, absent(extension, "lunch", version=2))
    clock.move(hours=1)
    mine(presence, wire.Standing(extension, 3, overdue=True))


def test_at_the_return_time_it_asks_whether_i_am_back(
    asking: DayQuestions, reminders: Reminders, presence: Presence, clock: Clock, qtbot: QtBot
) -> None:
    reminders.start()
    ended(presence, clock)
    assert shown(asking) == ["Yes", "+15 min", "+30 min", "Other time …"]
    with qtbot.waitSignal(asking.back_asked):
        click(asking, "Yes")


def test_a_quarter_of_an_hour_more_sets_the_same_absence_again(
    asking: DayQuestions, reminders: Reminders, presence: Presence, clock: Clock
) -> None:
    wishes: list[wire.AbsenceRequest] = []
    asking.request_made.connect(wishes.append)
    reminders.start()
    ended(presence, clock)
    click(asking, "+15 min")
    assert [(wish.reason, wish.until) for wish in wishes] == [("lunch", NOON + timedelta(hours=1, minutes=15))]


@pytest.mark.parametrize(
    ("kind", "number", "asked"),
    [
        (ForwardKind.MOBILE, None, "mobile"),
        (ForwardKind.NONE, None, "none"),
        (ForwardKind.COLLEAGUE, "2042", "2042"),
        (ForwardKind.NUMBER, None, None),
    ],
)
def test_a_quarter_of_an_hour_more_leaves_calls_going_where_they_went(
    asking: DayQuestions,
    reminders: Reminders,
    presence: Presence,
    clock: Clock,
    kind: ForwardKind,
    number: str | None,
    asked: str | None,
) -> None:
    wishes: list[wire.AbsenceRequest] = []
    asking.request_made.connect(wishes.append)
    reminders.start()
    standing = absent(presence.extension or "", "lunch", version=2)
    assert standing.absence is not None
    absence = msgspec.structs.replace(standing.absence, forward=kind, forward_number=number)
    mine(presence, msgspec.structs.replace(standing, absence=absence))
    clock.move(hours=1)
    mine(presence, wire.Standing(presence.extension or "", 3, overdue=True))
    click(asking, "+15 min")
    assert [wish.forward_to for wish in wishes] == [asked]


def test_who_said_on_the_phone_that_they_are_back_is_not_asked_any_more(
    asking: DayQuestions, reminders: Reminders, presence: Presence, clock: Clock
) -> None:
    reminders.start()
    ended(presence, clock)
    mine(presence, msgspec.structs.replace(presence.board.standings[presence.extension or ""], version=4, overdue=False))
    assert shown(asking) == []


def test_every_button_shows_its_whole_words_after_a_shorter_question(
    asking: DayQuestions,
    reminders: Reminders,
    presence: Presence,
    clock: Clock,
    qapp: QApplication,
    request: pytest.FixtureRequest,
) -> None:
    before = qapp.styleSheet()
    request.addfinalizer(lambda: qapp.setStyleSheet(before))
    qapp.setStyleSheet(style_sheet(dark=False))
    reminders.start()
    ended(presence, clock)
    assert asking.card is not None
    qapp.processEvents()
    for button in asking.card.findChildren(QPushButton):
        assert not button.isVisible() or button.width() >= button.sizeHint().width(), button.text()


def test_a_card_that_comes_again_has_room_for_a_longer_question(
    asking: DayQuestions, qapp: QApplication, request: pytest.FixtureRequest
) -> None:
    before = qapp.styleSheet()
    request.addfinalizer(lambda: qapp.setStyleSheet(before))
    qapp.setStyleSheet(style_sheet(dark=False))
    asking.show("Short", "One line.", [("Yes", lambda: None)], escape=lambda: None)
    qapp.processEvents()
    assert asking.card is not None
    lower = asking.card.height()
    asking.hide()
    qapp.processEvents()
    asking.show("Long", "More words than fit in one line. " * 4, [("Yes", lambda: None)], escape=lambda: None)
    assert asking.card.height() > lower


def test_nothing_is_asked_of_a_locked_screen_but_when_somebody_sees_it(
    asking: DayQuestions, reminders: Reminders, lock: Screen
) -> None:
    lock.busy = True
    reminders.start()
    assert shown(asking) == []
    lock.busy = False
    reminders.look()
    assert shown(asking) != []


@pytest.mark.parametrize("chosen", [True, False])
def test_a_screen_locked_at_lunch_time_sets_lunch_where_its_person_chose_so(
    asking: DayQuestions, reminders: Reminders, presence: Presence, lock: Screen, chosen: bool
) -> None:
    wishes: list[wire.AbsenceRequest] = []
    asking.request_made.connect(wishes.append)
    lock.busy = True
    presence.on_session_event(PreferencesChanged(wire.PreferencesView(Preferences(lunch_when_locked=chosen))))
    reminders.start()
    reminders.look()
    assert [(wish.reason, wish.until) for wish in wishes] == ([("lunch", NOON + timedelta(hours=1))] if chosen else [])
    assert shown(asking) == []


def test_at_the_end_of_the_day_it_says_what_is_left_to_do_and_shows_it(
    asking: DayQuestions, reminders: Reminders, clock: Clock, qtbot: QtBot
) -> None:
    clock.move(hours=4, minutes=25)
    reminders.start()
    assert asking.card is not None
    assert asking.card.windowTitle().startswith("2 call")
    with qtbot.waitSignal(asking.messages_asked):
        click(asking, "Show them")
    assert shown(asking) == []
    clock.move(minutes=10)
    reminders.look()
    assert shown(asking)[0].startswith("Gone for the day")


def test_with_nobody_to_ring_the_end_of_the_day_is_asked_plainly(
    asking: DayQuestions, reminders: Reminders, messages: Messages, clock: Clock
) -> None:
    messages.on_session_event(MessagesChanged([], whole=True))
    clock.move(hours=4, minutes=25)
    reminders.start()
    assert asking.card is not None
    assert asking.card.windowTitle() == "Done for the day?"
    assert len(shown(asking)) == 3


def test_a_question_that_takes_the_place_of_one_in_sight_has_room_for_its_words(
    asking: DayQuestions, reminders: Reminders, qapp: QApplication, request: pytest.FixtureRequest
) -> None:
    before = qapp.styleSheet()
    request.addfinalizer(lambda: qapp.setStyleSheet(before))
    qapp.setStyleSheet(style_sheet(dark=False))
    reminders.start()
    qapp.processEvents()
    answers = [(f"A rather long answer {number}", lambda: None) for number in range(4)]
    asking.show(
        "Another question", "It has several words, and more of them than fit in one line. " * 3, answers, escape=lambda: None
    )
    assert asking.card is not None
    qapp.processEvents()
    for widget in asking.card.findChildren(QWidget):
        if widget.isVisible() and isinstance(widget, QPushButton | QLabel):
            needed = widget.heightForWidth(widget.width()) if widget.hasHeightForWidth() else widget.sizeHint().height()
            assert widget.height() >= needed, widget


def test_whoever_had_lunch_today_is_not_asked_again_also_after_a_start(
    reminders: Reminders, presence: Presence, clock: Clock
) -> None:
    extension = presence.extension or ""
    lunch = absent(extension, "lunch", version=50)
    presence.on_session_event(StandingsChanged([lunch], whole=False))
    presence.on_session_event(StandingsChanged([wire.Standing(extension, 51)], whole=False))
    assert reminders.is_over(DayQuestion.LUNCH)
    again = Reminders(presence, reminders._folder, reminders._habits, lambda: False)
    assert again.is_over(DayQuestion.LUNCH)
