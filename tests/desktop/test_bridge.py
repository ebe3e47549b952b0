"""The crossing between the network thread and Qt, with a real hub at the other end."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import anyio
import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.local.folders import Folders
from kalix_presence.client.local.settings import Settings
from kalix_presence.client.session import Session
from kalix_presence.client.session_events import LinkChanged, RequestChanged, RequestState, StandingsChanged
from kalix_presence.desktop.bridge import Bridge
from tests.clocks import Clock
from tests.hub.serving import PASSWORD, serving


class Sender(QObject):
    nothing = Signal()
    something = Signal(object)


def test_a_hundred_thousand_signals_do_no_harm(qapp: object) -> None:
    """PySide6 6.12.0 drops references to None and True on CPython 3.11 until the interpreter aborts."""
    sender, seen = Sender(), [0]

    def count(*_: object) -> None:
        seen[0] += 1

    sender.nothing.connect(count)
    sender.something.connect(count)
    for _ in range(50_000):
        sender.nothing.emit()
        sender.something.emit(None)
    assert seen == [100_000]


def test_what_the_session_tells_arrives_in_the_gui_thread_in_order(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(tmp_path / "hub") as hub, hub.client("anna") as anna:
        monkeypatch.setenv("KALIX_TOKEN", anna.headers["authorization"].removeprefix("Bearer "))
        settings = Settings(hub=hub.url, username="anna")
        bridge = Bridge(lambda: Session(settings, Folders.usual(), language="sv", clock=Clock()))
        told: list[object] = []
        threads: set[int] = set()
        bridge.session_event.connect(lambda each: (told.append(each), threads.add(threading.get_ident())))
        bridge.start()
        qtbot.waitUntil(lambda: LinkChanged(LinkState.ONLINE, hub.url) in told, timeout=60_000)
        bridge.submit(lambda session: session.back("2041"))
        qtbot.waitUntil(
            lambda: any(isinstance(each, RequestChanged) and each.state is RequestState.IN_FORCE for each in told),
            timeout=60_000,
        )
        bridge.stop()
    assert threads == {threading.get_ident()}
    states = [each.state for each in told if isinstance(each, RequestChanged)]
    assert states == [RequestState.SENDING, RequestState.IN_FORCE]
    assert any(isinstance(each, StandingsChanged) and each.whole for each in told)


def test_a_fault_of_the_work_comes_back_to_who_asked(qtbot: QtBot, tmp_path: Path) -> None:
    bridge = Bridge(lambda: Session(Settings(), Folders.usual(), language="sv", clock=Clock()))
    bridge.start()
    answers: list[tuple[object, object]] = []

    async def wrong(_session: Session) -> None:
        await asyncio.sleep(0)
        raise LookupError("nothing there")

    bridge.submit(wrong, lambda result, fault: answers.append((result, fault)))
    qtbot.waitUntil(lambda: bool(answers))
    assert isinstance(answers[0][1], LookupError)
    bridge.stop()
    assert PASSWORD not in repr(answers)


@pytest.mark.parametrize("turn", range(5))
def test_a_stop_leaves_no_connection_that_has_just_begun_untold(qtbot: QtBot, turn: int) -> None:
    """As httpx connects: a task of its own inside the work's. At any moment one has been made that has not begun yet."""
    bridge = Bridge(lambda: Session(Settings(), Folders.usual(), language="sv", clock=Clock()))
    bridge.start()
    under_way = threading.Event()

    async def connects(steps_behind: int) -> None:
        for _ in range(steps_behind):
            await asyncio.sleep(0)
        while True:
            async with anyio.create_task_group() as attempts:
                attempts.start_soon(anyio.lowlevel.checkpoint)
                under_way.set()
                await asyncio.sleep(0)

    for number in range(6):
        bridge.submit(lambda _session, number=number: connects(number))  # type: ignore[misc]
    assert under_way.wait(60)
    bridge.stop()  # a coroutine that was never awaited is a warning, and a warning is an error here
