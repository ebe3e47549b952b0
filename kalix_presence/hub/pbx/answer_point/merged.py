"""What an exchange and the answer point behind it can do together: each what its part of the work needs."""

from __future__ import annotations

from dataclasses import replace

from kalix_presence.hub.pbx.capabilities import Capabilities, ForeignChanges
from kalix_presence.hub.pbx.forwards_only import FORWARDS_ONLY

_LEAST_FIRST = (ForeignChanges.NONE, ForeignChanges.POLL, ForeignChanges.EVENTS)


def merged(point: Capabilities, exchange: Capabilities | None) -> Capabilities:
    """Calls, announcements and ends as the answer point has them, phones as the exchange has them; `exchange` None: nothing can
    be asked of it.

    A rule is read back as the answer point can: of the forward the number is all there is, and it is compared whole. A foreign
    change is seen as late as the slower of the two tells it, and never where nothing can be asked of the exchange; no more is
    written than both take. Phone codes need to know whose phone it is, and on a trunk that is only said.
    """
    phones = FORWARDS_ONLY if exchange is None else exchange
    both = [point] if exchange is None else [point, exchange]
    return replace(
        point,
        phone_codes=False,
        line_states=phones.line_states,
        place_call=phones.place_call,
        move_call=phones.move_call,
        present_calls=phones.present_calls,
        consult_call=phones.consult_call,
        message_lamp=phones.message_lamp,
        lamps=phones.lamps,
        sets_up_phones=False,
        foreign_changes=ForeignChanges.NONE
        if exchange is None
        else min(point.foreign_changes, exchange.foreign_changes, key=_LEAST_FIRST.index),
        poll_seconds=max(each.poll_seconds for each in both),
        writes_per_second=min(each.writes_per_second for each in both),
    )
