"""Desktop tests need no screen: Qt draws off screen, and a Presence knows the sample organisation."""

from __future__ import annotations

import gc
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import FactsChanged, LinkChanged, StandingsChanged
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.line import LineState
from tests.desktop.sample import NOON, Clock, absent, reasons_view, sample_people

__all__ = ["NOON", "Clock", "absent", "reasons_view", "sample_people"]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def presence(qapp: object, clock: Clock) -> Presence:
    """Signed in as the first person of the sample organisation; everybody is available."""
    made, people = Presence(clock), sample_people()
    me = wire.Me("me", ["employee"], {"set_absence": "self", "see_people": "all"}, people[0])
    made.on_session_event(LinkChanged(LinkState.ONLINE))
    made.on_session_event(FactsChanged(me, reasons_view(), people, None))
    made.on_session_event(
        StandingsChanged([wire.Standing(each.extension, 1, line=LineState.IDLE) for each in people], whole=True)
    )
    return made


@pytest.fixture(autouse=True)
def _rubbish_is_cleared_by_the_thread_that_made_it() -> Iterator[None]:
    """A desk and its timers hold each other. Were Python to find that in a network thread, Qt would lose count of the timers:
    a tray has one desk for life, a test run has hundreds."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def _windows_go_with_their_test() -> Iterator[None]:
    """A window that stays is dressed anew with every change of colours and asked at every event: with thousands of them from
    earlier tests, each takes seconds."""
    before = _windows()
    yield
    if QApplication.instance():
        QCoreApplication.processEvents()  # an answer that is on its way finds its window still
    for window in _windows():
        if window not in before:
            window.hide()
            window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _windows() -> list[QWidget]:
    there = QApplication.topLevelWidgets() if QApplication.instance() else []
    return [each for each in there if each.parent() is None and type(each).__module__.startswith("kalix_presence")]


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KALIX_HOME", str(tmp_path / "home"))


@pytest.fixture(scope="session")
def x_display() -> Iterator[str]:
    """The name of a real X display with nothing on it."""
    reader, writer = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
        pass_fds=[writer],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    with os.fdopen(reader) as told:
        number = told.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait()
