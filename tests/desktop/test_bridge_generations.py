"""A bridge that is stopped tells nothing more, and whoever asks is always answered: the threads are stepped by hand."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QEventLoop
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kalix_presence.client.session_events import PbxSeen, SessionEvent
from kalix_presence.desktop.bridge import Bridge
from kalix_presence.model.errors import Unavailable
from tests.draws import draws

PATIENCE = 30.0


class SteppedSession:
    """Stands for `Session`: is made when `made` says so, and tells so many events at once."""

    def __init__(self, name: int = 1, *, may: threading.Event | None = None, tells: int = 0) -> None:
        if may is not None:
            assert may.wait(PATIENCE)
        self.name, self._tells = name, tells
        self.told_all = threading.Event()

    def listen(self, listener: Callable[[SessionEvent], None]) -> None:
        self._listener = listener

    def recall(self) -> None:
        for _ in range(self._tells):
            self._listener(PbxSeen(connected=bool(self.name % 2)))
        self.told_all.set()

    async def resume(self) -> bool:
        return True

    async def close(self) -> None:
        return


def bridge_of(make: Callable[[], object]) -> Bridge:
    return Bridge(make)  # type: ignore[arg-type]


async def name_of(session: Any) -> int:
    await asyncio.sleep(0)
    return int(session.name)


class Answers:
    def __init__(self) -> None:
        self.seen: list[tuple[object, str | None]] = []

    def __call__(self, result: object, fault: Exception | None) -> None:
        self.seen.append((result, fault.code if isinstance(fault, Unavailable) else None if fault is None else repr(fault)))


NOBODY = (None, "hub-unreachable")


def test_what_the_old_session_still_told_does_not_arrive_after_the_stop(qtbot: QtBot) -> None:
    old = SteppedSession(1, tells=50)
    bridge = bridge_of(lambda: old)
    told: list[object] = []
    bridge.session_event.connect(told.append)
    bridge.start()
    assert old.told_all.wait(PATIENCE)  # all of it lies in the row, and the window has not had a turn
    bridge.stop()
    bridge._make_session = lambda: SteppedSession(2, tells=3)  # type: ignore[assignment,return-value]
    bridge.start()
    answers = Answers()
    bridge.submit(name_of, answers)
    qtbot.waitUntil(lambda: bool(answers.seen))
    bridge.stop()
    QApplication.processEvents()
    assert told == [PbxSeen(connected=False)] * 3
    assert answers.seen == [(2, None)]


def test_a_listener_that_stops_the_bridge_hears_nothing_more(qtbot: QtBot) -> None:
    session = SteppedSession(tells=10)
    bridge = bridge_of(lambda: session)
    told: list[object] = []
    bridge.session_event.connect(lambda each: (told.append(each), bridge.stop()))
    bridge.start()
    qtbot.waitUntil(lambda: bool(told))
    QApplication.processEvents()
    assert len(told) == 1


def test_asking_before_there_is_a_session_waits_for_it_in_order_and_never_holds_the_window(qtbot: QtBot) -> None:
    may = threading.Event()
    bridge = bridge_of(lambda: SteppedSession(7, may=may))
    bridge.start()
    answers, order = Answers(), []

    async def noted(number: int) -> int:
        order.append(number)
        return number

    for number in range(3):
        bridge.submit(lambda _, number=number: noted(number), answers)  # type: ignore[misc]
    bridge.submit(name_of, answers)
    # Only now, so an `ask` that waits for the session would never come here.
    may.set()
    qtbot.waitUntil(lambda: len(answers.seen) == 4)
    bridge.stop()
    assert order == [0, 1, 2]
    assert answers.seen == [(0, None), (1, None), (2, None), (7, None)]


def test_who_asks_where_no_session_can_be_made_is_told_so(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    monkeypatch.setattr(threading, "excepthook", seen.append)

    def broken() -> object:
        raise ValueError("no such hub")

    bridge = bridge_of(broken)
    answers = Answers()
    bridge.start()
    bridge.submit(name_of, answers)
    qtbot.waitUntil(lambda: bool(answers.seen))
    bridge.submit(name_of, answers)
    qtbot.waitUntil(lambda: len(answers.seen) == 2)
    bridge.stop()
    bridge.submit(name_of, answers)
    assert len(answers.seen) == 2, "an answer comes in a turn of its own, never inside the question"
    qtbot.waitUntil(lambda: len(answers.seen) == 3)
    assert answers.seen == [NOBODY] * 3
    assert len(seen) == 1


def test_who_waits_when_the_bridge_is_stopped_is_answered_once(qtbot: QtBot) -> None:
    begun = threading.Event()

    async def for_ever(_session: object) -> None:
        begun.set()
        await asyncio.Event().wait()

    bridge = bridge_of(SteppedSession)
    bridge.start()
    answers = Answers()
    bridge.submit(for_ever, answers)
    assert begun.wait(PATIENCE)
    bridge.stop()
    qtbot.waitUntil(lambda: bool(answers.seen))
    assert answers.seen == [NOBODY]


def test_an_answer_that_lay_in_the_row_at_the_stop_is_not_given_twice(qtbot: QtBot) -> None:
    done = threading.Event()

    async def quick(_session: object) -> int:
        asyncio.get_running_loop().call_later(0, done.set)
        return 1

    bridge = bridge_of(SteppedSession)
    bridge.start()
    answers = Answers()
    bridge.submit(quick, answers)
    assert done.wait(PATIENCE)
    bridge.stop()
    qtbot.waitUntil(lambda: bool(answers.seen))
    QApplication.processEvents()
    assert answers.seen == [NOBODY]


def test_a_stop_before_the_session_was_made_ends_the_thread_as_soon_as_it_is(qtbot: QtBot) -> None:
    may = threading.Event()
    bridge = bridge_of(lambda: SteppedSession(may=may))
    bridge.start()
    answers, thread = Answers(), bridge._thread
    bridge.submit(name_of, answers)
    bridge.stop(patience=0.01)
    qtbot.waitUntil(lambda: answers.seen == [NOBODY])
    may.set()
    assert thread is not None
    thread.join(PATIENCE)
    assert not thread.is_alive()
    QApplication.processEvents()
    assert answers.seen == [NOBODY]


def test_answers_outlive_the_bridge_that_was_let_go_of(qtbot: QtBot) -> None:
    answers, may = Answers(), threading.Event()
    bridge = bridge_of(lambda: SteppedSession(may=may))
    bridge.start()
    bridge.submit(name_of, answers)
    bridge.stop(patience=0.01)
    may.set()
    del bridge
    qtbot.waitUntil(lambda: answers.seen == [NOBODY])


@settings(max_examples=draws(25), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=st.lists(st.sampled_from(["start", "stop", "ask", "turn"]), min_size=1, max_size=14))
def test_whatever_the_order_every_question_is_answered_once_and_by_the_generation_it_was_put_to(
    qapp: QApplication, tmp_path: Path, steps: list[str]
) -> None:
    made: list[int] = []

    def make() -> object:
        made.append(len(made) + 1)
        return SteppedSession(made[-1])

    bridge, running, generation = bridge_of(make), False, 0
    asked: list[tuple[int, Answers]] = []
    for step in steps:
        if step == "start" and not running:
            bridge.start()
            running, generation = True, generation + 1
        elif step == "stop":
            bridge.stop()
            running = False
        elif step == "ask":
            asked.append((generation if running else 0, Answers()))
            bridge.submit(name_of, asked[-1][1])
        elif step == "turn":
            QApplication.processEvents()
    bridge.stop()
    for _ in range(3):
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
        QApplication.sendPostedEvents(None, QEvent.Type.MetaCall)
    for put_to, answers in asked:
        assert len(answers.seen) == 1
        assert answers.seen[0] in ([NOBODY] if not put_to else [NOBODY, (put_to, None)])
