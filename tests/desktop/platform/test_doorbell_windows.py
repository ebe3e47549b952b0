"""The bell of Windows: who is first, which session is meant, and a ring that comes while the bell is being hung."""

from __future__ import annotations

import sys
import uuid

import pytest
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from pytestqt.qtbot import QtBot

from kalix_presence.desktop.platform import doorbell_windows
from kalix_presence.desktop.platform.doorbell_windows import PipeBell, SessionMutex


class Given:
    """A claim that answers as told."""

    def __init__(self, ours: bool) -> None:
        self.ours = ours

    def take(self) -> bool:
        return self.ours


@pytest.fixture
def name() -> str:
    return f"kalix-test-{uuid.uuid4().hex}"


def test_whose_claim_was_refused_is_no_first_though_nobody_answers(
    qtbot: QtBot, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doorbell_windows, "PATIENCE", 0.05)
    assert not PipeBell(name, Given(False)).claim("panel", lambda _: None)


def test_a_ring_that_comes_while_the_bell_is_hung_is_heard(qtbot: QtBot, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class RungAtOnce(QLocalServer):
        def listen(self, where: str) -> bool:  # type: ignore[override]
            listens = super().listen(where)
            caller = QLocalSocket()
            caller.connectToServer(where)
            assert caller.waitForConnected(10_000)
            caller.write(b"panel")
            caller.flush()
            caller.disconnectFromServer()
            self.waitForNewConnection(10_000)  # by which `newConnection` goes out
            return listens

    monkeypatch.setattr(doorbell_windows, "QLocalServer", RungAtOnce)
    heard: list[str] = []
    bell = PipeBell(name, Given(True))
    assert bell.claim("", heard.append)
    qtbot.waitUntil(lambda: heard == ["panel"], timeout=10_000)


def test_each_windows_session_has_its_own_bell(qtbot: QtBot, name: str) -> None:
    heard: list[str] = []
    one, other = PipeBell(name, Given(True), lambda: 3), PipeBell(name, Given(True), lambda: 4)
    assert one.claim("", heard.append)
    assert other.claim("", lambda _: heard.append("of the wrong session"))
    caller = QLocalSocket()
    caller.connectToServer(f"{name}-3")
    assert caller.waitForConnected(10_000)
    caller.write(b"colleagues")
    qtbot.waitUntil(lambda: heard == ["colleagues"], timeout=10_000)


@pytest.mark.skipif(sys.platform != "win32", reason="mutexes are a thing of Windows")
def test_a_mutex_is_one_processs_until_it_ends(name: str) -> None:
    first = SessionMutex(name)
    assert first.take()
    assert first.take()
    assert not SessionMutex(name).take()
