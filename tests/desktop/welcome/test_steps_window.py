"""The window of first steps: by keyboard, a step done only when the hub says so, and what cannot be done says why."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.client.session_events import Happened
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.callback import Outcome
from kalix_presence.model.errors import Conflict, Unavailable
from kalix_presence.model.newcomer import STEPS, FirstStep
from tests.desktop.sweep.scenes_of_computer import steps_of
from tests.desktop.welcome.newcomers_desk import Desk


@pytest.fixture
def desk(presence: Presence, qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(presence)
    made.sign_in()
    yield made
    made.steps.forget_window()


def test_nothing_is_shown_as_done_before_the_hub_has_said_so(desk: Desk) -> None:
    desk.steps.open()
    desk.window.cards[FirstStep.CODES].turn.click()
    desk.waits = []
    button = desk.window.cards[FirstStep.CODES].buttons[0]
    button.click()
    assert not button.isEnabled()
    assert button.toolTip() == "The presence server is being asked."
    assert not desk.window.cards[FirstStep.CODES].is_done
    desk.hub.answers["POST", "/newcomer"] = Unavailable("hub-unreachable")
    desk.answer()
    assert button.isEnabled()
    assert desk.window.trouble.isVisible()
    assert not desk.window.cards[FirstStep.CODES].is_done
    desk.hub.answers["POST", "/newcomer"] = steps_of("extension", "codes")
    button.click()
    assert desk.window.cards[FirstStep.CODES].is_done
    assert not desk.window.trouble.isVisible()


def test_the_policy_is_accepted_only_once_it_was_read_and_by_its_version(desk: Desk) -> None:
    desk.steps.open()
    card = desk.window.cards[FirstStep.POLICY]
    card.turn.click()
    read, accept = card.buttons
    assert not accept.isEnabled()
    assert accept.toolTip() == "Read it first."
    read.click()
    assert "Så här sköter vi telefonen" in card._more.text()
    desk.hub.answers["POST", "/newcomer"] = Conflict("newcomer-policy-changed", version="2")
    policy = wire.PolicyToRead("2", steps_of().policy.day, text="Newer")  # type: ignore[union-attr]
    desk.now("extension", policy=policy)
    accept.click()
    assert desk.hub.changes()[-1] == ("POST", "/newcomer", wire.StepSaid(FirstStep.POLICY, version="1"))
    assert "newer telephone policy" in desk.window.trouble.text()
    assert not accept.isEnabled(), "the newer one was not read"
    assert card._more.text() == ""


def test_the_signature_is_copied_and_said(desk: Desk) -> None:
    desk.steps.open()
    desk.window.cards[FirstStep.SIGNATURE].turn.click()
    desk.hub.answers["POST", "/newcomer"] = steps_of("extension", "signature")
    desk.window.cards[FirstStep.SIGNATURE].buttons[0].click()
    assert desk.presence.me is not None
    assert desk.presence.me.person is not None
    assert desk.presence.me.person.direct in QGuiApplication.clipboard().text()
    assert desk.hub.changes()[-1][2] == wire.StepSaid(FirstStep.SIGNATURE)
    assert "Paste it" in desk.window.cards[FirstStep.SIGNATURE]._said.text()


@pytest.mark.parametrize(
    ("outcome", "said"),
    [(Outcome.NO_ANSWER, "Nobody answered"), (Outcome.BUSY, "was busy"), (Outcome.FAILED, "could not be rung"),
     (Outcome.UNKNOWN, "could not be rung")],
)  # fmt: skip
def test_how_the_trial_call_ended_is_said(desk: Desk, outcome: Outcome, said: str) -> None:
    desk.steps.open()
    card = desk.window.cards[FirstStep.CALL]
    card.turn.click()
    desk.hub.answers["POST", "/newcomer/ring"] = wire.CallBegun("kalix-1")
    card.buttons[0].click()
    assert card._said.text() == "Your telephone rings. Answer it."
    desk.steps.on_session_event(Happened(wire.NewcomerChanged(outcome)))
    assert said in card._said.text()
    desk.now("extension", "call")
    desk.steps.on_session_event(Happened(wire.NewcomerChanged(Outcome.ANSWERED)))
    assert card.is_done
    assert card._said.text() == ""


def test_an_exchange_that_cannot_ring_says_so_and_holds_nobody_up(desk: Desk) -> None:
    desk.now(*(step.value for step in STEPS if step is not FirstStep.CALL), can_ring=False)
    desk.steps.open()
    card = desk.window.cards[FirstStep.CALL]
    assert desk.steps.left == 0
    assert desk.window._later.text() == "Close"
    card.turn.click()
    assert not card.buttons[0].isEnabled()
    assert "cannot ring" in card._said.text()


def test_the_keyboard_goes_from_step_to_step(desk: Desk, qtbot: QtBot) -> None:
    desk.steps.open()
    qtbot.waitUntil(lambda: desk.window.isActiveWindow() or QGuiApplication.platformName() == "offscreen")
    window = desk.window
    assert window.focusWidget() is window.cards[FirstStep.HOURS].buttons[0]
    window.cards[FirstStep.CODES].turn.setFocus()
    qtbot.keyClick(window.cards[FirstStep.CODES].turn, Qt.Key.Key_Space)
    assert window.focusWidget() is window.cards[FirstStep.CODES].buttons[0]
    desk.hub.answers["POST", "/newcomer"] = steps_of("extension", "codes")
    desk.now("extension", "codes")
    qtbot.keyClick(window.cards[FirstStep.CODES].buttons[0], Qt.Key.Key_Space)
    assert window.cards[FirstStep.HOURS].at_hand
    assert window.focusWidget() is window.cards[FirstStep.HOURS].buttons[0]
    QApplication.processEvents()
