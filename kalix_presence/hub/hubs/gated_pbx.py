"""The exchange as the hub that leads has it: whatever changes something there is done only while its lease lasts for sure."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from kalix_presence.hub.pbx.protocol import Pbx
from kalix_presence.hub.supervision.acting import ACTING, Acting

CHANGES = frozenset(
    {
        *("apply", "remove", "show", "message_lamp", "know_ahead"),
        *("forget_code", "forget_call", "forget_rang", "forget_conversation", "forget_counted_call"),
        *("place_call", "ring_phone", "move_call", "consult_call", "complete_consult", "cancel_consult"),
        *("put_phone", "remove_phone", "keep_phones", "undo_phones", "settle_phones"),
    }
)
"""Methods of `Pbx` that change something in the exchange or at a telephone."""


class _Gated:
    def __init__(self, pbx: Pbx, acting: Acting) -> None:
        self._pbx, self._acting = pbx, acting

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._pbx, name)
        if name not in CHANGES:
            return found
        gated = _while_it_may(found, self._acting)
        setattr(self, name, gated)
        return gated


def gated(pbx: Pbx, acting: Acting = ACTING) -> Pbx:
    """`pbx`, whose changes raise Unavailable `hub-leads-no-longer` where this process may not act."""
    return cast(Pbx, _Gated(pbx, acting))


def _while_it_may(change: Callable[..., Any], acting: Acting) -> Callable[..., Any]:
    @wraps(change)
    async def asked(*given: Any, **named: Any) -> Any:
        acting.require()
        return await change(*given, **named)

    return asked
