"""The page of one's sign-in: another password, of which nothing lies about, and a refusal said where it is mended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.settings.sessions_field import SessionsField
from kalix_presence.desktop.settings.sign_in_page import SignInPage
from kalix_presence.model.errors import BadInput, Unavailable
from tests.desktop.sample import NOON
from tests.desktop.settings.bridge_at_once import answering_at_once


def view(name: str, *, current: bool = False, listening: bool = False) -> wire.SessionView:
    return wire.SessionView(name * 8, name, "192.0.2.1", NOON, NOON, NOON + timedelta(30), listening, current)


class Hub:
    """Takes down what is asked, and refuses with what a test puts in."""

    def __init__(self) -> None:
        self.there = [view("phone", listening=True), view("desk", current=True), view("home")]
        self.asked: list[tuple[str, ...]] = []
        self.fault: Exception | None = None
        self.coded = False

    async def sessions(self) -> list[wire.SessionView]:
        return self.there

    async def _take(self, *asked: str) -> None:
        self.asked.append(asked)
        if self.fault is not None:
            raise self.fault

    async def end_session(self, session: str) -> None:
        await self._take("end", session)
        self.there = [each for each in self.there if each.id != session]

    async def end_other_sessions(self) -> int:
        await self._take("end others")
        self.there = [each for each in self.there if each.current]
        return 1

    async def second_factor(self) -> bool:
        return self.coded

    async def change_password(self, current: str, password: str) -> None:
        await self._take("change", current, password)


@pytest.fixture
def hub() -> Hub:
    return Hub()


@pytest.fixture
def page(presence: Presence, hub: Hub, qtbot: QtBot) -> SignInPage:
    ask = answering_at_once(hub)
    made = SignInPage("en", SessionsField(presence, "en", ask), ask)  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.sessions.fetch()
    made.show()
    return made


def type_in(page: SignInPage, current: str, new: str, again: str) -> None:
    for field, text in ((page.current, current), (page.new, new), (page.again, again)):
        field.clear()
        QTest.keyClicks(field, text)


def test_a_password_is_changed_and_none_stays_in_the_fields(page: SignInPage, hub: Hub) -> None:
    assert not page.change.isEnabled()
    type_in(page, "old", "a new password", "a new passwort")
    page.change.click()
    assert hub.asked == []
    assert "not alike" in page.said["new"].text()
    type_in(page, "old", "a new password", "a new password")
    page.change.click()
    assert hub.asked == [("change", "old", "a new password")]
    assert page.current.text() == page.new.text() == page.again.text() == ""
    assert "changed" in page.said["done"].text()


@pytest.mark.parametrize(
    ("fault", "place"),
    [
        (BadInput("password-wrong", field="current"), "current"),
        (BadInput("password-short", field="password", least=10), "new"),
        (Unavailable("hub-unreachable"), "done"),
    ],
)
def test_a_change_that_is_refused_is_said_where_it_is_mended(page: SignInPage, hub: Hub, fault: Exception, place: str) -> None:
    hub.fault = fault
    type_in(page, "old", "new", "new")
    page.change.click()
    assert page.said[place].text()
    assert page.new.text() == "new"
    assert page.change.isEnabled()


@pytest.mark.parametrize("there", [False, True])
def test_whether_a_code_is_asked_for_is_told_once_it_is_known(page: SignInPage, hub: Hub, there: bool) -> None:
    assert not page.factor.isEnabled()
    hub.coded = there
    page._look_for_factor()
    assert page.factor.isEnabled()
    assert ("Give up" in page.factor.text(), "code" in page.said["factor"].text()) == (there, there)


def test_buttons_are_as_wide_as_their_words(page: SignInPage) -> None:
    page.resize(900, 600)
    page.layout().activate()  # type: ignore[union-attr]
    buttons = [each for each in page.findChildren(QPushButton) if each.isVisible()]
    assert len(buttons) > 2
    assert [each.width() for each in buttons] == [each.sizeHint().width() for each in buttons]
