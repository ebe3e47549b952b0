"""The window of messages: what waits, what others have, what is done; by keyboard, offline, with ten thousand old ones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QTableView, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import LinkChanged, MessagesChanged, RequestState, StepChanged
from kalix_presence.desktop.callbacks import card as callback_card
from kalix_presence.desktop.callbacks.controller import CallbacksController
from kalix_presence.desktop.callbacks.inbox import InboxWindow, Tab
from kalix_presence.desktop.callbacks.inbox_rows import TRIED
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.absence import Way
from kalix_presence.model.callback import AddresseeKind, Outcome, Stage, Step
from kalix_presence.model.errors import Unavailable
from tests.desktop.asked_session import AskedSession
from tests.desktop.callbacks.message_samples import ME, OTHER, message
from tests.desktop.sample import NOON


@pytest.fixture
def desk(presence: Presence, hub: AskedSession, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[CallbacksController]:
    monkeypatch.setattr(callback_card, "JUST_CHANGED", 0)
    made = CallbacksController(presence, "en", submit=hub.submit, say=lambda title, text: None, quiet=lambda: True)
    yield made
    made.forget_windows()


def opened(desk: CallbacksController, *messages: wire.MessageView) -> InboxWindow:
    desk.messages.on_session_event(MessagesChanged(list(messages), whole=True))
    desk.open_inbox()
    inbox = desk.inbox
    assert inbox is not None
    for _ in range(3000):  # it becomes the active window in its own time, but not after ever so long
        if not inbox.rows.rowCount() or table(inbox).hasFocus():
            return inbox
        QTest.qWait(10)
    pytest.fail("the list never had the keyboard")


def table(inbox: InboxWindow) -> QTableView:
    return inbox.findChild(QTableView)  # type: ignore[return-value]


def rows(inbox: InboxWindow) -> list[list[str]]:
    model = inbox.rows
    return [[model.index(row, column).data() for column in range(3)] for row in range(model.rowCount())]


def texts(window: QWidget) -> str:
    return "\n".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def test_what_waits_stands_by_its_due_time_and_what_others_took_below_and_apart(desk: CallbacksController) -> None:
    taken = message(4, to_kind=AddresseeKind.UNIT, to=ME.unit, to_name="Unit", taker=OTHER.extension, taker_name=OTHER.name)
    open_to_all = message(3, to_kind=AddresseeKind.UNIT, to=ME.unit, to_name="Unit", due=NOON + timedelta(hours=3))
    late = message(2, due=NOON - timedelta(hours=1))
    inbox = opened(desk, message(1), late, open_to_all, taken)
    assert [row[0].split(" · ")[0] for row in rows(inbox)] == ["Eva Niemi 2", "Eva Niemi 1", "Eva Niemi 3", "Eva Niemi 4"]
    assert rows(inbox)[0][2] == "Late since 11:00"
    assert rows(inbox)[3][2] == f"Taken by {OTHER.name}"
    assert desk.messages.count() == 3
    assert inbox._tabs.tabText(Tab.WAITING) == "Waiting (3)"


def test_what_another_took_cannot_be_acted_on(desk: CallbacksController, hub: AskedSession, qtbot: QtBot) -> None:
    taken = message(1, to_kind=AddresseeKind.UNIT, to=ME.unit, to_name="Unit", taker=OTHER.extension, taker_name=OTHER.name)
    inbox = opened(desk, taken)
    assert f"Taken by {OTHER.name}" in texts(inbox.card)
    qtbot.keyClick(table(inbox), Qt.Key.Key_D)
    assert hub.steps == []
    assert [button.text() for button in inbox.card.findChildren(QPushButton) if button.isVisible()] == []


@pytest.mark.parametrize(
    ("key", "step"),
    [(Qt.Key.Key_D, Step.FINISH), (Qt.Key.Key_N, Step.TRY), (Qt.Key.Key_T, Step.TAKE)],
)
def test_one_key_acts_on_the_chosen_message(
    desk: CallbacksController, hub: AskedSession, qtbot: QtBot, key: Qt.Key, step: Step
) -> None:
    group = {"to_kind": AddresseeKind.UNIT, "to": ME.unit, "to_name": "Unit"}
    inbox = opened(desk, message(1, **group), message(2, due=NOON + timedelta(hours=2), **group))
    qtbot.keyClick(table(inbox), Qt.Key.Key_Down)
    qtbot.keyClick(table(inbox), key)
    assert [(one, asked.step) for one, asked in hub.steps] == [(message(2).id, step)]


def test_it_is_driven_by_keys_alone(desk: CallbacksController, hub: AskedSession, qtbot: QtBot) -> None:
    inbox = opened(desk, message(1), message(2, due=NOON + timedelta(hours=2)))
    qtbot.keyClick(table(inbox), Qt.Key.Key_Return)
    assert hub.rung == [message(1).id]
    qtbot.keyClick(table(inbox), Qt.Key.Key_L)
    assert inbox.card.later.isVisible()
    qtbot.keyClicks(inbox.card.later.when, "14:30")
    qtbot.keyClick(inbox.card.later.when, Qt.Key.Key_Return)
    assert hub.steps[-1][1].until == NOON + timedelta(hours=2, minutes=30)
    one, step = hub.steps[-1]
    put_off = message(1, version=2, stage=Stage.SEEN, later=step.until)
    desk.messages.on_session_event(StepChanged(one, "key", step, RequestState.IN_FORCE, None, put_off))
    assert table(inbox).hasFocus()
    qtbot.keyClick(table(inbox), Qt.Key.Key_H)
    assert inbox.card.hand_over.isVisible()
    qtbot.keyClick(inbox.card.hand_over.whom, Qt.Key.Key_Escape)
    assert not inbox.card.hand_over.isVisible()
    assert inbox.isVisible()
    qtbot.keyClick(inbox, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert inbox.tab is Tab.FOLLOWED


def test_what_is_done_goes_the_next_takes_its_place_and_u_undoes(
    desk: CallbacksController, hub: AskedSession, qtbot: QtBot
) -> None:
    inbox = opened(desk, message(1), message(2, due=NOON + timedelta(hours=2)))
    qtbot.keyClick(table(inbox), Qt.Key.Key_D)
    one, step = hub.steps[-1]
    done = message(1, version=2, stage=Stage.DONE, closed_at=NOON, closed_by_name="Anna")
    desk.messages.on_session_event(StepChanged(one, "key", step, RequestState.SENDING))
    assert len(rows(inbox)) == 2, "only the hub's word takes it away"
    desk.messages.on_session_event(MessagesChanged([done]))
    desk.messages.on_session_event(StepChanged(one, "key", step, RequestState.IN_FORCE, None, done))
    assert inbox.card.shown is not None
    assert inbox.card.shown.id == message(2).id
    qtbot.keyClick(table(inbox), Qt.Key.Key_U)
    assert hub.steps[-1] == (done.id, wire.MessageStep(Step.REOPEN, 2))


def test_offline_it_says_so_and_shows_what_waits_to_be_sent(desk: CallbacksController, presence: Presence) -> None:
    inbox = opened(desk, message(1))
    presence.on_session_event(LinkChanged(LinkState.OFFLINE))
    assert "No contact with the presence server" in texts(inbox)
    desk.messages.on_session_event(StepChanged(message(1).id, "key", wire.MessageStep(Step.FINISH, 1), RequestState.QUEUED))
    assert rows(inbox)[0][2] == "Done: waits to be sent"
    assert "it is sent as soon as" in texts(inbox.card)
    assert desk.messages.count() == 1


def test_who_left_one_sees_how_far_it_has_come(desk: CallbacksController) -> None:
    mine = {"made_by": "me", "to": OTHER.extension, "to_name": OTHER.name}
    tried = message(2, stage=Stage.TRIED, due=NOON + timedelta(hours=2), **mine)
    inbox = opened(desk, message(1, stage=Stage.SEEN, **mine), tried)
    inbox._tabs.setCurrentIndex(Tab.FOLLOWED)
    assert [row[2].split(" · ")[0] for row in rows(inbox)] == ["Seen", "Tried"]


def test_what_was_handed_on_can_be_taken_back_until_it_was_seen(
    desk: CallbacksController, hub: AskedSession, qtbot: QtBot
) -> None:
    mine = {"former_kind": AddresseeKind.PERSON, "former": ME.extension, "to": OTHER.extension, "to_name": OTHER.name}
    inbox = opened(desk, message(1, **mine))
    inbox._tabs.setCurrentIndex(Tab.FOLLOWED)
    back = next(button for button in inbox.card.findChildren(QPushButton) if button.text() == "Take it back")
    assert back.isVisible()
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert hub.steps[-1][1].step is Step.TAKE_BACK
    desk.messages.on_session_event(MessagesChanged([message(1, version=2, stage=Stage.SEEN, **mine)]))
    assert not back.isVisible()


def test_done_ones_come_by_pages_are_searched_and_a_fault_is_said(
    desk: CallbacksController, hub: AskedSession, qtbot: QtBot
) -> None:
    inbox = opened(desk)
    assert "Nobody waits for your call." in texts(inbox)
    inbox._tabs.setCurrentIndex(Tab.DONE)
    assert hub.found == [("", None)]
    assert "Looking" in texts(inbox)
    done = [message(number, stage=Stage.DONE, closed_at=NOON, closed_by_name="Anna") for number in range(200)]
    hub.answer(wire.MessagesPage(done, "mark"))
    qtbot.waitUntil(lambda: inbox.rows.rowCount() == 200)
    table(inbox).scrollToBottom()
    qtbot.waitUntil(lambda: hub.found[-1] == ("", "mark"))
    hub.answer(wire.MessagesPage(done[:1]))
    qtbot.waitUntil(lambda: inbox.rows.rowCount() == 201)
    search = next(field for field in inbox.findChildren(QLineEdit) if field.isVisible())
    qtbot.keyClicks(search, "niemi")
    qtbot.waitUntil(lambda: hub.found[-1] == ("niemi", None))
    hub.answer(None, Unavailable("hub-unreachable"))
    assert "presence server" in texts(inbox)


def test_an_answer_to_what_is_no_longer_searched_is_left_alone(
    desk: CallbacksController, hub: AskedSession, qtbot: QtBot
) -> None:
    inbox = opened(desk)
    inbox._tabs.setCurrentIndex(Tab.DONE)
    late = hub._answer
    search = next(field for field in inbox.findChildren(QLineEdit) if field.isVisible())
    qtbot.keyClicks(search, "berg")
    assert late is not None
    late(wire.MessagesPage([message(1, stage=Stage.DONE, closed_at=NOON)]))
    assert inbox.rows.rowCount() == 0


def test_the_history_is_fetched_when_it_is_unfolded(desk: CallbacksController, hub: AskedSession) -> None:
    inbox = opened(desk, message(1))
    assert hub.histories == []
    fold = inbox.findChild(QToolButton, "fold")
    fold.click()  # type: ignore[union-attr]
    assert hub.histories == [message(1).id]
    left = wire.StepView(NOON - timedelta(minutes=10), "leave", "Maria Holm", Way.RECEPTIONIST)
    tried = wire.StepView(NOON - timedelta(minutes=5), "try", "Anna Ek", Way.PHONE, Outcome.BUSY.value)
    reminded = wire.StepView(NOON, "remind", "", Way.SCHEDULE, "deputy")
    hub.answer(wire.MessageHistory([left, tried, reminded]))
    said = texts(inbox.history).splitlines()
    assert said == [
        "12:00  Reminder sent: to the deputy",
        "11:55  Called back: busy (Anna Ek, on the phone)",
        "11:50  Taken down (Maria Holm, switchboard)",
    ]
    desk.messages.on_session_event(MessagesChanged([message(1, version=2, stage=Stage.SEEN)]))
    assert hub.histories == [message(1).id] * 2


def test_a_row_is_heard_as_one_sentence_and_every_control_has_a_name(desk: CallbacksController) -> None:
    inbox = opened(desk, message(1, urgent=True))
    cell = inbox.rows.index(0, 0)
    heard = cell.data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard == "Eva Niemi 1 · 0923-123 45, Urgent: Bygglov för en altan, Call by 13:00"
    inbox.card.open_later()
    for kind in (QPushButton, QLineEdit, QTableView, QToolButton):
        for control in inbox.findChildren(kind):
            if (
                control.isVisible()
                and not control.objectName().startswith("qt_")
                and control.focusPolicy() is not Qt.FocusPolicy.NoFocus
            ):
                interface = QAccessible.queryAccessibleInterface(control)
                assert interface.text(QAccessible.Text.Name), control


def test_ten_thousand_that_wait_cost_only_what_is_seen(desk: CallbacksController) -> None:
    many = [message(number, due=NOON + timedelta(seconds=number)) for number in range(10_000)]
    inbox = opened(desk, *many)
    asked: set[int] = set()
    real = inbox.rows.data
    inbox.rows.data = lambda index, role=Qt.ItemDataRole.DisplayRole: asked.add(index.row()) or real(index, role)  # type: ignore[method-assign, func-returns-value]
    inbox.hide()
    inbox.open()
    inbox.grab()
    assert len(asked) < 200


def test_letters_work_after_a_list_was_chosen_by_key(desk: CallbacksController, hub: AskedSession, qtbot: QtBot) -> None:
    inbox = opened(desk, message(1))
    qtbot.keyClick(inbox, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    inbox.show_done("", "", wire.MessagesPage([message(2, stage=Stage.DONE, closed_at=NOON)], None))
    assert inbox.tab is Tab.DONE
    assert table(inbox).hasFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert inbox.tab is Tab.WAITING
    assert table(inbox).hasFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_N)
    assert hub.steps[-1][1].step is Step.TRY


def tried(number: int, *outcomes: Outcome) -> wire.MessageView:
    attempts = [wire.AttemptView(NOON - timedelta(minutes=5 - at), ME.name, one) for at, one in enumerate(outcomes)]
    return message(number, attempts=attempts, version=1 + len(attempts))


def test_an_attempt_is_seen_in_the_row_and_the_column_has_room_only_then(desk: CallbacksController) -> None:
    inbox = opened(desk, message(1))
    header = table(inbox).horizontalHeader()
    assert header.isSectionHidden(TRIED)
    desk.messages.on_session_event(MessagesChanged([tried(1, Outcome.NO_ANSWER), message(2)]))
    assert not header.isSectionHidden(TRIED)
    assert [inbox.rows.index(row, TRIED).data() for row in range(2)] == ["11:55 no answer", ""]
    assert "tried 11:55 no answer" in inbox.rows.sentence(tried(1, Outcome.NO_ANSWER))
    desk.messages.on_session_event(MessagesChanged([tried(1, Outcome.NO_ANSWER, Outcome.BUSY)]))
    assert inbox.rows.index(0, TRIED).data() == "11:56 busy (2)"
    desk.messages.on_session_event(MessagesChanged([message(2)], whole=True))
    assert header.isSectionHidden(TRIED)


def test_of_equal_due_times_the_first_received_stands_first(desk: CallbacksController) -> None:
    several = [message(number, made_at=NOON - timedelta(minutes=minutes)) for number, minutes in ((1, 3), (2, 9), (3, 5))]
    inbox = opened(desk, *several)
    assert [inbox.rows.message(row).id for row in range(3)] == [several[at].id for at in (1, 2, 0)]  # type: ignore[union-attr]
