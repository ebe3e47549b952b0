"""What the hub knows of the request it works on just now, so that every line of the log that it causes can name it."""

from __future__ import annotations

import re
import secrets
from contextvars import ContextVar
from dataclasses import dataclass

_PLAIN = re.compile(r"[A-Za-z0-9._-]{1,64}")


@dataclass(slots=True)
class RequestRecord:
    """`id` is told to whoever asked (X-Request-ID); `code` is why it was refused, `username` who asked, as far as known."""

    id: str
    code: str = ""
    username: str = ""


RECORD: ContextVar[RequestRecord | None] = ContextVar("kalix-request", default=None)
"""The request of this task; None in what the hub does by itself."""


def new_id() -> str:
    """An id of 64 random bits."""
    return secrets.token_hex(8)


def is_plain(text: str) -> bool:
    """Whether an id that a proxy gives may stand in the log."""
    return _PLAIN.fullmatch(text) is not None


def refused_with(code: str) -> None:
    """Note why the request of this task is refused."""
    if (record := RECORD.get()) is not None:
        record.code = code


def asked_by(username: str) -> None:
    """Note who asks."""
    if (record := RECORD.get()) is not None:
        record.username = username
