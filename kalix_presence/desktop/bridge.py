"""The only crossing between Qt and asyncio: a thread runs the session's event loop, queued signals bring back what happens."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Coroutine
from contextlib import suppress
from time import perf_counter
from typing import Any, Protocol, TypeVar, TypeVarTuple

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from kalix_presence.client.session import Session
from kalix_presence.client.session_events import SessionEvent
from kalix_presence.desktop.last_resort import asyncio_fault
from kalix_presence.model.errors import PresenceError, Unavailable

Answer = TypeVar("Answer")
Also = TypeVarTuple("Also")
Done = Callable[[Any, Exception | None], object]


class Submit(Protocol):
    """Have the session do `work`; `done(answer, fault, *also)` is called in the GUI thread, once, whatever becomes of it.

    The answer is None where there is a fault.
    """

    def __call__(
        self,
        work: Callable[[Session], Coroutine[Any, Any, Answer]],
        done: Callable[[Answer | None, Exception | None, *Also], object] | None = None,
        /,
        *also: *Also,
    ) -> None: ...


def quietly(use: Callable[[Any], None]) -> Callable[[Any, Exception | None], None]:
    """`done` for `Submit`: takes the answer; a hub that does not answer is seen by the link, which asks again."""

    def finished(result: Any, fault: Exception | None) -> None:
        if fault is None:
            use(result)
        elif not isinstance(fault, PresenceError):
            raise fault

    return finished


BUDGET = 0.003
"""Seconds after which what arrives lets a key or a painting come first."""


class _Job:
    """Some work, and who waits for what comes of it."""

    def __init__(self, work: Callable[[Session], Coroutine[Any, Any, Any]], done: Done | None) -> None:
        self.work, self.done = work, done


class _Generation:
    """One run of the network thread. What a generation hands over counts as long as it is the bridge's present one."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        """Guards what follows: the thread comes to life, or to its end, while the window asks."""
        self.session: Session | None = None
        self.loop: asyncio.AbstractEventLoop | None = None
        self.ended = False
        self.waiting: list[_Job] = []
        """Asked before there was a session."""
        self.unanswered: dict[_Job, None] = {}
        """Of the GUI thread alone."""
        self.tasks: set[asyncio.Task[None]] = set()
        """Of the network thread alone."""
        self.end: asyncio.Event | None = None


class Bridge(QObject):
    """Runs `Session` in its own thread. Use it from the GUI thread; its signals arrive there.

    What is told and what is answered come over in one row, in the order in which they happened; however many come at once, they
    take no more of the GUI thread at a time than `BUDGET` and the last of them. Once it is stopped it tells nothing any more of
    what its session still told, and whoever still waits is answered.
    """

    session_event = Signal(object)
    _came = Signal()

    def __init__(
        self, make_session: Callable[[], Session], at_end: Callable[[], Coroutine[Any, Any, None]] | None = None
    ) -> None:
        """`at_end` is run in the network thread as the last thing before the session closes."""
        super().__init__()
        self._make_session, self._at_end = make_session, at_end
        self._present: _Generation | None = None
        self._thread: threading.Thread | None = None
        self._row: deque[tuple[_Generation, Callable[[], None]]] = deque()
        self._called = False
        """Whether the GUI thread will look at the row by itself."""
        self._came.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._rest = QTimer(self, singleShot=True, interval=0)
        self._rest.timeout.connect(self._deliver)

    def start(self) -> None:
        """Begin: show what was known last, then connect."""
        generation = self._present = _Generation()
        self._thread = threading.Thread(target=self._run, args=(generation,), name="network", daemon=True)
        self._thread.start()

    def stop(self, patience: float = 3.0) -> None:
        """Remember the last known state and end the thread; waits at most `patience` seconds."""
        generation, thread = self._present, self._thread
        if generation is None or thread is None:
            return
        self._present = self._thread = None
        with generation.lock:
            generation.ended = True
            if generation.loop is not None and generation.end is not None:
                with suppress(RuntimeError):  # the loop has ended by itself
                    generation.loop.call_soon_threadsafe(generation.end.set)
        thread.join(patience)
        self._answer_all(generation)

    def submit(self, work: Callable[[Session], Coroutine[Any, Any, Any]], done: Done | None = None) -> None:
        """Run `work` with the session in the network thread; `done(result, fault)` is called in the GUI thread, later and once.

        Never waits. What is asked before there is a session waits for it in order; where there is none, and for what a stop
        leaves unanswered, the fault is Unavailable `hub-unreachable`.
        """
        generation, job = self._present, _Job(work, done)
        if generation is None:
            _answer_later(job)
            return
        with generation.lock:
            if not generation.ended:
                generation.unanswered[job] = None
                if generation.loop is None:
                    generation.waiting.append(job)
                else:
                    with suppress(RuntimeError):  # it ends by itself just now, and answers all that is left
                        generation.loop.call_soon_threadsafe(self._begin, generation, job)
                return
        _answer_later(job)

    def _begin(self, generation: _Generation, job: _Job) -> None:
        """In the network thread."""
        session = generation.session
        assert session is not None  # noqa: S101 - the loop is known once the session is there

        async def run() -> None:
            result: Any = None
            fault: Exception | None = None
            try:
                result = await job.work(session)
            except Exception as caught:  # noqa: BLE001 - carried over to the GUI thread, which shows or raises it
                fault = caught
            self._hand_over(generation, lambda: self._answer(generation, job, result, fault))

        task = asyncio.ensure_future(run())
        generation.tasks.add(task)
        task.add_done_callback(generation.tasks.discard)

    def _answer(self, generation: _Generation, job: _Job, result: Any, fault: Exception | None) -> None:
        generation.unanswered.pop(job, None)
        if job.done is not None:
            job.done(result, fault)
        elif fault is not None:
            raise fault

    def _answer_all(self, generation: _Generation) -> None:
        unanswered, generation.unanswered = generation.unanswered, {}
        for job in unanswered:
            _answer_later(job)

    def _hand_over(self, generation: _Generation, what: Callable[[], None]) -> None:
        """Called in the network thread: have the GUI thread do `what`, after all that was handed over before."""
        self._row.append((generation, what))
        if not self._called:
            self._called = True
            self._came.emit()

    @Slot()
    def _deliver(self) -> None:
        ends = perf_counter() + BUDGET
        self._called = False  # before the row is looked at: what comes after the last look calls again
        try:
            while self._row:
                generation, what = self._row.popleft()
                if generation is self._present:
                    what()
                if perf_counter() >= ends:
                    break
        finally:
            if self._row:
                self._called = True
                self._rest.start()  # a posted event would be served in this same turn

    def _run(self, generation: _Generation) -> None:
        try:
            asyncio.run(self._main(generation))
        finally:
            with generation.lock:
                generation.ended = True
            with suppress(RuntimeError):  # the window's side is gone already
                self._hand_over(generation, lambda: self._answer_all(generation))

    async def _main(self, generation: _Generation) -> None:
        loop, end = asyncio.get_running_loop(), asyncio.Event()
        loop.set_exception_handler(asyncio_fault)
        session = generation.session = self._make_session()
        session.listen(lambda session_event: self._forward(generation, session_event))
        with generation.lock:
            generation.loop, generation.end = loop, end
            waiting, generation.waiting = generation.waiting, []
            if generation.ended:
                end.set()
        # Before what was asked meanwhile: an answer must not come before what was known last.
        session.recall()
        for job in waiting:
            self._begin(generation, job)
        resuming = asyncio.ensure_future(session.resume())
        await end.wait()
        resuming.cancel()
        if self._at_end is not None:
            await self._at_end()
        # Each from its outermost task. Ended all at once, as asyncio.run would, a connection that has just begun inside one of
        # them is never told.
        left = [resuming, *generation.tasks]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        await session.close()

    def _forward(self, generation: _Generation, session_event: SessionEvent) -> None:
        self._hand_over(generation, lambda: self.session_event.emit(session_event))


def _answer_later(job: _Job) -> None:
    """There is no session: who asked is answered in a turn of its own, as always. It outlives the bridge."""
    done = job.done
    if done is not None:
        QTimer.singleShot(0, lambda: done(None, Unavailable("hub-unreachable")))
