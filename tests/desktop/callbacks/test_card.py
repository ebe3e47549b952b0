"""The card acts on the message that it shows, as the hub has it, and lets what was done be undone."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QTextDocumentFragment
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.client.session_events import RequestState, StepChanged
from kalix_presence.desktop.callbacks import card as callback_card
from kalix_presence.desktop.callbacks.controller import CallbacksController
from kalix_presence.desktop.widgets.plain_tip import plain_tip
from kalix_presence.desktop.widgets.toast import Toast
from kalix_presence.model.callback import AddresseeKind, Outcome, Stage, Step
from kalix_presence.model.errors import Conflict
from tests.desktop.asked_session import AskedSession
from tests.desktop.callbacks.message_samples import OTHER, message
from tests.desktop.callbacks.pop_up import answered, button, click, come, texts
from tests.desktop.sample import NOON


def test_who_called_what_about_and_by_when(desk: CallbacksController) -> None:
    come(desk, message())
    assert desk.stack is not None
    assert desk.stack.isVisible()
    assert desk.stack.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    for part in ("Eva Niemi 1", "0923-123 45", "Bygglov för en altan", "Call by 13:00", "Maria Holm"):
        assert part in texts(desk.stack)


def test_text_of_strangers_is_never_markup(desk: CallbacksController, hub: AskedSession) -> None:
    come(desk, message(about="<img src=x> <b>hej</b>", caller_name="<i>Eva</i>"))
    assert desk.stack is not None
    click(desk.stack, "Done")
    answered(desk, hub, message(version=2, stage=Stage.DONE, closed_at=NOON, caller_name="<i>Eva</i>"))
    desk.open_inbox()
    toast = Toast()
    toast.say("<i>Eva</i>", "<b>hej</b>")
    shown = [
        label for window in (desk.stack, desk.inbox, toast) for label in window.findChildren(QLabel) if "<" in label.text()
    ]
    assert "<i>Eva</i>" in desk.stack.undo.findChild(QLabel).text()
    for label in shown:
        assert label.textFormat() is Qt.TextFormat.PlainText
    assert "<b>" in QTextDocumentFragment.fromHtml(plain_tip("<b>hej</b>\n<img src=x>")).toPlainText()
    toast.hide()


def test_it_acts_on_the_message_it_shows_at_the_version_it_shows(desk: CallbacksController, hub: AskedSession) -> None:
    come(desk, message(1, version=4), message(2, version=7))
    assert desk.stack is not None
    assert "2 callbacks" in texts(desk.stack) or "2/" in texts(desk.stack) or "1/2" in texts(desk.stack)
    click(desk.stack, "›")
    shown = desk.stack.card.shown
    assert shown is not None
    click(desk.stack, "Done")
    assert hub.steps == [(shown.id, wire.MessageStep(Step.FINISH, shown.version))]


def test_nothing_is_done_before_the_hub_has_it_and_then_it_can_be_undone(desk: CallbacksController, hub: AskedSession) -> None:
    come(desk, message())
    assert desk.stack is not None
    click(desk.stack, "Done")
    message_id, step = hub.steps[-1]
    desk.messages.on_session_event(StepChanged(message_id, "key", step, RequestState.SENDING))
    assert "Sending" in texts(desk.stack)
    assert desk.messages.count() == 1
    done = message(version=2, stage=Stage.DONE, closed_at=NOON, closed_by_name="Anna")
    answered(desk, hub, done)
    assert desk.messages.count() == 0
    assert desk.stack.isVisible()
    click(desk.stack, "Undo")
    assert hub.steps[-1] == (done.id, wire.MessageStep(Step.REOPEN, 2))


def test_who_was_second_is_told_and_sees_how_it_stands(desk: CallbacksController, hub: AskedSession) -> None:
    come(desk, message())
    assert desk.stack is not None
    click(desk.stack, "No answer")
    message_id, step = hub.steps[-1]
    assert step.outcome is Outcome.NO_ANSWER
    desk.messages.on_session_event(StepChanged(message_id, "key", step, RequestState.SENDING))
    desk.messages.on_session_event(
        StepChanged(message_id, "key", step, RequestState.REFUSED, Conflict("message-changed", by="Per Berg"))
    )
    assert "Per Berg was first" in texts(desk.stack)


def test_later_reads_the_same_times_as_everywhere(desk: CallbacksController, hub: AskedSession, qtbot: QtBot) -> None:
    come(desk, message())
    assert desk.stack is not None
    click(desk.stack, "Later …")
    qtbot.keyClicks(desk.stack.card.later.when, "14:30")
    qtbot.keyClick(desk.stack.card.later.when, Qt.Key.Key_Return)
    assert hub.steps[-1][1].until == NOON + timedelta(hours=2, minutes=30)


def test_handing_over_needs_somebody_and_a_word(desk: CallbacksController, hub: AskedSession) -> None:
    come(desk, message())
    assert desk.stack is not None
    card = desk.stack.card
    click(desk.stack, "Hand over …")
    click(desk.stack, "Hand over")
    assert "Choose from the list" in texts(desk.stack)
    card.hand_over.whom.setText(OTHER.extension)
    click(desk.stack, "Hand over")
    assert hub.steps == []
    card.hand_over.why.setText("Ditt ärende")
    click(desk.stack, "Hand over")
    assert hub.steps[-1][1] == wire.MessageStep(Step.HAND_OVER, 1, to=OTHER.extension, word="Ditt ärende")


def test_ring_asks_the_pbx(desk: CallbacksController, hub: AskedSession) -> None:
    come(desk, message())
    assert desk.stack is not None
    click(desk.stack, "Ring")
    assert hub.rung == [message().id]


def test_what_is_typed_stays_when_the_message_changes_under_it(desk: CallbacksController) -> None:
    come(desk, message())
    assert desk.stack is not None
    click(desk.stack, "Hand over …")
    desk.stack.card.hand_over.why.setText("halvfärdig")
    come(desk, msgspec.structs.replace(message(version=2), late=1))
    assert desk.stack.card.hand_over.why.text() == "halvfärdig"
    assert desk.stack.card.hand_over.why.isVisible()


def test_a_button_released_over_another_message_than_it_was_pressed_on_does_nothing(
    desk: CallbacksController, hub: AskedSession, qtbot: QtBot
) -> None:
    come(desk, message(1), message(2))
    assert desk.stack is not None
    done = button(desk.stack, "Done")
    qtbot.mousePress(done, Qt.MouseButton.LeftButton)
    come(desk, message(1, version=2, stage=Stage.DONE))
    assert desk.stack.card.shown is not None
    assert desk.stack.card.shown.id == message(2).id
    qtbot.mouseRelease(done, Qt.MouseButton.LeftButton)
    assert hub.steps == []
    assert "Another message came up" in texts(desk.stack)
    qtbot.mouseClick(done, Qt.MouseButton.LeftButton)
    assert [one for one, _ in hub.steps] == [message(2).id]


def test_a_click_at_the_moment_a_message_comes_up_does_nothing(
    desk: CallbacksController, hub: AskedSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(callback_card, "JUST_CHANGED", 3_600_000)
    come(desk, message(1), message(2), message(3))
    assert desk.stack is not None
    click(desk.stack, "Done")
    assert hub.steps == []
    click(desk.stack, "›")  # whoever leafs means what they see
    click(desk.stack, "Done")
    assert [one for one, _ in hub.steps] == [message(2).id]
    come(desk, message(2, version=2, stage=Stage.DONE))
    click(desk.stack, "Done")
    assert len(hub.steps) == 1


def test_a_button_acts_at_the_version_it_was_pressed_at(desk: CallbacksController, hub: AskedSession, qtbot: QtBot) -> None:
    come(desk, message(1, version=4))
    assert desk.stack is not None
    done = button(desk.stack, "Done")
    qtbot.mousePress(done, Qt.MouseButton.LeftButton)
    come(desk, message(1, version=5, late=1))
    qtbot.mouseRelease(done, Qt.MouseButton.LeftButton)
    assert [step.version for _, step in hub.steps] == [4]


def test_after_a_real_conversation_it_comes_back_and_proposes_done(desk: CallbacksController, hub: AskedSession) -> None:
    come(desk, message(1, stage=Stage.SEEN))
    assert desk.stack is None
    talked = wire.AttemptView(NOON, "Anna Ek", Outcome.ANSWERED, 190.0)
    come(desk, message(1, version=2, stage=Stage.TRIED, attempts=[talked], proposes_done=True))
    assert desk.stack is not None
    assert "You talked for 3 min. Is it done?" in texts(desk.stack)
    assert button(desk.stack, "Done").objectName() == "primary"
    assert button(desk.stack, "Ring").objectName() == "plain"
    come(desk, message(1, version=3, stage=Stage.TRIED, attempts=[talked], proposes_done=True))
    click(desk.stack, "Done")
    assert hub.steps[-1][1] == wire.MessageStep(Step.FINISH, 3)


def test_what_was_handed_to_me_can_be_declined_with_a_word(desk: CallbacksController, hub: AskedSession) -> None:
    come(desk, message(former_kind=AddresseeKind.PERSON, former=OTHER.extension, former_name=OTHER.name))
    assert desk.stack is not None
    click(desk.stack, "Hand over …")
    desk.stack.card.hand_over.why.setText("Inte mitt område")
    click(desk.stack, f"Decline: back to {OTHER.name}")
    assert hub.steps[-1][1] == wire.MessageStep(Step.DECLINE, 1, word="Inte mitt område")


def test_it_can_be_handed_to_a_unit(desk: CallbacksController, hub: AskedSession) -> None:
    come(desk, message())
    assert desk.stack is not None
    click(desk.stack, "Hand over …")
    desk.stack.card.hand_over.whom.setText(f"Unit: {OTHER.unit_name}")
    desk.stack.card.hand_over.why.setText("Ni vet")
    click(desk.stack, "Hand over")
    assert hub.steps[-1][1] == wire.MessageStep(Step.HAND_OVER, 1, to_kind=AddresseeKind.UNIT, to=OTHER.unit, word="Ni vet")


def test_nothing_is_asked_twice_while_it_is_being_sent(desk: CallbacksController, hub: AskedSession) -> None:
    come(desk, message())
    assert desk.stack is not None
    click(desk.stack, "Done")
    message_id, step = hub.steps[-1]
    desk.messages.on_session_event(StepChanged(message_id, "key", step, RequestState.SENDING))
    click(desk.stack, "Done")
    assert len(hub.steps) == 1


def test_everything_on_the_card_has_a_name_and_is_reached_by_tab(desk: CallbacksController) -> None:
    come(desk, message(1), message(2))
    assert desk.stack is not None
    for unfold in (desk.stack.card.open_later, desk.stack.card.open_hand_over):
        unfold()
        for kind in (QPushButton, QLineEdit):
            for control in desk.stack.findChildren(kind):
                if control.isVisible():
                    assert QAccessible.queryAccessibleInterface(control).text(QAccessible.Text.Name), control
                    assert control.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert "Eva Niemi 1" in desk.stack.accessibleName()
    assert "Call by 13:00" in desk.stack.accessibleName()
