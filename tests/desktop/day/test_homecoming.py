"""Coming back to one's desk: a sign of life, "back?", "ring here again?", and "set an absence?" where somebody chose that."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import timedelta

import msgspec
import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.client.local.folders import Folders
from kalix_presence.client.local.lunches import LunchDiary
from kalix_presence.client.local.settings import Settings
from kalix_presence.client.session_events import MessagesChanged, StandingsChanged
from kalix_presence.desktop.callbacks.messages import Messages
from kalix_presence.desktop.day.attendance import Attendance
from kalix_presence.desktop.day.controller import DayController
from kalix_presence.desktop.platform.screen_lock import ScreenLock
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.settings.reminders_page import RemindersPage
from kalix_presence.model.absence import ForwardKind
from kalix_presence.model.line import LineState
from tests.desktop.hand_lock import HandLock
from tests.desktop.sample import NOON, Clock, absent


class House:
    """A desk with a lock, a keyboard that lies idle, and what it asked of the session."""

    def __init__(self, presence: Presence, clock: Clock) -> None:
        self.presence, self.clock, self.reader = presence, clock, HandLock()
        self.idle = 0.0
        self.quiet = False
        self.asked_session: list[str] = []
        self.address = "10.12.3.4"
        self.messages = Messages(presence)
        self.messages.on_session_event(MessagesChanged([], whole=True))
        attendance = Attendance(clock, ScreenLock(self.reader), lambda: self.idle)
        self.day = DayController(
            presence,
            self.messages,
            Folders.usual(),
            Settings(lunch=False, day_end=False),
            "en",
            submit=self._ask,
            quiet=lambda: self.quiet,
            attendance=attendance,
        )
        self.day.start()
        self.settle(Settings(lunch=False, day_end=False))

    def settle(self, settings: Settings) -> None:
        """Go by these settings."""
        self.settings = settings
        self.day.take_settings(settings)

    def _ask(self, work: Callable[[object], object], done: Callable[[object, object], None] | None = None) -> None:
        class NoHub:
            address = "http://127.0.0.1:8770"

            def share_asked(_self, extension: str, asked: wire.AskedDay) -> None:  # noqa: N805
                """There is no other computer."""

        class Session:
            hub = NoHub()

            def show_life(_self, extension: str) -> None:  # noqa: N805
                self.asked_session.append(f"life of {extension}")

        asked = work(Session())
        if done is not None:
            # Only where this computer is is asked of anybody here; that question runs in no loop.
            done(None if asked is None else self.address, None)
            if asyncio.iscoroutine(asked):
                asked.close()

    def locked(self, minutes: float, after: Callable[[], None] = lambda: None) -> None:
        """Somebody locks the screen and comes back."""
        self.reader.changed(True)
        self.clock.move(minutes=minutes)
        after()
        self.reader.changed(False)

    def mine(self, standing: wire.Standing) -> None:
        self.presence.on_session_event(StandingsChanged([standing], whole=False))

    @property
    def me(self) -> str:
        return self.presence.extension or ""

    @property
    def card(self) -> list[str]:
        """Title and buttons of the card that is shown."""
        card = self.day.asking.card
        if card is None or not card.isVisible():
            return []
        return [card.windowTitle(), *(each.text() for each in card.findChildren(QPushButton) if each.isVisible())]

    def click(self, words: str) -> None:
        card = self.day.asking.card
        assert card is not None
        next(each for each in card.findChildren(QPushButton) if each.isVisible() and each.text() == words).click()


@pytest.fixture
def house(presence: Presence, clock: Clock, qtbot: QtBot) -> Iterator[House]:
    made = House(presence, clock)
    yield made
    made.day.stop()


def test_who_unlocks_while_away_is_asked_once_whether_they_are_back(house: House, qtbot: QtBot) -> None:
    house.mine(absent(house.me, "lunch", version=2))
    house.locked(30)
    assert house.card == ["Are you back?", "Yes", "Not yet"]
    assert house.day.asking.card is not None
    assert "You are marked as lunch until 13:00." in house.day.asking.card.accessibleName()
    house.click("Not yet")
    house.locked(5)
    assert house.card == []
    assert house.asked_session == []


def test_yes_is_back(house: House, qtbot: QtBot) -> None:
    house.mine(absent(house.me, "lunch", version=2))
    house.locked(30)
    with qtbot.waitSignal(house.day.back_asked):
        house.click("Yes")


def test_the_question_goes_when_the_absence_does(house: House) -> None:
    house.mine(absent(house.me, "lunch", version=2))
    house.locked(30)
    assert house.card != []
    house.mine(wire.Standing(house.me, 3))
    assert house.card == []


def overdue(house: House) -> None:
    house.mine(absent(house.me, "lunch", version=2))
    house.mine(wire.Standing(house.me, 3, overdue=True))


def test_who_unlocks_after_the_return_time_shows_life(house: House) -> None:
    house.locked(70, after=lambda: overdue(house))
    assert house.asked_session == [f"life of {house.me}"]
    house.mine(wire.Standing(house.me, 4))
    assert house.card == []


def test_the_lock_is_not_told_of_where_somebody_does_not_want_that(house: House) -> None:
    house.settle(Settings(lunch=False, day_end=False, unlock_tells=False, unannounced=True))
    house.locked(70, after=lambda: overdue(house))
    assert house.asked_session == []


def test_having_been_away_without_a_word_is_asked_about_only_where_it_was_chosen(house: House) -> None:
    house.clock.move(hours=2)
    house.locked(30)
    assert house.card == []
    house.settle(Settings(lunch=False, day_end=False, unannounced=True))
    house.locked(30)
    assert house.card[0] == "Set an absence?"
    assert house.day.asking.card is not None
    assert "from 14:30 to 15:00" in house.day.asking.card.accessibleName()
    assert house.card[1] == "I stay"
    house.click("I stay")
    assert house.asked_session == [], "it leaves this computer in no way"


def test_nor_is_it_asked_again_on_a_day_when_it_is_not_wanted(house: House) -> None:
    house.settle(Settings(lunch=False, day_end=False, unannounced=True))
    house.locked(30)
    house.click("Not today")
    house.locked(30)
    assert house.card == []


def test_a_short_while_is_not_asked_about(house: House) -> None:
    house.settle(Settings(lunch=False, day_end=False, unannounced=True))
    house.locked(9)
    assert house.card == []


def test_a_keyboard_that_nobody_touches_counts_as_well_where_it_was_chosen(house: House) -> None:
    house.settle(Settings(lunch=False, day_end=False, unannounced=True))
    house.idle = 601.0
    house.day.attendance.look()
    house.clock.move(minutes=15)
    house.idle = 1.0
    house.day.attendance.look()
    assert house.card[0] == "Set an absence?"


def test_it_is_kept_back_by_a_full_screen_and_asked_after_it(house: House) -> None:
    house.settle(Settings(lunch=False, day_end=False, unannounced=True))
    house.quiet = True
    house.locked(30)
    assert house.card == []
    house.quiet = False
    house.mine(wire.Standing(house.me, 2))
    assert house.card[0] == "Set an absence?"


def test_what_was_kept_back_for_long_is_not_asked_any_more(house: House) -> None:
    house.settle(Settings(lunch=False, day_end=False, unannounced=True))
    house.quiet = True
    house.locked(30)
    house.clock.move(minutes=11)
    house.quiet = False
    house.mine(wire.Standing(house.me, 2))
    assert house.card == []


def mobile(house: House, reason: str = "remote_work") -> wire.Standing:
    standing = absent(house.me, reason, hours=4, version=2)
    assert standing.absence is not None
    absence = msgspec.structs.replace(standing.absence, forward=ForwardKind.MOBILE)
    return msgspec.structs.replace(standing, absence=absence)


@pytest.mark.parametrize(
    ("networks", "asked"), [("10.12.0.0/16", True), ("192.168.0.0/24, 10.12.3.4", True), ("10.13.0.0/16", False), ("", False)]
)
def test_who_unlocks_at_the_office_is_asked_to_take_the_mobile_away(
    house: House, qtbot: QtBot, networks: str, asked: bool
) -> None:
    house.settle(Settings(lunch=False, day_end=False, office=networks))
    house.mine(mobile(house))
    house.locked(5)
    assert house.card == (["Ring here again?", "Ring here", "Keep the mobile"] if asked else [])
    if asked:
        with qtbot.waitSignal(house.day.back_asked):
            house.click("Ring here")


@pytest.mark.parametrize("networks", ["", "10.13.0.0/16"], ids=["no office is known", "not at the office"])
def test_lunch_with_calls_to_the_mobile_is_asked_about_like_any_lunch(house: House, networks: str) -> None:
    house.settle(Settings(lunch=False, day_end=False, office=networks))
    house.mine(mobile(house, "lunch"))
    house.locked(40)
    assert house.card == ["Are you back?", "Yes", "Not yet"]


@pytest.mark.parametrize(
    ("before", "after", "asked"),
    [
        (LineState.NOT_REGISTERED, LineState.IDLE, True),
        (LineState.UNKNOWN, LineState.IDLE, False),
        (LineState.RINGING, LineState.IDLE, False),
        (LineState.IDLE, LineState.RINGING, False),
    ],
)
def test_a_desk_phone_that_comes_back_asks_the_same(house: House, before: LineState, after: LineState, asked: bool) -> None:
    standing = mobile(house)
    house.mine(msgspec.structs.replace(standing, line=before))
    house.mine(msgspec.structs.replace(standing, line=after))
    assert (house.card != []) is asked


def test_a_desk_phone_in_use_asks_when_the_call_is_over(house: House) -> None:
    standing = mobile(house)
    house.mine(msgspec.structs.replace(standing, line=LineState.IDLE))
    house.mine(msgspec.structs.replace(standing, line=LineState.BUSY))
    assert house.card == []
    house.mine(msgspec.structs.replace(standing, line=LineState.IDLE))
    assert house.card[0] == "Ring here again?"


def test_own_lunches_are_learnt_and_said(house: House, presence: Presence, clock: Clock) -> None:
    house.settle(Settings())
    assert house.day.habits().learnt == 0
    clock.moment = NOON - timedelta(days=8, minutes=25)
    for _ in range(9):
        house.mine(absent_at(house))
        house.mine(wire.Standing(house.me, 9))
        clock.move(days=1)
    habits = house.day.habits()
    assert habits.lunch_at is not None
    assert (habits.lunch_at.hour, habits.lunch_at.minute, habits.learnt) == (11, 35, 9)
    house.settle(Settings(lunch_learnt=False))
    assert house.day.habits().learnt == 0
    house.settle(Settings())
    page = RemindersPage("en", house.day.habits, house.day.lunches)
    page.show_settings(Settings(), None)
    assert page.learnt_said.text().startswith("Asked about 11.35, learnt from your last 9 lunch")
    page.forget.click()
    assert house.day.habits().learnt == 0
    assert LunchDiary(Folders.usual().data).days == 0
    assert page.forget.isHidden()


def absent_at(house: House) -> wire.Standing:
    standing = absent(house.me, "lunch", version=2)
    assert standing.absence is not None
    return msgspec.structs.replace(standing, absence=msgspec.structs.replace(standing.absence, start=house.clock()))
