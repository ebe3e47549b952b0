"""The desk's callbacks in English, with a hub that is asked and a screen that may be disturbed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from kalix_presence.desktop.callbacks import card as callback_card
from kalix_presence.desktop.callbacks.controller import CallbacksController
from kalix_presence.desktop.presence import Presence
from tests.desktop.asked_session import AskedSession
from tests.desktop.callbacks.pop_up import Screen


@pytest.fixture
def hub() -> AskedSession:
    return AskedSession()


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
def desk(
    presence: Presence, hub: AskedSession, screen: Screen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[CallbacksController]:
    # Tests are quicker than hands; what hands are protected from has a test of its own.
    monkeypatch.setattr(callback_card, "JUST_CHANGED", 0)
    made = CallbacksController(presence, "en", submit=hub.submit, say=lambda title, text: None, quiet=screen)
    yield made
    made.forget_windows()
