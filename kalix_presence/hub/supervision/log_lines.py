"""The hub's log: one JSON object a line on standard error, whoever speaks: the hub, a library, a warning, a crash.

Texts of exceptions, warnings and libraries stay out: they may hold what somebody sent. Their kind and place say where to look.
At a terminal the lines are written for eyes instead.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
import warnings
from asyncio import AbstractEventLoop
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor

from kalix_presence.hub.supervision.faults import described
from kalix_presence.hub.supervision.request_record import RECORD

KEPT_BYTES = 65_536
"""Of a line that went out half, on a disk that was full in the middle of it."""
OWN_WORDS = "uvicorn"
"""The library whose sentences hold nothing that was sent."""

_log = structlog.get_logger("kalix.log")


class LineWriter:
    """Writes whole lines; what cannot be written is counted and stops nobody. Safe from any thread."""

    def __init__(self, stream: TextIO) -> None:
        self._stream, self._rest, self._lock = stream, b"", threading.Lock()
        try:
            self._descriptor = stream.fileno()
        except (OSError, ValueError, AttributeError):
            self._descriptor = -1
        self.lost = 0

    def write(self, line: str) -> None:
        """One line, without its end."""
        with self._lock:
            try:
                self._put(line.encode("utf-8", "backslashreplace") + b"\n")
            except (OSError, ValueError):  # full, closed, or nobody reads
                self.lost += 1

    def _put(self, line: bytes) -> None:
        if self._descriptor < 0:
            self._stream.write(line.decode())
            self._stream.flush()
            return
        while self._rest:  # the end of a line comes before the next one, so that each can be read
            self._rest = self._rest[os.write(self._descriptor, self._rest) :]
        while line:
            sent = os.write(self._descriptor, line)
            line = line[sent:]
            self._rest = line[:KEPT_BYTES]


class _NamedLogger:
    """What structlog writes to; `name` is told in each line."""

    def __init__(self, writer: LineWriter, name: str) -> None:
        self.name, self._writer = name, writer

    def msg(self, line: str) -> None:
        self._writer.write(line)

    debug = info = warning = warn = error = critical = exception = fatal = log = msg


class _FromLibraries(logging.Handler):
    """What a library says by Python's own logging."""

    def emit(self, record: logging.LogRecord) -> None:
        """One line, with the library's sentence where nothing that was sent can stand in it."""
        facts: dict[str, Any] = {"library": record.name, "at": f"{record.filename}:{record.lineno}"}
        own = record.name.partition(".")[0] == OWN_WORDS
        if isinstance(record.msg, BaseException):
            facts |= described(record.msg)
        elif own or record.args:
            facts["said"] = str(record.msg).partition("\n")[0][:200]
        if record.exc_info and record.exc_info[1] is not None:
            facts |= described(record.exc_info[1])
        _log.log(record.levelno, "library", **facts)


def begin_logging(stream: TextIO | None = None) -> LineWriter:
    """From now on everything this process says is a line of the log; other libraries only from warnings on."""
    stream = stream or sys.stderr
    writer = LineWriter(stream)
    at_terminal = writer._descriptor >= 0 and stream.isatty()
    ending: Processor = structlog.dev.ConsoleRenderer() if at_terminal else structlog.processors.JSONRenderer(_encoded)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _with_its_place,
            ending,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *names: _NamedLogger(writer, str(names[0]) if names else "kalix"),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, handlers=[_FromLibraries()], force=True)
    warnings.showwarning = _warned
    sys.excepthook = _crashed
    threading.excepthook = _thread_crashed
    sys.unraisablehook = _unraisable
    return writer


def hear_loop(loop: AbstractEventLoop) -> None:
    """What goes wrong in callbacks and forgotten tasks of `loop` is told like everything else."""
    loop.set_exception_handler(_loop_failed)


def last_line(event: str, **facts: object) -> None:
    """A line of a process that ends before its log has begun."""
    line = {**facts, "event": event, "level": "critical", "timestamp": datetime.now(UTC).isoformat().replace("+00:00", "Z")}
    LineWriter(sys.stderr).write(_encoded(line))


def _encoded(line: EventDict, **_: object) -> str:
    return json.dumps(line, default=lambda value: type(value).__name__)


def _with_its_place(logger: Any, method: str, line: EventDict) -> EventDict:
    """Which logger, which request; an exception by kind and place only."""
    line.setdefault("logger", getattr(logger, "name", "kalix"))
    if (record := RECORD.get()) is not None:
        line.setdefault("request", record.id)
    fault = line.pop("exc_info", None)
    if fault:
        fault = sys.exc_info()[1] if fault is True else fault[1] if isinstance(fault, tuple) else fault
        if isinstance(fault, BaseException):
            line.update(described(fault))
    line.pop("stack_info", None)
    return line


def _warned(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    _log.warning("python-warning", category=category.__name__, at=f"{os.path.basename(filename)}:{lineno}")  # noqa: PTH119


def _crashed(kind: type[BaseException], fault: BaseException, places: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    _log.critical("crashed", **described(fault))


def _thread_crashed(what: threading.ExceptHookArgs) -> None:
    _log.critical("thread-crashed", **(described(what.exc_value) if what.exc_value is not None else {}))


def _unraisable(what: Any) -> None:
    _log.error("unraisable", **(described(what.exc_value) if what.exc_value is not None else {}))


def _loop_failed(loop: AbstractEventLoop, context: dict[str, Any]) -> None:
    fault = context.get("exception")
    facts = described(fault) if isinstance(fault, BaseException) else {}
    _log.error("loop-callback-failed", of=sorted(context.keys() - {"message", "exception"}), **facts)
