"""A call is asked of the PBX now or not at all: one that cannot be reached keeps nothing to send later, as it does a change."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TypeVar

from kalix_presence.model.errors import Unavailable

T = TypeVar("T")


async def now_or_never(asked: Awaitable[T]) -> T:
    """The PBX's answer. Raises Unavailable `call-pbx-unreachable` for its `pbx-unreachable`, whose words are of a change that
    waits; anything else as it is."""
    try:
        return await asked
    except Unavailable as fault:
        if fault.code != "pbx-unreachable":
            raise
        raise Unavailable("call-pbx-unreachable") from fault
