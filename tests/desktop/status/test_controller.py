"""One's own status as the desk asks for it: from menu, line and panel, and what is said of what did not come of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QRect
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import LinkChanged, RequestChanged, RequestState
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.status.controller import StatusController
from kalix_presence.model.errors import Forbidden


class Asked:
    """A session that writes down what is asked of it."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []
        self.notes: list[tuple[str, str]] = []
        self.hub = self

    def submit(self, work: Callable[[Any], Any], done: Callable[..., object] | None = None, *also: object) -> None:
        coroutine = work(self)
        with pytest.raises(StopIteration) as ended:
            coroutine.send(None)
        if done is not None:
            done(ended.value.value, None, *also)

    async def set_absence(self, extension: str, request: wire.AbsenceRequest) -> None:
        self.asked.append((extension, request.reason, request.until is not None))

    async def back(self, extension: str) -> None:
        self.asked.append((extension,))


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def status(presence: Presence, asked: Asked, qtbot: QtBot) -> Iterator[StatusController]:
    made = StatusController(presence, "en", submit=asked.submit, say=lambda *note: asked.notes.append(note), place=QRect)
    yield made
    made.forget_window()


def refused(presence: Presence) -> None:
    fault = Forbidden("not-permitted")
    presence.on_session_event(RequestChanged(presence.extension or "", "key", None, RequestState.REFUSED, fault))


def test_a_reason_with_a_usual_time_is_asked_for_at_once_and_another_opens_the_panel(
    status: StatusController, asked: Asked, presence: Presence
) -> None:
    status.set_usual("lunch")
    assert asked.asked == [(presence.extension, "lunch", True)]
    assert status.panel is None
    without = next(reason for reason in presence.reasons.offered if reason.usual is None)
    status.set_usual(without.code)
    assert len(asked.asked) == 1
    assert status.panel is not None
    assert status.panel.isVisible()
    status.back()
    assert asked.asked[-1] == (presence.extension,)


def test_signed_out_there_is_nothing_to_set(status: StatusController, presence: Presence, qtbot: QtBot) -> None:
    presence.on_session_event(LinkChanged(LinkState.SIGNED_OUT))
    with qtbot.waitSignal(status.sign_in_asked):
        status.open("")
    assert status.panel is None


def test_what_was_refused_is_noted_unless_the_panel_says_it(status: StatusController, asked: Asked, presence: Presence) -> None:
    refused(presence)
    assert len(asked.notes) == 1
    status.open("")
    refused(presence)
    assert len(asked.notes) == 1
    assert status.panel is not None
    status.panel.hide()
    refused(presence)
    assert len(asked.notes) == 2


def test_another_language_has_the_panel_made_anew(status: StatusController) -> None:
    status.open("")
    english = status.panel
    status.speak("sv")
    assert status.panel is None
    status.open("")
    assert status.panel is not english
