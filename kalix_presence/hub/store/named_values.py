"""Named values in the database: how one is read and kept, whoever it belongs to."""

from __future__ import annotations

from sqlalchemy import select

from kalix_presence.hub.store.schema import setting
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import putting, said, this

_READ = said(select(setting.c.value).where(this(setting.c.name)))
_PUT = putting(setting.c.name, setting.c.value)


def read_setting(sql: Sql, name: str) -> str | None:
    """What is kept under `name`; None when nothing is."""
    row = sql.execute(_READ, (name,)).fetchone()
    return None if row is None else str(row[0])


def put_setting(sql: Sql, name: str, value: str) -> None:
    """Keep `value` under `name`, in place of what was there."""
    sql.execute(_PUT, (name, value))
