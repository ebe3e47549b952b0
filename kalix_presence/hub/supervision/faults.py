"""How an exception that nobody expected is logged: its kind and places, never its text, which may hold what somebody sent."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import structlog

PLACES = 8

_log = structlog.get_logger("kalix.hub")


def described(fault: BaseException) -> dict[str, Any]:
    """What a line of the log says of `fault`."""
    frames = traceback.extract_tb(fault.__traceback__)[-PLACES:]
    return {"fault": type(fault).__name__, "places": [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames]}


@contextmanager
def apart(event: str, *, but: type[Exception] | tuple[()] = (), **who: object) -> Iterator[None]:
    """One item of a loop over many: what goes wrong in the block is logged as `event`, and the loop goes on.

    Cancelling passes through, and what is foreseen and concerns all of them alike (`but`: the database or the PBX is away).
    """
    try:
        yield
    except but:
        raise
    except Exception as fault:  # noqa: BLE001  (whatever one item does, the others are not to pay for it)
        _log.error(event, **who, **described(fault))
