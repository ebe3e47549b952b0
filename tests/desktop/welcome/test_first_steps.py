"""First steps come after the welcome and from the menu later; what the hub says of them is shown at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import Happened, LinkChanged
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.errors import NotFound
from kalix_presence.model.newcomer import STEPS, FirstStep
from tests.desktop.officer.rooms import Session
from tests.desktop.sweep.scenes_of_computer import steps_of
from tests.desktop.welcome.newcomers_desk import Desk


@pytest.fixture
def desk(presence: Presence, qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(presence)
    made.sign_in()
    yield made
    made.steps.forget_window()


def test_a_newcomer_goes_on_with_them_after_the_welcome_and_nobody_else(desk: Desk) -> None:
    assert desk.steps.window is None
    assert desk.lefts == [6]
    desk.steps.begin()
    assert desk.window.isVisible()
    assert desk.window.cards[FirstStep.EXTENSION].is_done
    assert desk.window.cards[FirstStep.HOURS].at_hand


@pytest.mark.parametrize("found", [wire.FirstSteps(), msgspec.structs.replace(steps_of("extension"), walked=False)])
def test_who_is_no_newcomer_any_more_or_never_was_is_left_alone(
    presence: Presence, qtbot: QtBot, found: wire.FirstSteps
) -> None:
    desk = Desk(presence)
    desk.hub.answers["GET", "/newcomer"] = found
    desk.sign_in()
    desk.steps.begin()
    assert desk.steps.window is None
    assert desk.steps.left == (6 if found.steps else 0)


def test_they_come_as_soon_as_it_is_known_that_somebody_is_new(presence: Presence, qtbot: QtBot) -> None:
    desk = Desk(presence)
    desk.waits = []
    desk.sign_in()
    desk.steps.begin()
    assert desk.steps.window is None
    desk.answer()
    assert desk.window.isVisible()
    desk.steps.forget_window()


def test_esc_and_later_put_them_off_and_the_menu_takes_them_up_as_they_were(desk: Desk, qtbot: QtBot) -> None:
    desk.steps.begin()
    desk.hub.answers["POST", "/newcomer"] = steps_of("extension", "codes")
    desk.now("extension", "codes")
    desk.window.cards[FirstStep.CODES].turn.click()
    desk.window.cards[FirstStep.CODES].buttons[0].click()
    qtbot.keyClick(desk.window, Qt.Key.Key_Escape)
    assert not desk.window.isVisible()
    assert desk.lefts == [6, 5]
    desk.steps.open()
    assert desk.window.isVisible()
    assert desk.window.cards[FirstStep.CODES].is_done
    desk.window._later.click()
    assert not desk.window.isVisible()


def test_the_hours_that_hold_become_one_s_own_rather_than_a_tick(desk: Desk) -> None:
    desk.steps.open()
    desk.hub.answers["PUT", "/people"] = wire.PreferencesView(None)  # type: ignore[arg-type]
    desk.now("extension", "hours")
    asked: list[Any] = []

    async def set_preferences(extension: str, wish: wire.PreferencesRequest) -> None:
        asked.append((extension, wish))

    Session.set_preferences = staticmethod(set_preferences)  # type: ignore[attr-defined]
    desk.hub.set_preferences = set_preferences  # type: ignore[attr-defined]
    desk.window.cards[FirstStep.HOURS].buttons[0].click()
    [(extension, wish)] = asked
    assert extension == desk.presence.extension
    assert isinstance(wish.hours, dict)
    assert sorted(wish.hours) == [0, 1, 2, 3, 4]
    assert desk.window.cards[FirstStep.HOURS].is_done


def test_the_first_absence_is_seen_when_the_status_changes(desk: Desk) -> None:
    desk.steps.open()
    opened: list[bool] = []
    desk.steps.panel_asked.connect(lambda: opened.append(True))
    desk.window.cards[FirstStep.ABSENCE].turn.click()
    desk.window.cards[FirstStep.ABSENCE].buttons[0].click()
    assert opened == [True]
    desk.now("extension", "absence")
    desk.presence.status_changed.emit()
    assert desk.window.cards[FirstStep.ABSENCE].is_done


def test_a_newer_policy_is_told_of_once_to_who_accepted_an_earlier_one(desk: Desk) -> None:
    assert desk.notes == []
    policy = msgspec.structs.replace(steps_of().policy, version="2", accepted="1")  # type: ignore[type-var]
    desk.now(*(step.value for step in STEPS if step is not FirstStep.POLICY), policy=policy)
    for _ in range(2):
        desk.steps.on_session_event(Happened(wire.NewcomerChanged()))
    assert [title for title, _ in desk.notes] == ["There is a new telephone policy"]
    assert desk.steps.left == 1


def test_an_older_hub_and_somebody_signed_out_have_none(desk: Desk) -> None:
    desk.presence.on_session_event(LinkChanged(LinkState.SIGNED_OUT))
    assert desk.steps.left == 0
    desk.hub.answers["GET", "/newcomer"] = NotFound("address-unknown")
    desk.sign_in()
    assert desk.steps.left == 0
