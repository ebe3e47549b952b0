"""When forwards end, as the guardian keeps them: in a file of its own to which lines are only added."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import msgspec
import structlog

from kalix_presence.model.errors import BadInput
from kalix_presence.model.forwarding import Divert, ForwardingRule

MOST_OF_ONE = 8
"""Rules that are kept of one extension: the one in force, and what may still stand in the PBX of those before it."""
MOST_EXTENSIONS = 250_000
MOST_WASTE = 1000
"""Lines more than are needed before the file is written anew."""

_EXTENSION, _ID, _TARGET = (re.compile(each, re.ASCII) for each in (r"\d{1,18}", r"[0-9a-z-]{1,40}", r"[0-9*#+]{1,40}"))

log = structlog.get_logger("kalix.guardian")


class End(msgspec.Struct, frozen=True):
    """One rule that the hub is about to write, or has written: enough to know it again, and the aware instant of its end, None
    until further notice."""

    extension: str
    id: str
    divert: Divert
    target: str
    until: datetime | None


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of the file: a rule that is kept, or one that is over."""

    kept: End | None = None
    gone: End | None = None


def end_of(rule: ForwardingRule) -> End:
    """What the guardian is told of a rule."""
    return End(rule.extension, rule.id, rule.divert, rule.target, rule.until)


def require_end(end: End) -> None:
    """Raise BadInput `guardian-end` for what no hub says."""
    well = _EXTENSION.fullmatch(end.extension) and _ID.fullmatch(end.id) and _TARGET.fullmatch(end.target)
    if not well or (end.until is not None and end.until.tzinfo is None):
        raise BadInput("guardian-end")


class Ends:
    """All rules by extension, oldest first, in memory and in `file`.

    What is kept or dropped is on the disk when the call returns: it blocks. For one thread at a time.
    """

    def __init__(self, file: Path) -> None:
        """Read what is there. A line that cannot be read, as the last one of a power cut, is passed over and logged."""
        self._file = file
        self._of: defaultdict[str, list[End]] = defaultdict(list)
        self._lines = 0
        for line in _read(file):
            self._take(line)
        self._write_anew()

    def __len__(self) -> int:
        return sum(len(each) for each in self._of.values())

    def all(self) -> list[End]:
        """Every rule."""
        return [end for each in self._of.values() for end in each]

    def of(self, extension: str) -> list[End]:
        """Those of one extension, oldest first."""
        return list(self._of.get(extension, ()))

    def keep(self, ends: Iterable[End]) -> None:
        """Keep these. Raises BadInput `guardian-full` beyond 250,000 extensions."""
        new = [end for end in ends if end not in self._of.get(end.extension, ())]
        if len(self._of.keys() | {end.extension for end in new}) > MOST_EXTENSIONS:
            raise BadInput("guardian-full", most=MOST_EXTENSIONS)
        self._add(Line(end) for end in new)

    def drop(self, ends: Iterable[End]) -> None:
        """These are over."""
        self._add(Line(gone=end) for end in ends if end in self._of.get(end.extension, ()))

    def _add(self, lines: Iterable[Line]) -> None:
        added = list(lines)
        if not added:
            return
        with self._file.open("ab") as file:
            file.write(b"".join(msgspec.json.encode(line) + b"\n" for line in added))
            file.flush()
            os.fsync(file.fileno())
        for line in added:
            self._take(line)
        if self._lines > 2 * len(self) + MOST_WASTE:
            self._write_anew()

    def _take(self, line: Line) -> None:
        self._lines += 1
        if line.kept is not None:
            theirs = self._of[line.kept.extension]
            theirs.append(line.kept)
            del theirs[:-MOST_OF_ONE]
            return
        if line.gone is not None:
            left = [end for end in self._of.pop(line.gone.extension, ()) if end != line.gone]
            if left:
                self._of[line.gone.extension] = left

    def _write_anew(self) -> None:
        fresh = self._file.with_suffix(".new")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            for end in self.all():
                file.write(msgspec.json.encode(Line(end)) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._file)
        self._lines = len(self)


def _read(file: Path) -> Iterable[Line]:
    try:
        text = file.read_bytes()
    except FileNotFoundError:
        return
    unreadable = 0
    for line in text.splitlines():
        try:
            read = msgspec.json.decode(line, type=Line)
            if read.kept is not None:
                require_end(read.kept)
        except (msgspec.MsgspecError, UnicodeDecodeError, BadInput):
            unreadable += 1
            continue
        yield read
    if unreadable:
        log.warning("ends-unreadable", lines=unreadable)
