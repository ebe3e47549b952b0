"""What the tests of the pop-up do: messages come, the hub answers, somebody clicks and reads."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from kalix_presence import wire
from kalix_presence.client.session_events import MessagesChanged, RequestState, StepChanged
from kalix_presence.desktop.callbacks.controller import CallbacksController
from tests.desktop.asked_session import AskedSession


class Screen:
    """Whether the screen must not be disturbed."""

    busy = False

    def __call__(self) -> bool:
        return self.busy


def come(desk: CallbacksController, *messages: wire.MessageView, reminded: bool = False) -> None:
    ids = frozenset(each.id for each in messages) if reminded else frozenset[str]()
    desk.messages.on_session_event(MessagesChanged(list(messages), reminded=ids))


def answered(desk: CallbacksController, hub: AskedSession, now: wire.MessageView) -> None:
    """The hub takes the step asked for last; the message is `now`."""
    message_id, step = hub.steps[-1]
    desk.messages.on_session_event(StepChanged(message_id, "key", step, RequestState.SENDING))
    come(desk, now)
    desk.messages.on_session_event(StepChanged(message_id, "key", step, RequestState.IN_FORCE, None, now))


def click(window: QWidget, words: str) -> None:
    next(button for button in window.findChildren(QPushButton) if button.text() == words and button.isVisible()).click()


def texts(window: QWidget) -> str:
    return "\n".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def button(window: QWidget, words: str) -> QPushButton:
    return next(each for each in window.findChildren(QPushButton) if each.text() == words and each.isVisible())
