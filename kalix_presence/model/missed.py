"""Which calls that nobody answered become callbacks, and which conversation closes one again (P6, P13). Pure."""

from __future__ import annotations

from datetime import datetime

from kalix_presence.model.callback import SAME_CALLER, AddresseeKind, CallbackMessage, Source
from kalix_presence.model.policy import Policy


def becomes_callback(*, asked: bool, number: str, internal: bool, waited: int, policy: Policy, gave_up: bool = True) -> bool:
    """Whether an unanswered call of `number` ("" withheld) that `waited` seconds becomes an entry.

    Whoever `asked` to be called back always is. Other calls only where the site wants them at all; never of withheld numbers,
    which nobody could call back; not of those who hung up at once by themselves (`gave_up`), who mostly dialled wrong; and a
    colleague's, whose phone shows it anyway, only where the site says so.
    """
    if asked:
        return True
    if not policy.missed_calls or not number or (gave_up and waited < policy.missed_shortest):
        return False
    return policy.missed_internal or not internal


def is_same(message: CallbackMessage, number: str, at: datetime) -> bool:
    """Whether one more call of `number` at `at` counts to this open entry: one per caller and hour."""
    if not number or message.party.number != number or not message.open or message.source is Source.LEFT:
        return False
    return abs(at - message.made_at) < SAME_CALLER


def closes(message: CallbackMessage, extension: str, number: str, seconds: float, now: datetime, policy: Policy) -> bool:
    """Whether a conversation between `extension` and `number`, in either direction, that ended `now` closes this missed call.

    It has to be a conversation (the seconds that also propose a callback as done), begun after the call was missed, with the
    person who was called or who has the entry now. What was asked for or left as a message closes by nobody's conversation:
    somebody says that it is done.
    """
    if message.source is not Source.MISSED or not message.open or not number or message.party.number != number:
        return False
    if seconds < policy.proposes_done_after or (now - message.made_at).total_seconds() < seconds:
        return False
    theirs = {to.code for to in (message.to, message.former) if to is not None and to.kind is AddresseeKind.PERSON}
    return extension in theirs | {message.taker}
