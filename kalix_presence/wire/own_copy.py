"""All that is held on oneself, as one is handed it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec


class OwnCopy(msgspec.Struct, frozen=True):
    """Answer to POST /me/copy. `held` has the rows of each table that holds something of the person; a table or a column
    may be new to a client. `left_out` says of how many rows of a table nothing is told, because they are others', too, and
    the person is shown them nowhere; `cut` names tables of which only the newest rows are told."""

    extension: str
    name: str
    made_at: datetime
    held: dict[str, list[dict[str, Any]]]
    left_out: dict[str, int] = {}
    cut: list[str] = []
