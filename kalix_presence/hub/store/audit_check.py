"""Whether the audit trail is as it was written: which lines are gone, changed, out of order or cut off."""

from __future__ import annotations

import hmac
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from sqlalchemy import select

from kalix_presence.hub.store.audit_trail import COLUMNS, FIRST, Head, files_of, head_kept, key_kept, mark, sealed
from kalix_presence.hub.store.schema import audit, audit_start
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import extended, in_words, said
from kalix_presence.model.audit import AuditAct
from kalix_presence.model.errors import Unavailable

_LINES = said(select(*COLUMNS, audit.c.before, audit.c.seal).order_by(audit.c.number))
_COUNT = in_words("SELECT count(*) FROM audit")
_START = said(select(audit_start))

COMPARED = 200
"""Most lines that are not as they were written of which it is looked whether they have changed places."""


class Fault(StrEnum):
    """What can be wrong with a trail."""

    REMOVED = "removed"
    """Lines are gone from the middle or the beginning."""
    CHANGED = "changed"
    """A line, or its number, is not as it was written, or was never written by the hub."""
    REORDERED = "reordered"
    """A line is whole, but does not follow the one before it."""
    CUT_OFF = "cut-off"
    """The newest lines are gone."""
    START = "start"
    """Where the trail begins is not what the hub kept."""
    HEAD = "head"
    """The newest seal is missing or not the hub's: whether lines were cut off cannot be told."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of the lines from `first` to `last`."""

    fault: Fault
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Verified:
    """How many lines were looked at, and what is wrong."""

    lines: int
    findings: list[Finding]


def verify(sql: Sql, database: Path) -> Verified:
    """Look at every line of the trail in one snapshot.

    Raises `Unavailable("audit-key-missing")`, `Unavailable("audit-key-unreadable")`.
    """
    key_file, head_file = files_of(database)
    # The head first: what is written while the lines are read is newer than it.
    try:
        key = key_kept(key_file)
    except FileNotFoundError:
        if sql.execute(_COUNT).fetchone()[0] == 0 and not head_file.exists():
            return Verified(0, [])  # nothing has been written yet
        raise Unavailable("audit-key-missing", file=key_file.name) from None
    kept = head_kept(head_file, key)
    begins = _start(sql, key)
    findings = [] if begins is not None else [Finding(Fault.START, 0, 0)]
    walk = _Walk(key, begins, kept)
    findings += walk.along(sql)
    findings = walk.with_places(findings)
    if kept is None:
        findings.append(Finding(Fault.HEAD, walk.last.number, walk.last.number))
    elif kept.number > walk.last.number:
        findings.append(Finding(Fault.CUT_OFF, walk.last.number + 1, kept.number))
    elif walk.at_head is not None and not hmac.compare_digest(walk.at_head, kept.seal):
        findings.append(Finding(Fault.CHANGED, kept.number, kept.number))
    return Verified(walk.lines, findings)


def check_key(sql: Sql, database: Path) -> None:
    """Whether the hub can seal the next line as it sealed the newest, at the cost of that one line.

    Raises `Unavailable` `audit-key-missing`, `audit-key-unreadable` (to the database's owner, or not to them alone) and
    `audit-key-wrong`.
    """
    key_file, head_file = files_of(database)
    row = sql.execute(extended(_LINES, " DESC LIMIT 1")).fetchone()
    try:
        key = key_kept(key_file)
        owned = sys.platform == "win32" or key_file.stat().st_uid == database.stat().st_uid
    except FileNotFoundError:
        if row is None and not head_file.exists():
            return  # nothing has been written yet
        raise Unavailable("audit-key-missing", file=key_file.name) from None
    if not owned:  # whoever checks may be root, who reads everything
        raise Unavailable("audit-key-unreadable", file=key_file.name)
    whole = row is None or hmac.compare_digest(sealed(key, tuple(row[:-2]), row[-2]), row[-1])
    if not whole or _start(sql, key) is None:
        raise Unavailable("audit-key-wrong", file=key_file.name)


class _Walk:
    """Goes along the lines; `last` is the last one there, `at_head` the seal of the line with the number of the kept head."""

    def __init__(self, key: bytes, begins: Head | None, kept: Head | None) -> None:
        self._key, self._known = key, begins is not None
        self.last, self._kept = begins or Head(0, FIRST), kept
        self._strange: dict[int, tuple[tuple[object, ...], bytes, bytes]] = {}
        self.lines, self.at_head = 0, None if kept is None or kept != begins else kept.seal

    def along(self, sql: Sql) -> Iterator[Finding]:
        """Each fault, in the order of the lines."""
        for *row, before, seal in sql.execute(_LINES):
            number, self.lines = row[0], self.lines + 1
            whole = hmac.compare_digest(sealed(self._key, tuple(row), before), seal)
            follows = not self._known or (number == self.last.number + 1 and before == self.last.seal)
            if self._known and number > self.last.number + 1:
                yield Finding(Fault.REMOVED, self.last.number + 1, number - 1)
            elif whole and not follows:
                yield Finding(Fault.REORDERED, number, number)
            if not whole:
                if len(self._strange) < COMPARED:
                    self._strange[number] = tuple(row[1:]), before, seal
                yield Finding(Fault.CHANGED, number, number)
            if whole and row[2] == AuditAct.CUT_OFF:
                first, _, last = row[9].partition("-")
                yield Finding(Fault.CUT_OFF, int(first), int(last))
            if self._kept is not None and number == self._kept.number:
                self.at_head = seal
            self.last, self._known = Head(number, seal), True

    def with_places(self, findings: list[Finding]) -> list[Finding]:
        """`findings`, in which a line that is whole but for its number is one that was moved."""
        moved = {
            number
            for number, (row, before, seal) in self._strange.items()
            if any(hmac.compare_digest(sealed(self._key, (place, *row), before), seal) for place in self._strange)
        }
        return [
            replace(one, fault=Fault.REORDERED) if one.fault is Fault.CHANGED and one.first in moved else one
            for one in findings
        ]


def _start(sql: Sql, key: bytes) -> Head | None:
    """Where the trail begins: at its first line, or after the last one that was forgotten; None when that is not the hub's."""
    row = sql.execute(_START).fetchone()
    if row is None:
        return Head()
    number, seal, shown = row
    return Head(number, seal) if hmac.compare_digest(shown, mark(key, "start", number, seal)) else None
