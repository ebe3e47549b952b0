"""Telling somebody who set or ended their absence and why, and what an undo of it is asked with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from kalix_presence import wire
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus, addressed
from kalix_presence.hub.board.names import name_of
from kalix_presence.hub.store import Transaction
from kalix_presence.model.absence import Absence
from kalix_presence.model.access import Caller


def set_for_you(
    board: Board, event_bus: EventBus, caller: Caller, extension: str, absence: Absence | None, why: str, now: datetime
) -> Callable[[Transaction], None] | None:
    """What has to happen in the transaction so that the person is told, when it was somebody else; else None."""
    if caller.extension == extension:
        return None
    by = caller.extension or caller.username
    name, shown = name_of(board, by), board.shown(absence, full=True)

    def work(change: Transaction) -> None:
        event = wire.AbsenceSetForYou(change.next_number(), now, extension, by, name, shown, why)
        event_bus.record(change, addressed(event, frozenset({extension})), now=now)

    return work


def with_undo(board: Board, reply: wire.StatusReply, made: Absence | None, stood: list[Absence | None]) -> wire.StatusReply:
    """The reply with what an undo is asked with; nothing for a retry, for which nothing was done."""
    if not stood:
        return reply
    return msgspec.structs.replace(reply, made=made.id if made is not None else "", before=board.shown(stood[-1], full=True))
