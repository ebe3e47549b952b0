"""The lines of the audit trail as they are read: of one person, or whatever an administrator looks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from kalix_presence.hub.store.audit_trail import COLUMNS
from kalix_presence.hub.store.people import is_there
from kalix_presence.hub.store.schema import moment_of, stored
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import extended, said
from kalix_presence.model.audit import AuditAct

_READ = said(select(*COLUMNS))


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A line as it is kept; `at` is an aware UTC instant."""

    number: int
    at: datetime
    act: AuditAct
    by: str
    by_person: str
    about: str
    about_person: str
    way: str
    session: str
    subject: str
    detail: str


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for; "" and None leave out nothing. `person` is an identity that the line is about, `below` the number
    that the lines are older than, `since` and `until` aware instants, the second of them no longer included."""

    person: str = ""
    by: str = ""
    about: str = ""
    act: AuditAct | None = None
    since: datetime | None = None
    until: datetime | None = None
    below: int | None = None


def search_lines(sql: Sql, search: Search, *, limit: int) -> list[KeptLine]:
    """The newest lines that fit, newest first."""
    conditions: list[tuple[str, object]] = [
        (column, value)
        for column, value in (
            ("about_person = ?", search.person),
            ('"by" = ?', search.by),
            ("about = ?", search.about),
            ("act = ?", search.act and search.act.value),
            ("at >= ?", search.since and stored(search.since)),
            ("at < ?", search.until and stored(search.until)),
            ("number < ?", search.below),
        )
        if value not in ("", None)
    ]
    where = " AND ".join(column for column, _ in conditions) or "1 = 1"
    rows = sql.execute(
        extended(_READ, f" WHERE {where} ORDER BY number DESC LIMIT ?"),
        (*(value for _, value in conditions), limit),
    )
    return [_line(row) for row in rows]


def every_line(sql: Sql, search: Search, *, at_once: int = 1_000) -> Iterator[KeptLine]:
    """All lines that fit, newest first, so many at a time: a whole trail fits into no memory."""
    while part := search_lines(sql, search, limit=at_once):
        yield from part
        search = replace(search, below=part[-1].number)


def looked_at(sql: Sql, search: Search, *, found: bool) -> str:
    """Whose lines were looked for, as the trail keeps it: an extension that somebody has or that lines tell of (`found`).

    Whatever else was typed there is "", for it may be a name or a word about somebody.
    """
    return search.about if found or is_there(sql, search.about) else ""


def _line(row: tuple[object, ...]) -> KeptLine:
    number, at, act, *rest = row
    return KeptLine(number, moment_of(at), AuditAct(act), *rest)  # type: ignore[arg-type]  # as the table has them
