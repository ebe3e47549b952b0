"""Notifications of the system that go because somebody else has acted: whoever saw one is told who."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from kalix_presence import wire
from kalix_presence.client.session_events import MessagesChanged, RequestState, StepChanged
from kalix_presence.desktop.callbacks.controller import CallbacksController
from kalix_presence.desktop.callbacks.notification_centre import Note, NotificationCentre
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.callback import AddresseeKind, Outcome, Stage, Step
from tests.desktop.asked_session import AskedSession
from tests.desktop.callbacks.message_samples import ME, OTHER, message
from tests.desktop.sample import NOON

UNIT = {"to_kind": AddresseeKind.UNIT, "to": ME.unit}


class Shelf(NotificationCentre):
    """Notifications that stand nowhere but here."""

    def __init__(self) -> None:
        super().__init__(lambda *_: None)
        self.notes: dict[str, Note] = {}

    def show(self, note: Note) -> None:
        self.notes[note.key] = note

    def withdraw(self, key: str) -> None:
        self.notes.pop(key, None)


@pytest.fixture
def shelf(qapp: object) -> Shelf:
    return Shelf()


@pytest.fixture
def said() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def desk(presence: Presence, shelf: Shelf, said: list[tuple[str, str]]) -> Iterator[CallbacksController]:
    made = CallbacksController(
        presence, "en", submit=AskedSession().submit, say=lambda *note: said.append(note), quiet=lambda: False, centre=shelf
    )
    yield made
    made.forget_windows()


def come(desk: CallbacksController, *messages: wire.MessageView) -> None:
    desk.messages.on_session_event(MessagesChanged(list(messages), reminded=frozenset()))


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ({"taker": OTHER.extension, "taker_name": OTHER.name}, f"Taken by {OTHER.name}"),
        ({"stage": Stage.DONE, "closed_by_name": OTHER.name}, f"Done by {OTHER.name}"),
        ({"to_kind": AddresseeKind.PERSON, "to": OTHER.extension, "to_name": OTHER.name}, f"With {OTHER.name} now"),
        ({"stage": Stage.DONE, "closed_by_name": ME.name}, None),
        ({"stage": Stage.TRIED, "attempts": [wire.AttemptView(NOON, OTHER.name, Outcome.BUSY)]}, None),
        ({"later": NOON + timedelta(hours=1)}, None),
    ],
)
def test_one_that_goes_says_who_has_it_unless_it_was_oneself_or_still_waits(
    desk: CallbacksController, shelf: Shelf, said: list[tuple[str, str]], now: dict[str, object], words: str | None
) -> None:
    come(desk, message(**UNIT))
    assert len(shelf.notes) == 1
    come(desk, message(**UNIT | {"version": 2} | now))
    assert shelf.notes == {}
    assert said == ([("Eva Niemi 1", words)] if words else [])


def test_what_i_handed_over_and_a_colleague_does_is_not_told_because_the_chance_to_undo_it_goes(
    desk: CallbacksController, shelf: Shelf, said: list[tuple[str, str]]
) -> None:
    come(desk, message())
    [shown] = shelf.notes.values()
    shelf.pressed.emit(shown.buttons[1][0])  # Done
    done = message(version=2, stage=Stage.DONE, closed_by_name=ME.name)
    come(desk, done)
    step = wire.MessageStep(Step.FINISH, 1)
    desk.messages.on_session_event(StepChanged(done.id, "key", step, RequestState.IN_FORCE, None, done))
    assert [each.title for each in shelf.notes.values()] == ["Done: Eva Niemi 1"]
    come(desk, message(version=3, to=OTHER.extension, to_name=OTHER.name))
    assert (shelf.notes, said) == ({}, [])


def test_the_first_that_comes_waits_until_the_system_has_said_whether_it_may(
    presence: Presence, shelf: Shelf, said: list[tuple[str, str]]
) -> None:
    unknown = True
    desk = CallbacksController(
        presence, "en", submit=AskedSession().submit, say=lambda *note: said.append(note), quiet=lambda: unknown, centre=shelf
    )
    come(desk, message())
    assert shelf.notes == {}
    unknown = False
    desk.look()  # what `LazyQuiet.changed` calls
    assert len(shelf.notes) == 1
    desk.forget_windows()
