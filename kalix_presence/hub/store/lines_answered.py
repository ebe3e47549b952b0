"""In which month a call was last answered on a line: the month alone, so that of all that are in use the same is kept (P13)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Column, Integer, String, Table, case, delete, select

from kalix_presence.hub.store.named_values import put_setting, read_setting
from kalix_presence.hub.store.schema import metadata
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import adding, putting, said
from kalix_presence.hub.store.writer import Transaction

line_answered = Table(
    "line_answered", metadata, Column("extension", String, primary_key=True), Column("month", Integer, nullable=False)
)

_of = line_answered.c
_COUNTED = "lines_answered"
_BEGIN = adding(*_of, unless_there=True)
_NOTE = putting(*_of, changing=lambda new: {"month": case((_of.month < new.month, new.month), else_=_of.month)})
_READ = said(select(*_of))
_FORGET = said(delete(line_answered))


def read_answered(sql: Sql) -> dict[str, int]:
    """The month (number of months since year 0) by extension: of the last answer, or in which the hub began to look."""
    return dict(sql.execute(_READ).fetchall())


def read_counted(sql: Sql) -> tuple[int, int] | None:
    """First and last of the months, without a gap, in each of which a call was answered somewhere; None before one was."""
    kept = read_setting(sql, _COUNTED)
    if not kept:
        return None
    first, _, last = kept.partition("-")
    return int(first), int(last)


def begin_looking(change: Transaction, extensions: Iterable[str], month: int) -> None:
    """Look at these from `month` on; those that are looked at already stay as they are."""
    change.sql.executemany(_BEGIN, [(extension, month) for extension in extensions])


def were_answered(change: Transaction, answered: Iterable[tuple[str, int]]) -> None:
    """On each of these lines a call was answered in the month."""
    for extension, month in answered:
        change.sql.execute(_NOTE, (extension, month))
        counted = read_counted(change.sql)
        if counted is None or month > counted[1]:
            first = month if counted is None or month > counted[1] + 1 else counted[0]
            put_setting(change.sql, _COUNTED, f"{first}-{month}")


def forget_answered(change: Transaction) -> None:
    """Nothing is looked at any longer."""
    change.sql.execute(_FORGET)
    put_setting(change.sql, _COUNTED, "")
