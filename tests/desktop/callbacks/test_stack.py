"""The pop-up: it comes without taking the focus, once for each message, and goes when that is somebody else's."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.client.session_events import FactsChanged, MessagesChanged
from kalix_presence.desktop.callbacks.controller import CallbacksController
from kalix_presence.desktop.callbacks.notification_centre import Note, NotificationCentre
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.callback import AddresseeKind, Stage, Step
from tests.desktop.asked_session import AskedSession
from tests.desktop.callbacks.message_samples import ME, OTHER, message
from tests.desktop.callbacks.pop_up import Screen, answered, click, come, texts
from tests.desktop.sample import NOON, Clock, reasons_view, sample_people


def test_after_the_undo_has_passed_the_stack_goes(desk: CallbacksController, hub: AskedSession) -> None:
    come(desk, message())
    assert desk.stack is not None
    click(desk.stack, "Done")
    answered(desk, hub, message(version=2, stage=Stage.DONE, closed_at=NOON))
    desk.stack.undo._timer.timeout.emit()
    assert not desk.stack.isVisible()


def test_what_was_put_off_pops_up_when_its_time_has_come(desk: CallbacksController, hub: AskedSession, clock: Clock) -> None:
    come(desk, message())
    assert desk.stack is not None
    click(desk.stack, "Later …")
    click(desk.stack, "15 min")
    answered(desk, hub, message(version=2, stage=Stage.SEEN, later=NOON + timedelta(minutes=15)))
    desk.stack.undo._end()
    assert not desk.stack.isVisible()
    assert desk.messages.count() == 0
    clock.move(minutes=16)
    desk.look()
    assert desk.stack.isVisible()
    assert desk.messages.count() == 1


def test_a_screen_that_must_not_be_disturbed_gets_it_later_but_the_urgent_now(
    desk: CallbacksController, screen: Screen
) -> None:
    screen.busy = True
    come(desk, message(1))
    assert desk.stack is None
    come(desk, message(2, urgent=True))
    assert desk.stack is not None
    assert desk.stack.ids == [message(2).id]
    screen.busy = False
    desk.look()
    assert set(desk.stack.ids) == {message(1).id, message(2).id}


def test_a_change_of_one_that_was_shown_does_not_pop_up_again_but_a_reminder_does(
    desk: CallbacksController, clock: Clock
) -> None:
    come(desk, message())
    assert desk.stack is not None
    desk.stack.hide()
    come(desk, message(version=2, stage=Stage.SEEN))
    assert not desk.stack.isVisible()
    clock.move(hours=2)
    come(desk, message(version=3, stage=Stage.SEEN, late=1), reminded=True)
    assert desk.stack.isVisible()
    assert "Late" in texts(desk.stack)


class ShowsAll(NotificationCentre):
    """A system's notifications, of which it is only known which are on the screen."""

    def __init__(self, hub: AskedSession) -> None:
        super().__init__(hub.submit)
        self.notes: dict[str, Note] = {}

    def show(self, note: Note) -> None:
        self.notes[note.key] = note

    def withdraw(self, key: str) -> None:
        self.notes.pop(key, None)


def test_notifications_come_again_after_the_connection_is_made_anew(
    presence: Presence, hub: AskedSession, qtbot: QtBot
) -> None:
    """Another language or another hub ends the connection, and the system's notifications with it."""
    centre = ShowsAll(hub)
    desk = CallbacksController(presence, "en", submit=hub.submit, say=lambda *_: None, quiet=lambda: False, centre=centre)
    come(desk, message(1), message(2), message(3, later=NOON + timedelta(hours=1)))
    before = set(centre.notes)
    desk.keep_shown()
    assert not centre.notes
    come(desk, message(2, version=2, stage=Stage.DONE))
    qtbot.waitUntil(lambda: bool(centre.notes))
    assert before.isdisjoint(centre.notes)
    assert [note.title for note in centre.notes.values()] == ["Call Eva Niemi 1"]


@pytest.mark.parametrize("name", [ME.extension, f"unit:{ME.unit}", "officer:bygg"])
def test_one_of_a_colleague_that_i_am_reminded_of_is_mine_to_act_on(
    desk: CallbacksController, presence: Presence, hub: AskedSession, name: str
) -> None:
    """As the deputy, in the unit, as the telephone officer: P7 goes on until somebody acts."""
    roles = ["employee", "officer"] if name.startswith("officer") else ["employee"]
    me = wire.Me("me", roles, {}, ME, units=[ME.unit], administration="bygg")
    presence.on_session_event(FactsChanged(me, reasons_view(), sample_people(), None))
    theirs = {"to": OTHER.extension, "to_name": OTHER.name, "due": NOON - timedelta(hours=1)}
    come(desk, message(1, **theirs))
    assert desk.stack is None
    late = message(1, version=2, late=2, late_for=[name], **theirs)
    come(desk, late, reminded=True)
    assert desk.stack is not None
    assert desk.stack.ids == [late.id]
    assert f"Callback that waits · To {OTHER.name}" in texts(desk.stack)
    assert desk.messages.count() == 1
    click(desk.stack, "Done")
    assert [(one, step.step) for one, step in hub.steps] == [(late.id, Step.FINISH)]
    come(desk, message(1, version=3, stage=Stage.DONE, late=2, **theirs))
    assert desk.messages.count() == 0


def test_one_that_somebody_else_took_goes_from_the_stack(desk: CallbacksController) -> None:
    come(desk, message(1), message(2))
    assert desk.stack is not None
    come(desk, message(1, version=2, to=OTHER.extension))
    assert desk.stack.ids == [message(2).id]


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ({"taker": OTHER.extension, "taker_name": OTHER.name}, f"Taken by {OTHER.name}"),
        ({"stage": Stage.DONE, "closed_by_name": OTHER.name}, f"Done by {OTHER.name}"),
        ({"to_kind": AddresseeKind.PERSON, "to": OTHER.extension, "to_name": OTHER.name}, f"With {OTHER.name} now"),
        ({"stage": Stage.DONE, "closed_by_name": ME.name}, None),
    ],
)
def test_a_card_that_goes_says_who_has_it_unless_it_was_oneself(
    presence: Presence, hub: AskedSession, qtbot: QtBot, now: dict[str, object], said: str | None
) -> None:
    notes: list[tuple[str, str]] = []
    desk = CallbacksController(presence, "en", submit=hub.submit, say=lambda *note: notes.append(note), quiet=lambda: False)
    come(desk, message(to_kind=AddresseeKind.UNIT, to=ME.unit))
    assert desk.stack is not None
    come(desk, message(**{"to_kind": AddresseeKind.UNIT, "to": ME.unit, "version": 2} | now))
    assert not desk.stack.isVisible()
    assert notes == ([("Eva Niemi 1", said)] if said else [])
    desk.forget_windows()


def test_what_was_remembered_pops_up_only_once_the_hub_says_that_it_waits(desk: CallbacksController) -> None:
    desk.messages.on_session_event(MessagesChanged([message(1), message(2)], whole=True, recalled=True))
    assert desk.stack is None
    assert desk.messages.count() == 2
    desk.messages.on_session_event(MessagesChanged([message(2)], whole=True))
    assert desk.stack is not None
    assert desk.stack.ids == [message(2).id]


def test_one_that_another_desk_had_is_told_apart_from_a_new_one_and_neither_comes_twice(desk: CallbacksController) -> None:
    come(desk, message(1))
    assert desk.stack is not None
    assert "Callback that waits" in texts(desk.stack)
    come(desk, message(1, version=2, stage=Stage.DONE))
    new = message(2, stage=Stage.NEW)
    come(desk, new)
    assert "New callback" in texts(desk.stack)
    desk.stack.hide()
    desk.messages.on_session_event(
        MessagesChanged([msgspec.structs.replace(new, version=2, stage=Stage.DELIVERED)], whole=True)
    )
    assert not desk.stack.isVisible()


def test_a_new_message_never_takes_the_place_of_the_one_that_is_read(desk: CallbacksController) -> None:
    come(desk, message(1))
    assert desk.stack is not None
    come(desk, message(2, urgent=True))
    assert desk.stack.card.shown is not None
    assert desk.stack.card.shown.id == message(1).id
    assert desk.stack.ids == [message(1).id, message(2).id]
