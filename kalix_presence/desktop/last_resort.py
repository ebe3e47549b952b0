"""What nobody caught goes into the tray's log, and is told once: a tray that starts with the session has no terminal."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

LOGGER = "kalix_presence.tray"
_LEVELS = {
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
MOST_QT = 200
"""So many of Qt's messages are written of one run: one that comes with every painting must not push out the fault."""


class LastResort(QObject):
    """Lives as long as the program. `first` is told in the GUI thread at the first fault of a run, in whichever thread."""

    first = Signal()

    def __init__(self, data: Callable[[], Path]) -> None:
        """`data` gives the folder of the log, asked for with the first line."""
        super().__init__()
        self._data = data
        self._lock = threading.Lock()
        self._already_shown = False
        self._qt = 0
        self._before: Any = None

    def install(self) -> None:
        """Take the place of Python's and Qt's own last words; they still go to a terminal, where there is one."""
        sys.excepthook = self._python
        threading.excepthook = self._thread
        self._before = qInstallMessageHandler(self._message)
        # What libraries warn of: the file is opened with the first of it.
        logging.getLogger().addHandler(_Opening(self))
        logging.getLogger(LOGGER).setLevel(logging.INFO)  # else it has the root's, and says nothing of a good beginning

    def remove(self) -> None:
        """Give Python and Qt their own again."""
        sys.excepthook, threading.excepthook = sys.__excepthook__, threading.__excepthook__
        qInstallMessageHandler(self._before)
        logging.getLogger(LOGGER).setLevel(logging.NOTSET)
        root = logging.getLogger()
        for handler in list(root.handlers):
            if isinstance(handler, _Opening) and handler.owner is self:
                root.removeHandler(handler)
                handler.end()

    def note(self, said: str, level: int = logging.INFO) -> None:
        """Write a line that holds nothing personal."""
        logging.getLogger(LOGGER).log(level, said)

    def fault(self, fault: BaseException, where: str) -> None:
        """Write down a fault; the first one of a run is told."""
        logging.getLogger(LOGGER).error(where, exc_info=(type(fault), fault, fault.__traceback__))
        with self._lock:
            shown_before, self._already_shown = self._already_shown, True
        if not shown_before:
            self.first.emit()

    def _python(self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        sys.__excepthook__(kind, fault, trace)
        if isinstance(fault, Exception):
            self.fault(fault.with_traceback(trace), "a fault in the window's thread")

    def _thread(self, what: threading.ExceptHookArgs) -> None:
        threading.__excepthook__(what)
        if isinstance(what.exc_value, Exception):
            self.fault(what.exc_value, "a fault in another thread")

    def _message(self, kind: QtMsgType, context: QMessageLogContext, said: str) -> None:
        if sys.stderr is not None:
            print(said, file=sys.stderr)
        level = _LEVELS.get(kind)
        if level is not None and self._qt < MOST_QT:
            self._qt += 1
            logging.getLogger("qt").log(level, said)


class _Opening(logging.Handler):
    """Opens the file with the first line, for a program that must be on screen before it reads about files."""

    def __init__(self, owner: LastResort) -> None:
        super().__init__(logging.INFO)
        self.owner = owner
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno < logging.WARNING and record.name != LOGGER:
            return
        try:
            if self._file is None:
                from kalix_presence.client.local.program_log import open_log

                self._file = open_log(self.owner._data())
            self._file.handle(record)
        except Exception:  # noqa: BLE001 - a disk that is full must not make a second fault of the first
            return

    def end(self) -> None:
        if self._file is not None:
            self._file.close()


def asyncio_fault(_loop: object, context: dict[str, Any]) -> None:
    """An event loop's exception handler: what a task raised and nobody asked for is a fault like any other."""
    fault = context.get("exception")
    if isinstance(fault, Exception):
        threading.excepthook(threading.ExceptHookArgs((type(fault), fault, fault.__traceback__, threading.current_thread())))
    else:
        logging.getLogger("asyncio").error(str(context.get("message", "")).partition("\n")[0])
