"""People's preferences in the database: one row each, whole."""

from __future__ import annotations

from collections.abc import Collection

import msgspec
import structlog
from sqlalchemy import select

from kalix_presence.hub.store.schema import preference
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import among, putting, said
from kalix_presence.hub.store.writer import Transaction
from kalix_presence.model.preferences import Preferences

log = structlog.get_logger("kalix.store")

_PUT = putting(preference.c.extension, preference.c.body)
_READ = said(select(preference.c.extension, preference.c.body))


def read_preferences(sql: Sql, of: Collection[str] | None = None) -> dict[str, Preferences]:
    """Everybody's preferences by extension, or those of some; who has chosen nothing is missing."""
    found: dict[str, Preferences] = {}
    find = _READ if of is None else among(_READ, " WHERE extension", len(of))
    for extension, body in sql.execute(find, sorted(of or ())):
        try:
            found[extension] = msgspec.json.decode(body, type=Preferences)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            log.error("preferences-unreadable", extension=extension)
    return found


def put_preferences(change: Transaction, extension: str, chosen: Preferences) -> None:
    """Keep what `extension` has chosen."""
    change.sql.execute(_PUT, (extension, msgspec.json.encode(chosen)))
