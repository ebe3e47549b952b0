"""What clients send, looked at whole before any endpoint works with it: texts that can be shown, times that have a UTC."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import wraps
from typing import Any

import msgspec
from litestar.handlers import BaseRouteHandler

from kalix_presence.model.errors import BadInput
from kalix_presence.model.plain_text import can_be_shown, is_one_line

EARLIEST, LATEST = date(1970, 1, 2), date(2200, 12, 30)
"""Days that can be meant. A day of room on both sides of what the rest of the hub counts with, for offsets and time zones."""

UNREAD = frozenset({"password", "new_password", "current", "calendar"})
"""Fields that nobody is shown: passwords may hold anything, and a calendar's text goes to its own reader."""

OF_LINES = frozenset({"about", "word", "words", "text", "note", "why", "name", "caller_name", "caller_organisation", "repeat"})
"""Fields that may be sent with line breaks: what people write or paste. Where it is shown in one line, whoever takes it
makes it one; every other field is refused with them."""

READ = ("data", "why")
"""Parameters of endpoints that hold what somebody wrote."""


def refuse_unfit(value: object, field: str = "") -> None:
    """Look through a body. Raises BadInput `message-text-control` or `time-out-of-range` with the field."""
    if isinstance(value, str):
        if field not in UNREAD and not (can_be_shown(value) and (field in OF_LINES or is_one_line(value))):
            raise BadInput("message-text-control", field=field)
    elif isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        offset = (value.utcoffset() if isinstance(value, datetime) else None) or timedelta()
        if not EARLIEST <= day <= LATEST or abs(offset) > timedelta(hours=24):
            raise BadInput("time-out-of-range", field=field, least=EARLIEST.year, most=LATEST.year)
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            refuse_unfit(getattr(value, name), name)
    elif isinstance(value, Mapping):
        for name, each in value.items():
            refuse_unfit(name, field)
            refuse_unfit(each, field)
    elif isinstance(value, list | tuple | set | frozenset):
        for each in value:
            refuse_unfit(each, field)


def look_through(handler: BaseRouteHandler) -> BaseRouteHandler:
    """`handler`, which from now on refuses what is unfit before it begins."""
    work = handler.fn
    if getattr(work, "looks_through", False):
        return handler

    @wraps(work)
    async def looking(*arguments: Any, **named: Any) -> Any:
        for name in READ:
            refuse_unfit(named.get(name), name)
        return await work(*arguments, **named)

    looking.looks_through = True  # type: ignore[attr-defined]  # endpoints are made once, applications several times
    handler(looking)
    return handler
