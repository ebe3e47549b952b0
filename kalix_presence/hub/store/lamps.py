"""Whose message lamps are lit, as far as is known."""

from __future__ import annotations

from sqlalchemy import delete, select

from kalix_presence.hub.store.schema import lit_lamp
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import adding, said, this
from kalix_presence.hub.store.writer import Transaction

_LIT = adding(lit_lamp.c.extension, unless_there=True)
_FORGET = said(delete(lit_lamp).where(this(lit_lamp.c.extension)))
_READ = said(select(lit_lamp.c.extension))


def put_lit(change: Transaction, extension: str) -> None:
    """It is lit now."""
    change.sql.execute(_LIT, (extension,))


def forget_lit(change: Transaction, extension: str) -> None:
    """It is dark now."""
    change.sql.execute(_FORGET, (extension,))


def read_lit(sql: Sql) -> set[str]:
    """The extensions whose lamps may be lit."""
    return {row[0] for row in sql.execute(_READ)}
