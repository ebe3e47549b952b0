"""What somebody should know who is about to leave a message for a person."""

from __future__ import annotations

from datetime import datetime

import msgspec


class CallbackAdvice(msgspec.Struct, frozen=True, omit_defaults=True):
    """Answer to GET /people/{extension}/callback-advice; see `model.advice.Advice` for the meaning of each field."""

    due: datetime
    in_time: bool = True
    away: bool = False
    away_until: datetime | None = None
    deputy: str | None = None
    deputy_name: str = ""
