"""The only crossing between Qt and asyncio: a thread runs the session's event loop, queued signals bring back what happens."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Coroutine
from time import perf_counter
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from kalix_presence.client.session import Session, SessionEvent

Work = Callable[[Session], Coroutine[Any, Any, Any]]
Ask = Callable[..., None]
"""As `Bridge.ask`: have the session do some work, and be told in the GUI thread what came of it."""


BUDGET = 0.003
"""Seconds after which what arrives lets a key or a painting come first."""


class Bridge(QObject):
    """Runs `Session` in its own thread. Use it from the GUI thread; its signals arrive there.

    What is told and what is answered come over in one row, in the order in which they happened; however many come at once, they
    take no more of the GUI thread at a time than `BUDGET` and the last of them.
    """

    told = Signal(object)
    _came = Signal()

    def __init__(
        self, make_session: Callable[[], Session], at_end: Callable[[], Coroutine[Any, Any, None]] | None = None
    ) -> None:
        """`at_end` is run in the network thread as the last thing before the session closes."""
        super().__init__()
        self._make_session, self._at_end = make_session, at_end
        self._session: Session | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ready = threading.Event()
        self._thread: threading.Thread | None = None
        self._row: deque[Callable[[], None]] = deque()
        self._called = False
        """Whether the GUI thread will look at the row by itself."""
        self._came.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._rest = QTimer(self, singleShot=True, interval=0)
        self._rest.timeout.connect(self._take)

    def start(self) -> None:
        """Begin: show what was known last, then connect."""
        self._ready.clear()
        self._thread = threading.Thread(target=self._run, name="network", daemon=True)
        self._thread.start()

    def stop(self, patience: float = 3.0) -> None:
        """Remember the last known state and end the thread; waits at most `patience` seconds."""
        if self._thread is None:
            return
        self._ready.wait(patience)
        if self._loop is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(patience)
        self._thread = None

    def ask(self, work: Work, done: Callable[[Any, Exception | None], None] | None = None) -> None:
        """Run `work` with the session in the network thread; `done(result, fault)` is called in the GUI thread."""
        self._ready.wait(5)
        loop, session = self._loop, self._session
        if loop is None or session is None or loop.is_closed():
            return

        async def run() -> None:
            result: Any = None
            fault: Exception | None = None
            try:
                result = await work(session)
            except Exception as caught:  # noqa: BLE001 - carried over to the GUI thread, which shows or raises it
                fault = caught
            self._hand_over(lambda: _answer(done, result, fault))

        asyncio.run_coroutine_threadsafe(run(), loop)

    def _hand_over(self, what: Callable[[], None]) -> None:
        """Called in the network thread: have the GUI thread do `what`, after all that was handed over before."""
        self._row.append(what)
        if not self._called:
            self._called = True
            self._came.emit()

    @Slot()
    def _take(self) -> None:
        ends = perf_counter() + BUDGET
        self._called = False  # before the row is looked at: what comes after the last look calls again
        try:
            while self._row:
                self._row.popleft()()
                if perf_counter() >= ends:
                    break
        finally:
            if self._row:
                self._called = True
                self._rest.start()  # a posted event would be served in this same turn

    def _run(self) -> None:
        asyncio.run(self._main())

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._end = asyncio.Event()
        session = self._session = self._make_session()
        session.listen(self._tell)
        self._ready.set()
        session.recall()
        resuming = asyncio.ensure_future(session.resume())
        await self._end.wait()
        resuming.cancel()
        if self._at_end is not None:
            await self._at_end()
        await session.close()

    def _tell(self, told: SessionEvent) -> None:
        self._hand_over(lambda: self.told.emit(told))


def _answer(done: Callable[[Any, Exception | None], None] | None, result: Any, fault: Exception | None) -> None:
    if done is not None:
        done(result, fault)
    elif fault is not None:
        raise fault
