"""The tray's own log: what went wrong in it and where, for whoever helps. Nothing in it says who somebody is or what they did.

A fault is written as its kind and its places in the code; its message may hold a name or a number and is left out. Of what
libraries say the template is written, without what is filled in; where both are one text, only words known to be a warning's.
"""

from __future__ import annotations

import logging
import os
import re
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import IO

from kalix_presence.client.local.known_words import only_known
from kalix_presence.model.errors import PresenceError

NAME = "tray.log"
SIZE, KEPT = 256 * 1024, 3
"""Bytes of one file, and how many older ones are kept."""
LONGEST = 300
"""Characters of one message."""
DEEPEST = 30
"""Places of one fault: the innermost."""
_PACKAGE = "kalix_presence"


def log_path(data: Path) -> Path:
    """Where it is, in the data folder."""
    return data / NAME


def open_log(data: Path) -> logging.Handler:
    """A handler that writes there, rotates, and that only its owner may read. The file is made with the first line."""
    from logging.handlers import RotatingFileHandler

    class OwnersAlone(RotatingFileHandler):
        def _open(self) -> IO[str]:  # type: ignore[override]
            descriptor = os.open(self.baseFilename, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
            return os.fdopen(descriptor, "a", encoding="utf-8", errors="replace")

    handler = OwnersAlone(log_path(data), maxBytes=SIZE, backupCount=KEPT, delay=True)
    handler.setFormatter(Harmless())
    return handler


class Harmless(logging.Formatter):
    """One line a record: moment (UTC), level, who, what; then the places of a fault, indented."""

    def format(self, record: logging.LogRecord) -> str:
        """See the class."""
        from datetime import UTC, datetime

        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds")
        # The template without what is filled in, and its first line: asyncio puts a task's whole exception into the others.
        said = harmless(str(record.msg).partition("\n")[0])
        if not record.args and record.name.partition(".")[0] != _PACKAGE:
            said = only_known(said)
        lines = [f"{at} {record.levelname} {record.name}: {said}"]
        fault = record.exc_info[1] if record.exc_info else None
        if fault is not None:
            lines += [f"    {line}" for line in places(fault)]
        return "\n".join(lines)


def places(fault: BaseException) -> list[str]:
    """The kind of `fault` and where it came from, its causes too; never its message."""
    lines: list[str] = []
    seen: set[int] = set()
    one: BaseException | None = fault
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        lines.append(("because of " if lines else "") + _kind(one))
        lines += [
            f"at {_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(one.__traceback__)
        ][-DEEPEST:]
        one = one.__cause__ or one.__context__
    return lines


def _kind(fault: BaseException) -> str:
    if isinstance(fault, PresenceError):
        return f"{type(fault).__name__} {fault.code}"
    if isinstance(fault, OSError) and fault.errno is not None:
        return f"{type(fault).__name__} {fault.errno}"
    return type(fault).__qualname__


def _short(filename: str) -> str:
    parts = Path(filename).parts
    place = max((at for at, part in enumerate(parts) if part == _PACKAGE), default=len(parts) - 2)
    return "/".join(parts[max(place, 0) :])


def harmless(text: str) -> str:
    """`text` without what may say who or what somebody is: quotes, addresses, the home folder, long numbers."""
    text = text[: LONGEST * 4]
    rules: list[tuple[str, str | Callable[[re.Match[str]], str]]] = [
        (r"[a-z][a-z0-9+.-]*://\S+", "<address>"),
        (r"\S+@\S+", "<address>"),
        (r"\"[^\"]*\"|“[^”]*”|”[^”]*”|(?<!\w)'[^']*'", "<…>"),
        (r"(?:/|[A-Za-z]:\\)(?:home|Users|root)\b[^\s,;:)]*", "~"),
        (r"\+?\d[\d -]{2,}\d", "#"),
    ]
    for pattern, said in rules:
        text = re.sub(pattern, said, text)
    return text[:LONGEST]


def last_lines(data: Path, count: int) -> list[str]:
    """The last `count` lines, of the older files too. Raises OSError where they cannot be read."""
    lines: list[str] = []
    for number in range(KEPT + 1):
        path = log_path(data) if number == 0 else log_path(data).with_name(f"{NAME}.{number}")
        if not path.exists():
            break
        lines = path.read_text("utf-8", "replace").splitlines() + lines
        if len(lines) >= count:
            break
    return lines[-count:]
