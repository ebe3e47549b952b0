"""Unit notices in the database."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from kalix_presence.hub.store.schema import moment_of, notice, stored
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import putting, said, this, value
from kalix_presence.hub.store.writer import Transaction
from kalix_presence.model.notice import Notice

_of = notice.c
_PUT = putting(*_of)
_READ = said(select(notice).where(this(_of.id)))
_READ_OPEN = said(select(notice).where(_of.closed_at.is_(None)).order_by(_of.valid_from, _of.id))
_FORGET = said(delete(notice).where(_of.closed_at < value("before")))


def put_notice(change: Transaction, one: Notice) -> None:
    """Keep this version in place of the one before."""
    change.concerns("", one.id)
    change.sql.execute(
        _PUT,
        (
            one.id,
            one.version,
            one.unit,
            one.text,
            stored(one.valid_from),
            stored(one.valid_until),
            one.proposed_by,
            stored(one.proposed_at),
            one.published_by,
            int(one.current),
            None if one.closed_at is None else stored(one.closed_at),
        ),
    )


def read_notice(sql: Sql, notice_id: str) -> Notice | None:
    """The notice as it stands, over or not."""
    row = sql.execute(_READ, (notice_id,)).fetchone()
    return None if row is None else _notice(row)


def read_open(sql: Sql) -> list[Notice]:
    """Every notice that is not over, by when it begins."""
    return [_notice(row) for row in sql.execute(_READ_OPEN)]


def forget_closed(change: Transaction, *, before: datetime) -> int:
    """Erase notices that were over before `before`; how many."""
    return change.sql.execute(_FORGET, (stored(before),)).rowcount


def _notice(row: tuple[Any, ...]) -> Notice:
    return Notice(
        id=row[0],
        version=row[1],
        unit=row[2],
        text=row[3],
        valid_from=moment_of(row[4]),
        valid_until=moment_of(row[5]),
        proposed_by=row[6],
        proposed_at=moment_of(row[7]),
        published_by=row[8],
        current=bool(row[9]),
        closed_at=None if row[10] is None else moment_of(row[10]),
    )
